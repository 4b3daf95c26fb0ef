"""An opened archive: evidence folder, index, ledger, clock, pace and operator, wired once for all verbs."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archiver.capture.pacing import Pacer, pace_before
from archiver.catalog.catalog import Catalog
from archiver.config import Operator, Settings
from archiver.derive.holders import in_place_of_media
from archiver.derive.lane import lane
from archiver.derive.snapshot import sight
from archiver.formats import ssh_key
from archiver.formats.warc import Held
from archiver.ledger import agreements, conclusions, events, keys
from archiver.ledger.events import Chain
from archiver.model import instant
from archiver.model.capture import Capture
from archiver.model.digest import Digest
from archiver.model.event import Event
from archiver.model.merging import unattributed
from archiver.model.post import Medium, Observation
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.removal import Removal
from archiver.model.vantage import Vantage
from archiver.ports import Clock, HeldMedium
from archiver.store import archive_file, lock, recovery
from archiver.store import layout as layouts
from archiver.store.archive_file import Identity
from archiver.store.layout import Layout
from archiver.store.recovery import Interrupted
from archiver.store.sealed import SealedCaptures
from archiver.store.writing import make_folder, write_once

_ASKED_ABOUT_EVERY = timedelta(days=30)
_INDEX_SECONDS = 3600.0
"""A large archive's index takes long to make afresh."""


class SystemClock:
    """The port `Clock`, on this machine's clock."""

    def now(self) -> datetime:
        """Give the instant."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class TargetHoldings:
    """The port `Holdings`, for one target seen in one class of vantage."""

    archive: "Archive"
    target: TargetRef
    vantage: Vantage
    account_id: str = ""
    """Numeric id that the target is known by; empty where it is not."""

    def newest(self) -> PostRef | None:
        """Give the newest post of the target's own that its latest listing from here held."""
        catalog = self.archive.catalog
        found = catalog.live(self.target, catalog.lane(self.target, self.vantage), self.account_id, 1)
        return found[0] if found else None

    def payload(self, digest: Digest) -> Held | None:
        """Say where a payload is held."""
        return self.archive.held(digest)

    def knows_whole(self, ref: PostRef, reading: Reading, promised: int | None = None) -> bool:
        """Tell whether a post was read whole before, in the lane of what was read now, and all its media received."""
        return self.archive.catalog.knows_whole(ref, self.target, lane(self.vantage, reading), promised)

    def medium(self, ref: PostRef, medium: Medium) -> HeldMedium | None:
        """Say where a post's medium is held, where that capture still stands."""
        found = self.archive.catalog.medium(ref, medium.asset) if medium.asset else None
        if found is None or not self.archive.sealed.stands(found[1].capture):
            return None
        return HeldMedium(str(ref), medium.asset, *found)

    def media_of(self, ref: PostRef) -> tuple[HeldMedium, ...]:
        """Say where all media of a post are held, in captures that still stand."""
        found = self.archive.catalog.media_of(ref)
        return tuple(
            HeldMedium(str(ref), asset, digest, held)
            for asset, (digest, held) in found.items()
            if self.archive.sealed.stands(held.capture)
        )

    def unchanged(self, reading: Reading) -> bool:
        """Tell whether all that was read is as the last look in this lane left it."""
        seen = sight(self.target, self.vantage, reading)
        known = in_place_of_media(seen, self.holders(unattributed(seen.posts)))
        return self.archive.catalog.is_as_known(self.target, known)

    def posts(self) -> list[PostRef]:
        """Give every post of the target that was ever met."""
        platform = self.target.platform
        return [PostRef(platform, key) for key in sorted(self.archive.catalog.known_posts(self.target))]

    def shows_as_known(self, seen: Observation, reading: Reading) -> bool:
        """Tell whether a post is as the last complete look left it, in the lane of what was read now."""
        return self.archive.catalog.shows_as_known(self.target, lane(self.vantage, reading), seen)

    def asked_about_lately(self, addresses: Sequence[str]) -> bool:
        """Tell whether what the platform states of the account was asked for within a month, from here and there."""
        asked = self.archive.catalog.last_asked_about(self.target, self.vantage, addresses)
        return asked is not None and self.archive.clock.now() - asked < _ASKED_ABOUT_EVERY

    def holders(self, media: Iterable[PostRef]) -> dict[PostRef, PostRef]:
        """Give the posts that media, as a listing names them by themselves, are known to belong to."""
        return self.archive.catalog.holders(self.target, media)


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive, opened. `catalog` is its index."""

    layout: Layout
    identity: Identity
    settings: Settings
    catalog: Catalog
    pacer: Pacer
    """Shared by all looks of a run, so that a pause lies between them too."""
    clock: Clock = field(default_factory=SystemClock)

    @property
    def sealed(self) -> SealedCaptures:
        """Give the sealed captures."""
        return SealedCaptures(self.layout)

    @property
    def key_fingerprint(self) -> str:
        """Give the fingerprint of the archive's public key."""
        return ssh_key.fingerprint(self.identity.public_key)

    def salted(self, name: str) -> str:
        """Give what stands for a name in what may be shown: the same here each time, and not to be guessed."""
        return keys.salted(self.settings.keys, self.identity.archive_id, name)

    def held(self, digest: Digest) -> Held | None:
        """Say where a payload is held, where that capture still stands."""
        found = self.catalog.held(digest)
        return found if found is not None and self.sealed.stands(found.capture) else None

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
    ) -> None:
        """Append the custody event of a look, numbered and chained, and have `place` put it where it belongs."""
        said = {
            "capture": str(capture.id) if capture else None,
            "seal": str(capture.seal) if capture else None,
            "kind": kind,
            "outcome": outcome,
            "reason": reason,
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
        operator = self.settings.operator
        who = f"operator {operator.name} {operator.organisation}"
        known = operator.name != Operator().name
        said = agreements.said(
            agreements.STORIES,
            agreements.WORDS,
            self.salted(who) if known else operator.name,
            agreed=agreed,
        )
        self._append(self._place, target, layouts.slug(target.name), events.AGREEMENT, said)

    def has_agreed(self, target: TargetRef) -> bool:
        """Tell whether the ledger's last word is that stories of a target may be read."""
        return agreements.stands(self.catalog.events(target, events.AGREEMENT), agreements.STORIES)

    def chain(self, platform: str, slug: str) -> Chain:
        """Give the custody events of a target."""
        return Chain(self.layout.pending, self.identity.digest, platform, slug)

    def _place(self, event: Event) -> None:
        make_folder(self.layout.pending)
        write_once(self.layout.pending / event.name, event.content)

    def _append(
        self,
        place: Callable[[Event], None],
        target: TargetRef,
        slug: str,
        event: str,
        said: Mapping[str, Any],
    ) -> None:
        with recovery.ledger_of(self.layout, f"{target.platform}/{slug}"):
            place(self.chain(target.platform, slug).next(event, self.clock.now(), str(target), said))

    @contextmanager
    def working_on(self, target: TargetRef, slug: str) -> Iterator[None]:
        """Hold a target for a `with` block, after finishing what a crash left of it. Raises BusyError."""
        with lock.held(self.layout.target_lock(target.platform, slug), str(target)):
            recovery.finish(self.layout)
            for interrupted in recovery.interrupted(self.layout, target.platform, slug):
                self._record_interrupted(interrupted, target)
            yield

    @contextmanager
    def indexing(self) -> Iterator[None]:
        """Be the only process that places captures and writes the index, for a `with` block. Raises BusyError."""
        with lock.held(self.layout.index_lock, "The index", wait_seconds=_INDEX_SECONDS):
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
            reason=sealed.reason if sealed else "interrupted",
        )

    def close(self) -> None:
        """Let go of the index."""
        self.catalog.close()


def exists(root: Path) -> bool:
    """Tell whether an archive stands at a folder."""
    return Layout(root).archive_file.exists()


def create(root: Path, settings: Settings, *, simulated: bool = False, clock: Clock | None = None) -> Archive:
    """Make a new archive and its signing key; raise ArchiveError where one stands there already."""
    clock = clock or SystemClock()
    layout = Layout(root)
    archive_file.refuse_taken(layout)
    archive_id = secrets.token_hex(16)
    public_key = keys.make(settings.keys, archive_id)
    archive_file.create(
        layout,
        archive_id=archive_id,
        public_key=public_key,
        created_at=instant.written(clock.now()),
        simulated=simulated,
    )
    return opened(root, settings, clock)


def opened(root: Path, settings: Settings, clock: Clock | None = None) -> Archive:
    """Open the archive at a folder. Raises ArchiveError, NewerFormatError, DamagedError, StoreError."""
    layout = Layout(root)
    identity = archive_file.read(layout)
    for part in archive_file.parts(layout):
        part.unlink(missing_ok=True)
    pacer = Pacer(pace_before(settings.network))
    return Archive(layout, identity, settings, Catalog(layout.catalog), pacer, clock or SystemClock())
