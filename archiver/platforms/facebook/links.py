"""Addresses that a Story links to: as its author gave them, without the platform's way round and its marks."""

from collections.abc import Iterator
from urllib.parse import parse_qs, parse_qsl, urlencode

from archiver.formats.json_values import Node, node, objects, text
from archiver.formats.meta_cdn import split

_WAY_ROUND = ("l.facebook.com", "lm.facebook.com")
_MARKS = {"fbclid"}


def of_message(message: Node) -> Iterator[str]:
    """Give the links within a text, in its order."""
    for found in objects(message.get("ranges")):
        entity = node(found.get("entity"))
        if text(entity.get("__typename")) == "ExternalUrl":
            given = (entity.get("external_url"), node(entity.get("web_link")).get("url"), entity.get("url"))
            yield from (plain(address) for address in list(filter(None, map(text, given)))[:1])


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
        inner = next(iter(parse_qs(parts.query).get("u", [])), "")
        parts = split(inner) if inner else parts
        if parts is None:
            return inner
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in _MARKS
    ]
    if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)):
        return parts.geturl()
    return parts._replace(query=urlencode(kept)).geturl()
