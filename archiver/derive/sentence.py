"""The one sentence that is printed about a removal, wherever it is printed (design §3)."""

from datetime import UTC, datetime, tzinfo

from archiver.model.removal import Removal, RemovalState, Sighting
from archiver.model.vantage import LOGGED_OUT, SESSION


def sentence(removal: Removal, name: str, account_id: str, zone: tzinfo) -> str | None:
    """Write it, times in UTC and in the operator's zone; None unless the removal is concluded and visits bear it out.

    `name` and `account_id` are those of the post's owner. What the ledger concluded outlives the captures that it was
    drawn from, and the rule: of visits that are not there nothing is said.
    """
    shown = removal.last_shown
    if removal.state is not RemovalState.CONCLUDED or shown is None:
        return None
    sound = [
        visit.probe
        for visit in removal.visits
        if not visit.wanting and visit.probe.vantage in removal.scope.looked
    ]
    times = sorted({probe.at for probe in sound})
    if not times[1:]:
        return None
    first, last = times[0], times[-1]
    others = {
        control.post for probe in sound for control in (probe.before, probe.after) if control is not None
    }
    return (
        f"Post {removal.post.key} of account @{name} (id {account_id}) was last shown to this collector "
        f"{_to_whom(shown, removal)} on {moment(shown.at, zone)}. "
        f"On {moment(first, zone)} and {moment(last, zone)}, asked from {_vantages(removal)}, the platform answered "
        f"its address as it answers an address that never existed, while {_posts(len(others))} of the same account "
        f"{'was' if len(others) == 1 else 'were'} shown in the same visits. This holds for {_where(removal)} only. "
        "These records do not show who or what caused this, whether the post still exists, or whether others can "
        f"see it. Last checked {moment(removal.last_checked, zone)}."
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
    return "publicly" if shown.vantage == LOGGED_OUT and LOGGED_OUT in removal.scope.looked else "logged out"


def _vantages(removal: Removal) -> str:
    sessions = sum(vantage != LOGGED_OUT for vantage in removal.scope.looked)
    told = [
        *(["outside any account"] if LOGGED_OUT in removal.scope.looked else []),
        *(["a logged-in account"] if sessions == 1 else []),
        *([f"{sessions} logged-in accounts"] if sessions > 1 else []),
    ]
    return " and from ".join(told)


def _posts(count: int) -> str:
    return "1 other post" if count == 1 else f"{count} other posts"


def _where(removal: Removal) -> str:
    countries = removal.scope.countries
    return ", ".join(countries) if countries else "the network asked from, its country not known,"
