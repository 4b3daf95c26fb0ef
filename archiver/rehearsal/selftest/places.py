"""Where the selftest looks: accounts and a site whose truth is known at every moment."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from archiver.model.refs import PostRef, TargetRef
from archiver.rehearsal.selftest.happening import State
from archiver.simulator.conditions import LOGGED_OUT, SIGNED_IN, Condition, Conditions
from archiver.simulator.messages import Answer, Request


class Viewer(StrEnum):
    """Who looks."""

    STRANGER = LOGGED_OUT
    MEMBER = SIGNED_IN
    """With a session, which the account has admitted as a follower or not."""


class Standing(StrEnum):
    """How a post or page stands in truth, whatever the platform answers at the moment."""

    SHOWN = "shown"
    ABSENT = "absent"
    """Shown to nobody, while its owner is there."""
    KEPT = "kept"
    """There, and kept from some."""
    OWNER_AWAY = "owner_away"
    """Its owner, its site or its part of the site is not there, or is shown to nobody who asks."""
    MOVED = "moved"
    """At another address."""


class Answering(Protocol):
    """A simulated network or site, while it answers."""

    conditions: Conditions
    """What it does to visitors; requests are counted anew when it is set."""

    def answer(self, request: Request) -> Answer:
        """Answer a request."""
        ...


@dataclass(frozen=True, slots=True)
class Served:
    """A place, while it is served."""

    network: Answering
    show: Callable[[State], None]
    """Have it answer from another state from now on."""
    admit: Callable[[str], dict[str, Any] | None]
    """Open a session for a name; None where there are no sessions."""


class Place(Protocol):
    """An account or a site, with what is true of it in each state."""

    @property
    def target(self) -> TargetRef:
        """Name it as a target."""
        ...

    @property
    def domain(self) -> str:
        """Give the domain for which it answers."""
        ...

    @property
    def hosts(self) -> tuple[str, ...]:
        """Give the hosts of it that a browser asks."""
        ...

    @property
    def begin(self) -> State:
        """Give how it is at first."""
        ...

    @property
    def subjects(self) -> tuple[str, ...]:
        """Give the posts or pages to which something may happen, as the simulator names them."""
        ...

    @property
    def home(self) -> tuple[Condition, ...]:
        """Give what holds in every round."""
        ...

    def ref(self, state: State, subject: str) -> PostRef:
        """Name a subject as the archive does."""
        ...

    def standing(self, state: State, subject: str) -> Standing:
        """Say how a subject stands in a state."""
        ...

    def is_shown(self, state: State, subject: str, viewer: Viewer) -> bool:
        """Tell whether a viewer is shown a subject in a state."""
        ...

    def authored(self, state: State, subject: str) -> object:
        """Give all that an edit of a subject would change."""
        ...

    def media(self, state: State, subject: str) -> frozenset[str]:
        """Give what tells each of a subject's media from all others."""
        ...

    def again(self, state: State, subject: str) -> PostRef | None:
        """Name the post as which a subject was published anew; None where it was not."""
        ...

    def goes_by_its_name(self, state: State) -> bool:
        """Tell whether the name that is watched leads to the owner still: under another nobody looks."""
        ...

    def covers(self, viewers: Container[Viewer]) -> bool:
        """Tell whether somebody among those who look is shown a listing to its end."""
        ...

    def serve(self) -> Served:
        """Begin to answer."""
        ...
