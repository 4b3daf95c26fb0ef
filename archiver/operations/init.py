"""Init: make an archive and its signing key, or open the one that is there."""

from dataclasses import dataclass, replace
from pathlib import Path

from archiver import archive
from archiver.archive import Archive
from archiver.config import KNOWN_AUTHORITIES, Settings
from archiver.ledger import keys
from archiver.operations.own_files import put_new
from archiver.store.writing import room_expected

_SETTINGS_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Made:
    """A new archive, and what its operator should know of it."""

    archive: Archive
    root: Path
    key_file: Path
    fingerprint: str
    settings_file: Path | None = None
    """The settings that were written with it; None where there were some."""


def init(root: Path, settings: Settings, *, simulated: bool = False) -> Made:
    """Make an archive, and settings where there are none at all, which name time-stamp authorities.

    Raises ArchiveError where something stands there already, StoreError.
    """
    bare = not simulated and not settings.file.exists() and settings == Settings(settings.file)
    asking = replace(settings, authorities=tuple(KNOWN_AUTHORITIES.values())) if bare else settings
    made = archive.create(root, asking, simulated=simulated)
    if bare:
        with room_expected(settings.file):
            put_new(settings.file, _suggested(), _SETTINGS_MODE)
    key_file = keys.private_path(settings.keys, made.identity.archive_id)
    return Made(made, root, key_file, made.key_fingerprint, settings.file if bare else None)


def _suggested() -> str:
    tables = "\n".join(f"[authorities.{name}]" for name in KNOWN_AUTHORITIES)
    return (
        "# All settings are in config/archiver.example.toml of the program.\n\n"
        "# These say when a checkpoint was there. They are sent its digest and nothing else.\n"
        f"{tables}\n"
    )
