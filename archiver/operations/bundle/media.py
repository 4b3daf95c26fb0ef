"""Media of a bundle: which records stand beside the copies as files of their own, and under which names."""

from archiver.export.describing import Described

_FETCHED = "direct"
_PICTURES = ("urn:archiver:picture:content:", "urn:archiver:picture:page:")
_EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
}
_UNKNOWN = "bin"


def path(record: Described, digest: str) -> str:
    """Give where a record's payload stands, by its SHA-256 in hex; empty where it is no medium and no picture."""
    is_picture = record.address.startswith(_PICTURES)
    if not (is_picture or record.type == "conversion" or _is_fetched(record)):
        return ""
    folder = "pictures" if is_picture else "media"
    return f"{folder}/{digest}.{_EXTENSIONS.get(record.mime, _UNKNOWN)}"


def _is_fetched(record: Described) -> bool:
    return record.obtained == _FETCHED and record.type == "response" and record.mime in _EXTENSIONS
