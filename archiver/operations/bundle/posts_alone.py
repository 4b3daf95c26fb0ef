"""Posts alone: where they stand in captures, and what of these is shown beside them.

Of a network's post its own object within each answer is shown, its media, and how its address was answered in each
visit that a conclusion bears on. A website's page is the post, and shown as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archiver import platforms
from archiver.archive import Archive
from archiver.errors import DamagedError
from archiver.export.alone import posts_alone
from archiver.export.describing import described
from archiver.formats import warc_reading
from archiver.formats.canonical import canonical
from archiver.model.capture import Capture, CaptureId
from archiver.model.exchange import Exchange
from archiver.model.refs import PostRef
from archiver.model.step import Role
from archiver.operations.bundle.bundling import Bundling
from archiver.operations.bundle.choosing import Choice
from archiver.operations.bundle.originals import original
from archiver.operations.bundle.rules import Rules
from archiver.operations.bundle.understanding import Understood, understood
from archiver.operations.rereading import told_together

_NOWHERE_ALONE = "its object does not stand by itself in any answer that is kept"


@dataclass(slots=True)
class Alone:
    """What shows some posts, in one capture."""

    objects: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    """Records in which posts' objects stand, by id: the posts, each with the names it goes by there."""
    records: set[str] = field(default_factory=set)
    """Records that are shown as they are."""
    known: frozenset[str] = frozenset()
    """Names of all posts that stand in the capture."""
    shown_whole: frozenset[str] = frozenset()
    """Posts that some of these show: a website's."""


def found(archive: Archive, choice: Choice, capture: CaptureId) -> Alone:
    """Say what of a capture shows the posts of a choice. Raises DamagedError."""
    told, read, alone = archive.sealed.read(capture), understood(archive, capture), Alone()
    pages = set[str]()
    is_site = platforms.named(capture.platform).is_site
    for post in choice.posts:
        names = _names(archive, post)
        for record, shown in read.showing.items():
            if post in shown and is_site:
                alone.records.add(record)
                pages.add(str(post))
            elif post in shown:
                alone.objects.setdefault(record, {})[str(post)] = names
        alone.records |= _media(archive, capture, post)
    alone.records |= set(_answers(archive, told, read, choice.posts))
    return Alone(alone.objects, _with_parts(archive, capture, alone.records), read.names, frozenset(pages))


def _names(archive: Archive, post: PostRef) -> frozenset[str]:
    known = archive.catalog.post(post)
    ids = {row["permanent_id"] for row in known.rows} if known else set()
    return frozenset({post.key, *ids} - {""})


def _media(archive: Archive, capture: CaptureId, post: PostRef) -> set[str]:
    known = archive.catalog.post(post)
    return {row["record"] for row in known.media if row["capture"] == str(capture)} if known else set()


def _answers(archive: Archive, capture: Capture, read: Understood, posts: Sequence[PostRef]) -> Iterator[str]:
    """Give the answers at posts' own addresses, and at the made up ones, in a visit; not where a post is shown."""
    asked = {step.address for step in capture.plan if step.post in posts or step.role is Role.NULL}
    exchanges = (each for _, each in archive.sealed.answers(capture.id) if each is not None)
    for group in told_together(exchanges) if asked else ():
        if _is_asked(group, asked) and not any(each.record in read.showing for each in group):
            yield from (each.record for each in group)


def _is_asked(group: tuple[Exchange, ...], asked: set[str]) -> bool:
    return any(each.is_document and each.address in asked for each in group)


def _with_parts(archive: Archive, capture: CaptureId, records: set[str]) -> set[str]:
    """Add what a film was made of, which must stand before it."""
    whole = set(records)
    if whole:
        with archive.sealed.opened(capture) as source:
            for each in warc_reading.blocks(source):
                told = described(each, b"")
                if told.type == "conversion" and told.id in records:
                    whole |= set(told.refers_to)
                elif told.type == "metadata" and records.intersection(told.refers_to):
                    whole.add(told.id)
    return whole


def add(bundling: Bundling, alone: Mapping[CaptureId, Alone]) -> list[dict[str, str]]:
    """Add what shows each post by itself; say of which of them nothing does. Raises DamagedError."""
    number, shown = 0, set[str]()
    for capture, found in alone.items():
        for told in _shown(bundling.archive, capture, found, bundling.rules):
            number += 1
            shown.add(told["post"])
            bundling.bag.add(f"data/posts/{number:06d}.json", [canonical(told)])
        shown |= found.shown_whole
    return [
        {"post": str(post), "reason": _NOWHERE_ALONE}
        for post in bundling.choice.posts
        if str(post) not in shown
    ]


def _shown(archive: Archive, capture: CaptureId, alone: Alone, rules: Rules) -> Iterator[dict[str, Any]]:
    """Give what shows posts in a capture, and leads to its manifest."""
    kept = original(archive, capture)
    try:
        with archive.sealed.opened(capture) as source:
            for each in posts_alone(
                source,
                kept.records,
                kept.seed,
                rules.betrays(kept),
                alone.objects,
                alone.known,
            ):
                yield each | {"capture": str(capture)}
    except ValueError as error:
        raise DamagedError(f"Capture {capture} cannot be read: {error}.") from error
