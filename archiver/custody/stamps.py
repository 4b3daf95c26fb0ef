"""Stamps: what authorities say of a checkpoint is put beside it, and its digest into the ledger."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from archiver.custody.custody import CHECKPOINT_SECONDS, Custody
from archiver.ledger import events, stamps
from archiver.ledger.stamps import Received
from archiver.model import instant
from archiver.model.digest import Digest
from archiver.ports import Timestamper
from archiver.store import batches, lock


@dataclass(slots=True)
class Run:
    """What authorities said since the archive was opened."""

    received: list[Received] = field(default_factory=list)
    unanswered: dict[str, str] = field(default_factory=dict)
    """Authorities that did not answer, with what came of it; left alone until the run ends."""
    clock_back: timedelta | None = None
    """By how much this machine's clock was found to have jumped back; None where it did not."""


@dataclass(frozen=True, slots=True)
class Stamps:
    """The stamps of one archive's checkpoints."""

    custody: Custody

    def lacking(self, number: int, authorities: Sequence[Timestamper]) -> list[Timestamper]:
        """Give those of some authorities that a checkpoint has no stamp of."""
        by = {batches.stamped_by(name) for name in batches.stamps(self.custody.layout, number)}
        return [authority for authority in authorities if authority.name not in by]

    def ask(self, number: int, authority: Timestamper) -> Received:
        """Have a checkpoint stamped, and keep what came.

        Raises TimestampError where nothing came that holds, StoreError where it cannot be kept.
        """
        custody = self.custody
        message = batches.checkpoint(custody.layout, number)
        asked = custody.clock.now()
        stamped = authority.stamp(message)
        root = Digest.of(ssl.PEM_cert_to_DER_cert(stamped.root.decode("ascii")))
        received = Received(
            checkpoint=number,
            authority=authority.name,
            token=Digest.of(stamped.reply),
            root=root,
            at=stamped.at,
            off=stamps.ahead(stamped.at, asked, custody.clock.now()),
        )
        with lock.held(custody.layout.checkpoint_lock, "The ledger", wait_seconds=CHECKPOINT_SECONDS):
            received = replace(received, sealed=self._first_sealed(number))
            batches.keep_root(custody.layout, root, stamped.root)
            batches.place_stamp(custody.layout, number, authority.name, stamped.reply)
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
