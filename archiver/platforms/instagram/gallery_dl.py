"""Documents as gallery-dl saves them: one for each file of a post, which are put together to posts again.

Where the platform said nothing, gallery-dl leaves a field out or writes a nought: neither is read as something that
the post does not have.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from archiver.formats import gallery_dl
from archiver.formats.json_values import Node, identifier, node, number, objects, size, text
from archiver.model.account import Account
from archiver.model.foreign import DocumentKind, Form
from archiver.model.post import Candidate, Count, Medium, Observation
from archiver.model.refs import PostRef
from archiver.platforms.instagram import accounts, urls
from archiver.platforms.instagram.dialects import NotUnderstoodError, check_id, ids_of, part

_NO_POSTS = ("story", "highlight")
_AVATAR = "avatar"
_KEPT = (
    "post_id post_shortcode sidecar_media_id owner_id username fullname description post_date date likes coauthors "
    "location_id location_name tagged_users count num media_id display_url video_url audio_url width height type"
).split()


@dataclass(frozen=True, slots=True)
class Piece:
    """What one document tells of its post."""

    told: Node
    record: str


def kind(told: Node) -> DocumentKind | None:
    """Say what a document is; None where it is none of a post's file."""
    of_post = text(told.get("post_shortcode")) and identifier(told.get("post_id"))
    if not gallery_dl.is_of(told, urls.NAME) or not of_post or told.get("subcategory") == _AVATAR:
        return None
    return DocumentKind(Form.GALLERY_DL, "", gallery_dl.newest(told))


def piece(told: Node, record: str) -> Piece | None:
    """Take of a document what its post is read from; None where it is of a story."""
    if told.get("type") in _NO_POSTS:
        return None
    return Piece({key: told[key] for key in _KEPT if key in told}, record)


def account(told: Node, record: str) -> Account | None:
    """Read whose a document's post is, with all that it tells of them; None where it does not name them."""
    named = {"pk": told.get("owner_id"), "username": told.get("username"), "full_name": told.get("fullname")}
    # The account that was visited may be another than the one that a post of its is by.
    visited = node(told.get("user"))
    same = identifier(visited.get("pk")) == identifier(told.get("owner_id"))
    found = accounts.read({**visited, **named} if same else named, record)
    return found if found.account_id and found.handle else None


def code(found: Piece) -> str:
    """Give the shortcode of a document's post."""
    return text(found.told.get("post_shortcode")) or ""


def post(pieces: Iterable[Piece]) -> Observation:
    """Put the documents of one post together; raise NotUnderstoodError."""
    told = sorted(pieces, key=lambda each: number(each.told.get("num")) or 0)
    first = told[0].told
    permanent_id, owner = identifier(first.get("post_id")), identifier(first.get("owner_id"))
    check_id(permanent_id, code(told[0]))
    if not owner:
        raise NotUnderstoodError("a post without an owner")
    media, all_there = _media(told)
    caption, published_at = (
        text(first.get("description")),
        gallery_dl.time(first.get("post_date") or first.get("date")),
    )
    album = "sidecar_media_id" in first
    tagged = [] if album else objects(first.get("tagged_users"))
    return Observation(
        ref=PostRef(urls.NAME, code(told[0])),
        permanent_id=permanent_id,
        owner_id=owner,
        owner_name=text(first.get("username")) or "",
        kind="carousel" if album else _kind(told),
        product="",
        published_at=published_at,
        caption=caption,
        alt=None,
        location=_location(first),
        tagged=tuple(filter(None, (text(user.get("username")) for user in tagged))),
        coauthors=ids_of(objects(first["coauthors"])) if "coauthors" in first else None,
        media=media,
        counts=_counts(first),
        whole=all_there and caption is not None and published_at is not None,
        record=told[0].record,
        tagged_ids=None if album or "tagged_users" not in first else ids_of(tagged),
    )


def _kind(told: list[Piece]) -> str:
    return "video" if any(text(each.told.get("video_url")) for each in told) else "image"


def _media(told: list[Piece]) -> tuple[tuple[Medium, ...], bool]:
    """Give the media that documents show, in order, and whether those are all: a post's music is a file of it too."""
    by_place: dict[int, Medium | None] = {}
    for each in told:
        place = number(each.told.get("num"))
        if not place:
            continue
        if each.told.get("audio_url"):
            by_place.setdefault(place, None)
        elif place not in by_place:
            by_place[place] = _medium(each.told)
    media = tuple(filter(None, by_place.values()))
    count = number(told[0].told.get("count")) or 0
    # A film's cover, where that was fetched too, has the film's own place.
    return media, bool(media) and set(by_place) == set(range(1, count + 1))


def _medium(told: Node) -> Medium | None:
    width, height = size(told.get("width")), size(told.get("height"))
    picture, film = text(told.get("display_url")), text(told.get("video_url"))
    shown = part(
        {"pk": text(told.get("media_id"))},
        [Candidate(picture, width, height)] if picture else [],
        [Candidate(film, width, height)] if film else [],
        "",
        video=bool(film),
        whole=True,
    )
    return shown.medium


def _location(told: Node) -> tuple[str, ...] | None:
    place = identifier(told.get("location_id"))
    return (place, text(told.get("location_name")) or "") if place else None


def _counts(told: Node) -> tuple[tuple[str, Count], ...]:
    """Give its likes; a nought may as well be a number that was not shown."""
    likes = number(told.get("likes"))
    return (("likes", Count(likes)),) if likes else ()
