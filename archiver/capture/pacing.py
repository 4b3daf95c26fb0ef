"""How hurried a run is: like a patient person before a platform, at once before a stand-in."""

import random
from dataclasses import dataclass, field

from archiver.config import Network


@dataclass(frozen=True, slots=True)
class Pace:
    """Spans in seconds."""

    least: float
    most: float
    """Between one page, or one scroll, and the next, also of the next look: drawn anew each time."""
    answer_seconds: float
    """How long a page that was scrolled is given to ask for more."""

    def pause(self) -> float:
        """Draw a pause."""
        return random.uniform(self.least, self.most)  # noqa: S311 - manners, not secrets


UNHURRIED = Pace(2.0, 5.0, 6.0)
AT_ONCE = Pace(0.0, 0.0, 1.5)


def pace_before(network: Network) -> Pace:
    """Give the pace that suits who answers."""
    return AT_ONCE if network.hosts else UNHURRIED


@dataclass(slots=True)
class Pacer:
    """Keeps the pace of one run: a platform is asked by one person, from whatever vantage and for whichever target."""

    pace: Pace
    _asked: set[str] = field(default_factory=set)

    def pause(self, platform: str) -> float:
        """Give the seconds to let pass before a platform is asked for the next page; none before its first."""
        pause = self.pace.pause() if platform in self._asked else 0.0
        self._asked.add(platform)
        return pause
