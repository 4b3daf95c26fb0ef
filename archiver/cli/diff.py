"""`archiver diff`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened_to_ask
from archiver.cli.removals import Target
from archiver.cli.show import print_stories
from archiver.cli.speaking import say, say_json
from archiver.errors import DIFFERENT, FINE

if TYPE_CHECKING:
    from archiver.model.change import Change
    from archiver.operations.diff import Diff

From = Annotated[
    str | None,
    typer.Option("--from", metavar="CAPTURE", help="Compare with this capture; else the last alike."),
]
To = Annotated[
    str | None, typer.Option("--to", metavar="CAPTURE", help="Up to this capture; else the latest.")
]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit 1 where anything changed.")]

_MOST_PRINTED = 20


def diff(
    context: typer.Context,
    target: Target,
    start: From = None,
    end: To = None,
    exit_code: ExitCode = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say what changed of a target between two looks."""
    from archiver.operations.diff import diff as operation
    from archiver.operations.diff_as_json import as_json
    from archiver.operations.naming import target_of

    archive_here = opened_to_ask(context, archive, config)
    found = operation(archive_here, target_of(archive_here, target), start, end)
    if json:
        say_json(as_json(found))
    else:
        _print(found)
    raise typer.Exit(DIFFERENT if exit_code and found.changes else FINE)


def _stories(found: "Diff") -> list[dict[str, Any]]:
    from archiver.operations.stories import as_json

    return [as_json(each) for each in found.stories]


def _print(found: "Diff") -> None:
    say(f"{found.target}: {found.start or 'nothing before'} … {found.end}")
    kinds: dict[str, list[Change]] = {}
    for change in found.changes:
        kinds.setdefault(change.kind.value, []).append(change)
    for kind, changes in kinds.items():
        say(f"  {len(changes):,} {kind.replace('_', ' ')}")
        for change in changes[:_MOST_PRINTED]:
            where = f" on {change.surface}" if change.surface else ""
            state = f" ({change.state.value})" if change.state else ""
            say(f"    {change.post or 'the profile'}{where}{state}")
            for each in change.fields:
                say(f"      {each.field}: {_short(each.before)} → {_short(each.after)}")
        if len(changes) > _MOST_PRINTED:
            say(f"    and {len(changes) - _MOST_PRINTED:,} more; --json names all")
    if not found.changes:
        say("  nothing changed")
    print_stories(_stories(found))


def _short(value: object) -> str:
    text = "none" if value is None else str(value).replace("\n", " ⏎ ")
    return text if len(text) <= 100 else f"{text[:99]}…"  # noqa: PLR2004 - a line of a terminal
