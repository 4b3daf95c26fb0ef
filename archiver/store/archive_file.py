"""`archive.json`: format, identity and public key of an archive, written once."""

import json
from dataclasses import dataclass
from pathlib import Path

from archiver.errors import ArchiveError, DamagedError, NewerFormatError
from archiver.formats import ssh_key
from archiver.formats.canonical import canonical
from archiver.model.digest import Digest
from archiver.store.layout import Layout
from archiver.store.writing import make_folder, write_once

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an archive is."""

    archive_id: str
    """32 hex digits, random."""
    public_key: str
    """Ed25519, one line in OpenSSH form."""
    created_at: str
    simulated: bool
    """True for good where the archive was made by the rehearsal."""
    digest: Digest
    """Digest of archive.json itself; every event names it."""


def create(layout: Layout, *, archive_id: str, public_key: str, created_at: str, simulated: bool) -> Identity:
    """Make the folder of a new archive; raise ArchiveError where one stands there already."""
    refuse_taken(layout)
    make_folder(layout.root)
    document: dict[str, object] = {
        "format": FORMAT,
        "id": archive_id,
        "public_key": public_key,
        "created_at": created_at,
        "name": "archiver evidence folder",
    }
    if simulated:
        document["simulated"] = True
    write_once(layout.archive_file, canonical(document))
    # Only now: whoever was interrupted before it finds an empty folder, and may begin again.
    for folder in (layout.captures, layout.pending, layout.work, layout.locks):
        make_folder(folder)
    return read(layout)


def parts(layout: Layout) -> list[Path]:
    """Give what an interrupted making left beside the name it was about to take."""
    return list(layout.root.glob(f".{layout.archive_file.name}.*.part"))


def refuse_taken(layout: Layout) -> None:
    """Raise ArchiveError where an archive stands there already, or something else that it would mix with."""
    if layout.archive_file.exists():
        raise ArchiveError(
            f"There is an archive at {layout.root} already.", "Use it as it is, or name another folder."
        )
    if layout.root.exists() and not layout.root.is_dir():
        raise ArchiveError(f"{layout.root} is a file, not a folder.", "Name another folder with --archive.")
    strangers = (
        [path.name for path in layout.root.iterdir() if path.name != ".gitkeep" and path not in parts(layout)]
        if layout.root.exists()
        else []
    )
    if strangers:
        raise ArchiveError(
            f"{layout.root} holds other things already ({min(strangers)}).",
            "Name an empty or new folder.",
        )


def exists(root: Path) -> bool:
    """Tell whether an archive stands at a folder."""
    return Layout(root).archive_file.exists()


def must_exist(layout: Layout) -> None:
    """Raise ArchiveError where there is no archive."""
    if not layout.archive_file.exists():
        raise ArchiveError(f"There is no archive at {layout.root}.")


def read(layout: Layout) -> Identity:
    """Read who the archive is. Raises ArchiveError, NewerFormatError, DamagedError."""
    try:
        content = layout.archive_file.read_bytes()
    except FileNotFoundError:
        raise ArchiveError(f"There is no archive at {layout.root}.") from None
    except OSError as error:
        raise ArchiveError(f"The archive at {layout.root} cannot be read: {error.strerror}.") from error
    try:
        document = json.loads(content)
        form = _format(document)
        if form > FORMAT:
            raise NewerFormatError(
                f"The archive at {layout.root} has format {form}; this version reads format {FORMAT} and older."
            )
        ssh_key.fingerprint(document["public_key"])
        return Identity(
            archive_id=_text(document, "id"),
            public_key=_text(document, "public_key"),
            created_at=_text(document, "created_at"),
            simulated=document.get("simulated") is True,
            digest=Digest.of(content),
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise DamagedError(f"{layout.archive_file} is damaged.") from error


def _text(document: dict[str, object], key: str) -> str:
    value = document[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} is no text")
    return value


def _format(document: dict[str, object]) -> int:
    value = document["format"]
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("no format")
    return value
