"""Why somebody is alerted: typed, so that nobody has to guess what a number that changed means."""

from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """What happened."""

    NOT_SHOWN = "not_shown"
    """Posts were not found at their own addresses; nothing is concluded yet."""
    CONCLUDED = "concluded"
    """Removals were concluded."""
    RESTRICTED = "restricted"
    """What was not shown is shown to somebody: it is withheld from others."""
    SHOWN_AGAIN = "shown_again"
    EDITED = "edited"
    ACCOUNT = "account"
    """An account answers otherwise than before: not found, private, under another id."""
    SHAPE = "shape"
    """Answers came in a shape that is not understood: the platform changed something."""
    SESSION = "session"
    """A session sees nothing any more."""
    UNSEEN = "unseen"
    """A target was not seen for several intervals."""
    AUTHORITY = "authority"
    """A time-stamp authority cannot be reached."""
    DISK = "disk"
    FIXITY = "fixity"
    """What was sealed is not what is on the disk."""
    CHECKPOINT = "checkpoint"
    """The day's checkpoint: whoever keeps it can tell later whether the ledger was rewritten."""


LASTING = frozenset((Cause.SESSION, Cause.UNSEEN, Cause.AUTHORITY, Cause.DISK, Cause.SHAPE))
"""What is so until it is mended: told once, and once a day as long as it lasts."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that somebody is to be told of."""

    cause: Cause
    about: str
    """What it is about: a target's ref, the name of a session or an authority; empty for the archive."""
    label: str = ""
    """What the operator calls the target."""
    case: str = ""
    detail: str = ""
    """Which of several ways it is: an account's new state, what a session is asked for, a count in words."""
    refs: tuple[str, ...] = ()
    """Posts that it is about."""
    sentences: tuple[str, ...] = ()
    """What is concluded, to the letter, for those who asked to be told all."""
    said: str = ""
    """A sentence that names what it is about, in the place of that."""
    command: str = ""
    """What says more."""

    @property
    def key(self) -> str:
        """Give what is the same of an alert as long as its cause lasts."""
        return f"{self.cause.value} {self.about}".strip()
