"""What signs the operator in stands outside any archive: whoever is handed a copy of one would have it too."""

from pathlib import Path

from archiver import archive
from archiver.errors import SessionError


def require_outside(path: Path, root: Path) -> None:
    """Raise SessionError where a path is at or below the archive in use, which may not be made yet, or any other."""
    for way in (path.absolute(), path.resolve()):
        for folder in (way, *way.parents):
            if _is_same(folder, root) or archive.exists(folder):
                raise SessionError(
                    f"{path} lies within the archive {folder}, where no session is kept.",
                    "Name a place outside any archive.",
                )


def _is_same(folder: Path, root: Path) -> bool:
    # Asked of the system, which knows its links, and whether case counts there.
    return folder.samefile(root) if folder.exists() and root.exists() else folder == root.resolve()
