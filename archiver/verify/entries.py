"""What stands in a folder, and of what kind each is: links are never followed."""

import os
from enum import StrEnum
from pathlib import Path

from archiver.verify.finding import Check


class Kind(StrEnum):
    """What a name in a folder stands for."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "symbolic link"
    OTHER = "pipe, socket or device"


def entries(root: Path, folder: str, check: Check) -> list[tuple[str, Kind]]:
    """Give what stands in a folder below the root, by name; `folder` is empty, or ends with a slash."""
    try:
        with os.scandir(root / folder) as found:
            return sorted((entry.name, _kind(entry)) for entry in found)
    except OSError as error:
        check.unchecked(f"The folder cannot be read: {error.strerror or error}.", folder.rstrip("/"))
        return []


def _kind(entry: os.DirEntry[str]) -> Kind:
    if entry.is_symlink():
        return Kind.LINK
    if entry.is_dir(follow_symlinks=False):
        return Kind.FOLDER
    return Kind.FILE if entry.is_file(follow_symlinks=False) else Kind.OTHER
