"""Put posts in the place of their media, where an earlier look told which post a medium belongs to.

A listing of pictures names those alone. Within one look the posts that it read tell whose they are (`by_post`); what
they leave open, such as the later photos of an album that was not read again, the index may know.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from archiver.derive.snapshot import Sight, Snapshot
from archiver.model.coverage import Coverage, Listed
from archiver.model.refs import PostRef

_Seen = TypeVar("_Seen", Sight, Snapshot)


def in_place_of_media(seen: _Seen, holders: Mapping[PostRef, PostRef]) -> _Seen:
    """Give what was seen with the posts that are known to hold its media."""
    if not holders:
        return seen
    posts = tuple(post for post in seen.posts if post.ref not in holders)
    return replace(
        seen, posts=posts, coverages=tuple(_in_place_of_media(each, holders) for each in seen.coverages)
    )


def _in_place_of_media(found: Coverage, holders: Mapping[PostRef, PostRef]) -> Coverage:
    entries: dict[PostRef, Listed] = {}
    for entry in found.entries:
        post = holders.get(entry.ref)
        entries.setdefault(post or entry.ref, entry if post is None else replace(entry, ref=post))
    now = {holders.get(ref, ref) for ref in found.listed}
    before = frozenset(holders.get(ref, ref) for ref in found.before) - now
    return replace(found, entries=tuple(entries.values()), before=before)
