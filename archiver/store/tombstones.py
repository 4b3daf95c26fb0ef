"""`disposed.<n>.json`: what stands in a capture in the place of what went, in canonical form, and how it gets there."""

import re
from pathlib import Path
from typing import Any

from archiver.errors import DamagedError
from archiver.formats import canonical
from archiver.model import instant
from archiver.model.capture import CaptureId
from archiver.model.digest import Digest
from archiver.model.disposal import Removed, Tombstone
from archiver.store.layout import Layout
from archiver.store.writing import PRIVATE, move, room_expected, sync_folder

FORMAT = "archiver-disposal/1"
DISPOSAL = "disposal"
"""Folder, beside a disposal's event, of what is to be put in place."""
WARC, PRIVATE_FILE = "capture.warc.gz", "private.json"
_NAME = re.compile(r"disposed\.([1-9][0-9]{0,3})\.json")


def name_of(number: int) -> str:
    """Give the file name of a capture's disposal, by its number from 1."""
    return f"disposed.{number}.json"


def compose(told: Tombstone) -> bytes:
    """Write a tombstone."""
    return canonical.canonical(
        {
            "format": FORMAT,
            "capture": str(told.capture),
            "number": told.number,
            "at": instant.written(told.at),
            "reason": told.reason,
            "authority": told.authority,
            "digest": str(told.digest) if told.digest else None,
            "records": [
                {"position": each.position, "id": each.id, "type": each.type} for each in told.removed
            ],
            "warc": str(told.warc) if told.warc else None,
        }
    )


def read(content: bytes) -> Tombstone:
    """Read a tombstone; raise DamagedError where it is none."""
    try:
        return _tombstone(canonical.parse(content))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(f"What was said of a disposal is damaged: {error}.") from error


def _tombstone(said: dict[str, Any]) -> Tombstone:
    if said["format"] != FORMAT:
        raise ValueError(f"format {said['format']!r} is not {FORMAT!r}")
    return Tombstone(
        capture=CaptureId.parse(said["capture"]),
        number=said["number"],
        at=instant.parsed(said["at"]),
        reason=said["reason"],
        authority=said["authority"],
        digest=Digest(said["digest"]) if said["digest"] else None,
        removed=tuple(Removed(each["position"], each["id"], each["type"]) for each in said["records"]),
        warc=Digest(said["warc"]) if said["warc"] else None,
    )


def of(folder: Path) -> tuple[Tombstone, ...]:
    """Give what stands in a capture's folder, in order. Raises DamagedError where one lacks or is of another."""
    paths = {int(named[1]): path for path in folder.iterdir() if (named := _NAME.fullmatch(path.name))}
    found = tuple(read(paths[number].read_bytes()) for number in sorted(paths))
    for number, told in enumerate(found, start=1):
        if (told.number, str(told.capture)) != (number, "/".join(folder.parts[-3:])):
            raise DamagedError(f"What stands in {folder.name} of its disposals is not theirs, or one lacks.")
    return found


def put_in_place(layout: Layout, work: Path) -> None:
    """Finish a disposal whose event is prepared; every step may have been done already. Raises StoreError."""
    aside = work / DISPOSAL
    for path in sorted(aside.glob("disposed.*.json")):
        told = read(path.read_bytes())
        folder = layout.capture(told.capture)
        with room_expected(folder):
            if told.warc is None:
                let_all_go(folder)
            elif (aside / WARC).exists():
                (aside / WARC).replace(folder / WARC)
        move(path, folder / path.name)
        sync_folder(folder)


def let_all_go(folder: Path) -> None:
    """Remove what a capture recorded, and what stays in the house of it; manifest and sums stay."""
    for path in (folder / WARC, folder / PRIVATE_FILE):
        if path.exists():
            path.chmod(PRIVATE)  # some systems let go of no file that may only be read
            path.unlink()
