"""The parts of a site that answer no more: a state of the part, under which its known pages are listed.

A mirror in another language that is taken down, a shop that is closed: nothing in it is shown that could stand as a
control, so that nothing is concluded of its pages one by one, and that is said.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from archiver.model.refs import PostRef
from archiver.model.removal import Evidence


@dataclass(frozen=True, slots=True)
class SilentPart:
    """A part of a site of which no known page was there any more, in one lane."""

    part: str
    lane: str
    since: datetime
    """When the last of its pages was first not there."""
    posts: tuple[PostRef, ...]


def silent_parts(parts: Mapping[PostRef, str], evidence: Iterable[Evidence]) -> list[SilentPart]:
    """Give the parts all of whose known pages a lane's listing lacks; `parts` names the part of every known page."""
    missing: defaultdict[tuple[str, str], dict[PostRef, datetime]] = defaultdict(dict)
    for each in evidence:
        for standing in each.standings:
            if standing.missing is not None and parts.get(each.post):
                missing[parts[each.post], standing.lane][each.post] = standing.since
    return [
        SilentPart(part, lane, max(found.values()), tuple(sorted(found)))
        for (part, lane), found in sorted(missing.items())
        if set(found) == {post for post, its in parts.items() if its == part}
    ]
