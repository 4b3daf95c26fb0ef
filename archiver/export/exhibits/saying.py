"""What is said of a post, in a sentence or two: never more than the records carry (design §3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from archiver.export.exhibits.casebook import Gathered
from archiver.export.exhibits.standing import Standing
from archiver.export.exhibits.times import moment
from archiver.model import instant

_WANTED = {
    "not_found": "an answer at its own address that there is nothing",
    "control_before": "a control before it: something else of its owner's that is shown",
    "control_after": "a control after it: something else of its owner's that is shown",
    "null_control": "an address that never existed, answered as this one was",
    "owner": "the owner, there and open to all",
    "control_age": "a control at least as old",
    "second_visit": "a second visit later on, or a third where no listing covers its place",
    "shown_before": "an answer to a vantage that had shown it before",
    "other_vantage": "an answer to another vantage that had shown it",
}
_NO_MORE = "These records do not show who or what caused this."


def wanted(wanting: Sequence[str]) -> str:
    """Say what the rule of absence asks for still."""
    return "; ".join(_WANTED.get(each, each.replace("_", " ")) for each in dict.fromkeys(wanting))


def says(found: Gathered, noun: str, last_shown: datetime | None) -> str:
    """Say how a post stands; of a concluded removal the one sentence that is printed everywhere."""
    removal, it = found.removal, f"This {noun}"
    if found.post.get("stories"):
        return " ".join(dict.fromkeys(each["sentence"] for each in found.post["stories"]))
    if removal is not None and removal["sentence"]:
        return str(removal["sentence"])
    said = {
        Standing.NO_LONGER_SHOWN: _concluded_elsewhere,
        Standing.IN_QUESTION: _in_question,
        Standing.RESTRICTED: _restricted,
        Standing.SHOWN_AGAIN: _shown_again,
    }.get(found.standing)
    if said is not None and removal is not None:
        return said(it, found, last_shown)
    return _shown(it, found, last_shown)


def _concluded_elsewhere(it: str, found: Gathered, _: datetime | None) -> str:
    """Say what the ledger concluded, where the visits that bore it out are not here."""
    removal = found.removal or {"interval": {"first_not_shown": ""}, "visits": ()}
    lacking = (
        "its owner is not known any more"
        if removal["visits"]
        else "the visits that bear it out are not told of here"
    )
    return (
        f"{it} was concluded to be no longer shown, first not shown on {_at(removal['interval']['first_not_shown'])}; "
        f"{lacking}. {_NO_MORE}"
    )


def _in_question(it: str, found: Gathered, last: datetime | None) -> str:
    removal = found.removal or {}
    return (
        f"{it} was shown last on {moment(last)}, and was not found when its address was asked for since, last on "
        f"{_at(removal['last_checked'])}. Nothing is concluded from that{_wanting(removal['wanting'])}."
    )


def _wanting(wanting: Sequence[str]) -> str:
    if not wanting:
        return ", of which the ledger holds no conclusion that stands"
    return f"; wanting is {wanted(wanting)}"


def _restricted(it: str, _: Gathered, last: datetime | None) -> str:
    where = f" It was shown last on {moment(last)}." if last else ""
    return (
        f"{it} was not found from one vantage, and is shown to another, or kept behind a gate that says why: it is "
        f"restricted, and is not counted among what is no longer shown.{where}"
    )


def _shown_again(it: str, found: Gathered, last: datetime | None) -> str:
    interval = found.removal["interval"] if found.removal else {}
    return (
        f"{it} was concluded to be no longer shown from {_at(interval['first_not_shown'])} on, and was shown again, "
        f"last on {moment(last)}. {_NO_MORE}"
    )


def _shown(it: str, found: Gathered, last: datetime | None) -> str:
    told = [f"{it} was shown to this collector last on {moment(last)}."]
    told += [_medium(medium) for medium in found.media if medium["state"] in ("concluded", "pending")]
    if found.standing is Standing.IN_QUESTION:
        told.append(
            "A listing that would have it lacks it, and its own address was not asked for yet: nothing is concluded."
        )
    if found.standing is Standing.EDITED or any(each["kind"] == "edited" for each in found.changes):
        told.append("What its author wrote or set differs between two looks.")
    if found.standing is Standing.NOT_LISTED:
        told.append(
            "The listing on which it stood lacks it, while its own address still shows it: it is not among what is "
            "no longer shown."
        )
    if found.standing is Standing.RESTRICTED:
        told.append("It is shown to one vantage and not to another.")
    if found.account_states:
        told.append(
            f"Its owner, or its part of the site, is {' and '.join(found.account_states).replace('_', ' ')}: what "
            "follows from that is said of the owner, and of no single post."
        )
    return " ".join(told)


def _medium(medium: Mapping[str, Any]) -> str:
    interval = medium["interval"]
    if medium["state"] == "concluded":
        return (
            f"One of its media is no longer shown with it: shown last on {_at(interval['last_shown'])}, first not "
            f"shown on {_at(interval['first_not_shown'])}. {_NO_MORE}"
        )
    return (
        f"One of its media was not shown with it since {_at(interval['first_not_shown'])}. Nothing is concluded from "
        "that yet."
    )


def _at(written: str) -> str:
    return moment(instant.parsed(written) if written else None)
