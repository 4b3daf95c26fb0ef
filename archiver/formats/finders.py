"""Find secret values in what was recorded, without holding them: by length and two sums, and then by a keyed digest.

The sums sift the places of a text at which a value may stand, all at once; each that is left is held to the digest,
which is HMAC-SHA-256 of the value under a key that grows from a capture's seed.
"""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from archiver.formats.redaction import Span
from archiver.model.secret import Secret

_KEY = b"archiver finders/1"
_PART = 1 << 20
"""Bytes of a text that are sifted at once."""


@dataclass(frozen=True, slots=True)
class Finder:
    """What is kept of one secret value in one encoding."""

    kind: str
    encoding: str
    length: int
    sums: tuple[int, int] | None
    """Of its bytes, and of these weighted from the length down to one; None in captures of before these were kept."""
    digest: str
    """Hex."""

    def written(self) -> dict[str, Any]:
        """Give it as it stands in private.json."""
        sums = {} if self.sums is None else {"sums": list(self.sums)}
        told = {"class": self.kind, "encoding": self.encoding, "length": self.length, "digest": self.digest}
        return told | sums


def of(seed: bytes, secret: Secret) -> Finder:
    """Keep of a secret what finds it."""
    value = secret.value
    weighted = sum((len(value) - place) * byte for place, byte in enumerate(value))
    digest = hmac.digest(key(seed), value, "sha256").hex()
    return Finder(secret.kind, secret.encoding, len(value), (sum(value), weighted), digest)


def read(document: Mapping[str, Any]) -> Finder:
    """Read one as `written` gives it. Raises KeyError, TypeError, ValueError where it is none."""
    sums = document.get("sums")
    return Finder(
        kind=str(document["class"]),
        encoding=str(document["encoding"]),
        length=int(document["length"]),
        sums=None if sums is None else (int(sums[0]), int(sums[1])),
        digest=str(document["digest"]),
    )


def key(seed: bytes) -> bytes:
    """Give the key of a capture's digests."""
    return hmac.digest(seed, _KEY, "sha256")


def found(text: bytes, finders: Iterable[Finder], seed: bytes) -> list[Span]:
    """Give all places of a text at which a value stands, in order."""
    by_length: dict[int, list[Finder]] = {}
    for each in finders:
        by_length.setdefault(each.length, []).append(each)
    keyed, longest = key(seed), max(by_length, default=0)
    spans = {
        span
        for start in range(0, len(text), _PART)
        for span in _found(text, start, min(len(text), start + _PART + longest), by_length, keyed)
    }
    return sorted(spans, key=lambda span: (span.start, span.end, span.kind))


def _found(
    text: bytes, start: int, end: int, by_length: Mapping[int, list[Finder]], keyed: bytes
) -> Iterator[Span]:
    part = np.frombuffer(text, np.uint8, end - start, start).astype(np.int64)
    plain, weighted = _summed(part), _summed(part * np.arange(len(part)))
    for length, finders in by_length.items():
        if not 0 < length <= len(part):
            continue
        sums = plain[length:] - plain[:-length]
        for finder in finders:
            for place in _candidates(finder, sums, plain, weighted):
                value = text[start + place : start + place + length]
                if hmac.digest(keyed, value, "sha256").hex() == finder.digest:
                    yield Span(start + place, start + place + length, finder.kind)


def _summed(values: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Give the sums of all beginnings, of none first."""
    return np.concatenate(([0], np.cumsum(values)))


def _candidates(
    finder: Finder,
    sums: np.ndarray[Any, np.dtype[np.int64]],
    plain: np.ndarray[Any, np.dtype[np.int64]],
    weighted: np.ndarray[Any, np.dtype[np.int64]],
) -> Iterable[int]:
    """Give the places at which both sums are those of the value."""
    if finder.sums is None:
        return range(len(sums))
    places = np.flatnonzero(sums == finder.sums[0])
    ends = places + finder.length
    fall = ends * (plain[ends] - plain[places]) - (weighted[ends] - weighted[places])
    return [int(place) for place in places[fall == finder.sums[1]]]
