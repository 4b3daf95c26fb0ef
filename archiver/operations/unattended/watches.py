"""What is watched by itself: each target that has an interval, once for each of its vantages."""

from dataclasses import dataclass, replace

from archiver.archive import Archive
from archiver.operations.asking import looks_of
from archiver.operations.look import Asked
from archiver.operations.targets import watched
from archiver.operations.vantages import vantage_of
from archiver.schedule.planned import Planned, Way


@dataclass(frozen=True, slots=True)
class Watch:
    """One target as it is watched from one vantage: how it is asked for, and how that is planned."""

    asked: Asked
    plan: Planned


def watches(archive: Archive) -> list[Watch]:
    """Give what is watched. Raises ConfigError where an entry of targets.toml names no target, or two the same."""
    at_most = archive.settings.budgets.capture_at_most
    found = []
    for _, entry in watched(archive.settings):
        if entry.every is None:
            continue
        for asked in looks_of(entry, archive.settings):
            vantage = vantage_of(archive, asked.session, asked.proxy)
            plan = Planned(
                target=str(asked.target),
                vantage=str(vantage),
                way=Way(asked.platform.name, vantage.network, vantage.session),
                every=entry.every,
                budgeted=not asked.platform.is_site,
            )
            found.append(Watch(replace(asked, at_most=at_most), plan))
    return found
