"""How accounts and sites themselves stand, and what of their own words changed: said of them, and of no single post."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archiver.export.exhibits.exhibit import Edit
from archiver.model import instant
from archiver.model.vantage import in_words


@dataclass(frozen=True, slots=True)
class AccountState:
    """How an account, or a part of a site, stood for one class of vantage where it was not simply there."""

    state: str
    who: str
    """Whom it stood so for, in words."""
    since: datetime
    last: datetime | None
    posts: int
    """Known posts of it, which are no removals."""
    now_named: str
    part: str
    """Of a site; empty for an account as a whole."""
    leads_to: str


@dataclass(frozen=True, slots=True)
class AccountExhibit:
    """What is told of one target itself."""

    target: str
    states: tuple[AccountState, ...]
    edits: tuple[Edit, ...]
    """Of its own name, words and links, as two looks showed them."""


def states(told: Iterable[Mapping[str, Any]]) -> Iterator[AccountState]:
    """Read how an account stands, as `removals.json` tells it."""
    for each in told:
        yield AccountState(
            state=each["state"],
            who=in_words(each["lane"]),
            since=instant.parsed(each["since"]),
            last=instant.parsed(each["last"]) if each["last"] else None,
            posts=len(each["posts"]),
            now_named=each["now_named"] or "",
            part=each.get("part") or "",
            leads_to=each.get("leads_to") or "",
        )
