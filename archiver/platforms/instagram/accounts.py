"""One reading of an account for the dialects in which Instagram writes it."""

import re
from typing import Any

from archiver.model.account import Account
from archiver.model.post import Count
from archiver.platforms.instagram import urls

Node = dict[str, Any]
_MARKS = ("biography", "follower_count", "edge_followed_by")
_POSTS = re.compile(rb'<meta\s[^>]*\bcontent="[^"]*?([\d.,]+)([KM]?) Posts\b', re.IGNORECASE)
_SCALE = {b"": 1, b"K": 1_000, b"M": 1_000_000}


def is_account(node: Node) -> bool:
    """Tell whether a node describes an account, and does not only name one."""
    named = isinstance(node.get("username"), str) and bool(node.get("pk") or node.get("id"))
    return named and any(mark in node for mark in _MARKS)


def read(node: Node, record: str) -> Account:
    """Read an account. Of the two ids of logged-out pages, `pk` is the account's; `id` is the graph's."""
    return Account(
        platform=urls.NAME,
        account_id=str(node.get("pk") or node["id"]),
        handle=str(node["username"]),
        name=_text(node.get("full_name")),
        biography=_text(node.get("biography")),
        links=tuple(_links(node.get("bio_links"))),
        private=_truth(node.get("is_private")),
        verified=_truth(node.get("is_verified")),
        posts=_count(node, "all_media_count", "media_count", "edge_owner_to_timeline_media"),
        followers=_count(node, "follower_count", "edge_followed_by"),
        record=record,
    )


def claimed_in_words(html: bytes) -> Count | None:
    """Read how many posts a page says in words for link previews; rounded, so never exact."""
    match = _POSTS.search(html)
    if match is None:
        return None
    digits, scale = match[1].rstrip(b".,"), _SCALE[match[2].upper()]
    try:
        number = float(digits.replace(b",", b"")) if scale > 1 else int(re.sub(rb"[.,]", b"", digits))
    except ValueError:
        return None
    return Count(round(number * scale), exact=False)


def _links(links: object) -> list[str]:
    entries = links if isinstance(links, list) else []
    return [
        entry["url"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("url"), str)
    ]


def _count(node: Node, *keys: str) -> Count | None:
    for key in keys:
        value = node.get(key)
        value = value.get("count") if isinstance(value, dict) else value
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return Count(value)
    return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
