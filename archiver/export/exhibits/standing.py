"""How a post stands, by all that is concluded of it: what its exhibit is about, and where among the others it is."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any


class Standing(StrEnum):
    """How a post stands; exhibits come in this order."""

    NO_LONGER_SHOWN = "no_longer_shown"
    """Concluded by the rule of absence, for a scope."""
    IN_QUESTION = "in_question"
    """Not found, or missing where a listing would have it; not often enough to conclude anything."""
    RESTRICTED = "restricted"
    """Not found from one vantage, and shown to another, or kept behind a gate that says why."""
    SHOWN_AGAIN = "shown_again"
    """Concluded before, and shown since."""
    MEDIA_NOT_SHOWN = "media_not_shown"
    """Still shown, and concluded to be so without a picture or film that it had."""
    MEDIA_IN_QUESTION = "media_in_question"
    """Still shown, lately without a picture or film that it had; not often enough to conclude anything."""
    EDITED = "edited"
    NOT_LISTED = "not_listed"
    """Not where a listing would have it, while its own page is shown."""
    SHOWN = "shown"
    """None of these: as it was shown last."""


_BY_STATE = {
    "concluded": Standing.NO_LONGER_SHOWN,
    "pending": Standing.IN_QUESTION,
    "contradicted": Standing.RESTRICTED,
    "withdrawn": Standing.SHOWN_AGAIN,
}
_BY_CHANGE = {
    "missing": Standing.IN_QUESTION,
    "restricted": Standing.RESTRICTED,
    "not_listed": Standing.NOT_LISTED,
}
_BY_MEDIUM = {"concluded": Standing.MEDIA_NOT_SHOWN, "pending": Standing.MEDIA_IN_QUESTION}
"""One that somebody is shown, or is again, is no matter of an exhibit's standing."""
_OF_PLACES = frozenset((*_BY_CHANGE, "resurfaced", "restored", "appeared", "first_seen"))
ORDER = tuple(Standing)


def standing(
    removal: Mapping[str, Any] | None,
    media: Iterable[Mapping[str, Any]],
    changes: Iterable[Mapping[str, Any]],
) -> Standing:
    """Say how a post stands, by its entries in `removals.json` and its changes, in order of time."""
    if removal is not None:
        return _BY_STATE[removal["state"]]
    found = {_BY_MEDIUM[medium["state"]] for medium in media if medium["state"] in _BY_MEDIUM}
    latest: dict[tuple[str | None, str], str] = {}
    for change in changes:
        if change["kind"] == "edited":
            found.add(Standing.EDITED)
        elif change["kind"] in _OF_PLACES:
            # Where one lane or listing has it again, another may lack it still.
            latest |= {(change["surface"], lane): change["kind"] for lane in change["lanes"] or ("",)}
    found |= {_BY_CHANGE[kind] for kind in latest.values() if kind in _BY_CHANGE}
    return min(found, key=ORDER.index, default=Standing.SHOWN)
