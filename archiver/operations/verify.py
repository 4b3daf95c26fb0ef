"""Verify: finish what a crash left sealed but not placed, then let the stand-alone verifier speak."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from archiver.errors import DIFFERENT, ArchiverError, UsageError
from archiver.store import archive_file, recovery
from archiver.store.layout import Layout
from archiver.store.writing import room_expected
from archiver.verify import archive as verifier
from archiver.verify import kinds
from archiver.verify import part as parts
from archiver.verify.archive import Verified
from archiver.verify.outside import Given
from archiver.verify.part import Part


def verify(
    root: Path,
    progress: Callable[[str, int, int], None],
    checkpoint: Path | None = None,
    roots: Path | None = None,
    part: str = "",
) -> Verified:
    """Verify an archive, or a part of it such as `1/30`.

    Held to a checkpoint or to roots of time stamps that were kept elsewhere, where these are named.
    Raises ArchiveError where there is no archive, UsageError where one of these cannot be read.
    """
    layout = Layout(root)
    archive_file.must_exist(layout)
    chosen = _part(part) if part else None
    outside = {
        "checkpoint": _read(checkpoint, *_CHECKPOINT) if checkpoint is not None else None,
        "roots": _read(roots, *_ROOTS) if roots is not None else None,
    }
    # On a disk that cannot be written what stands is verified.
    with contextlib.suppress(ArchiverError):
        recovery.finish(layout)
    before = _placed(layout)
    found = verifier.verified(root, progress=progress, part=chosen, **outside)
    if verifier.exit_code(found.findings) == DIFFERENT and _placed(layout) != before:
        # A crawl placed a capture or a checkpoint between two of the verifier's own looks at the folder.
        found = verifier.verified(root, progress=progress, part=chosen, **outside)
    return found


def _part(text: str) -> Part:
    found = parts.read(text)
    if found is None:
        raise UsageError(
            f"{text} is no part.", "Write 1/30 for the first of thirty, or today/30 for another each day."
        )
    return found


def verify_bundle(
    path: Path,
    progress: Callable[[str, int, int], None],
    trusted: str = "",
    checkpoint: Path | None = None,
    roots: Path | None = None,
) -> Verified:
    """Verify a bundle, as a folder or a ZIP file, and hold it to what was kept elsewhere, where named.

    Raises UsageError where there is no bundle, or what is named cannot be read; StoreError where there is no room to
    lay it out.
    """
    if archive_file.exists(path):
        raise UsageError(
            f"{path} is an archive, and no bundle.", f"Name it so: archiver --archive {path} verify"
        )
    if not path.exists() or not kinds.is_bundle(path):
        raise UsageError(f"{path} is no bundle.", "Name the folder or ZIP file that 'archiver export' wrote.")
    given = Given(
        trusted,
        _read(checkpoint, *_CHECKPOINT) if checkpoint is not None else None,
        _read(roots, *_ROOTS) if roots is not None else None,
    )
    with room_expected(path):
        return kinds.verified(path, given, progress)


_CHECKPOINT = "The checkpoint", "Name the file that 'archiver checkpoint --to FOLDER' wrote."
_ROOTS = "The file of roots", "Name a PEM file of the authorities' root certificates."


def _read(path: Path, what: str, advice: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{what} {path} cannot be read: {error.strerror}.", advice) from error


def _placed(layout: Layout) -> set[Path]:
    return {*layout.captures.glob("*/*/*"), *layout.ledger.glob("*"), *layout.pending.glob("*")}
