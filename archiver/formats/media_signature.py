"""By which bytes pictures and films begin: what a file is called says nothing of what it holds."""

LONGEST = 12
"""Bytes that are looked at."""
_BEGINS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
)
_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"avif": "image/avif"}
"""Brands of boxes (ISO 14496-12) that hold a picture; all others hold a film."""


def media_type(begins: bytes) -> str:
    """Give the media type of a file that begins so; empty where it is no picture and no film."""
    if begins[:4] == b"RIFF" and begins[8:12] == b"WEBP":
        return "image/webp"
    if begins[4:8] == b"ftyp":
        return _BRANDS.get(begins[8:12], "video/mp4")
    return next((mime for begin, mime in _BEGINS if begins.startswith(begin)), "")
