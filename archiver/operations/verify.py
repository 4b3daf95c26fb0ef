"""Verify: finish what a crash left sealed but not placed, then let the stand-alone verifier speak."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from archiver.errors import DIFFERENT, ArchiverError
from archiver.store import archive_file, recovery
from archiver.store.layout import Layout
from archiver.verify import archive as verifier
from archiver.verify.finding import Finding


def verify(root: Path, progress: Callable[[str, int, int], None]) -> list[Finding]:
    """Verify an archive. Raises ArchiveError where there is none."""
    layout = Layout(root)
    archive_file.must_exist(layout)
    # On a disk that cannot be written what stands is verified.
    with contextlib.suppress(ArchiverError):
        recovery.finish(layout)
    before = _placed(layout)
    findings = verifier.verify(root, progress=progress)
    if verifier.exit_code(findings) == DIFFERENT and _placed(layout) != before:
        # A crawl placed a capture between two of the verifier's own looks at the folder.
        findings = verifier.verify(root, progress=progress)
    return findings


def _placed(layout: Layout) -> set[Path]:
    return {*layout.captures.glob("*/*/*"), *layout.pending.glob("*")}
