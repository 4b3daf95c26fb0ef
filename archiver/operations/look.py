"""One look at a target or post: visit, seal, append, index. Leaving the block does it, however it is left."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from archiver.archive import Archive, TargetHoldings
from archiver.capture.means import Means
from archiver.catalog.indexing import Indexable
from archiver.config import Session
from archiver.derive.snapshot import sight
from archiver.errors import ArchiverError, CaptureError, SessionError
from archiver.model import instant
from archiver.model.capture import Capture, CaptureKind, Outcome, Reach
from archiver.model.coverage import Break, Coverage
from archiver.model.earlier import Earlier
from archiver.model.looked import CHALLENGED, INTERRUPTED
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.step import Step
from archiver.model.vantage import Vantage
from archiver.operations import continuing, sealing, session_health, session_state, time_limit
from archiver.operations.indexing import catch_up, index_capture, index_events
from archiver.operations.time_limit import TimeLimit, TimeLimitError
from archiver.operations.vantages import vantage_of
from archiver.ports import Crawled, Platform, Progress, RecordedVisit, Stop, Testimony
from archiver.store import layout
from archiver.store.capture_writer import CaptureWriter, FindHeld


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be looked at."""

    platform: Platform
    target: TargetRef
    """For a post of an owner not known yet: the platform's `_unknown`."""
    kind: CaptureKind
    address: str
    post: PostRef | None = None
    session: Session | None = None
    """Whose signed-in state to look with; None to look logged out."""
    refused: SessionError | None = None
    """Why the session cannot be looked with, where that is known before; the look then fails by it."""
    plan: tuple[Step, ...] = ()
    """Of a probe: the pages that are asked for, in order."""
    heeds_robots: bool = True
    """Whether what a site's robots.txt asks not to be asked is left out."""
    proxy: str = ""
    """Through which this is looked at in the place of the operator's usual one; empty for that."""
    stories: bool = False
    """Whether the settings say that stories are read; the ledger must say that it was agreed to."""
    at_most: timedelta | None = None
    """How long the look may take; None for as long as it takes."""

    @property
    def lock_name(self) -> str:
        """Give what is held while the look lasts: a target's slug, or one post."""
        return layout.slug(self.post.key) if self.post else layout.slug(self.target.name)


@dataclass(slots=True)
class Look:
    """A look while it lasts, and what came of it."""

    archive: Archive
    asked: Asked
    vantage: Vantage
    writer: CaptureWriter
    started_at: datetime
    known_as: str
    """Numeric id that the target was known by when the look began; empty where it was not."""
    earlier: Earlier | None = None
    """What the last look listed, where that was cut off and this one goes on with it."""
    visit: RecordedVisit | None = None
    crawled: Crawled | None = None
    reads_stories: bool = False
    """Whether stories may be read, which was agreed to."""
    error: BaseException | None = None
    capture: Capture | None = None
    found: Indexable | None = None
    known_before: set[str] = field(default_factory=set)
    state_was_open: bool = False
    """Whether others on this machine could read the session's state until now."""

    @property
    def in_visit(self) -> RecordedVisit:
        """Give the visit, which lasts as long as the block."""
        if self.visit is None:
            raise RuntimeError("a look outside its block")
        return self.visit

    @property
    def testimony(self) -> Testimony:
        """Give what the visit says of itself; of one that never began nothing."""
        return self.visit.testimony() if self.visit is not None else Testimony()

    @property
    def post(self) -> PostRef | None:
        """Give the post that is looked at, by its permanent key where an answer told it; None for a target."""
        asked = self.asked
        if asked.post is None or self.visit is None:
            return asked.post
        return asked.platform.named(self.visit.reading, asked.post)

    @property
    def holdings(self) -> TargetHoldings:
        """Give what is held already, as this vantage knows it."""
        return TargetHoldings(self.archive, self.asked.target, self.vantage, self.known_as, self.earlier)

    @property
    def outcome(self) -> tuple[Outcome, str, Reach]:
        """Say how it ended, why if not complete, and how far it reached.

        A challenge to whoever is signed in comes before all else: no session is asked with on behind one.
        """
        outcome, reason, reach = self._ended
        if self.asked.session is None or self.visit is None or not self.visit.reading.challenged:
            return outcome, reason, reach
        if outcome is Outcome.COMPLETE:
            return Outcome.PARTIAL, CHALLENGED, replace(reach, limit=None)
        return outcome, CHALLENGED, reach

    @property
    def _ended(self) -> tuple[Outcome, str, Reach]:
        if self.error is None and self.crawled is not None:
            crawled = self.crawled
            broken = self._broken if crawled.outcome is Outcome.COMPLETE else ""
            if broken:
                return Outcome.PARTIAL, broken, replace(crawled.reach, limit=None)
            return crawled.outcome, crawled.reason, crawled.reach
        code = self.error.code if isinstance(self.error, ArchiverError) else INTERRUPTED
        reading = self.visit.reading if self.visit else None
        if reading is None or not (reading.accounts or reading.observations):
            return Outcome.FAILED, code, Reach()
        return Outcome.PARTIAL, code, _reached(self.asked.target, reading, self.coverages)

    @property
    def _broken(self) -> str:
        """Name the first break in a listing's chain that is not only its not going on; empty where there is none."""
        found = (_BREAKS.get(coverage.broken, "") for coverage in self.coverages if coverage.broken)
        return next(filter(None, found), "")

    @property
    def coverages(self) -> tuple[Coverage, ...]:
        """Say how far each surface of the target was listed."""
        if self.visit is None or self.asked.kind is not CaptureKind.CRAWL:
            return ()
        seen = sight(self.asked.target, self.vantage, self.visit.reading, earlier=self.earlier)
        return seen.coverages


def _reached(target: TargetRef, reading: Reading, coverages: Iterable[Coverage]) -> Reach:
    """Say how far a look came that broke off, of how much the profile said there is.

    What only the look listed that it went on from counts, as it does where nothing broke off.
    """
    listed = {entry for listing in reading.listings for entry in listing.entries if entry is not None}
    listed |= {ref for found in coverages for ref in found.before}
    accounts = (account for account in reading.accounts if account.is_of(target))
    claimed = next((account.posts for account in accounts if account.posts is not None), None)
    if claimed is None:
        return Reach(listed=len(listed))
    return Reach(listed=len(listed), claimed=claimed.value, claimed_exactly=claimed.exact)


_BREAKS = {
    Break.ANOTHER_OWNER: "listing_not_understood",
    Break.EDGE: "listing_not_understood",
    Break.PARTIAL_ERROR: "listing_not_understood",
    Break.CURSOR: "listing_broken",
}


@contextmanager
def look(archive: Archive, asked: Asked, progress: Progress, stop: Stop) -> Iterator[Look]:
    """Look, for a `with` block.

    Our own errors within the block end the look and are told by it. Raises ArchiverError where the look could
    not begin or not be sealed; any other error passes on once what was seen is sealed.
    """
    vantage = vantage_of(archive, asked.session, asked.proxy)
    slug = asked.lock_name
    with (
        archive.custody.working_on(asked.target, slug),
        time_limit.within(asked.at_most, stop, archive.browsers.kill) as limit,
    ):
        catch_up(archive, asked.platform.name, slug, progress)
        started = archive.clock.now()
        name = f"{instant.compact(started)}-{started.microsecond:05x}{os.urandom(2).hex()[:3]}"
        begun = {
            "platform": asked.platform.name,
            "slug": sealing.slug(asked.target, asked),
            "lock": slug,
            "target": str(asked.target),
            "kind": asked.kind.value,
            "started_at": instant.written(started),
            "vantage": str(vantage),
        }
        writer = CaptureWriter(archive.layout, name, begun, _find_held(archive, asked))
        taken = Look(archive, asked, vantage, writer, started, archive.catalog.account_id(asked.target))
        if asked.kind is CaptureKind.CRAWL and asked.post is None:
            taken.earlier = continuing.cut_off(archive, asked.target, vantage, started)
        begun_well = False
        try:
            writer.warcinfo({"software": "archiver", "format": "WARC File Format 1.1"}, started)
            means = _means(taken, progress, limit)
            with archive.visiting(asked.platform, vantage, means, writer, asked.address) as taken.visit:
                begun_well = True
                yield taken
        except ArchiverError as error:
            taken.error = _by_its_end(error, asked, limit)
            if not begun_well:
                raise taken.error from error
        except BaseException as error:
            taken.error = error
            raise
        finally:
            _close(taken, progress)


def _by_its_end(error: ArchiverError, asked: Asked, limit: TimeLimit) -> ArchiverError:
    """Say that a look broke off because its time was over, whatever broke off with that."""
    if not limit.is_over or not isinstance(error, CaptureError):
        return error
    return TimeLimitError(f"{asked.address} was not read to its end within {asked.at_most}.")


def vantages_of(archive: Archive, looks: Iterable[Asked]) -> frozenset[str]:
    """Name the vantages of some looks."""
    return frozenset(str(vantage_of(archive, each.session, each.proxy)) for each in looks)


def _find_held(archive: Archive, asked: Asked) -> FindHeld:
    """Seek payloads where the capture is to stand, so that it never points into the folder of another target.

    Where a post alone is to stand only its answer tells; nothing is sought for it.
    """
    folder = layout.folder_of(asked.target)
    return lambda digest: archive.held(digest, folder) if asked.post is None else None


def _means(taken: Look, progress: Progress, stop: Stop) -> Means:
    archive, session, state = taken.archive, taken.asked.session, None
    if taken.asked.refused is not None:
        raise taken.asked.refused
    if session is not None:
        found = session_state.usable(session, archive.layout.root)
        session_health.require_unchallenged(archive, session)
        state, taken.state_was_open = found.file, found.was_open
    settings, work = archive.settings, str(archive.layout.work)
    network = replace(settings.network, proxy=taken.asked.proxy or settings.network.proxy)
    return Means(network, settings.browser, work, stop, progress, state, archive.pacer, archive.browsers)


def _close(taken: Look, progress: Progress) -> None:
    """Seal what was recorded and append its event; where nothing was recorded, append that."""
    opening_only = len(taken.writer.records) <= 1
    if opening_only:
        outcome, reason, _ = taken.outcome
        with taken.archive.indexing():
            target = taken.asked.target
            _append(taken, target, taken.writer.abandon, outcome, reason)
            index_events(taken.archive, target.platform, sealing.slug(target, taken.asked))
        return
    target = _filed_under(taken)
    taken.capture = sealing.seal(taken, target)
    with taken.archive.indexing():
        _append(taken, target, taken.writer.place, taken.capture.outcome, taken.capture.reason)
        taken.known_before = taken.archive.catalog.known_posts(target)
        taken.found = index_capture(taken.archive, taken.capture.id, progress)


def _filed_under(taken: Look) -> TargetRef:
    """Give the target a capture belongs to: of a post alone, its owner, where an answer named one."""
    asked = taken.asked
    if asked.post is None or taken.visit is None:
        return asked.target
    owner = asked.platform.owner(taken.visit.reading, taken.post or asked.post)
    return TargetRef(asked.platform.name, owner.name.lower()) if owner else asked.target


def _append(
    taken: Look, target: TargetRef, place: Callable[..., None], outcome: Outcome, reason: str
) -> None:
    taken.archive.custody.record_look(
        place,
        target=target,
        slug=sealing.slug(target, taken.asked),
        capture=taken.capture,
        kind=taken.asked.kind.value,
        outcome=outcome.value,
        reason=reason,
        unchanged=bool(taken.crawled and taken.crawled.unchanged),
        vantage=str(taken.vantage),
        pages=taken.testimony.pages,
    )
