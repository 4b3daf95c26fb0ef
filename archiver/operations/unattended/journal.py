"""What an unattended run notes of itself: typed, in names and counts that the ledger has too, and never a secret."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from archiver.archive import Archive
from archiver.errors import ArchiverError
from archiver.model import instant
from archiver.operations.crawl import CrawlResult
from archiver.store import journal


@dataclass(slots=True)
class Journal:
    """The notes of one run."""

    archive: Archive
    looks: int = 0
    incomplete: int = 0
    problem: dict[str, str] = field(default_factory=dict)

    def look(self, result: CrawlResult) -> None:
        """Note a look."""
        self.looks += 1
        self.incomplete += not result.complete
        self.note(
            "look",
            target=result.target,
            kind=result.kind.value,
            vantage=result.vantage,
            outcome=result.outcome.value,
            reason=result.reason,
            capture=result.capture,
            posts=result.posts,
            new=result.new,
            bytes_stored=result.bytes_stored,
        )

    def note(self, what: str, **said: object) -> None:
        """Note something of the run."""
        at = instant.written(self.archive.clock.now())
        journal.note(self.archive.layout, {"at": at, "what": what, **said})


@contextmanager
def noted(archive: Archive) -> Iterator[Journal]:
    """Note a run that did something, or broke off, for a `with` block."""
    run = Journal(archive)
    try:
        yield run
    except ArchiverError as error:
        # Of an error its sort: its sentence may name what is nobody else's to know.
        run.problem = {"code": error.code, "kind": error.kind}
        raise
    except BaseException as error:
        run.problem = {"code": "unforeseen", "kind": type(error).__name__}
        raise
    finally:
        if run.looks or run.problem:
            run.note("run", looks=run.looks, incomplete=run.incomplete, **run.problem)
