"""An account as its page's head and its introduction tell of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archiver.formats import meta_cdn
from archiver.formats.json_values import Node, identifier, node, objects, text, truth
from archiver.model.account import Account
from archiver.model.post import Count
from archiver.platforms.facebook import links, urls

_FOLLOWERS = re.compile(r"([\d.,]{1,16})\s?([KMB]?) followers\b", re.IGNORECASE)
_SCALE = {"": 1, "K": 1_000, "M": 1_000_000, "B": 1_000_000_000}
_PICTURES = ("profilePicLarge", "profilePic160", "profilePicMedium", "profilePicSmall", "profile_picture")
_CATEGORY = "INTRO_CARD_INFLUENCER_CATEGORY"


@dataclass(frozen=True, slots=True)
class Introduction:
    """What stands in the column beside an account's posts."""

    biography: str | None
    links: tuple[str, ...] | None
    """None where a part of it did not come, in which one may have stood."""
    category: str | None


def is_account(found: Node) -> bool:
    """Tell whether a node is an account as the head of its own page shows it."""
    return bool(identifier(found.get("id")) and text(found.get("name"))) and (
        "profile_social_context" in found or "profile_tabs" in found
    )


def read(found: Node, record: str, asked: str) -> Account:
    """Read an account that an address was asked for.

    Its id is the profile's; a page's older number stands apart, as that of its delegate.
    """
    number = identifier(found.get("id"))
    handle = urls.handle_of(text(found.get("url")) or "") or number
    private = node(
        node(found.get("wem_private_sharing_bundle")).get("private_sharing_control_model_for_user")
    )
    return Account(
        platform=urls.NAME,
        account_id=number,
        handle=handle,
        name=text(found.get("name")),
        biography=None,
        links=None,
        private=truth(private.get("private_sharing_enabled")),
        verified=truth(found.get("is_verified")),
        posts=None,
        followers=_followers(found),
        record=record,
        picture=_picture(found),
        also=tuple(sorted({number, *urls.spellings(handle, asked)} - {handle})),
    )


def introduction(sections: Node, *, whole: bool) -> Introduction | None:
    """Read the tiles of an account's introduction; None where there is none among them.

    `whole` says whether nothing of it was reported as failed.
    """
    edges = sections.get("edges")
    told = [tile for edge in (edges if isinstance(edges, list) else ()) for tile in _tiles(edge)]
    tiles = [tile for tile in told if tile is not None]
    if not tiles:
        return None
    biography = [text(node(tile.get("profile_status_text")).get("text")) for tile in tiles]
    items = [node(tile.get("timeline_context_item")) for tile in tiles]
    shown = [(item, node(node(item.get("renderer")).get("context_item"))) for item in items]
    outward = (address for _, about in shown for address in _outward(about))
    category = (
        text(node(about.get("title")).get("text"))
        for item, about in shown
        if item.get("timeline_context_list_item_type") == _CATEGORY
    )
    return Introduction(
        next((words for words in biography if words is not None), None),
        tuple(dict.fromkeys(outward)) if whole and len(tiles) == len(told) else None,
        next((words for words in category if words), None),
    )


def _tiles(edge: object) -> Iterator[Node | None]:
    """Give the tiles of a section; None for one, or a view of some, that did not come."""
    for view in _nodes(node(node(edge).get("node")).get("profile_tile_views")):
        if not node(view):
            yield None
        shown = node(node(node(view).get("view_style_renderer")).get("view"))
        for one in _nodes(shown.get("profile_tile_items")):
            yield node(node(one).get("node")) or None


def _nodes(connection: object) -> list[object]:
    nodes = node(connection).get("nodes")
    return nodes if isinstance(nodes, list) else []


def _outward(about: Node) -> Iterator[str]:
    """Give the links that lead out of the platform."""
    address = links.plain(text(about.get("url")) or "")
    if address and not urls.is_own(address):
        yield address


def _picture(found: Node) -> str | None:
    shown = (text(node(found.get(key)).get("uri")) for key in _PICTURES)
    address = next(filter(None, shown), None)
    return meta_cdn.file_of(address) or None if address else None


def _followers(found: Node) -> Count | None:
    told = objects(node(found.get("profile_social_context")).get("content"))
    for words in (text(node(one.get("text")).get("text")) or "" for one in told):
        match = _FOLLOWERS.search(words)
        if match is not None:
            return _counted(match[1], match[2].upper())
    return None


def _counted(digits: str, scale: str) -> Count | None:
    plain = digits.replace(",", "") if scale else re.sub(r"[.,]", "", digits)
    try:
        return Count(round(float(plain) * _SCALE[scale]), exact=not scale)
    except ValueError:
        return None
