"""Makes the films that the fictional company posts: scenes of flat tiles over silence, the same bytes every time.

They are true films, which play and can be put together: what differs between two is their colours and their lengths.
What is `named` within a file is never shown, so that one film may come in other bytes. A heavy one is filled up with
units that players skip (H.264, filler data), and is made while it is read: as large as a camera's, and held by nobody.
"""

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from archiver.simulator.avc import Coding, Colour
from archiver.simulator.boxes import Sample, Track, film, pictures_entry, sound_entry

What = Literal["whole", "pictures", "sound"]

SCENE_SECONDS = 4
_SCALE, _RATE = 15_360, 5
"""Units and frames a second."""
_SOUND_RATE, _SOUND_FRAME = 44_100, 1024
_ROWS, _COLUMNS = 5, 4
"""Of tiles, so that their edges are at the same place in a film half as large."""
_FILLER = b"\x0c"
"""Head of a unit (NAL) of filler data."""
_LC_AT_44100_MONO = b"\x12\x08"
"""What sound this is (ISO/IEC 14496-3, AudioSpecificConfig)."""


@dataclass(frozen=True, slots=True)
class Footage:
    """What a film shows, how large and for how long."""

    seed: str
    width: int
    height: int
    seconds: float
    weight: int = 0
    """Bytes that its pictures are filled up to, about; 0 for those that they take by themselves."""


@lru_cache(maxsize=64)
def whole(footage: Footage, named: str = "") -> bytes:
    """Give a film with its sound in one file."""
    return b"".join(pieces(footage, "whole", named))


@lru_cache(maxsize=64)
def pictures(footage: Footage, named: str = "") -> bytes:
    """Give a film's pictures alone."""
    return b"".join(pieces(footage, "pictures", named))


@lru_cache(maxsize=64)
def sound(footage: Footage, named: str = "") -> bytes:
    """Give a film's sound alone."""
    return b"".join(pieces(footage, "sound", named))


def pieces(footage: Footage, what: What, named: str = "") -> Iterator[bytes]:
    """Give the bytes of a film, its pictures or its sound, one piece after the other."""
    shown = [_pictures(footage)] if what != "sound" else []
    heard = [_sound(footage)] if what != "pictures" else []
    yield from film([*shown, *heard], SCENE_SECONDS, named.encode())


@lru_cache(maxsize=64)
def length(footage: Footage, what: What, named: str = "") -> int:
    """Give how many bytes all pieces are."""
    return sum(map(len, pieces(footage, what, named)))


@lru_cache(maxsize=64)
def _pictures(footage: Footage) -> Track:
    coding = Coding(footage.width, footage.height)
    parameters = coding.sequence_parameters(), coding.picture_parameters()
    entry = pictures_entry(footage.width, footage.height, *parameters)
    return Track("vide", _SCALE, entry, tuple(_frames(coding, footage)), footage.width, footage.height)


def _frames(coding: Coding, footage: Footage) -> Iterator[Sample]:
    count, each = max(1, int(footage.seconds * _RATE)), _SCALE // _RATE
    for place in range(count):
        scene, since = divmod(place, SCENE_SECONDS * _RATE)
        unit = coding.same_again(since) if since else coding.key_frame(_scene(footage.seed, scene), scene)
        last = place == count - 1
        duration = round(footage.seconds * _SCALE) - each * place if last else each
        content, filled = struct.pack(">I", len(unit)) + unit, footage.weight // count - len(unit)
        if filled > 0:
            content += struct.pack(">I", filled + 1) + _FILLER
        yield Sample(content, duration, key=not since, filled=max(0, filled))


def _scene(seed: str, number: int) -> list[list[Colour]]:
    draws = random.Random(f"scene/{seed}/{number}")  # noqa: S311 - a picture is no secret
    return [
        [(draws.randint(16, 235), draws.randint(64, 192), draws.randint(64, 192)) for _ in range(_COLUMNS)]
        for _ in range(_ROWS)
    ]


def _sound(footage: Footage) -> Track:
    # A frame of one channel without any line of its spectrum: silence, whatever its gain is said to be.
    gain = random.Random(f"sound/{footage.seed}").randrange(256)  # noqa: S311 - nor is a sound
    frame = Sample((gain << 17 | 0b111).to_bytes(4), _SOUND_FRAME)
    count = max(1, round(footage.seconds * _SOUND_RATE / _SOUND_FRAME))
    return Track("soun", _SOUND_RATE, sound_entry(_SOUND_RATE, _LC_AT_44100_MONO), (frame,) * count)
