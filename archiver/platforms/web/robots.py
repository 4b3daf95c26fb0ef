"""What a site's robots.txt lets be asked (RFC 9309).

A site without one, or that refuses to give it, forbids nothing; of one that could not be asked for nothing is known,
and nothing is asked then.
"""

from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import urlsplit

from protego import Protego

from archiver.formats.page_encoding import decoded
from archiver.model.exchange import Exchange

PATH = "/robots.txt"
AGENT = "archiver"
_LONGEST = 512_000
"""Bytes of it that are heeded, as RFC 9309 2.5 asks at the least."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be asked."""

    text: str | None
    """None where it is not known."""

    def allow(self, address: str) -> bool:
        """Tell whether an address may be asked."""
        if self.text is None:
            return urlsplit(address).path == PATH
        return bool(_parsed(self.text).can_fetch(address, AGENT))


@lru_cache(maxsize=8)
def _parsed(text: str) -> Protego:
    return Protego.parse(text)


NONE = Rules("")
"""Those of a site without any, and those of an operator who says so."""


def rules_of(exchange: Exchange) -> Rules:
    """Read what was answered to the question for robots.txt."""
    if exchange.status >= HTTPStatus.INTERNAL_SERVER_ERROR or exchange.body is None:
        return Rules(None)
    if exchange.status != HTTPStatus.OK:
        return NONE
    return Rules(decoded(exchange.body[:_LONGEST], "text/plain; charset=utf-8"))


def is_robots(address: str) -> bool:
    """Tell whether an address is that of a site's robots.txt."""
    return urlsplit(address).path == PATH
