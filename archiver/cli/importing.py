"""`archiver import`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened_or_made
from archiver.cli.speaking import TerminalProgress, say, say_json
from archiver.cli.stamping import tell_of_trouble
from archiver.model import instant

if TYPE_CHECKING:
    from archiver.operations.importing import Imported

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="WARC, WACZ or HAR files that others made.")
]
Target = Annotated[
    str, typer.Option("--target", metavar="TARGET", help="Whose posts they show: a URL, or platform:name.")
]


def import_(
    context: typer.Context,
    files: Files,
    target: Target,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Seal what others captured, with the digest of each file. It shows posts; nothing is concluded from it."""
    from archiver.operations.foreign_files import recognised
    from archiver.operations.importing import importing
    from archiver.operations.targets import target_of

    whose, given = target_of(target), [recognised(file) for file in files]
    here = opened_or_made(context, archive, config)
    progress = TerminalProgress()
    found = []
    for each in importing(here, given, whose, progress):
        progress.clear()
        found.append(each)
        if not json:
            _print(each)
    if json:
        say_json({"imports": [_as_json(each) for each in found]})
    tell_of_trouble(here)


def _as_json(found: "Imported") -> dict[str, Any]:
    return {
        "file": str(found.file),
        "target": str(found.target),
        "capture": str(found.capture),
        "new": found.is_new,
        "form": found.form,
        "software": found.software or None,
        "sha256": found.digest,
        "exchanges": found.exchanges,
        "passed_over": found.passed_over,
        "first": instant.written(found.first),
        "last": instant.written(found.last),
        "posts": found.posts,
        "listed": found.listed,
        "understood": list(found.understood),
    }


def _print(found: "Imported") -> None:
    made = f", made by {found.software}" if found.software else ""
    state = "imported as" if found.is_new else "was imported before as"
    say(f"{found.file} ({found.form.upper()}{made}) {state} {found.capture}")
    say(
        f"  {found.exchanges:,} exchanges of {instant.written(found.first)} to {instant.written(found.last)}, "
        f"by its own word; {found.posts:,} posts, {found.listed:,} listed"
    )
    understood, seen = found.understood
    say(f"  {understood:,} of {seen:,} things that answers listed were understood")
    for reason, count in found.passed_over.items():
        say(f"  {count:,} passed over: {_REASONS[reason]}")


_REASONS = {
    "no_exchange": "they tell of no answer over HTTP",
    "no_time": "they do not say when they were",
    "no_original": "they point at a payload that is not in the file",
    "not_understood": "they are not written as the form has it",
    "broken_off": "the file breaks off there, or is spoiled, and what stands behind is lost",
    "other_host": "others answered than the platform",
}
