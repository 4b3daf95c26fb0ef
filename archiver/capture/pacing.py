"""How hurried a visit is: like a patient person before a platform, at once before a stand-in."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Spans in seconds."""

    least: float
    most: float
    """Between one page, or one scroll, and the next: drawn anew each time."""
    answer_seconds: float
    """How long a page that was scrolled is given to ask for more."""

    def pause(self) -> float:
        """Draw a pause."""
        return random.uniform(self.least, self.most)  # noqa: S311 - manners, not secrets


UNHURRIED = Pace(2.0, 5.0, 6.0)
AT_ONCE = Pace(0.0, 0.0, 1.5)
