"""Init: make an archive and its signing key, or open the one that is there."""

from dataclasses import dataclass
from pathlib import Path

from archiver import archive
from archiver.archive import Archive
from archiver.config import Settings
from archiver.ledger import keys


@dataclass(frozen=True, slots=True)
class Made:
    """A new archive, and what its operator should know of it."""

    archive: Archive
    root: Path
    key_file: Path
    fingerprint: str


def init(root: Path, settings: Settings, *, simulated: bool = False) -> Made:
    """Make an archive. Raises ArchiveError where something stands there already, StoreError."""
    made = archive.create(root, settings, simulated=simulated)
    key_file = keys.private_path(settings.keys, made.identity.archive_id)
    return Made(made, root, key_file, made.key_fingerprint)


def opened_or_made(root: Path, settings: Settings) -> tuple[Archive, Made | None]:
    """Open the archive, or make one where there is none yet: the first thing a journalist does needs no other."""
    if archive.exists(root):
        return archive.opened(root, settings), None
    made = init(root, settings)
    return made.archive, made
