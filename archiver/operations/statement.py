"""Statement: draft what a person may sign about a bundle, with what records bear out and blanks for all else."""

from dataclasses import dataclass
from pathlib import Path

from archiver.export.papers import writing
from archiver.export.papers.facts import Facts
from archiver.export.papers.writing import Statement
from archiver.operations.handed import facts
from archiver.operations.writing_down import refuse, write_new
from archiver.ports import Clock, Progress


@dataclass(frozen=True, slots=True)
class Drafted:
    """A statement that was drafted."""

    out: Path
    facts: Facts


def statement(
    kind: Statement, bundle: Path, out: Path, trusted: str, clock: Clock, progress: Progress
) -> Drafted:
    """Verify a bundle, and draft a statement about it in a new file.

    Raises UsageError, NotAsSealedError where it does not verify, StoreError.
    """
    refuse(out)
    found = facts(bundle, trusted, clock, progress)
    write_new(out, writing.statement(kind, found))
    return Drafted(out, found)
