"""Custody: an archive's ledger at work. What happens is numbered, chained and placed, and checkpoints cover it."""

from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from archiver.config import Operator, Settings
from archiver.errors import DamagedError
from archiver.formats import checkpoint as checkpoint_text
from archiver.formats.checkpoint import Checkpoint, NotACheckpointError
from archiver.ledger import (
    agreements,
    checkpoints,
    clocks,
    conclusions,
    disposals,
    events,
    keyring,
    keys,
    log,
    marks,
)
from archiver.ledger.events import Chain
from archiver.ledger.log import Covered, Log
from archiver.model import instant
from archiver.model.capture import Capture
from archiver.model.digest import Digest
from archiver.model.disposal import Tombstone
from archiver.model.event import Event
from archiver.model.looked import INTERRUPTED
from archiver.model.refs import TargetRef
from archiver.model.removal import Removal
from archiver.ports import Clock
from archiver.store import batches, lock, recovery
from archiver.store import layout as layouts
from archiver.store.archive_file import Identity
from archiver.store.layout import Layout
from archiver.store.recovery import Interrupted
from archiver.store.writing import make_folder, write_once

AT_MOST = timedelta(minutes=15)
"""How long an event waits for its checkpoint while there is activity."""
CHECKPOINT_SECONDS = 60.0
"""How long another process that makes a checkpoint is waited for."""


@dataclass(frozen=True, slots=True)
class Custody:
    """The ledger of one archive."""

    layout: Layout
    identity: Identity
    settings: Settings
    clock: Clock

    def record_look(
        self,
        place: Callable[[Event], None],
        *,
        target: TargetRef,
        slug: str,
        capture: Capture | None,
        kind: str,
        outcome: str,
        reason: str,
        unchanged: bool = False,
        vantage: str = "",
        pages: int | None = None,
    ) -> None:
        """Append the custody event of a look, numbered and chained, and have `place` put it where it belongs.

        `vantage` is in its short form, empty where it is not known; `pages` says how often the platform was asked for
        one, or for more of one.
        """
        said = {
            "capture": str(capture.id) if capture else None,
            "seal": str(capture.seal) if capture else None,
            "kind": kind,
            "outcome": outcome,
            "reason": reason,
            "unchanged": unchanged,
            "vantage": vantage,
            "pages": pages,
        }
        self._append(place, target, slug, events.CAPTURE, said)

    def record_conclusion(
        self, target: TargetRef, removal: Removal, owner: tuple[str, str], inputs: Mapping[str, str]
    ) -> None:
        """Append the event of a conclusion on a post of an owner, told by numeric id and name.

        `inputs` are the captures it was drawn from, with their seals.
        """
        rule = self.settings.rule
        spans = {
            "confirm_after": rule.confirm_after.total_seconds(),
            "unlisted_after": rule.unlisted_after.total_seconds(),
        }
        said = conclusions.said(removal, owner, inputs, spans)
        self._append(self._place, target, layouts.slug(target.name), events.CONCLUSION, said)

    def record_agreement(self, target: TargetRef, *, agreed: bool) -> None:
        """Append the event of an operator's agreeing to have stories of a target read, or of taking that back."""
        said = agreements.said(agreements.STORIES, agreements.WORDS, self.operator(), agreed=agreed)
        self._append(self._place, target, layouts.slug(target.name), events.AGREEMENT, said)

    def record_mark(self, target: TargetRef | None, words: str, happened: datetime) -> None:
        """Append the event of what the operator says happened, of a target or of the archive as a whole."""
        said = marks.said(words, happened, self.operator())
        slug = layouts.slug(target.name) if target else layouts.WHOLE[1]
        self._append(self._place, target, slug, events.MARK, said)

    def record_disposal(
        self, target: TargetRef, slug: str, place: Callable[[Event], None], told: Tombstone, digest: Digest
    ) -> None:
        """Append the event of a disposal, and have `place` put it where it belongs; `digest` is its tombstone's."""
        self._append(place, target, slug, events.DISPOSAL, disposals.said(told, digest, self.operator()))

    def append(self, target: TargetRef | None, event: str, said: Mapping[str, Any]) -> None:
        """Append an event that says something of a target, or of the archive as a whole."""
        self._append(
            self._place, target, layouts.slug(target.name) if target else layouts.WHOLE[1], event, said
        )

    def operator(self) -> str:
        """Give what stands for the operator; `unknown` where no setting names one."""
        operator = self.settings.operator
        known = operator.name != Operator().name
        return self.salted(f"operator {operator.name} {operator.organisation}") if known else operator.name

    def salted(self, name: str) -> str:
        """Give what stands for a name in what may be shown: the same here each time, and not to be guessed."""
        return keys.salted(self.settings.keys, self.identity.archive_id, name)

    def chain(self, platform: str, slug: str) -> Chain:
        """Give the custody events of a target."""
        covered = Covered(self.log, lambda: batches.backwards(self.layout))
        return Chain(self.layout.pending, self.identity.digest, platform, slug, covered)

    def lasts(self) -> dict[str, int]:
        """Give the number of the last event of each `<platform>/<slug>`. Raises DamagedError."""
        found = {slug: tail.number for slug, tail in self.log().tails.items()}
        for event in events.waiting(self.layout.pending).values():
            slug, number = log.place_of(event)
            found[slug] = max(number, found.get(slug, 0))
        return found

    def every(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give name and content of all events. Raises DamagedError."""
        numbers = batches.numbers(self.layout)
        return events.every(self.layout.pending, (batches.events(self.layout, each) for each in numbers))

    def _place(self, event: Event) -> None:
        make_folder(self.layout.pending)
        write_once(self.layout.pending / event.name, event.content, aside_in=self.layout.asides)

    def _append(
        self,
        place: Callable[[Event], None],
        target: TargetRef | None,
        slug: str,
        event: str,
        said: Mapping[str, Any],
    ) -> None:
        platform, named = (target.platform, str(target)) if target else (layouts.WHOLE[0], "")
        with recovery.ledger_of(self.layout, f"{platform}/{slug}"):
            place(self.chain(platform, slug).next(event, self.clock.now(), named, said))

    @contextmanager
    def working_on(self, target: TargetRef, slug: str) -> Iterator[None]:
        """Hold a target for a `with` block, after finishing what a crash left of it. Raises BusyError."""
        with lock.held(self.layout.target_lock(target.platform, slug), str(target)):
            recovery.finish(self.layout)
            for interrupted in recovery.interrupted(self.layout, target.platform, slug):
                self._record_interrupted(interrupted, target)
            yield

    def _record_interrupted(self, interrupted: Interrupted, target: TargetRef) -> None:
        sealed = interrupted.sealed
        self.record_look(
            interrupted.place,
            target=sealed.target if sealed else target,
            slug=sealed.id.slug if sealed else interrupted.begun["slug"],
            capture=sealed,
            kind=sealed.kind.value if sealed else interrupted.begun["kind"],
            outcome=sealed.outcome.value if sealed else "failed",
            reason=sealed.reason if sealed else INTERRUPTED,
            vantage=interrupted.begun.get("vantage", ""),
        )

    def log(self) -> Log:
        """Give the ledger as far as checkpoints cover it. Raises DamagedError."""
        found = self._kept()
        fresh = batches.behind(self.layout, found.batch) if found.batch else batches.numbers(self.layout)
        for number in fresh:
            found = found.grown(number, batches.events(self.layout, number))
        return found

    def last_batch(self) -> list[bytes]:
        """Give the events that the last checkpoint was the first to cover; none where there is none yet."""
        number = self.log().batch
        return batches.events(self.layout, number) if number else []

    def _kept(self) -> Log:
        """Give what was kept of it, where that still fits the checkpoint it was kept at; else nothing."""
        try:
            kept = log.read(self.layout.log_file.read_bytes()) or Log()
            last = checkpoint_text.read(batches.checkpoint(self.layout, kept.batch)) if kept.batch else None
        except (OSError, DamagedError, NotACheckpointError):
            return Log()
        return kept if last == checkpoints.of(kept, self.identity.archive_id) else Log()

    def covered_at(self) -> datetime | None:
        """Give the time of the last event that the last checkpoint covers; None where there is none."""
        last = events.parsed(self.last_batch())
        return max((instant.parsed(each["at"]) for each in last), default=None)

    def latest(self) -> datetime | None:
        """Give the latest time that an event tells which waits or which the last checkpoint brought in.

        What a clock told that was found to have jumped back since, and is in the ledger, is passed over.
        """
        last = events.parsed(self.last_batch())
        told = [*(content for _, content in events.every(self.layout.pending)), *last]
        jumps = [clocks.jump(each) for each in told if each["event"] == events.CLOCK]
        times = (instant.parsed(each["at"]) for each in told)
        return max((at for at in times if not any(now < at <= was for was, now in jumps)), default=None)

    def signing_key(self) -> str:
        """Give the public key that signs: the last that followed, or the one that the archive began with."""
        waiting = (keyring.follower(content) for _, content in events.every(self.layout.pending))
        followed = [key for key in waiting if key]
        return (followed[-1] if followed else self.log().key) or self.identity.public_key

    def reach(self) -> Checkpoint:
        """Say how far checkpoints cover the ledger. Raises DamagedError."""
        return checkpoints.of(self.log(), self.identity.archive_id)

    def checkpoint_where_due(self) -> bool:
        """Cover what waits where a conclusion is among it, or something waits for long; tell whether that was so.

        Raises as `checkpoint` does.
        """
        waiting = [each for _, each in events.every(self.layout.pending)]
        now = self.clock.now()
        due = any(
            each["event"] == events.CONCLUSION
            or (each["event"] not in events.OF_CHECKPOINTS and _age(each, now) >= AT_MOST)
            for each in waiting
        )
        if due:
            self.checkpoint()
        return due

    def checkpoint(self, *, renewing: bool = False) -> Checkpoint:
        """Cover what waits by a signed checkpoint, and say how far the ledger reaches then.

        Where nothing waits but what is said of checkpoints themselves, that waits for the next one, unless it is
        `renewing`: or stamps would bring forth checkpoints and these stamps.

        Raises StoreError where it cannot be signed or written, BusyError, DamagedError; what waits then waits on.
        """
        with lock.held(self.layout.checkpoint_lock, "The ledger", wait_seconds=CHECKPOINT_SECONDS):
            known, waiting = self.log(), events.waiting(self.layout.pending)
            fresh = checkpoints.next_events(known, waiting.values())
            if not renewing and all(each["event"] in events.OF_CHECKPOINTS for each in events.parsed(fresh)):
                fresh = []
            covered = known.grown(known.batch + 1, fresh) if fresh else known
            if fresh:
                self._place_batch(covered, fresh)
            before = batches.events(self.layout, known.batch) if known.batch else []
            self._clear_up(waiting, {*before, *fresh})
            return checkpoints.of(covered, self.identity.archive_id)

    def _clear_up(self, waiting: Mapping[str, bytes], held: Container[bytes]) -> None:
        """Let go of what a batch holds, to the byte: just now, or before a crash; what contradicts one stays."""
        for name, event in waiting.items():
            if event in held:
                (self.layout.pending / name).unlink(missing_ok=True)

    def _place_batch(self, covered: Log, fresh: list[bytes]) -> None:
        made = checkpoints.of(covered, self.identity.archive_id)
        files = {
            batches.EVENTS: checkpoints.lines(fresh),
            batches.CHECKPOINT: made.text,
            batches.SIGNATURE: self._signed(made, covered.key or self.identity.public_key),
        }
        batches.place(self.layout, covered.batch, files)
        aside = self.layout.log_file.with_suffix(".new")
        with suppress(OSError):  # it may be lost
            aside.write_bytes(covered.written())
            aside.replace(self.layout.log_file)

    def _signed(self, made: Checkpoint, key: str) -> bytes:
        return keys.sign(self.settings.keys, self.identity.archive_id, key, checkpoints.NAMESPACE, made.text)


def _age(event: Mapping[str, Any], now: datetime) -> timedelta:
    return now - instant.parsed(event["at"])
