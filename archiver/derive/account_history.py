"""What is known of an account itself over time: its names, whether it is verified, what the platform states of it."""

from dataclasses import dataclass

from archiver.derive.ties import Seen
from archiver.model.about import AboutSpan
from archiver.model.capture import moment_of
from archiver.model.refs import TargetRef


@dataclass(frozen=True, slots=True)
class AccountState:
    """How an account's head was shown from one capture to another."""

    handle: str
    name: str | None
    verified: bool | None
    """None where it is not told."""
    links: tuple[str, ...] | None
    """None where it is not told which there are."""
    seen: Seen


@dataclass(frozen=True, slots=True)
class AccountHistory:
    """An account over time."""

    target: TargetRef
    account_id: str
    """Empty where it was never shown."""
    states: tuple[AccountState, ...]
    """In order of time."""
    stated: tuple[AboutSpan, ...]
    """What the platform states of it besides."""

    @property
    def names(self) -> frozenset[str]:
        """Give all names it went by here, in small letters, and its number."""
        handles = (state.handle.lower() for state in self.states)
        return frozenset(filter(None, (self.target.name.lower(), self.account_id, *handles)))

    @property
    def handles(self) -> list[tuple[str, Seen]]:
        """Give its handles one after the other, each with the captures between which it was shown."""
        found: list[tuple[str, Seen]] = []
        for state in self.states:
            if found and found[-1][0] == state.handle:
                first = found.pop()[1]
                last = max(first.last_capture, state.seen.last_capture, key=moment_of)
                found.append((state.handle, Seen(first.capture, last, first.record, first.lane)))
            else:
                found.append((state.handle, state.seen))
        return found

    @property
    def links(self) -> tuple[str, ...] | None:
        """Give all addresses that its head ever linked to; None where no answer told which there are."""
        told = [state.links for state in self.states if state.links is not None]
        return tuple(dict.fromkeys(link for links in told for link in links)) if told else None

    @property
    def verified(self) -> tuple[bool, Seen] | None:
        """Give the latest word on whether the platform has verified it; None where it never told."""
        told = [(state.verified, state.seen) for state in self.states if state.verified is not None]
        return max(told, key=lambda each: moment_of(each[1].last_capture)) if told else None
