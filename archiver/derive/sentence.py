"""The one sentence that is printed about a removal, wherever it is printed (design §3)."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo

from archiver.model.probe import Probe
from archiver.model.removal import Removal, RemovalState, Sighting
from archiver.model.vantage import SESSION, is_logged_out
from archiver.ports import Wording

_OF_ACCOUNTS = Wording()


def sentence(
    removal: Removal, name: str, account_id: str, zone: tzinfo, wording: Wording = _OF_ACCOUNTS
) -> str | None:
    """Write it, times in UTC and in the operator's zone; None unless the removal is concluded and visits bear it out.

    `name` and `account_id` are those of the post's owner. What the ledger concluded outlives the captures that it was
    drawn from, and the rule: of visits that are not there nothing is said, nor of an owner who is not known any more.
    """
    shown = removal.last_shown
    if removal.state is not RemovalState.CONCLUDED or shown is None:
        return None
    rounds = {
        vantage: found for vantage in removal.scope.looked if (found := _first_and_last(removal, vantage))
    }
    if not rounds or not (name and account_id):
        return None
    others = {
        control.post
        for found in rounds.values()
        for probe in found
        for control in (probe.before, probe.after)
        if control is not None
    }
    return (
        f"{wording.post.format(key=removal.post.key, name=name, account_id=account_id)} "
        "was last shown to this collector "
        f"{_to_whom(shown, removal)} on {moment(shown.at, zone)}. "
        f"On {_asked(rounds, zone)}, {wording.answered.format(answer=_answer(rounds))}, "
        f"while {_posts(len(others), wording)} {wording.others} "
        f"{'was' if len(others) == 1 else 'were'} shown in the same visits. This holds for {_where(removal)} only. "
        f"These records do not show who or what caused this, whether the {wording.noun} still exists, or whether "
        f"others can see it. Last checked {moment(removal.last_checked, zone)}."
    )


def moment(at: datetime, zone: tzinfo) -> str:
    """Write a time in UTC and in a zone, which is named."""
    there = at.astimezone(zone)
    universal = f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    if there.utcoffset() == at.astimezone(UTC).utcoffset():
        return universal
    return f"{universal} ({there:%Y-%m-%d %H:%M:%S %Z})"


def _to_whom(shown: Sighting, removal: Removal) -> str:
    """Say to whom: a session that had ended was shown what a stranger is shown."""
    if shown.lane.startswith(f"{SESSION}/"):
        return "to a logged-in account"
    looked_so = any(map(is_logged_out, removal.scope.looked))
    return "publicly" if is_logged_out(shown.vantage) and looked_so else "logged out"


def _first_and_last(removal: Removal, vantage: str) -> tuple[Probe, Probe] | None:
    """Give the first and the last visit of a vantage that lack nothing; None where there are not two."""
    sound = [visit.probe for visit in removal.visits if not visit.wanting and visit.probe.vantage == vantage]
    sound.sort(key=lambda probe: probe.at)
    return (sound[0], sound[-1]) if sound and sound[0].at < sound[-1].at else None


def _asked(rounds: Mapping[str, tuple[Probe, Probe]], zone: tzinfo) -> str:
    """Say when and from where it was asked, each vantage with its own times."""
    sessions = sum(not is_logged_out(vantage) for vantage in rounds)
    told, session = [], 0
    for vantage, (first, last) in rounds.items():
        who = "outside any account"
        if not is_logged_out(vantage):
            session += 1
            who = "a logged-in account" if sessions == 1 else f"logged-in account {session} of {sessions}"
        told.append(f"{moment(first.at, zone)} and {moment(last.at, zone)}, asked from {who}")
    return ", and on ".join(told)


def _posts(count: int, wording: Wording) -> str:
    return wording.one_other if count == 1 else wording.more_others.format(count=count)


def _answer(rounds: Mapping[str, tuple[Probe, Probe]]) -> str:
    """Name how it was answered, each way once."""
    told = dict.fromkeys(probe.signal for found in rounds.values() for probe in found)
    return " and then ".join(told)


def _where(removal: Removal) -> str:
    countries = removal.scope.countries
    return ", ".join(countries) if countries else "the network asked from, its country not known,"
