"""Name what a listing changed of a post, by all that is known of the post."""

from datetime import datetime

from archiver.model.change import ChangeKind
from archiver.model.coverage import Covered
from archiver.model.reading import Availability
from archiver.model.removal import Evidence

_OFF_THE_LISTING = (Covered.WHOLLY, Covered.TO_ITS_END)


def of_listed(published_at: datetime | None, last_covering: datetime | None) -> ChangeKind:
    """Name a post that is listed for the first time; `last_covering` is when its surface was last listed before."""
    newer = published_at is not None and last_covering is not None and published_at > last_covering
    return ChangeKind.APPEARED if newer else ChangeKind.FIRST_SEEN


def of_missing(missing: str, lane: str, evidence: Evidence) -> ChangeKind:
    """Name a post that a lane's listing lacks, by what its own page answered since, there and elsewhere."""
    since = min(
        (each.since for each in evidence.standings if each.missing is not None and each.lane == lane),
        default=None,
    )
    # What each vantage was answered last, walls and the like aside: they say nothing of the post.
    last = {
        (probe.lane, probe.vantage): probe.availability
        for probe in evidence.probes
        if (since is None or probe.at >= since) and probe.availability.tells
    }
    here = {answered for (each, _), answered in last.items() if each == lane}
    kept = Availability.NOT_FOUND in here and Availability.LIVE in last.values()
    if kept or Availability.GATED in here:
        return ChangeKind.RESTRICTED
    # Of a listing that broke off the order alone speaks, and its owner may have moved the post.
    off = Availability.LIVE in here and Covered(missing) in _OFF_THE_LISTING
    return ChangeKind.NOT_LISTED if off else ChangeKind.MISSING
