"""How a look went, as its custody event tells: what the schedule, budgets and health of sessions are drawn from."""

from dataclasses import dataclass
from datetime import datetime

from archiver.model.capture import CaptureKind, Outcome
from archiver.model.vantage import session_of

CHALLENGED = "challenged"
"""Why a look broke off where the platform asked whoever is signed in to prove something first."""
SESSION_UNUSABLE = "session_unusable"
"""Why a look was not made with a session that is known not to be signed in, or to be challenged."""
SESSION_ENDED = "session_ended"
"""Why a look broke off where the platform no longer knew its session."""
INTERRUPTED = "interrupted"
TIME_LIMIT = "time_limit"
OF_WAY = frozenset(("walled", "rate_limited", "unknown", CHALLENGED, SESSION_ENDED))
"""Reasons that speak of the way by which a platform was asked, and not of what was asked for."""
_CUT_OFF = frozenset(
    (INTERRUPTED, TIME_LIMIT, "stopped", "disk_full", "browser_died", "unreachable", "failed", "not_received")
)
"""Reasons for which a look told less than it might have, a little later or on another day."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One look, or one that came to nothing."""

    target: str
    vantage: str
    """In its short form; empty where that is not known."""
    kind: str
    began: datetime
    ended: datetime
    outcome: str
    reason: str
    pages: int | None = None
    """How often the platform was asked for a page, or for more of one; None where that is not known."""
    capture: str = ""
    """Its path; empty where nothing was captured."""
    unchanged: bool = False
    """Whether all was as the look before left it."""

    @property
    def is_crawl(self) -> bool:
        """Tell whether it was one at a target's listings."""
        return self.kind == CaptureKind.CRAWL.value

    @property
    def platform(self) -> str:
        """Give the platform that was asked."""
        return self.target.partition(":")[0]

    @property
    def session(self) -> str:
        """Give the salted id of the session that looked; empty where none did."""
        return session_of(self.vantage)

    @property
    def network(self) -> str:
        """Give the salted id of the proxy that was gone through; empty where none was."""
        return self.vantage.partition(" via ")[2]

    @property
    def was_made(self) -> bool:
        """Tell whether the platform was asked anything, as far as that is known."""
        return self.pages is None or self.pages > 0

    @property
    def was_answered(self) -> bool:
        """Tell whether the platform said anything, as far as that is known: of a look that was cut off it is not."""
        return self.was_made and self.pages is not None and self.reason not in _CUT_OFF

    @property
    def was_refused(self) -> bool:
        """Tell whether the platform answered that it would not answer."""
        return self.reason in OF_WAY

    @property
    def settles(self) -> bool:
        """Tell whether it told what there was to be told of its target then, so that the next is due an interval on."""
        broken = self.reason in OF_WAY or self.reason in _CUT_OFF or self.reason == SESSION_UNUSABLE
        return self.outcome != Outcome.FAILED.value and not broken
