"""What a network's tests say of it: its texts, its recorded answers, what is true of them, and its kinds of pages."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import ClassVar

from hypothesis import HealthCheck, settings

from archiver.model.exchange import Exchange
from archiver.model.reading import Availability
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.ports import Platform

DOCUMENT = "page/document"
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
_numbers = itertools.count(1)

# Each network runs the same tests, so hypothesis meets one test under several classes.
often = partial(settings, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def answered(
    content: bytes | str,
    address: str,
    *,
    mime: str = "text/html",
    status: int = 200,
    obtained: str = DOCUMENT,
    fields: tuple[tuple[str, str], ...] = (),
    location: str = "",
) -> Exchange:
    """Give an exchange as extraction is given one."""
    body = content.encode() if isinstance(content, str) else content
    record = f"urn:test:{next(_numbers)}"
    return Exchange(record, "GET", address, status, mime, AT, obtained, body, location, fields)


@dataclass(frozen=True, slots=True)
class TruePost:
    """What is true of a post, whatever an answer shows of it."""

    ref: PostRef
    owner_id: str
    published_at: datetime
    caption: str
    """Empty where it has none."""
    assets: tuple[str, ...] = ()
    """What stays the same of its media, in their order."""
    number: str = ""
    """Its permanent number, where that is another than its key."""
    parts: tuple[str, ...] = ()
    """Numbers of its media, by which alone a listing of pictures may name it."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What one visit to a target exchanged, in order, and what is true of what it was shown."""

    exchanges: tuple[Exchange, ...]
    target: TargetRef
    account_id: str
    posts: tuple[TruePost, ...]
    """Every post that was shown, others' too."""
    listings: Mapping[str, tuple[PostRef, ...]]
    """Each listing as it would be if it were told to its end."""
    vantage: Vantage = field(default_factory=Vantage)
    stories: tuple[TruePost, ...] = ()
    """Every story that was shown, others' too, where the network's are read."""


@dataclass(frozen=True, slots=True)
class Golden:
    """One answer made by hand, and what kind of page it is."""

    exchange: Exchange
    availability: Availability


class Told:
    """What a network's own tests fill in."""

    platform: ClassVar[Platform]
    targets: ClassVar[Mapping[str, str]]
    """Texts that name a target, and the name that each means."""
    posts: ClassVar[Mapping[str, str]]
    """Texts that name a post, and the key that each means."""
    nobodys: ClassVar[tuple[str, ...]]
    """Texts that look like the network's and name neither."""
    recorded: ClassVar[Recording]
    """A visit with nothing spoiled: listings to their end, every post of them, and one that is another's."""
    spoiled: ClassVar[Mapping[str, Recording]]
    """Visits that the network spoiled in ways of its own: an edge that is null, a part that failed."""
    goldens: ClassVar[Mapping[str, Golden]]
    no_page_for: ClassVar[Mapping[Availability, str]] = {}
    """Kinds of which the network has no page, each with the reason."""
    harmless: ClassVar[Mapping[str, str]] = {}
    """Names of what is written in the clear that sound like a credential's, each with what they hold instead."""
