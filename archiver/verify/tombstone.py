"""A tombstone: what stands in a capture in the place of what was disposed of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from archiver.verify.canonical import Json

_FORMAT = "archiver-disposal/1"
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Told:
    """What a disposal's event and its tombstone say alike."""

    tombstone: str
    """Digest of the file."""
    records: int
    reason: str
    authority: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One of them, read."""

    path: str
    digest: str
    records: Mapping[int, tuple[str, str]]
    warc: str | None
    words: tuple[str, str]
    """Reason and authority."""

    @property
    def told(self) -> Told:
        """Give what its event must say of it."""
        return Told(self.digest, len(self.records), *self.words)


def read(
    document: Json, capture: str, number: int
) -> tuple[dict[int, tuple[str, str]], str | None, tuple[str, str]]:
    """Give the records that went, the WARC that is left, and why and by whose authority.

    Raises ValueError where a document is no tombstone of this capture with this number.
    """
    match document:
        case {
            "format": form,
            "capture": named,
            "number": int(count),
            "at": str(),
            "reason": str(reason),
            "authority": str(authority),
            "digest": None | str(),
            "records": [*listed],
            "warc": None | str() as warc,
        } if (form, named, count) == (_FORMAT, capture, number):
            gone = dict(map(_record, listed))
            if len(gone) != len(listed):
                raise ValueError("it names a record twice")
            fits = None if warc is None else _DIGEST.fullmatch(warc)
            if warc is not None and fits is None:
                raise ValueError("it gives no digest of what is left")
            return gone, fits[1] if fits else None, (reason, authority)
    raise ValueError("it is no tombstone of this capture")


def _record(told: Json) -> tuple[int, tuple[str, str]]:
    match told:
        case {"position": int(position), "id": str(record), "type": str(kind)} if type(position) is int:
            return position, (record, kind)
    raise ValueError("it names no record by position, id and type")
