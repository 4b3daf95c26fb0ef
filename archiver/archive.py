"""An opened archive: evidence folder, index, ledger, clock, pace and operator, wired once for all verbs."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archiver.capture.browsers import Browsers
from archiver.capture.means import Means, Visiting
from archiver.capture.pacing import Pacer, pace_before
from archiver.catalog.catalog import Catalog
from archiver.config import Settings
from archiver.custody import Custody, Run, Stamps
from archiver.derive.holders import in_place_of_media
from archiver.derive.lane import lane
from archiver.derive.snapshot import sight
from archiver.formats import ssh_key
from archiver.formats.warc import Held
from archiver.ledger import agreements, events, keys
from archiver.ledger.authority import HttpAuthority
from archiver.model import instant
from archiver.model.digest import Digest
from archiver.model.earlier import Earlier
from archiver.model.merging import unattributed
from archiver.model.post import Medium, Observation
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.ports import Clock, HeldMedium, Platform, RecordedVisit, Recording, Timestamper
from archiver.store import archive_file, lock
from archiver.store.archive_file import Identity
from archiver.store.layout import Layout, folder_of
from archiver.store.sealed import SealedCaptures
from archiver.store.writing import make_folder, room_expected, sync_folder

_ASKED_ABOUT_EVERY = timedelta(days=30)
_INDEX_SECONDS = 3600.0
"""A large archive's index takes long to make afresh."""


class SystemClock:
    """The port `Clock`, on this machine's clock."""

    def now(self) -> datetime:
        """Give the instant."""
        return datetime.now(UTC)


def in_a_browser(
    platform: Platform, vantage: Vantage, means: Means, recording: Recording, public: str, /
) -> AbstractContextManager[RecordedVisit]:
    """Make a visit in a real browser: the port `Visiting`. Raises as that does."""
    # Most commands open an archive and look at nothing; what drives a browser takes long to load.
    from archiver.capture.setting_out import visiting  # noqa: PLC0415

    return visiting(platform, vantage, means, recording, public)


@dataclass(frozen=True, slots=True)
class TargetHoldings:
    """The port `Holdings`, for one target seen in one class of vantage."""

    archive: "Archive"
    target: TargetRef
    vantage: Vantage
    account_id: str = ""
    """Numeric id that the target is known by; empty where it is not."""
    earlier: Earlier | None = None
    """What the last look listed, where that is to be gone on with."""

    def newest(self) -> PostRef | None:
        """Give the newest post of the target's own that its latest listing from here held."""
        catalog = self.archive.catalog
        found = catalog.live(self.target, catalog.lane(self.target, self.vantage), self.account_id, 1)
        return found[0] if found else None

    @property
    def folder(self) -> str:
        """Give the folder that the target's captures stand in: what others hold is not held for it."""
        return folder_of(self.target)

    def payload(self, digest: Digest) -> Held | None:
        """Say where a payload is held."""
        return self.archive.held(digest, self.folder)

    def knows_whole(self, ref: PostRef, reading: Reading, promised: int | None = None) -> bool:
        """Tell whether a post was read whole before, in the lane of what was read now, and all its media received."""
        here = lane(self.vantage, reading)
        return self.archive.catalog.knows_whole(ref, self.target, here, self.folder, promised)

    def medium(self, ref: PostRef, medium: Medium) -> HeldMedium | None:
        """Say where a post's medium is held, where that capture still stands."""
        return next((held for held in self.media_of(ref) if held.asset == medium.asset != ""), None)

    def media_of(self, ref: PostRef) -> tuple[HeldMedium, ...]:
        """Say where all media of a post are held, in captures that still stand."""
        found = self.archive.catalog.media_of(ref, self.folder)
        return tuple(
            HeldMedium(str(ref), asset, digest, held)
            for asset, (digest, held) in found.items()
            if self.archive.sealed.holds(held.capture, held.record)
        )

    def unchanged(self, reading: Reading) -> bool:
        """Tell whether all that was read is as the last look in this lane left it."""
        if self.earlier is not None:
            return False  # what was cut off may never have been pictured
        seen = sight(self.target, self.vantage, reading)
        known = in_place_of_media(seen, self.holders(unattributed(seen.posts)))
        return self.archive.catalog.unchanged.is_as_known(self.target, known)

    def posts(self) -> list[PostRef]:
        """Give every post of the target that was ever met."""
        platform = self.target.platform
        return [PostRef(platform, key) for key in sorted(self.archive.catalog.known_posts(self.target))]

    def is_worded_as_known(self, seen: Observation, reading: Reading) -> bool:
        """Tell whether a post's caption is the one it was last read with, in the lane of what was read now."""
        here = lane(self.vantage, reading)
        return self.archive.catalog.unchanged.is_worded_as_known(self.target, here, seen)

    def shows_as_known(self, seen: Observation, reading: Reading) -> bool:
        """Tell whether a post is as the last complete look left it, in the lane of what was read now."""
        return self.archive.catalog.unchanged.shows_as_known(self.target, lane(self.vantage, reading), seen)

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
    authorities: tuple[Timestamper, ...] = ()
    """Those that stamp its checkpoints, in the order of the settings."""
    run: Run = field(default_factory=Run)
    browsers: Browsers = field(default_factory=Browsers)
    """Shared by all looks of a run."""
    visiting: Visiting = in_a_browser
    """Makes visits."""

    @property
    def custody(self) -> Custody:
        """Give the ledger: what happens is appended there."""
        return Custody(self.layout, self.identity, self.settings, self.clock)

    @property
    def stamps(self) -> Stamps:
        """Give the stamps of its checkpoints."""
        return Stamps(self.custody)

    @property
    def sealed(self) -> SealedCaptures:
        """Give the sealed captures."""
        return SealedCaptures(self.layout)

    @property
    def key_fingerprint(self) -> str:
        """Give the fingerprint of the archive's public key."""
        return ssh_key.fingerprint(self.identity.public_key)

    def held(self, digest: Digest, folder: str) -> Held | None:
        """Say where the captures of a folder (`<platform>/<slug>`) hold a payload, where that one still stands."""
        found = self.catalog.held(digest, folder)
        return found if found is not None and self.sealed.holds(found.capture, found.record) else None

    def has_agreed(self, target: TargetRef) -> bool:
        """Tell whether the ledger's last word is that stories of a target may be read."""
        return agreements.stands(self.catalog.events(target, events.AGREEMENT), agreements.STORIES)

    def mark_index_stale(self) -> None:
        """Take down that the index tells of what may be gone, until it is made afresh. Raises StoreError."""
        make_folder(self.layout.stale_mark.parent)
        with room_expected(self.layout.stale_mark):
            self.layout.stale_mark.touch()
            sync_folder(self.layout.stale_mark.parent)

    def mark_index_current(self) -> None:
        """Take down that the index was made afresh."""
        self.layout.stale_mark.unlink(missing_ok=True)

    @property
    def is_index_stale(self) -> bool:
        """Tell whether the index is to be made afresh before it is asked."""
        return self.layout.stale_mark.exists()

    @contextmanager
    def indexing(self) -> Iterator[None]:
        """Be the only process that places captures and writes the index, for a `with` block. Raises BusyError."""
        with lock.held(self.layout.index_lock, "The index", wait_seconds=_INDEX_SECONDS):
            yield

    def close(self) -> None:
        """Let go of the browser and of the index."""
        self.browsers.close()
        self.catalog.close()


def exists(root: Path) -> bool:
    """Tell whether an archive stands at a folder."""
    return archive_file.exists(root)


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
    authorities = tuple(HttpAuthority(each, settings.network) for each in settings.authorities)
    return Archive(
        layout, identity, settings, Catalog(layout.catalog), pacer, clock or SystemClock(), authorities
    )
