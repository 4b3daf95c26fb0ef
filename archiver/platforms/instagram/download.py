"""What Instagram gives an account's owner to download: their posts, reels and stories, as lists of media.

Of all that a download holds, such as messages and searches, nothing else is ever read.
"""

import re
from collections.abc import Iterator

from archiver.formats import own_download
from archiver.formats.json_values import Node, number, objects, text
from archiver.formats.mojibake import repaired_throughout
from archiver.model.foreign import DocumentKind, Untied

_NAMES = re.compile(r"(?:posts|reels|stories|igtv_videos)(?:_\d+)?\.json")
"""Of files of that shape the others are what nobody else was shown, such as archived posts."""
_LISTS = ("ig_reels_media", "ig_igtv_media")
_STORIES = "ig_stories"


def kind(told: object, path: str) -> DocumentKind | None:
    """Say what a document is; None where it is none of published posts."""
    if not _NAMES.fullmatch(path.rpartition("/")[2]):
        return None
    stories = isinstance(told, dict) and isinstance(told.get(_STORIES), list)
    return own_download.kind(told) if stories or any(True for _ in _entries(told)) else None


def posts(told: object, record: str) -> Iterator[Untied]:
    """Give the posts of a document, their texts repaired; its stories are no posts. Raises RecursionError."""
    for entry in _entries(repaired_throughout(told)):
        yield own_download.untied(entry, own_download.titles(entry), record)


def _entries(told: object) -> Iterator[Node]:
    lists = [told[key] for key in _LISTS if key in told] if isinstance(told, dict) else [told]
    alone = [[told]] if isinstance(told, dict) and not lists else lists
    for entries in alone:
        yield from filter(_is_entry, objects(entries))


def _is_entry(entry: Node) -> bool:
    media = entry.get("media")
    shown = [media] if isinstance(media, dict) else objects(media)
    return any(text(each.get("uri")) and number(each.get("creation_timestamp")) for each in shown)
