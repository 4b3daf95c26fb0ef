"""Ctrl-C and termination: the first asks to stop and seal, the second stops at once."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from archiver.cli.speaking import tell_at_once

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StopOnSignal:
    """The port `Stop`."""

    def __init__(self) -> None:
        """Begin without a request."""
        self._requested = False
        self._acts: list[Callable[[], None]] = []

    @property
    def requested(self) -> bool:
        """Tell whether the operator asked to stop."""
        return self._requested

    def when_requested(self, act: Callable[[], None]) -> None:
        """Have something done at once when a stop is requested."""
        self._acts.append(act)

    def request(self) -> None:
        """Ask to stop."""
        self._requested = True
        for act in self._acts:
            act()


@contextmanager
def stopping() -> Iterator[StopOnSignal]:
    """Answer signals for a `with` block."""
    stop = StopOnSignal()

    def handle(_number: int, _frame: FrameType | None) -> None:
        if stop.requested:
            raise KeyboardInterrupt
        tell_at_once("\nStopping: what was seen is being sealed. Press Ctrl-C again to stop at once.")
        stop.request()

    before = {number: signal.signal(number, handle) for number in _SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
