"""Mark: put into the ledger what the operator did or learned, so that its place among the looks is kept."""

from dataclasses import dataclass
from datetime import datetime

from archiver.archive import Archive
from archiver.errors import UsageError
from archiver.ledger.marks import LONGEST
from archiver.model.refs import TargetRef
from archiver.operations import covering
from archiver.operations.indexing import index_events
from archiver.operations.targets import target_of
from archiver.store import layout


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark as it was made."""

    words: str
    happened: datetime
    target: TargetRef | None
    """None where it is of the archive as a whole."""


def mark(archive: Archive, words: str, happened: str = "", about: str = "") -> Marked:
    """Append a mark, of a target where one is named, and cover it by a checkpoint.

    `happened` is ISO 8601, without a zone in this machine's; empty for now. Raises UsageError, StoreError.
    """
    told = " ".join(words.split())
    if not told or len(told) > LONGEST or not told.isprintable():
        raise UsageError(f"A mark is a sentence of at most {LONGEST:,} letters.", "Nothing was written.")
    made = Marked(told, instant_of(archive, happened), target_of(about) if about else None)
    platform, slug = (made.target.platform, layout.slug(made.target.name)) if made.target else layout.WHOLE
    with archive.indexing():
        archive.custody.record_mark(made.target, told, made.happened)
        index_events(archive, platform, slug)
    covering.cover(archive)
    return made


def instant_of(archive: Archive, text: str) -> datetime:
    """Read a time that has passed, without a zone in this machine's; empty for now. Raises UsageError."""
    now = archive.clock.now()
    if not text:
        return now
    try:
        at = datetime.fromisoformat(text).astimezone(now.tzinfo)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{text} is no time.", "Write it as in 2026-11-24T14:30, or 2026-11-24T14:30+01:00 with its zone."
        ) from error
    if at > now:
        raise UsageError(
            f"{text} is yet to come, and what is said here has happened.", "Nothing was written."
        )
    return at
