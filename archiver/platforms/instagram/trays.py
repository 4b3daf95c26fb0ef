"""Read stories: the trays (`reels_media`) that hold them, and the shelf that names an account's highlights.

A tray is whose its own `user` says, and a story in it must say the same or nothing; whose page it stood on is no
matter. A story's key is its number: its `code` opens no page. What is not understood is a hole in its tray, which
then says nothing of what it lacks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archiver.formats import json_values as values
from archiver.formats.json_values import Node
from archiver.model.gap import GapReason
from archiver.model.post import Observation
from archiver.model.refs import STORY, PostRef
from archiver.model.tray import STORIES, Shelf, Tray, is_highlight
from archiver.platforms.instagram import urls
from archiver.platforms.instagram.dialects import (
    IdMismatchError,
    Modern,
    NotUnderstoodError,
    put_together,
    user_id,
)

SHELF = "highlights"
_LISTS = ("xdt_api__v1__feed__reels_media", "reels_media")
_CONNECTIONS = ("xdt_api__v1__feed__reels_media", "xdt_api__v1__feed__reels_media__connection")
_BY_ID = "reels"
_OF_DAY = ("", "user_reel")
_KINDS = ("image", "video")
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Flaw:
    """What of a tray was not understood."""

    reason: GapReason
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class Held:
    """What one tray holds."""

    tray: Tray | None
    """None where the answer does not say whose it is, or which."""
    stories: tuple[Observation, ...]
    flaws: tuple[Flaw, ...]
    seen: int
    """Stories met."""


def reels_in(key: str, value: object) -> list[object] | None:
    """Give the reels that stand under a key, understood or not; None where it is no place for them."""
    found = values.node(value)
    if key in _CONNECTIONS and isinstance(found.get("edges"), list):
        return [values.node(edge).get("node") for edge in found["edges"]]
    if key in _LISTS and isinstance(value, list):
        return value
    if key in _LISTS and isinstance(found.get("reels_media"), list):
        return list(found["reels_media"])
    if key == _BY_ID and found and all(isinstance(reel, dict) and "items" in reel for reel in found.values()):
        return list(found.values())
    # What stands here in another shape is taken for one reel, which then leaves its gap.
    return [found] if key in _CONNECTIONS and found else None


def is_shelf(key: str, value: object) -> bool:
    """Tell whether highlights are named under a key."""
    return key == SHELF and isinstance(values.node(value).get("edges"), list)


def is_story(found: Node) -> bool:
    """Tell whether a medium is a story, which stands in trays alone and is never a post."""
    return found.get("product_type") == "story" or values.number(found.get("expiring_at")) is not None


def shelves(connection: object, record: str, asked: str, *, flawed: bool) -> Iterator[Shelf]:
    """Read which highlights there are, for each account that they say they are of.

    Of none, whose shelf is empty, only the request says, which `asked` for that of an account.
    """
    found = values.node(connection)
    ends = values.node(found.get("page_info"))
    nodes = [values.node(values.node(edge).get("node")) for edge in found["edges"]]
    owners = dict.fromkeys(filter(None, (_owner(one) for one in nodes)))
    for owner in owners or filter(None, () if nodes else (asked,)):
        # One that names nobody may be anybody's.
        own = [one for one in nodes if _owner(one) in ("", owner)]
        names = tuple(_highlight(one) if _owner(one) else None for one in own)
        yield Shelf(owner, names, ends.get("has_next_page") is not False, record, flawed)


def read(reel: object, record: str, *, flawed: bool) -> Held:
    """Read one reel."""
    found = values.node(reel)
    owner, name = _owner(found), _name(found)
    if not owner or not name:
        flaw = Flaw(GapReason.UNKNOWN_SHAPE, "a tray of stories", f"id {str(found.get('id'))[:40]}")
        return Held(None, (), (flaw,), 0)
    listed = found.get("items")
    told = [_story(item, found, record) for item in listed] if isinstance(listed, list) else []
    stories = [one for one in told if isinstance(one, Observation)]
    tray = Tray(
        owner_id=owner,
        name=name,
        title=(values.text(found.get("title")) or "")[:_LONGEST_TITLE],
        entries=tuple(one.ref if isinstance(one, Observation) else None for one in told),
        record=record,
        flawed=flawed or not isinstance(listed, list) or _promised(found) > len(told),
    )
    flaws = [one for one in told if isinstance(one, Flaw)]
    if not isinstance(listed, list):
        flaws.append(Flaw(GapReason.UNKNOWN_SHAPE, f"the tray {name}", f"items {type(listed).__name__}"))
    return Held(tray, tuple(stories), tuple(flaws), len(told))


def none_of(found: Node, owner: str, record: str) -> Tray | None:
    """Give the empty tray of an account that says it has no story; None where it has, or does not say."""
    last = found.get("latest_reel_media")
    return Tray(owner, STORIES, "", (), record) if values.number(last) == 0 else None


def _promised(found: Node) -> int:
    return values.number(found.get("media_count")) or 0


def _owner(reel: Node) -> str:
    return user_id(values.node(reel.get("user")) or values.node(reel.get("owner")))


def _name(reel: Node) -> str:
    """Give which tray a reel is; empty where it is none that is known here."""
    if highlight := _highlight(reel):
        return highlight
    kind = values.text(reel.get("reel_type")) or ""
    own = reel.get("id") is None or values.identifier(reel["id"]) == _owner(reel)
    return STORIES if kind in _OF_DAY and own else ""


def _highlight(reel: Node) -> str | None:
    """Give the name of a highlight; None where a reel is none."""
    name = values.text(reel.get("id")) or ""
    number = values.identifier(name.partition(":")[2]) if is_highlight(name) else ""
    return f"highlight:{number}" if number else None


def _story(item: object, reel: Node, record: str) -> Observation | Flaw:
    found = values.node(item)
    number = values.identifier(found.get("pk"))
    subject = f"story {number}" if number else "a story"
    try:
        return _observed(found, reel, number, record)
    except IdMismatchError as error:
        return Flaw(GapReason.ID_MISMATCH, subject, str(error))
    except NotUnderstoodError as error:
        return Flaw(GapReason.UNKNOWN_SHAPE, subject, str(error))


def _observed(found: Node, reel: Node, number: str, record: str) -> Observation:
    dialect, owner = Modern(found), _owner(reel)
    if not number:
        raise NotUnderstoodError("a story without a number")
    own, own_name = dialect.owner()
    named = (values.text(found.get("id")) or "").partition("_")
    if (own and own != owner) or (named[2] and named[::2] != (number, owner)):
        raise IdMismatchError("a story of another account than its tray")
    if dialect.kind() not in _KINDS:
        raise NotUnderstoodError(f"a story that is a {dialect.kind()}")
    name = own_name or values.text(values.node(reel.get("user")).get("username")) or ""
    ref = PostRef(urls.NAME, f"{STORY}{number}")
    read_as = put_together(found, dialect, record, ref=ref, permanent_id=number, owner=(owner, name))
    media = read_as.media
    # A story has no caption to wait for: it is whole by its date and its one medium.
    whole = read_as.published_at is not None and bool(media) and all(part.whole for part in dialect.parts())
    expires_at = values.time(found.get("expiring_at"))
    return replace(read_as, product="story", expires_at=expires_at, whole=whole)
