"""Perceptual hashes of pictures: hints that two look alike, never proof that they are the same.

A hash is comparable only with one of the same version and mode. JPEG is decoded at reduced size (*draft*), which
shifts a hash by a few bits against a *full* decode, so the mode is kept beside it.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO

import imagehash
from PIL import Image, UnidentifiedImageError

VERSION = "likeness/1"
_DRAFT_PIXELS = 256
_MOST_PIXELS = 100_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP")
"""What browsers show; Pillow would start other programs for some of the rest."""


class NotAPictureError(ValueError):
    """Bytes that cannot be decoded as a picture, or not within bounds."""


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
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture between its limit and twice that; the bound here is our own.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=_FORMATS)
            width, height = picture.size
            if width * height > _MOST_PIXELS:
                raise NotAPictureError(f"{width}x{height} pixels")
            draft = picture.draft("RGB", (_DRAFT_PIXELS, _DRAFT_PIXELS)) is not None
            picture.load()
            see_through = picture.mode == "P" and "transparency" in picture.info
            plain = (picture.convert("RGBA") if see_through else picture).convert("RGB")
    except UnidentifiedImageError as error:
        # Its own words name the place in memory where the bytes stood.
        raise NotAPictureError("of no known format") from error
    except (OSError, ValueError, SyntaxError, RuntimeError, Image.DecompressionBombError) as error:
        raise NotAPictureError(str(error) or type(error).__name__) from error
    return Likeness(
        width, height, str(imagehash.phash(plain)), str(imagehash.dhash(plain)), "draft" if draft else "full"
    )
