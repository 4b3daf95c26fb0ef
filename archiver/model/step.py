"""What a probe capture asks for: one page after the other, each in its role."""

from dataclasses import dataclass
from enum import StrEnum

from archiver.model.refs import PostRef


class Role(StrEnum):
    """What a page is asked for within a probe capture."""

    OWNER = "owner"
    """The account's own page."""
    CONTROL = "control"
    """A post of the same owner that is known to be live."""
    NULL = "null"
    """A well-formed id that was never seen."""
    POST = "post"
    """A post that is in question."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page that a probe capture asks for."""

    role: Role
    address: str
    post: PostRef | None
    """None for the owner's own page."""
