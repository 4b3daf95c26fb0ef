"""What a visit is made with, and whoever makes it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from archiver.capture.browsers import Browsers
from archiver.capture.pacing import Pacer
from archiver.config import Network
from archiver.model.vantage import Vantage
from archiver.ports import Platform, Progress, RecordedVisit, Recording, Stop


@dataclass(frozen=True, slots=True)
class Means:
    """What a visit is made with."""

    network: Network
    browser: Path | None
    folder: str
    """Where bodies may be spooled."""
    stop: Stop
    progress: Progress
    state: Path | None = None
    """Signed-in browser state; None to look logged out."""
    pacer: Pacer | None = None
    """The run's, which its visits share; None for a visit that stands alone."""
    browsers: Browsers | None = None
    """Likewise."""


class Visiting(Protocol):
    """Opens visits."""

    def __call__(
        self, platform: Platform, vantage: Vantage, means: Means, recording: Recording, public: str, /
    ) -> AbstractContextManager[RecordedVisit]:
        """Make a visit for a `with` block; what it recorded is complete when the block is left.

        `public` is the address asked for, no part of which is ever taken for a secret. Raises CaptureError.
        """
        ...
