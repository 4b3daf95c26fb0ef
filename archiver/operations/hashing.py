"""What the pictures and films of a capture look like; what cannot be decoded is a gap."""

import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, TypeVar

from archiver.catalog.indexing import IndexedMedium
from archiver.derive.decoding import NotAPictureError
from archiver.derive.films import Film, NotAFilmError, film
from archiver.derive.likeness import Likeness, likeness
from archiver.formats.warc_reading import Payload
from archiver.model.capture import CaptureId
from archiver.model.gap import Gap, GapReason
from archiver.ports import Platform
from archiver.store.sealed import SealedCaptures

_OK = 200
_SIDE_BY_SIDE = 16
"""Pictures held in memory at once."""
_FEW = 3
"""Films hashed at once."""
_SMALL = 64 << 20
"""Bytes of a film beside which others are hashed."""
_IN_MEMORY = 8 << 20

Hashed = TypeVar("Hashed", Likeness, Film)
Content = TypeVar("Content", bytes, BinaryIO)


@dataclass(frozen=True, slots=True)
class Looks:
    """What was hashed, by digest (hex), and what could not be."""

    pictures: tuple[tuple[str, Likeness], ...]
    films: tuple[tuple[str, Film], ...]
    flaws: tuple[Gap, ...]


def looks(
    sealed: SealedCaptures,
    capture: CaptureId,
    platform: Platform,
    payloads: list[Payload],
    media: tuple[IndexedMedium, ...],
) -> Looks:
    """Hash a capture's pictures, and the films that its posts' media were received as."""
    flaws: list[Gap] = []
    pictures = _some_at_once(sealed.contents(capture, _pictures(platform, payloads, media)), flaws)
    films = dict(_few_at_once(sealed.bodies(capture, _films(payloads, media)), flaws))
    return Looks(tuple(pictures.items()), tuple(films.items()), tuple(flaws))


def _pictures(platform: Platform, payloads: list[Payload], media: tuple[IndexedMedium, ...]) -> list[Payload]:
    """Give the pictures to be hashed, each once; of a medium only its largest rendition, not its previews."""
    chosen = {medium.sha256 for medium in media}
    files = {platform.file(payload.address) for payload in payloads if payload.digest.hex in chosen}
    return [
        payload
        for payload in _here(payloads)
        if _is_picture(platform, payload)
        and (payload.digest.hex in chosen or platform.file(payload.address) not in files)
    ]


def _is_picture(platform: Platform, payload: Payload) -> bool:
    came = payload.status == _OK and not payload.truncated
    return came and payload.mime.startswith("image/") and bool(platform.asset(payload.address))


def _films(payloads: list[Payload], media: tuple[IndexedMedium, ...]) -> list[Payload]:
    chosen = {medium.sha256 for medium in media}
    return [
        payload
        for payload in _here(payloads)
        if payload.mime.startswith("video/") and payload.digest.hex in chosen
    ]


def _here(payloads: list[Payload]) -> Iterable[Payload]:
    """Give the payloads that stand in the capture, each once."""
    return {payload.digest.hex: payload for payload in reversed(payloads) if not payload.revisit}.values()


def _some_at_once(waiting: Iterable[tuple[Payload, bytes]], flaws: list[Gap]) -> dict[str, Likeness]:
    """Hash pictures, some side by side: decoding leaves Python alone."""
    waiting, found = iter(waiting), {}
    with ThreadPoolExecutor() as pool:
        while some := list(islice(waiting, _SIDE_BY_SIDE)):
            hashed = pool.map(lambda each: _seen(likeness, each[1], each[0], GapReason.NOT_A_PICTURE), some)
            for (payload, _), look in zip(some, hashed, strict=True):
                if isinstance(look, Gap):
                    flaws.append(look)
                else:
                    found[payload.digest.hex] = look
    return found


def _few_at_once(waiting: Iterable[tuple[Payload, BinaryIO]], flaws: list[Gap]) -> Iterator[tuple[str, Film]]:
    """Hash films, small ones side by side; one that is large alone, since it takes as much room beside the capture."""
    under_way: deque[tuple[str, Future[Film | Gap]]] = deque()
    with ThreadPoolExecutor(_FEW) as pool:
        for payload, body in waiting:
            under_way.append((payload.digest.hex, pool.submit(_film, _seekable(body), payload)))
            most = _FEW if payload.size <= _SMALL else 1
            while len(under_way) >= most:
                yield from _taken(*under_way.popleft(), flaws)
        while under_way:
            yield from _taken(*under_way.popleft(), flaws)


def _taken(digest: str, hashed: "Future[Film | Gap]", flaws: list[Gap]) -> Iterator[tuple[str, Film]]:
    seen = hashed.result()
    if isinstance(seen, Gap):
        flaws.append(seen)
    else:
        yield digest, seen


def _film(file: BinaryIO, payload: Payload) -> Film | Gap:
    with file:
        return _seen(film, file, payload, GapReason.NOT_A_FILM)


def _seen(
    read: Callable[[Content], Hashed], content: Content, payload: Payload, reason: GapReason
) -> Hashed | Gap:
    try:
        return read(content)
    except (NotAPictureError, NotAFilmError) as error:
        return Gap(reason, payload.address, str(error)[:200], payload.record)


def _seekable(body: BinaryIO) -> BinaryIO:
    """Give a body as a file of its own: within a WARC it can only be read from its beginning to its end."""
    file: BinaryIO = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115 - closed once hashed
    shutil.copyfileobj(body, file, 1 << 20)
    file.seek(0)
    return file
