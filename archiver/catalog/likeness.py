"""How media look that were received in their largest renditions: by hash, by key frames, or by their bytes alone."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Column, Connection, select

from archiver.catalog.tables import FILMS, MEDIA, PICTURES
from archiver.derive.alike import Bytes, FilmLook, Look
from archiver.derive.reposts import Looks

_SOME = 10_000
"""Media or posts asked for in one statement; SQLite takes no more than 32,766 values."""


@dataclass(frozen=True, slots=True)
class _Received:
    """A file that a post's medium was received as, and how it looks."""

    key: str
    asset: str
    sha256: str
    look: Look | FilmLook | Bytes


def by_asset(
    connection: Connection, platform: str, assets: Collection[str]
) -> dict[str, Look | FilmLook | Bytes]:
    """Give how media look, by asset."""
    return {each.asset: each.look for each in _received(connection, platform, MEDIA.c.asset, assets)}


def by_post(connection: Connection, platform: str, keys: Collection[str]) -> dict[str, Looks]:
    """Give how the media of posts look, by key."""
    found = defaultdict[str, dict[str, Look | FilmLook | Bytes]](dict)
    for each in _received(connection, platform, MEDIA.c.key, keys):
        found[each.key][each.sha256] = each.look
    return {key: tuple(looks.values()) for key, looks in found.items()}


def _received(
    connection: Connection, platform: str, column: Column[str], wanted: Collection[str]
) -> Iterator[_Received]:
    """Give files whose post or asset is wanted: each by its bytes, and once more by its look where that is known."""
    ordered, named = sorted(wanted), (MEDIA.c.key, MEDIA.c.asset, MEDIA.c.sha256)
    for start in range(0, len(ordered), _SOME):
        some = (MEDIA.c.platform == platform, MEDIA.c.whole, column.in_(ordered[start : start + _SOME]))
        for key, asset, sha256 in connection.execute(select(*named).where(*some)):
            yield _Received(key, asset, sha256, Bytes(sha256))
        hashed = (PICTURES.c.version, PICTURES.c.mode, PICTURES.c.phash)
        pictures = select(*named, *hashed).join(PICTURES, PICTURES.c.sha256 == MEDIA.c.sha256)
        for key, asset, sha256, version, mode, phash in connection.execute(pictures.where(*some)):
            yield _Received(key, asset, sha256, (f"{version}/{mode}", phash))
        framed = (FILMS.c.version, FILMS.c.seconds, FILMS.c.frames)
        films = select(*named, *framed).join(FILMS, FILMS.c.sha256 == MEDIA.c.sha256)
        for key, asset, sha256, version, seconds, told in connection.execute(films.where(*some)):
            frames = tuple((at, frame) for at, frame in json.loads(told))
            yield _Received(key, asset, sha256, FilmLook(version, seconds, frames))
