"""What an operator agreed to of a target, as the ledger keeps it: the last word counts."""

from collections.abc import Sequence
from typing import Any

STORIES = "stories"
WORDS = (
    "The owner of a story is shown who looked at it: while stories are read the calls that tell of it are stopped, but "
    "the platform may count a look in another way all the same."
)
"""What is agreed to."""


def said(about: str, words: str, operator: str, *, agreed: bool) -> dict[str, Any]:
    """Write what an agreement says; `operator` is a salted id of who agreed, since names are kept in the house."""
    return {"about": about, "agreed": agreed, "operator": operator, "words": words}


def stands(events: Sequence[dict[str, Any]], about: str) -> bool:
    """Tell whether the last event about something agreed to it; of none, nobody did."""
    told = [event.get("agreed") for event in events if event.get("about") == about]
    return bool(told) and told[-1] is True
