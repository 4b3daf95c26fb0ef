"""One reading of an account for the dialects in which Instagram writes it."""

import re

from archiver.formats import meta_cdn
from archiver.formats.json_values import Node, identifier, node, number, text
from archiver.model.account import Account
from archiver.model.post import Count
from archiver.platforms.instagram import urls

_MARKS = ("biography", "follower_count", "edge_followed_by")
_TAG = re.compile(rb"<meta\s[^<>]*>", re.IGNORECASE)
_POSTS = re.compile(rb"Following, ([\d.,]{1,16})([KM]?) Posts\b", re.IGNORECASE)
_SCALE = {b"": 1, b"K": 1_000, b"M": 1_000_000}
_LONGEST_TAG = 4096


def is_account(found: Node) -> bool:
    """Tell whether a node describes an account, and does not only name one."""
    return bool(text(found.get("username")) and _id(found)) and any(mark in found for mark in _MARKS)


def read(found: Node, record: str) -> Account:
    """Read an account. Of the two ids of logged-out pages, `pk` is the account's; `id` is the graph's."""
    return Account(
        platform=urls.NAME,
        account_id=_id(found),
        handle=text(found.get("username")) or "",
        name=text(found.get("full_name")),
        biography=text(found.get("biography")),
        links=_links(found),
        category=text(found.get("category_name")) or text(found.get("category")),
        picture=_picture(found),
        private=_truth(found.get("is_private")),
        verified=_truth(found.get("is_verified")),
        posts=_count(found, "all_media_count", "media_count", "edge_owner_to_timeline_media"),
        followers=_count(found, "follower_count", "edge_followed_by"),
        record=record,
    )


def _links(found: Node) -> tuple[str, ...] | None:
    """Give its links; None where an answer does not show them, or shows one that is not understood."""
    links = found.get("bio_links")
    told = [text(node(link).get("url")) for link in links] if isinstance(links, list) else [None]
    return tuple(filter(None, told)) if None not in told else None


def _picture(found: Node) -> str | None:
    large = node(found.get("hd_profile_pic_url_info")).get("url")
    shown = (large, found.get("profile_pic_url_hd"), found.get("profile_pic_url"))
    address = next(filter(None, map(text, shown)), None)
    return meta_cdn.file_of(address) or None if address else None


def claimed_in_words(html: bytes) -> Count | None:
    """Read how many posts a page says in words for link previews; rounded, so never exact."""
    for tag in _TAG.findall(html):
        match = _POSTS.search(tag[:_LONGEST_TAG]) if b"description" in tag[:_LONGEST_TAG] else None
        if match is not None:
            return _rounded(match[1].rstrip(b".,"), _SCALE[match[2].upper()])
    return None


def _rounded(digits: bytes, scale: int) -> Count | None:
    plain = digits.replace(b",", b"") if scale > 1 else re.sub(rb"[.,]", b"", digits)
    try:
        return Count(round(float(plain) * scale), exact=False)
    except ValueError:
        return None


def _id(found: Node) -> str:
    return identifier(found.get("pk") if "pk" in found else found.get("id"))


def _count(found: Node, *keys: str) -> Count | None:
    for key in keys:
        value = number(
            node(found.get(key)).get("count") if isinstance(found.get(key), dict) else found.get(key)
        )
        if value is not None:
            return Count(value)
    return None


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
