"""What else could explain that a post is no longer shown, and which of it the records rule out.

Whatever is not ruled out by a record that can be looked up is not excluded, however unlikely. Only visits that lack
nothing count, and each of them must bear an exclusion out, by a record that is shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.export.exhibits.exhibit import Alternative, Answer, Visit
from archiver.export.exhibits.looks import Look, Stamp
from archiver.export.exhibits.times import moment, span
from archiver.model.vantage import is_logged_out

_CONTROLS = ("before", "after")
_LIVE = "live"
_UNKNOWN = ("", "unknown")
_CLOCK_OFF_BY = timedelta(minutes=5)
"""A clock that is off by less does not change what happened when."""
_APART = timedelta(hours=1)
"""Two stamps that lie no further apart, one before a look and one after it, say well enough when it was."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of one exhibit, as far as it tells alternatives apart."""

    visits: tuple[Visit, ...]
    """To its own address, those that count; none where nothing is said to be no longer shown."""
    looks: tuple[Look, ...]
    """All that its records come from, as far as their manifests are shown."""
    of_all: bool
    """Whether each of its records comes from one of these."""
    records: tuple[int, ...]
    """Numbers of its records."""
    published_at: datetime | None
    """Not by a date that its author set."""
    is_site: bool
    is_absent: bool
    """Whether it, or a medium of it, is said not to be shown."""
    simulated: bool = False


def alternatives(asked: Question) -> tuple[Alternative, ...]:
    """Give each with whether it is excluded; those that are not come first."""
    found = [made_here(asked), wrong_clock(asked)]
    if asked.is_absent:
        found += [each(asked) for each in _OF_ABSENCE]
    return tuple(sorted(found, key=lambda each: each.excluded))


def made_here(asked: Question) -> Alternative:
    """Say that whoever collects can make up what is collected, and what limits that."""
    why = (
        "Nothing that a platform sends is signed so that it could be shown to others. These are the records of one "
        "party's computer."
    )
    if any(look.stood_in for look in asked.looks):
        why += " A stand-in answered in the place of the platform's own servers."
    stamps = [look.stamp for look in asked.looks if look.stamp]
    if asked.simulated:
        why += " Authorities were parts of the rehearsal, too."
    elif asked.of_all and asked.looks and len(stamps) == len(asked.looks):
        last = max(stamps, key=lambda stamp: stamp.at)
        why += f" They cannot have been made, or changed, after {_seen(last)}."
    else:
        why += " No authority has said when all of them were there."
    return _open("Made up or altered by whoever collected it", why)


def wrong_clock(asked: Question) -> Alternative:
    """Hold the collector's clock against the servers', and against authorities' stamps before and after."""
    name = "The clock of the collecting machine was wrong"
    if not asked.looks or not asked.of_all or not asked.records:
        return _open(name, "Not of each look that it rests on manifest and record are shown.")
    if asked.simulated:
        return _open(
            name, "Servers and authorities were parts of a rehearsal, on the clock of the same machine."
        )
    told = [look for look in asked.looks if not look.stood_in]
    offsets = [abs(look.clock.offset) for look in told if look.clock and look.clock.offset is not None]
    most = max(offsets, default=timedelta(0))
    if most > _CLOCK_OFF_BY:
        return _open(name, f"It differed from the servers' times by up to {span(most)}.")
    brackets = [bracket for look in asked.looks if (bracket := _bracket(look)) is not None]
    if len(brackets) == len(asked.looks) and max(brackets) <= _APART:
        why = (
            "Each look lies between two authorities' stamps: one that its manifest names, from before it began, and "
            f"one over its seal. The two lie {span(max(brackets))} apart at most, and so far it may have been off."
        )
        return Alternative(name, excluded=True, records=asked.records, why=why)
    if len(offsets) < len(asked.looks):
        return _open(name, "Not each look met an answer that bears the time of the platform's own server.")
    why = (
        "The platform's own servers wrote their times into these answers; the clock differed by "
        f"{span(most)} at most."
    )
    return Alternative(name, excluded=True, records=asked.records, why=why)


def older_state(asked: Question) -> Alternative:
    """Ask whether an older state of the account can have answered."""
    name = "An older state of the owner's account, or site, was answered, from before it was published"
    if asked.is_site:
        return _open(name, "Pages of a site bear no dates by which an older state of it would be known.")
    published = asked.published_at
    if published is None:
        return _open(name, "When it was published is not known, so that nothing is known to be later.")

    def later(answer: Answer) -> bool:
        return answer.published_at is not None and answer.published_at > published

    return _by_controls(
        asked,
        name,
        later,
        why="What was published after it was shown in the same visits.",
        lacking="Not in each visit a record that is shown here is of something that was published after it.",
    )


def blocked(asked: Question) -> Alternative:
    """Ask whether the owner can have shut the collector out."""
    return _by_controls(
        asked,
        "The collector, or its account, was blocked by the owner",
        lambda _: True,
        why="Other content of the same owner was shown in the same visits.",
        lacking=_NO_CONTROL,
    )


def incident(asked: Question) -> Alternative:
    """Ask whether the platform, or all that is the owner's there, was out of order."""
    return _by_controls(
        asked,
        "The platform was out of order, for everybody or for all that this owner has there",
        lambda _: True,
        why="Other content of the same owner was shown, by the same kind of address, in the same visits.",
        lacking=_NO_CONTROL,
    )


def owner_left(asked: Question) -> Alternative:
    """Ask whether the owner was there."""
    name = "The owner had left, was renamed, or had gone private"
    found = [visit.answer("owner") for visit in asked.visits]
    records = tuple(each.record for each in found if each and each.record and each.availability == "present")
    if found and len(records) == len(found):
        why = "The owner was shown in each visit, with content, under the same id."
        return Alternative(name, excluded=True, records=_once(records), why=why)
    return _open(
        name, "Not in each visit a record that is shown here is of the owner, there under the same id."
    )


def country(asked: Question) -> Alternative:
    """Say from where it was asked."""
    name = "It is kept from the countries that it was asked from"
    known = sorted({visit.country for visit in asked.visits} - set(_UNKNOWN))
    unknown = any(visit.country in _UNKNOWN for visit in asked.visits) or not asked.visits
    where = [*known, *(["networks whose country is not known"] if unknown else [])]
    return _open(name, f"It was asked from {' and from '.join(where)} only.")


def age(asked: Question) -> Alternative:
    """Say that what is limited by age is not shown to strangers, and that accounts' ages are not recorded."""
    signed_in = any(not is_logged_out(visit.vantage) for visit in asked.visits)
    why = (
        "Which age the platform takes the account for that asked is not in these records."
        if signed_in
        else "To strangers what is limited by age may not be shown."
    )
    return _open("It is shown from a certain age on only", why)


def audience(_: Question) -> Alternative:
    """Say that an owner may choose who sees a post."""
    why = "Whether anybody who looked is among those whom the owner may have chosen is not in these records."
    return _open("It is shown to followers, friends or chosen people only", why)


def archived(_: Question) -> Alternative:
    """Say that an owner may put a post aside."""
    why = "What its owner put aside is answered like what never existed."
    return _open("Its owner put it aside (archived it), and can show it again", why)


def moved(_: Question) -> Alternative:
    """Say that the same may stand elsewhere."""
    return _open(
        "It goes on under another address", "Only the address was asked under which it had been shown."
    )


def fault_of_one(asked: Question) -> Alternative:
    """Say that a fault may strike one post alone."""
    times = sorted(visit.at for visit in asked.visits)
    apart = f" It would have lasted for {span(times[-1] - times[0])} at least." if len(times) > 1 else ""
    return _open(
        "A fault of the platform's, or an answer that was kept on the way, struck it alone",
        f"Nothing in these records speaks against that.{apart}",
    )


_NO_CONTROL = "Not in each visit a record that is shown here is of other content of the owner's."
_OF_ABSENCE: tuple[Callable[[Question], Alternative], ...] = (
    older_state,
    blocked,
    country,
    age,
    audience,
    owner_left,
    incident,
    archived,
    moved,
    fault_of_one,
)


def _by_controls(
    asked: Question, name: str, holds: Callable[[Answer], bool], why: str, lacking: str
) -> Alternative:
    """Exclude an alternative where each visit has a control that was shown, and of which something holds."""
    records: list[int] = []
    for visit in asked.visits:
        found = [answer for role in _CONTROLS if (answer := visit.answer(role)) and _is_live(answer)]
        of_visit = [answer.record for answer in found if answer.record is not None and holds(answer)]
        if not of_visit:
            return _open(name, lacking)
        records += of_visit
    if not records:
        return _open(
            name, "No visit that lacks nothing of what the rule of absence asks for is told of here."
        )
    return Alternative(name, excluded=True, records=_once(records), why=why)


def _is_live(answer: Answer) -> bool:
    return answer.availability == _LIVE


def _bracket(look: Look) -> timedelta | None:
    """Give the time between the stamps that enclose a look; None where none do."""
    opened = look.clock.opened if look.clock else None
    sealed = look.stamp
    if opened is None or sealed is None:
        return None
    # A stamp tells whole seconds.
    begun_after = opened.at <= look.began + timedelta(seconds=1)
    return sealed.at - opened.at if begun_after and look.ended <= sealed.at + timedelta(seconds=1) else None


def _open(name: str, why: str) -> Alternative:
    return Alternative(name, excluded=False, records=(), why=why)


def _once(records: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(records))


def _seen(stamp: Stamp) -> str:
    return f"{moment(stamp.at)}, when the authority {stamp.authority!r} saw their seals"
