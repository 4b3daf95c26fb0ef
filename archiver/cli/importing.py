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
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="WARC, WACZ or HAR files, folders of instaloader or gallery-dl, or a platform's own download.",
    ),
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
    """Seal what others captured, with the digest of each. It shows posts; nothing is concluded from it."""
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
    held = found.held
    return {
        "file": str(found.file),
        "target": str(found.target),
        "capture": str(found.capture),
        "new": found.is_new,
        "part": list(held.part),
        "form": found.form,
        "software": found.software or None,
        "sha256": found.digest,
        "exchanges": held.exchanges,
        "documents": held.documents,
        "media": held.media,
        "passed_over": held.passed_over,
        "first": instant.written(held.first),
        "last": instant.written(held.last),
        "posts": found.posts,
        "listed": found.listed,
        "understood": list(found.understood),
        "untied": [
            {
                "published_at": instant.written(each.published_at) if each.published_at else None,
                "text": each.text,
                "media": list(each.media),
            }
            for each in found.untied
        ],
    }


def _print(found: "Imported") -> None:
    held = found.held
    form = found.form.upper() if held.exchanges else found.form
    made = f", made by {found.software}" if found.software else ""
    number, of = held.part
    part = f" (part {number} of {of})" if of > 1 else ""
    state = "imported as" if found.is_new else "was imported before as"
    say(f"{found.file} ({form}{made}) {state} {found.capture}{part}")
    span = f"{instant.written(held.first)} to {instant.written(held.last)}"
    shown = f"{found.posts:,} posts, {found.listed:,} listed"
    if held.exchanges:
        say(f"  {held.exchanges:,} exchanges of {span}, by its own word; {shown}")
    else:
        say(
            f"  {held.documents:,} documents, {held.media:,} pictures and films, written {span} by the file system's "
            f"word; {shown}"
        )
    understood, seen = found.understood
    say(f"  {understood:,} of {seen:,} things that {_TOLD[bool(held.exchanges)]} were understood")
    if understood and not found.posts:
        say(f"  none of them is of {found.target}, by the owner that each names")
    if found.untied:
        say(
            f"  {len(found.untied):,} posts name neither an id nor an address, so that they are tied to no post; "
            "--json gives their dates and words"
        )
    for reason, count in held.passed_over.items():
        say(f"  {count:,} passed over: {REASONS[reason]}")


_TOLD = {True: "answers listed", False: "documents show"}
REASONS = {
    "no_exchange": "they tell of no answer over HTTP",
    "no_time": "they do not say when they were, or name a time when they cannot have been",
    "no_original": "they point at a payload that is not in the file",
    "not_understood": "they are not written as the form has it",
    "broken_off": "the file breaks off there, or is spoiled, and what stands behind is lost",
    "other_host": "others answered than the platform",
    "other_platform": "they are of another platform",
    "no_document": "they tell of no post, and show none of one that is told of",
    "not_followed": "they lead elsewhere, or are no plain files",
    "too_large": "they are longer, unpacked, than is read",
}
"""What is passed over, by reason."""
