"""Fixity check: that all was verified, and what was found, is put into the ledger."""

from archiver.archive import Archive
from archiver.ledger import events
from archiver.operations import covering
from archiver.operations.indexing import append
from archiver.verify.archive import Verified, exit_code
from archiver.verify.finding import ARCHIVE, Finding, Status
from archiver.verify.tree import NAME

_NAMED_AT_MOST = 20


def record(archive: Archive, found: Verified, part: str = "") -> None:
    """Append what a verification found, of a part where one is named, and cover it.

    Raises StoreError, BusyError, DamagedError.
    """
    counts = {status: sum(each.status is status for each in found.findings) for status in Status}
    failed = list(dict.fromkeys(_subject(each) for each in found.findings if each.status is Status.FAILED))
    with archive.indexing():
        append(
            archive,
            None,
            events.FIXITY_CHECK,
            {
                "exit_code": exit_code(found.findings),
                "counts": {status.value: count for status, count in counts.items()},
                "failed": failed[:_NAMED_AT_MOST],
                "part": part,
                "size": found.ledger.size if found.ledger else 0,
                "root": found.ledger.root if found.ledger else "",
            },
        )
    covering.cover(archive)


def _subject(finding: Finding) -> str:
    """Name what failed, but no file that has no place here: its name may say what is nobody else's to know."""
    return ARCHIVE if finding.check == NAME else finding.subject
