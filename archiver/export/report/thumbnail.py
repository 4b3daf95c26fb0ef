"""Thumbnails: small JPEG pictures of captured pictures and films, in no more than 40 KB."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image

from archiver.derive.decoding import NotAPictureError, decoded
from archiver.derive.films import NotAFilmError, still

MOST_BYTES = 40_000
_MOST_READ = 64 << 20
"""Bytes of a picture; a larger one has no thumbnail."""
_SIDES = ((480, 75), (480, 55), (320, 55), (240, 40), (160, 30))
"""Longer side in pixels and quality, tried in this order until it is small enough."""
_TINY = ((160, 60), (160, 30))


def thumbnail(content: BinaryIO, mime: str, *, tiny: bool = False) -> bytes | None:
    """Make a thumbnail of a picture or a film, in a file that can be sought in; None where that cannot be decoded.

    A `tiny` one is for a picture among many.
    """
    sides = _TINY if tiny else _SIDES
    try:
        if mime.startswith("video/"):
            return _small(still(content), sides)
        if not mime.startswith("image/"):
            return None
        read = content.read(_MOST_READ + 1)
        return None if len(read) > _MOST_READ else _small(decoded(read, sides[0][0]).picture, sides)
    except (NotAPictureError, NotAFilmError):
        return None


def _small(picture: Image.Image, sides: tuple[tuple[int, int], ...]) -> bytes | None:
    for side, quality in sides:
        smaller = picture.convert("RGB")
        # A page is long: what is cut off at its foot stands in the picture itself.
        smaller = smaller.crop((0, 0, smaller.width, min(smaller.height, smaller.width * 2)))
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        written = BytesIO()
        smaller.save(written, "JPEG", quality=quality, optimize=True)
        if written.tell() <= MOST_BYTES:
            return written.getvalue()
    return None
