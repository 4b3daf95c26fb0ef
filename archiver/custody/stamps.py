"""Stamps: what authorities say of a checkpoint is put beside it, and its digest into the ledger."""

import ssl
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from archiver.custody.custody import CHECKPOINT_SECONDS, Custody
from archiver.ledger import events, stamps
from archiver.ledger.stamps import Received
from archiver.model import instant
from archiver.model.digest import Digest
from archiver.ports import Stamped, Timestamper
from archiver.store import batches, lock


@dataclass(slots=True)
class Run:
    """What authorities said since the archive was opened."""

    received: list[Received] = field(default_factory=list)
    opened: Received | None = None
    """A stamp from shortly before it, where none was asked for."""
    unanswered: dict[str, str] = field(default_factory=dict)
    """Authorities that did not answer, with what came of it; left alone until the run ends."""
    clock_back: timedelta | None = None
    """By how much this machine's clock was found to have jumped back; None where it did not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an authority answered, not kept yet."""

    checkpoint: int
    """Number of its batch."""
    authority: str
    stamped: Stamped
    off: timedelta
    """By how much this machine's clock is at least ahead of the authority's."""


@dataclass(frozen=True, slots=True)
class Stamps:
    """The stamps of one archive's checkpoints."""

    custody: Custody

    def lacking(self, number: int, authorities: Sequence[Timestamper]) -> list[Timestamper]:
        """Give those of some authorities that the last checkpoint has no stamp of, or one that a crash left unnamed."""
        layout = self.custody.layout
        waiting = (
            content for _, content in events.every(layout.pending) if content["event"] == events.TIMESTAMP
        )
        named = {(content["authority"], content["token"]) for content in waiting}
        return [each for each in authorities if not self._is_named(each.name, number, named)]

    def _is_named(self, authority: str, number: int, named: Container[tuple[str, str]]) -> bool:
        """Tell whether a checkpoint has a stamp of an authority that the ledger names."""
        layout = self.custody.layout
        own = [name for name in batches.stamps(layout, number) if batches.stamped_by(name) == authority]
        return any(
            (authority, str(Digest.of((layout.batch(number) / name).read_bytes()))) in named for name in own
        )

    def ask(self, number: int, authority: Timestamper) -> Answer:
        """Have a checkpoint stamped; raise TimestampError where nothing came that holds.

        Several authorities may be asked side by side.
        """
        message, asked = batches.checkpoint(self.custody.layout, number), self.custody.clock.now()
        stamped = authority.stamp(message)
        return Answer(
            number, authority.name, stamped, stamps.ahead(stamped.at, asked, self.custody.clock.now())
        )

    def keep(self, answer: Answer) -> Received:
        """Put a stamp beside its checkpoint, and its digest into the ledger. Raises StoreError, BusyError."""
        custody, stamped, number = self.custody, answer.stamped, answer.checkpoint
        root = Digest.of(ssl.PEM_cert_to_DER_cert(stamped.root.decode("ascii")))
        with lock.held(custody.layout.checkpoint_lock, "The ledger", wait_seconds=CHECKPOINT_SECONDS):
            sealed = self._first_sealed(number)
            batches.keep_root(custody.layout, root, stamped.root)
            batches.place_stamp(custody.layout, number, answer.authority, stamped.reply)
        token = Digest.of(stamped.reply)
        received = Received(number, answer.authority, token, root, stamped.at, answer.off, sealed)
        custody.append(None, events.TIMESTAMP, stamps.said(received))
        return received

    def _first_sealed(self, number: int) -> datetime | None:
        """Find when the first capture was sealed of those that this checkpoint is the first stamped one to cover."""
        sealed: list[datetime] = []
        for earlier in reversed([each for each in batches.numbers(self.custody.layout) if each <= number]):
            if earlier < number and batches.stamps(self.custody.layout, earlier):
                break
            each = events.parsed(batches.events(self.custody.layout, earlier))
            sealed += [instant.parsed(event["at"]) for event in each if event.get("seal")]
        return min(sealed, default=None)
