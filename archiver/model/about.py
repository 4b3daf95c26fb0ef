"""What a platform states of an account beside its head and posts: when it was made, how its owner is reached."""

from dataclasses import dataclass

PROFILE = "profile"
"""Section of what stands among an account's own fields, and on no page of its own."""


@dataclass(frozen=True, slots=True)
class About:
    """One section of such statements, as one exchange showed it."""

    account_id: str
    """Numeric id of the account; empty where the answer does not name it."""
    section: str
    """The platform's own word for it, such as `transparency`; or `profile`."""
    facts: tuple[tuple[str, str], ...]
    """Name and value, in the platform's words and order; a name may stand there more than once."""
    record: str
    account_name: str = ""
    """Name that the request asked for, where the answer does not name the account."""


@dataclass(frozen=True, slots=True)
class AboutSpan:
    """An interval in which every look found one section stating the same, in one lane."""

    about: About
    lane: str
    first_capture: str
    last_capture: str
