"""The looks of a day, by the ways that they were made: what budgets and rests are told by."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from archiver.model.looked import Looked
from archiver.schedule.planned import Planned, Way


class Day:
    """All looks of the last day."""

    def __init__(self, looks: Iterable[Looked]) -> None:
        """Tell them apart; they come in order of their ends."""
        self._looks = list(looks)
        self._by_way = defaultdict[Way, list[Looked]](list)
        self._by_address = defaultdict[tuple[str, str], list[Looked]](list)
        self._by_session = defaultdict[tuple[str, str], list[Looked]](list)
        for look in self._looks:
            self._by_way[Way.of(look)].append(look)
            self._by_address[look.platform, look.network].append(look)
            if look.session:
                self._by_session[look.platform, look.session].append(look)

    def until(self, at: datetime) -> "Day":
        """Give those that ended by a time."""
        return Day(look for look in self._looks if look.ended <= at)

    def from_address(self, way: Way) -> Sequence[Looked]:
        """Give those that a platform sees to come from the same address."""
        return self._by_address.get((way.platform, way.network), ())

    def with_session(self, way: Way) -> Sequence[Looked]:
        """Give those with the same session; of a way without one there are none."""
        return self._by_session.get((way.platform, way.session), ()) if way.session else ()

    def alike(self, plan: Planned) -> Sequence[Looked]:
        """Give those that say of the way by which a target is asked whether it is refused: of a site, its own."""
        looks = self._by_way.get(plan.way, ())
        return looks if plan.budgeted else [look for look in looks if look.target == plan.target]
