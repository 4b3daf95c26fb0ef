"""What must stand outside any archive: what signs the operator in, and what an archive is held to."""

from pathlib import Path

from archiver import archive
from archiver.errors import SessionError
from archiver.store.writing import room_expected


def require_outside(path: Path, root: Path) -> None:
    """Raise SessionError where a session's state would lie within an archive: whoever gets a copy would have it."""
    within = archive_around(path, root)
    if within is not None:
        raise SessionError(
            f"{path} lies within the archive {within}, where no session is kept.",
            "Name a place outside any archive.",
        )


def archive_around(path: Path, root: Path | None = None) -> Path | None:
    """Give the archive that a path is at or below: the one in use, which may not be made yet, or any other.

    Raises StoreError where the system takes no such path.
    """
    with room_expected(path):
        ways = (folder for way in (path.absolute(), path.resolve()) for folder in (way, *way.parents))
        return next(
            (folder for folder in ways if (root and _is_same(folder, root)) or archive.exists(folder)), None
        )


def _is_same(folder: Path, root: Path) -> bool:
    # Asked of the system, which knows its links, and whether case counts there.
    return folder.samefile(root) if folder.exists() and root.exists() else folder == root.resolve()
