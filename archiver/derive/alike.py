"""Whether two pictures, or two films, look alike by their hashes: a hint, and none where they cannot be compared.

Of films the key frames are compared that stand at the same moment; another encoding has them at others, but for the
first. Their sound is not listened to: a film whose sound was taken away looks as it did.
"""

from dataclasses import dataclass

_MOST_BITS = 10
"""Of 64, that may differ between two that look alike."""
_SAME_MOMENT = 0.25
"""Seconds."""
_SAME_LENGTH = (1.0, 0.02)
"""Seconds, or the share of the longer, by which the lengths of two encodings may differ."""

Look = tuple[str, str]
"""Version and mode of a hash, and its 16 hex digits."""


@dataclass(frozen=True, slots=True)
class FilmLook:
    """How a film looks."""

    version: str
    seconds: float
    frames: tuple[tuple[float, str], ...]
    """Seconds and hash of key frames."""


@dataclass(frozen=True, slots=True)
class Bytes:
    """A medium of which no look can be told, such as a drawing: by its bytes alone."""

    sha256: str


def alike(one: Look | FilmLook | Bytes | None, other: Look | FilmLook | Bytes | None) -> bool | None:
    """Tell whether two look alike; None where one is not known, is of another kind or was hashed in another way.

    Of two by their bytes alone it is known only that they are the same.
    """
    match one, other:
        case Bytes(), Bytes():
            return True if one == other else None
        case FilmLook(), FilmLook():
            return _films_alike(one, other)
        case tuple(), tuple():
            return _hashes_alike(one[1], other[1]) if one[0] == other[0] else None
    return None


def _hashes_alike(one: str, other: str) -> bool:
    return (int(one, 16) ^ int(other, 16)).bit_count() <= _MOST_BITS


def _films_alike(one: FilmLook, other: FilmLook) -> bool | None:
    if one.version != other.version:
        return None
    least, share = _SAME_LENGTH
    if abs(one.seconds - other.seconds) > max(least, share * max(one.seconds, other.seconds)):
        return False
    pairs = [
        _hashes_alike(hashed, beside)
        for at, hashed in one.frames
        for moment, beside in other.frames
        if abs(at - moment) <= _SAME_MOMENT
    ]
    return 2 * sum(pairs) >= len(pairs) if pairs else None
