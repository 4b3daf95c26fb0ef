"""Pictures out of bytes that may be anybody's: within bounds, and without starting other programs."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

_MOST_PIXELS = 100_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP")
"""What browsers show; Pillow would start other programs for some of the rest."""


class NotAPictureError(ValueError):
    """Bytes that cannot be decoded as a picture, or not within bounds."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture, decoded."""

    picture: Image.Image
    """In RGB; of a *draft*, smaller than it is."""
    width: int
    """Its own, in pixels."""
    height: int
    draft: bool
    """Whether it was decoded at reduced size, as JPEG can be."""


def decoded(content: bytes, draft: int) -> Decoded:
    """Decode a picture, where that is faster at a size of no less than `draft` pixels; raise NotAPictureError."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture between its limit and twice that; the bound here is our own.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=_FORMATS)
            width, height = picture.size
            if width * height > _MOST_PIXELS:
                raise NotAPictureError(f"{width}x{height} pixels")
            is_draft = picture.draft("RGB", (draft, draft)) is not None
            picture.load()
            see_through = picture.mode == "P" and "transparency" in picture.info
            plain = (picture.convert("RGBA") if see_through else picture).convert("RGB")
    except UnidentifiedImageError as error:
        # Its own words name the place in memory where the bytes stood.
        raise NotAPictureError("of no known format") from error
    except (OSError, ValueError, SyntaxError, RuntimeError, Image.DecompressionBombError) as error:
        raise NotAPictureError(str(error) or type(error).__name__) from error
    return Decoded(plain, width, height, is_draft)
