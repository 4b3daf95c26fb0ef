"""How accounts and sites themselves stand, and what of their own words changed: said of them, and of no single post."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archiver.export.exhibits.exhibit import Edit
from archiver.export.exhibits.looks import Watch
from archiver.model import instant
from archiver.model.vantage import LOGGED_OUT


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
            who="logged out" if each["lane"].startswith(LOGGED_OUT) else "with a signed-in account",
            since=instant.parsed(each["since"]),
            last=instant.parsed(each["last"]) if each["last"] else None,
            posts=len(each["posts"]),
            now_named=each["now_named"] or "",
            part=each.get("part") or "",
            leads_to=each.get("leads_to") or "",
        )


def edits(changes: Iterable[Mapping[str, Any]], watch: Watch) -> tuple[Edit, ...]:
    """Give each edit once, by the first two looks between which it shows; each change has its captures."""
    found: dict[str, Edit] = {}
    for change in changes:
        if change["kind"] == "edited" and change["from"] and change["to"]:
            between = watch.at(change["from"]), watch.at(change["to"])
            for field in change["fields"]:
                edit = Edit(field["field"], field["before"], field["after"], *between)
                name = repr((edit.field, edit.before, edit.after))
                if name not in found or edit.later < found[name].later:
                    found[name] = edit
    return tuple(sorted(found.values(), key=lambda edit: (edit.later, edit.field)))
