"""What is watched: one target from one vantage, and the way by which its platform is asked for it."""

from dataclasses import dataclass
from datetime import timedelta

from archiver.model.looked import Looked


@dataclass(frozen=True, slots=True)
class Way:
    """By which a platform is asked: an address, and with a session also that."""

    platform: str
    network: str = ""
    """Salted id of the proxy; empty for the machine's own address."""
    session: str = ""
    """Salted id of the session; empty for none."""

    @classmethod
    def of(cls, look: Looked) -> "Way":
        """Give the way by which a look was made."""
        return cls(look.platform, look.network, look.session)


@dataclass(frozen=True, slots=True)
class Planned:
    """One target as it is watched from one vantage."""

    target: str
    vantage: str
    """In its short form."""
    way: Way
    every: timedelta
    """How often it is to be looked at, as the settings say."""
    budgeted: bool = True
    """Whether budgets hold for it: a company's own site is no network that counts who asks."""
