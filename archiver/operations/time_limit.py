"""How long one look may take: at its end it is stopped and sealed, and what hangs all the same loses its browser."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from archiver.errors import StoppedError
from archiver.model.looked import TIME_LIMIT
from archiver.ports import Stop

_GRACE_SECONDS = 60.0
"""In which a look that is asked to stop seals what it saw."""


class TimeLimitError(StoppedError):
    """A look took longer than one may."""

    code = TIME_LIMIT
    kind = "it took longer than a look may"
    advice = "What was seen until then is sealed. [budgets] capture_at_most says how long one may take."


class TimeLimit:
    """The port `Stop`: asked for by the operator, or by the end of a look's time."""

    def __init__(self, stop: Stop) -> None:
        """Begin without an end, as long as the operator asks for none."""
        self._stop = stop
        self._acts: list[Callable[[], None]] = []
        self.is_over = False

    @property
    def requested(self) -> bool:
        """Tell whether to stop at the next safe point."""
        return self.is_over or self._stop.requested

    def when_requested(self, act: Callable[[], None]) -> None:
        """Have something done at once when a stop is requested."""
        self._acts.append(act)
        self._stop.when_requested(act)

    def end(self) -> None:
        """Ask to stop, for the time is over."""
        self.is_over = True
        for act in self._acts:
            act()


@contextmanager
def within(
    at_most: timedelta | None, stop: Stop, hangs: Callable[[], object], grace: float = _GRACE_SECONDS
) -> Iterator[TimeLimit]:
    """Ask whatever is done in a `with` block to stop once its time is over; `hangs` is called where it does not.

    None sets no limit.
    """
    limit = TimeLimit(stop)
    if at_most is None:
        yield limit
        return
    seconds = at_most.total_seconds()
    timers = [threading.Timer(seconds, limit.end), threading.Timer(seconds + grace, hangs)]
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield limit
    finally:
        for timer in timers:
            timer.cancel()
