"""`archiver add` and `archiver targets`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.cli.cautions import CAUTIONS
from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, places
from archiver.cli.spans import interval
from archiver.cli.speaking import say, say_json, tell
from archiver.cli.stamping import tell_of_trouble
from archiver.config import Settings, spans
from archiver.errors import UsageError

if TYPE_CHECKING:
    from archiver.operations.targets import Added, Watched

Target = Annotated[str, typer.Argument(metavar="TARGET", help="URL, or platform:name.")]
Label = Annotated[str, typer.Option("--label", help="What you call it.")]
Case = Annotated[str, typer.Option("--case", help="The case it belongs to.")]

Every = Annotated[
    str,
    typer.Option("--every", metavar="SPAN", help="How often 'crawl --due' looks at it, such as 6h."),
]
Discover = Annotated[
    bool,
    typer.Option("--discover", help="Of a website: read its links, and propose the accounts they lead to."),
]
Stories = Annotated[
    bool | None,
    typer.Option("--stories/--no-stories", help="Read its stories, too: their owner may see who looked."),
]
Understood = Annotated[
    bool, typer.Option("--i-understand", help="Said with --stories: that is understood, and agreed to.")
]


def add(
    context: typer.Context,
    target: Target,
    label: Label = "",
    case: Case = "",
    every: Every = "",
    discover: Discover = False,
    stories: Stories = None,
    understood: Understood = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Watch a public account: write it to targets.toml beside the settings."""
    from archiver.operations.targets import add as operation

    _refuse_what_contradicts(discover=discover, stories=stories, understood=understood, every=bool(every))
    here = places(context)
    settings = here.settings(config)
    if discover:
        from archiver.cli.discovering import discover as discovering

        discovering(context, here.root(archive), settings, (target, label, case), json=json)
    if stories is None:
        added = operation(settings, target, label, case, interval(every))
    else:
        from archiver.operations import agreeing

        if stories and not understood:
            raise agreeing.must_be_understood(target)
        added = _agreed(context, here.root(archive), settings, (target, label, case), stories=stories)
    if json:
        say_json(
            {
                "target": _as_json(added.target),
                "file": str(added.file),
                "new": added.new,
                "caution": added.caution or None,
            }
        )
    else:
        _print_added(added, every, stories=stories)


def _print_added(added: "Added", every: str, *, stories: bool | None) -> None:
    if added.new:
        for caution in filter(None, (*CAUTIONS, added.caution)):
            tell(caution)
        say(
            f"{added.target.ref} is watched now ({added.file}). Look at it with: archiver crawl {added.target.ref}"
        )
    elif stories is None:
        now = f", and is looked at every {every} now" if every else ""
        say(f"{added.target.ref} was watched already{now} ({added.file}).")
    if stories is not None:
        read = "are read now, with a session" if stories else "are not read any more"
        say(f"The stories of {added.target.ref} {read} ({added.file}).")


def _as_json(target: "Watched") -> dict[str, Any]:
    told = asdict(target)
    every = told.pop("every")
    return {**told, "every_seconds": every and every.total_seconds()}


def _refuse_what_contradicts(*, discover: bool, stories: bool | None, understood: bool, every: bool) -> None:
    if every and (discover or stories is not None):
        raise UsageError(
            "--every is said by itself.", "Say it first, and the rest with another archiver add."
        )
    if understood and not stories:
        raise UsageError("--i-understand goes with --stories.", "Leave it out, or add --stories.")
    if discover and stories is not None:
        raise UsageError("--discover is for a website, which has no stories.", "Leave one of them out.")


def _agreed(
    context: typer.Context, root: Path, settings: Settings, named: tuple[str, str, str], *, stories: bool
) -> "Added":
    """Have stories read, or read no more."""
    from archiver.archive import exists, opened
    from archiver.operations import agreeing

    # What was never agreed to needs no archive to be left off again.
    archive = opened(root, settings) if stories or exists(root) else None
    if archive is not None:
        context.call_on_close(archive.close)
    if archive is not None and stories:
        added = agreeing.read_stories(archive, *named)
    else:
        added = agreeing.leave_stories(settings, archive, named[0])
    if archive is not None:
        tell_of_trouble(archive)
    return added


def targets(context: typer.Context, config: ConfigOption = None, json: JsonOption = False) -> None:
    """List what is watched."""
    from archiver.operations.targets import listed

    settings = places(context).settings(config)
    found = listed(settings)
    if json:
        say_json({"targets": [_as_json(target) for target in found]})
    elif not found:
        say("Nothing is watched yet. Add a target: archiver add https://www.instagram.com/COMPANY/")
    for target in () if json else found:
        stories = ["stories too"] if target.stories else []
        vantages = ", ".join((*(["logged out"] if target.logged_out else []), *target.sessions, *stories))
        every = f"every {spans.written(target.every)}" if target.every else ""
        say(
            "  ".join(
                filter(None, (target.ref, target.url, target.label, target.case, f"[{vantages}]", every))
            )
        )
