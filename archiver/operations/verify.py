"""Verify: finish what a crash left sealed but not placed, then let the stand-alone verifier speak."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from archiver.errors import DIFFERENT, ArchiverError, UsageError
from archiver.store import archive_file, recovery
from archiver.store.layout import Layout
from archiver.verify import archive as verifier
from archiver.verify.archive import Verified


def verify(root: Path, progress: Callable[[str, int, int], None], checkpoint: Path | None = None) -> Verified:
    """Verify an archive, and hold it to a checkpoint that was kept elsewhere, where one is named.

    Raises ArchiveError where there is no archive, UsageError where the checkpoint cannot be read.
    """
    layout = Layout(root)
    archive_file.must_exist(layout)
    outside = _read(checkpoint) if checkpoint is not None else None
    # On a disk that cannot be written what stands is verified.
    with contextlib.suppress(ArchiverError):
        recovery.finish(layout)
    before = _placed(layout)
    found = verifier.verified(root, progress=progress, checkpoint=outside)
    if verifier.exit_code(found.findings) == DIFFERENT and _placed(layout) != before:
        # A crawl placed a capture or a checkpoint between two of the verifier's own looks at the folder.
        found = verifier.verified(root, progress=progress, checkpoint=outside)
    return found


def _read(checkpoint: Path) -> bytes:
    try:
        return checkpoint.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The checkpoint {checkpoint} cannot be read: {error.strerror}.",
            "Name the file that 'archiver checkpoint --to FOLDER' wrote.",
        ) from error


def _placed(layout: Layout) -> set[Path]:
    return {*layout.captures.glob("*/*/*"), *layout.ledger.glob("*"), *layout.pending.glob("*")}
