"""The parts of a site that answer no more, or lead elsewhere: a state of the part, its known pages listed under it.

A mirror in another language that is taken down, a shop that is closed: nothing in it is shown that could stand as a
control, so that nothing is concluded of its pages one by one, and that is said. So where visitors of a country or a
language are led to another part whatever they ask for.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from archiver.model.refs import PostRef
from archiver.model.removal import Evidence

NOT_FOUND, LEADS_ELSEWHERE = "part_not_found", "part_leads_elsewhere"


@dataclass(frozen=True, slots=True)
class PartState:
    """How a part of a site stands where its pages are no longer there, in one lane."""

    state: str
    part: str
    lane: str
    since: datetime
    """When the last of its pages was first not there."""
    posts: tuple[PostRef, ...]
    last: datetime | None = None
    """When it was last seen so; None for the latest look."""
    leads_to: str = ""
    """The one address that all lead to, else as far as they have it in common; empty where they have nothing."""


def silent_parts(parts: Mapping[PostRef, str], evidence: Iterable[Evidence]) -> list[PartState]:
    """Give the parts all of whose known pages a lane's listing lacks; `parts` names the part of every known page."""
    missing: defaultdict[tuple[str, str], dict[PostRef, datetime]] = defaultdict(dict)
    for each in evidence:
        for standing in each.standings:
            if standing.missing is not None and parts.get(each.post):
                missing[parts[each.post], standing.lane][each.post] = standing.since
    return [
        PartState(NOT_FOUND, part, lane, max(found.values()), tuple(sorted(found)))
        for (part, lane), found in sorted(missing.items())
        if set(found) == {post for post, its in parts.items() if its == part}
    ]


@dataclass(frozen=True, slots=True)
class SiteListing:
    """Which known pages of a site led on to another address, by one state of its listing in one lane."""

    lane: str
    first: datetime
    last: datetime
    led_on: Mapping[PostRef, str]


def led_parts(parts: Mapping[PostRef, str], listings: Sequence[SiteListing]) -> list[PartState]:
    """Give the parts that lead elsewhere now; `listings` are the states of the site's listing, in order of time."""
    by_lane: defaultdict[str, list[SiteListing]] = defaultdict(list)
    for each in listings:
        by_lane[each.lane].append(each)
    found = []
    for lane, states in sorted(by_lane.items()):
        for part in sorted(set(parts.values())):
            pages = tuple(sorted(post for post, its in parts.items() if its == part))
            since = _led_since(pages, states)
            if since is not None:
                led_to = _shared([states[-1].led_on[page] for page in pages])
                found.append(PartState(LEADS_ELSEWHERE, part, lane, since, pages, states[-1].last, led_to))
    return found


def _led_since(pages: Sequence[PostRef], states: Sequence[SiteListing]) -> datetime | None:
    """Say since when all of some pages have led out of their part; None where one of them does not."""
    lasting = takewhile(lambda state: all(_leads_out(page, state) for page in pages), reversed(states))
    return min((state.first for state in lasting), default=None)


def _leads_out(page: PostRef, state: SiteListing) -> bool:
    led_to = state.led_on.get(page, "")
    return bool(led_to) and _front(led_to) != _front(page.key)


def _front(address: str) -> str:
    """Give an address as far as its first folder."""
    scheme, host, *path = address.replace("://", "/", 1).split("/")
    return f"{scheme}://{host}/{path[0]}/" if len(path) > 1 else f"{scheme}://{host}/"


def _shared(addresses: Sequence[str]) -> str:
    for shared in (set(addresses), set(map(_front, addresses))):
        if len(shared) == 1:
            return shared.pop()
    return ""
