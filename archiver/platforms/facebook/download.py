"""What Facebook gives an account's owner to download: the posts, albums and films of a profile or page.

Of all that a download holds, such as messages and searches, nothing else is ever read.
"""

import re
from collections.abc import Iterator

from archiver.formats import own_download
from archiver.formats.json_values import Node, number, objects, text
from archiver.formats.mojibake import repaired_throughout
from archiver.model.foreign import DocumentKind, Untied

_NAMES = re.compile(
    r"(?:your_posts\w*|profile_posts|your_videos|your_photos|videos)(?:_\d+)?\.json|album/\d+\.json"
)
_FILMS, _PHOTOS = "videos_v2", "photos"
_TELLS = ("data", "attachments", "label_values", "media", "title")


def kind(told: object, path: str) -> DocumentKind | None:
    """Say what a document is; None where it is none of posts."""
    named = _NAMES.fullmatch("/".join(path.split("/")[-2:])) or _NAMES.fullmatch(path.rpartition("/")[2])
    return own_download.kind(told) if named and any(True for _ in _entries(told)) else None


def posts(told: object, record: str) -> Iterator[Untied]:
    """Give the posts of a document, their texts repaired. Raises RecursionError."""
    for entry in _entries(repaired_throughout(told)):
        yield own_download.untied(entry, _words(entry), record)


def _words(entry: Node) -> list[str | None]:
    """Give the words of an entry: its post's, those of what hangs on it, then what the platform calls it."""
    said = [text(part.get("post")) for part in objects(entry.get("data"))]
    inner = [text(each.get("description")) for each in own_download.nodes(entry)]
    return [*said, *inner, _table(objects(entry.get("label_values"))), *own_download.titles(entry)]


def _table(rows: list[Node]) -> str:
    """Give a newer entry's table, a row to a line: which of them is the post's text its language alone tells."""
    told = ((text(row.get("label")), text(row.get("value"))) for row in rows)
    return "\n".join(f"{label or ''}: {value}" for label, value in told if value)


def _entries(told: object) -> Iterator[Node]:
    """Give the entries of a list, of films, of an album's photos."""
    lists = [told[key] for key in (_FILMS, _PHOTOS) if key in told] if isinstance(told, dict) else [told]
    for entries in lists or [[told]]:
        yield from filter(_is_entry, objects(entries))


def _is_entry(entry: Node) -> bool:
    posted = number(entry.get("timestamp")) and any(key in entry for key in _TELLS)
    medium = text(entry.get("uri")) and number(entry.get("creation_timestamp"))
    return bool(posted or medium)
