"""Verify: finish what a crash left sealed but not placed, then let the stand-alone verifier speak."""

from collections.abc import Callable
from pathlib import Path

from archiver.errors import ArchiverError
from archiver.store import archive_file, lock, recovery
from archiver.store.layout import Layout
from archiver.verify import archive as verifier
from archiver.verify.finding import Finding


def verify(root: Path, progress: Callable[[str, int, int], None]) -> list[Finding]:
    """Verify an archive. Raises ArchiveError where there is none."""
    layout = Layout(root)
    archive_file.must_exist(layout)
    _finish(layout)
    return verifier.verify(root, progress=progress)


def _finish(layout: Layout) -> None:
    for begun in recovery.waiting(layout):
        name = f"{begun.get('platform')}-{begun.get('lock')}.lock"
        try:
            with lock.held(layout.locks / name, "The target"):
                for _ in recovery.interrupted(layout, begun.get("platform", ""), begun.get("lock", "")):
                    pass  # never sealed: the next crawl gives it its event
        except ArchiverError:
            continue  # a crawl is under way, or the folder is read-only: verify what stands
