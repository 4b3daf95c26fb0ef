"""Perceptual hashes of pictures: hints that two look alike, never proof that they are the same.

A hash is comparable only with one of the same version and mode. JPEG is decoded at reduced size (*draft*), which
shifts a hash by a few bits against a *full* decode, so the mode is kept beside it.
"""

from dataclasses import dataclass

import imagehash

from archiver.derive.decoding import decoded

VERSION = "likeness/1"
_DRAFT_PIXELS = 256


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a picture looks like."""

    width: int
    height: int
    phash: str
    """64 bits in hex, DCT."""
    dhash: str
    """64 bits in hex, gradients."""
    mode: str
    """`draft` or `full`."""
    version: str = VERSION


def likeness(content: bytes) -> Likeness:
    """Hash a picture; raise NotAPictureError."""
    found = decoded(content, _DRAFT_PIXELS)
    hashes = str(imagehash.phash(found.picture)), str(imagehash.dhash(found.picture))
    return Likeness(found.width, found.height, *hashes, "draft" if found.draft else "full")
