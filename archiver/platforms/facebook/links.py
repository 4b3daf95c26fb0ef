"""Addresses that a Story links to: as its author gave them, without the platform's way round and its marks."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from archiver.formats.json_values import Node, node, objects, text
from archiver.formats.meta_cdn import split

_WAY_ROUND = ("l.facebook.com", "lm.facebook.com")
_MARK = re.compile(r"(?<=[?&])fbclid=[^&#]*&?")
"""What the platform adds to each address that leads out of it."""
_NOT_UTF_8 = re.compile("[\udc80-\udcff]")


def of_message(message: Node) -> Iterator[str]:
    """Give the links within a text, in its order."""
    for found in objects(message.get("ranges")):
        entity = node(found.get("entity"))
        if text(entity.get("__typename")) == "ExternalUrl":
            given = (entity.get("external_url"), node(entity.get("web_link")).get("url"), entity.get("url"))
            yield from (plain(address) for address in list(filter(None, map(text, given)))[:1])


def are_told(message: Node) -> bool:
    """Tell whether of each marked place within a text it is told what it is."""
    return all(text(node(found.get("entity")).get("__typename")) for found in objects(message.get("ranges")))


def of_attachment(attachment: Node) -> Iterator[str]:
    """Give the address of a page that is attached."""
    rendered = node(node(attachment.get("story_attachment_link_renderer")).get("attachment"))
    target = node(attachment.get("target"))
    given = (node(rendered.get("web_link")).get("url"), target.get("external_url"), attachment.get("url"))
    yield from (plain(address) for address in list(filter(None, map(text, given)))[:1])


def plain(address: str) -> str:
    """Give an address as it was before the platform sent it round by its own and marked it."""
    parts = split(address)
    if parts is None:
        return address
    if parts.hostname in _WAY_ROUND:
        address = _inner(parts.query) or address
    return _unmarked(address)


def _inner(query: str) -> str:
    """Give the address that a way round leads to; empty where it names none."""
    given = next((part for part in query.split("&") if part.startswith("u=")), "")
    address = unquote(given.removeprefix("u="), errors="surrogateescape")
    # Bytes that are no UTF-8 belong to an address in an older encoding, and stay as they were written.
    return _NOT_UTF_8.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", address)


def _unmarked(address: str) -> str:
    """Take the mark out of an address, and leave every other letter as it is."""
    before, hash_, fragment = address.partition("#")
    if _MARK.search(before) is None:
        return address
    return _MARK.sub("", before).rstrip("&").removesuffix("?") + hash_ + fragment
