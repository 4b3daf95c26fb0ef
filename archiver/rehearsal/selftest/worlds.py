"""Worlds: an account or site, what happens to each of its posts before which round, and what each round meets."""

from dataclasses import dataclass

from archiver.rehearsal.selftest.happening import AccountHappening, Happening, State
from archiver.rehearsal.selftest.places import Place, Viewer
from archiver.rehearsal.selftest.troubles import CALM, Trouble

TROUBLED = 2
"""Rounds behind the first that may meet a trouble; those behind them are calm."""
EVENTFUL = 3
"""Rounds before which something may happen."""


@dataclass(frozen=True, slots=True)
class Case:
    """One post or page, or the account itself, and what happens to it."""

    number: int
    subject: str
    """As the simulator names it; empty for the account."""
    happenings: tuple[tuple[int, Happening | AccountHappening], ...]
    """Before which round, and what."""

    @property
    def name(self) -> str:
        """Say what happens, in order."""
        return ", then ".join(each.name for _, each in self.happenings)


@dataclass(frozen=True, slots=True)
class World:
    """One account or site through all rounds."""

    number: int
    place: Place
    viewers: tuple[Viewer, ...]
    cases: tuple[Case, ...]
    met: tuple[Trouble, ...]
    """What the rounds behind the first meet; behind these all is calm."""
    states: tuple[State, ...]
    """How it is in each round; behind these as in the last."""

    def state(self, at: int) -> State:
        """Give how it is in a round."""
        return self.states[min(at, len(self.states) - 1)]

    def trouble(self, at: int) -> Trouble:
        """Give what a round meets; the first, with which all others are compared, is calm."""
        return self.met[at - 1] if 1 <= at <= len(self.met) else CALM

    @property
    def settled(self) -> int:
        """Give the round from which on nothing happens and all is calm."""
        happened = [at for case in self.cases for at, _ in case.happenings]
        met = [at + 1 for at in range(1, len(self.met) + 1) if not self.trouble(at).is_none]
        return max([1, *happened, *met])

    @property
    def title(self) -> str:
        """Say where, who looks, and what is met."""
        who = " and ".join(viewer.value for viewer in self.viewers)
        met = ", then ".join(trouble.name for trouble in self.met) or CALM.name
        return f"{self.place.target.platform}, {who}: {met}"
