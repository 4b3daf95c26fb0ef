"""`archiver export`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened_to_ask
from archiver.cli.selecting import At, Case, Operator, Posts, Removals, Since, Targets, Until, selected
from archiver.cli.speaking import TerminalProgress, say, say_json, tell
from archiver.cli.stamping import tell_of_trouble
from archiver.cli.stopping import stopping
from archiver.errors import StoppedError, UsageError

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.operations.bundle.choosing import Selection
    from archiver.operations.bundle.exhibiting import Also
    from archiver.operations.export import Exported

Out = Annotated[
    Path,
    typer.Option("--out", metavar="DIR|ZIP", help="Where it is written: a new folder, or a new .zip file."),
]
Offline = Annotated[
    bool,
    typer.Option(
        "--offline", help="Ask for nothing: without it, posts no longer shown are asked for once more."
    ),
]
Redact = Annotated[
    list[str] | None,
    typer.Option(
        "--redact",
        metavar="RULES",
        help="Take out more: 'commenters', 'third-parties', or a file with one name to a line.",
    ),
]
Reveal = Annotated[
    list[str] | None,
    typer.Option(
        "--reveal",
        metavar="SEGMENTS",
        help="Show withheld segments all the same: CAPTURE:RECORD:PART:FIRST-LAST, as disclosure.json has them.",
    ),
]
AlsoOption = Annotated[
    str,
    typer.Option(
        "--also",
        metavar="FORMATS",
        help="For others' programs besides: 'case' (CASE JSON-LD), 'concordance' (load files), or both, with a comma.",
    ),
]
Full = Annotated[bool, typer.Option("--full", help="Withhold nothing, not even what shows you.")]


def export(
    context: typer.Context,
    out: Out,
    targets: Targets = None,
    posts: Posts = None,
    removals: Removals = False,
    since: Since = "",
    until: Until = "",
    at: At = None,
    operator: Operator = "",
    case: Case = "",
    offline: Offline = False,
    redact: Redact = None,
    reveal: Reveal = None,
    also: AlsoOption = "",
    full: Full = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Hand over captures, without what shows you, in a bundle that others can check without us."""
    from archiver.operations.bundle import redacting, revealing
    from archiver.operations.bundle.rules import Rules
    from archiver.operations.export import Wish
    from archiver.operations.export import export as operation

    rules = Rules(
        full=full, redaction=redacting.read(redact or []), revealed=revealing.segments(reveal or [])
    )
    besides = _also(also)
    progress = TerminalProgress()
    opened = opened_to_ask(context, archive, config)
    selection = selected(opened, targets or [], posts or [], removals, (since, until), at)
    if full:
        tell("Nothing is withheld: who gets this bundle sees who looked, with which account, and from where.")
    # The rehearsal's networks are gone, and the real ones know nothing of its posts.
    if not offline and at is None and not opened.identity.simulated:
        _ask_again(opened, selection, progress, json=json)
    wish = Wish(selection, out, rules, operator, case, besides)
    exported = operation(opened, wish, progress)
    progress.clear()
    if json:
        say_json(_as_json(exported))
    else:
        _print(exported)
    tell_of_trouble(opened)


def _also(text: str) -> "frozenset[Also]":
    from archiver.operations.bundle.exhibiting import Also

    named = [each.strip() for each in text.split(",") if each.strip()]
    for each in named:
        if each not in list(Also):
            raise UsageError(
                f"{each} is no format that a bundle is written in.", f"There are: {', '.join(Also)}."
            )
    return frozenset(map(Also, named))


def _ask_again(archive: "Archive", selection: "Selection", progress: TerminalProgress, *, json: bool) -> None:
    from archiver.cli.looks import print_look
    from archiver.operations.bundle.asking_again import ask_again

    with stopping() as stop:
        for result in ask_again(archive, selection, progress, stop):
            progress.clear()
            if not json:
                print_look(result, archive.layout.root)
            elif result.sentence:
                tell(result.sentence)
        if stop.requested:
            raise StoppedError("Stopped as asked, and nothing is handed over.")


def _as_json(exported: "Exported") -> dict[str, object]:
    return {
        "out": str(exported.out),
        "digest": exported.digest,
        "checkpoint": exported.choice.checkpoint,
        "targets": [str(target) for target in exported.choice.targets],
        "posts": [str(post) for post in exported.choice.posts],
        "captures": exported.captures,
        "not_shown": exported.not_shown,
        "media": exported.media,
        "signer": exported.seal.signer,
        "stamped": exported.seal.stamped,
        "unanswered": exported.seal.unanswered,
        "last_checked": exported.last_checked or None,
    }


def _print(exported: "Exported") -> None:
    from archiver.formats import ssh_key

    say(f"{exported.out}: {len(exported.captures):,} captures, {exported.media:,} media and pictures")
    for target in exported.choice.targets:
        say(f"  of {target}")
    counts: dict[str, int] = {}
    for capture in exported.captures:
        for kind, found in capture["withheld"].items():
            counts[kind] = counts.get(kind, 0) + found["segments"]
    if counts:
        say(
            f"  withheld: {', '.join(f'{count:,} segments ({kind})' for kind, count in sorted(counts.items()))}"
        )
    for each in exported.not_shown:
        say(f"  not shown: {each.get('capture') or each['post']}, because {each['reason']}")
    say(f"  signed with {ssh_key.fingerprint(exported.seal.signer)}")
    for authority, at in exported.seal.stamped.items():
        say(f"  stamped by {authority} at {at}")
    for sentence in exported.seal.unanswered.values():
        tell(f"Not stamped: {sentence}")
    if exported.last_checked:
        say(f"  last checked {exported.last_checked}")
    say(f"  check it with: archiver verify {exported.out}")
