"""The disk that a folder stands on."""

import shutil
from pathlib import Path


def free_bytes(folder: Path) -> int:
    """Give how much room is left where a folder stands; raise OSError."""
    return shutil.disk_usage(folder).free
