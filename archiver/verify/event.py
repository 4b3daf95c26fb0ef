"""A custody event: what each says, and where it stands in its chain."""

import re
from dataclasses import dataclass
from datetime import datetime

from archiver.verify.canonical import Json
from archiver.verify.finding import Check
from archiver.verify.identity import Identity
from archiver.verify.said import Said, instant, read

_SLUG = re.compile(r"[a-z0-9._-]{1,60}/[a-z0-9._-]{1,60}")
_SALT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Event:
    """What later steps need of an event."""

    path: str
    leaf: str
    """Leaf hash, in hex."""
    slug: str
    number: int
    previous: str | None
    at: datetime | None
    """By the clock of the machine that wrote it; None where it is no time."""
    said: Said

    @property
    def batch(self) -> int:
        """Give the number of the checkpoint that covers it; 0 where it waits for one."""
        folder = self.path.split("/")[1]
        return int(folder) if folder.isdecimal() else 0


def parsed(document: Json, path: str, leaf: str, identity: Identity, check: Check) -> Event | None:
    """Read what an event says; None where it does not say what every event says."""
    match document:
        case {
            "format": "archiver-event/1",
            "archive": archive,
            "slug": str(slug),
            "number": int(number),
            "previous": None | str() as previous,
            "salt": str(salt),
            "at": str(at),
        } if type(number) is int and _SLUG.fullmatch(slug) and _SALT.fullmatch(salt):
            if identity.digest and archive != identity.digest:
                check.fault("It belongs to another archive.json.", path)
            said = read(document)
            return None if said is None else Event(path, leaf, slug, number, previous, instant(at), said)
    return None
