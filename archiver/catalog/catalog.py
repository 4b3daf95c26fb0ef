"""The index as the rest of the house sees it: no SQL, no rows of a library, only values."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from archiver.catalog import (
    abouts,
    changing,
    comparing,
    events,
    evidence,
    held,
    holders,
    indexing,
    likeness,
    listings,
    media_readings,
    opening,
    presences,
    queries,
    rotation,
    shown_pictures,
    sites,
    trays,
)
from archiver.catalog.changing import Changes
from archiver.catalog.indexing import Indexable
from archiver.catalog.looks import Looks
from archiver.catalog.queries import PostRecord
from archiver.catalog.reposts import Reposts
from archiver.catalog.shown_pictures import ShownPicture
from archiver.catalog.sites import PageState
from archiver.catalog.unchanged import Unchanged
from archiver.derive.alike import Bytes, FilmLook, Look
from archiver.derive.site_parts import SiteListing
from archiver.derive.stories import TraySpan
from archiver.errors import DiskFullError, StoreError
from archiver.formats.warc import Held
from archiver.model.about import AboutSpan
from archiver.model.capture import CaptureId, Reach
from archiver.model.digest import Digest
from archiver.model.gap import Gap, GapReason
from archiver.model.media_removal import MediaReading
from archiver.model.presence_span import PresenceSpan
from archiver.model.refs import PostRef, TargetRef
from archiver.model.removal import Evidence
from archiver.model.rereading import Rereading
from archiver.model.surface_state import SurfaceState
from archiver.model.vantage import Vantage


class Catalog:
    """One opened index file."""

    def __init__(self, path: Path) -> None:
        """Open it, made and migrated where needed; raise StoreError where it cannot be used."""
        self.path = path
        self._engine = opening.opened(path)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(f"The index at {self.path} cannot be read.", opening.DAMAGED) from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise DiskFullError(f"There is no room left on the disk that holds {self.path}.") from error
            raise StoreError(f"The index at {self.path} cannot be written.", opening.DAMAGED) from error

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def become(self, other: "Catalog") -> None:
        """Hold what another index holds, in one step and in the same file, which other processes may have open."""
        with self._reading() as mine, other._reading() as theirs:  # noqa: SLF001 - of its own kind
            target, source = mine.connection.driver_connection, theirs.connection.driver_connection
            source.backup(target)  # type: ignore[union-attr]  # the driver is sqlite3
            mine.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def index(self, found: Indexable) -> bool:
        """Add one capture; refuse, with False, where a later one of the same target is in already."""
        with self._writing() as connection:
            if queries.is_indexed(connection, str(found.snapshot.capture.id)):
                return True
            in_order = indexing.is_in_order(connection, found.snapshot.capture)
            if in_order:
                indexing.index(connection, found)
        return in_order

    def index_all(self, found: Iterable[Indexable]) -> None:
        """Add captures, which come in the order of their time, in one transaction."""
        with self._writing() as connection:
            for each in found:
                indexing.index(connection, each)

    def lacks(self, captures: Sequence[CaptureId]) -> list[CaptureId]:
        """Give those captures of one target's folder that are not in, in their order."""
        with self._reading() as connection:
            known = queries.indexed(connection, captures)
        return [capture for capture in captures if str(capture) not in known]

    def held(self, digest: Digest, folder: str) -> Held | None:
        """Say where the captures of a folder (`<platform>/<slug>`) hold a payload."""
        with self._reading() as connection:
            return held.payload(connection, digest, folder)

    def knows_whole(
        self, ref: PostRef, target: TargetRef, lane: str, folder: str, promised: int | None = None
    ) -> bool:
        """Tell whether a post was read whole in a lane, and a folder's captures hold all its media, and as promised."""
        with self._reading() as connection:
            return held.knows_whole(connection, ref, target, lane, folder, promised)

    def media_of(self, ref: PostRef, folder: str) -> dict[str, tuple[Digest, Held]]:
        """Say where a folder's captures hold each of a post's media in its largest rendition, by asset."""
        with self._reading() as connection:
            return held.media_of(connection, ref, folder)

    def holders(self, target: TargetRef, media: Iterable[PostRef]) -> dict[PostRef, PostRef]:
        """Give the posts that media, as a listing names them by themselves, are known to belong to."""
        with self._reading() as connection:
            return holders.of(connection, target, media)

    @property
    def unchanged(self) -> Unchanged:
        """Give what complete looks left known."""
        return Unchanged(self._reading)

    @property
    def reposts(self) -> Reposts:
        """Give what may be posts that were published anew."""
        return Reposts(self._reading)

    def account_id(self, target: TargetRef) -> str:
        """Give the numeric id that a target was first seen under; empty where it was never seen."""
        with self._reading() as connection:
            return queries.account_id(connection, target)

    def last_event(self, slug: str) -> int:
        """Give the number of a target's last event that is in; 0 where none is."""
        with self._reading() as connection:
            return events.last(connection, slug)

    def last_events(self) -> dict[str, int]:
        """Give the number of the last event that is in of each `<platform>/<slug>`."""
        with self._reading() as connection:
            return events.lasts(connection)

    @property
    def looks(self) -> Looks:
        """Give how looks went, by their custody events."""
        return Looks(self._reading)

    def events_after(self, slug: str, kind: str, number: int) -> list[dict[str, Any]]:
        """Give what the events of one kind of a `<platform>/<slug>` say that stand behind a number, in order."""
        with self._reading() as connection:
            return events.after(connection, slug, kind, number)

    def reach(self, capture: CaptureId) -> tuple[Reach, int]:
        """Give how far a capture reached, and how many things could not be read in it."""
        with self._reading() as connection:
            return queries.reach(connection, capture)

    def surfaces(self, target: TargetRef) -> list[SurfaceState]:
        """Say of each surface, in each lane, how far it was listed last, and when to its end."""
        with self._reading() as connection:
            return listings.surfaces(connection, target)

    def note_events(self, found: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Add custody events, by name and content."""
        with self._writing() as connection:
            events.note(connection, found)

    def latest_events(self, kind: str) -> dict[str, dict[str, Any]]:
        """Give what each target's last event of one kind says; under an empty name that of the whole archive."""
        with self._engine.connect() as connection:
            return events.latest(connection, kind)

    def events(self, target: TargetRef, kind: str) -> list[dict[str, Any]]:
        """Give what a target's events of one kind say, in order."""
        with self._reading() as connection:
            return events.of_kind(connection, str(target), kind)

    def in_question(self, target: TargetRef) -> set[PostRef]:
        """Give the posts that a listing lacks where it covers them, and those whose own page once did not show them."""
        with self._reading() as connection:
            return evidence.in_question(connection, target)

    def evidence(self, target: TargetRef, posts: Iterable[PostRef]) -> list[Evidence]:
        """Give all that is known of posts' being shown and not."""
        with self._reading() as connection:
            return list(evidence.evidence(connection, target, posts))

    def media_readings(self, target: TargetRef) -> dict[PostRef, tuple[MediaReading, ...]]:
        """Give which media posts were read with, of those that were read with other media than before."""
        with self._reading() as connection:
            return media_readings.of_changed(connection, target)

    def unlisted(self, target: TargetRef, vantages: Iterable[str], most: int) -> list[PostRef]:
        """Give posts that no vantage's latest crawl listed, the one longest not seen or asked for first."""
        with self._reading() as connection:
            return rotation.unlisted(connection, target, vantages, most)

    def unchecked_since(self, target: TargetRef, vantages: Iterable[str]) -> datetime | None:
        """Say since when the one longest not seen of these was not, nor asked for; None where there is none."""
        with self._reading() as connection:
            return rotation.unchecked_since(connection, target, vantages)

    def sessions(self, target: TargetRef) -> frozenset[str]:
        """Give the vantages of all sessions that ever looked at a target."""
        with self._reading() as connection:
            return queries.sessions(connection, target)

    def lane(self, target: TargetRef, vantage: Vantage) -> str:
        """Give the lane in which a vantage was answered last, or else the one that it asks for."""
        with self._reading() as connection:
            return queries.lane(connection, target, str(vantage)) or vantage.lane

    def live(self, target: TargetRef, lane: str, account_id: str, most: int) -> list[PostRef]:
        """Give the newest posts of an account's own that a lane's latest listings hold."""
        with self._reading() as connection:
            return evidence.live(connection, target, lane, account_id, most)

    def oldest_live(self, target: TargetRef, account_id: str, most: int) -> list[PostRef]:
        """Give the oldest posts of an account's own that any lane's latest listings hold."""
        with self._reading() as connection:
            return evidence.oldest_live(connection, target, account_id, most)

    def presences(self, target: TargetRef) -> list[PresenceSpan]:
        """Say how a target stood last, in each lane."""
        with self._reading() as connection:
            return presences.of(connection, target)

    def abouts(self, target: TargetRef) -> list[AboutSpan]:
        """Give all that the platform stated of a target's account, in order of time."""
        with self._reading() as connection:
            return abouts.of(connection, target)

    def last_asked_about(
        self, target: TargetRef, vantage: Vantage, addresses: Sequence[str]
    ) -> datetime | None:
        """Say when a vantage last asked, at some addresses, for what the platform states of an account."""
        with self._reading() as connection:
            return abouts.last_asked(connection, target, str(vantage), addresses)

    def site_pages(self, site: TargetRef) -> list[PageState]:
        """Give all states of all pages of a site, in order of time."""
        with self._reading() as connection:
            return list(sites.pages(connection, site))

    def shown_pictures(self, target: TargetRef) -> list[ShownPicture]:
        """Give the pictures of a target's posts."""
        with self._reading() as connection:
            return list(shown_pictures.of(connection, target))

    def gaps_of(self, target: TargetRef, reason: GapReason) -> list[tuple[str, Gap]]:
        """Give the gaps of a target's captures that have one reason, each with its capture, in order of time."""
        with self._reading() as connection:
            return queries.gaps_of(connection, target, reason)

    def site_listings(self, target: TargetRef) -> list[SiteListing]:
        """Give the states of a site's listing, in order of time."""
        with self._reading() as connection:
            return list(listings.of_site(connection, target))

    def looked_at(self, platform: str, lane: str, since: datetime, until: datetime) -> frozenset[str]:
        """Give the targets that were crawled in a lane within a time."""
        with self._reading() as connection:
            return queries.looked_at(connection, platform, lane, since, until)

    def presences_of_others(self, target: TargetRef) -> list[PresenceSpan]:
        """Say how all other targets of the same platform stood last, in each lane."""
        with self._reading() as connection:
            return presences.of_others(connection, target)

    def owners(self, target: TargetRef, posts: Iterable[PostRef]) -> dict[PostRef, tuple[str, str]]:
        """Give numeric id and name of the owner of each post; empty where a post was never read."""
        with self._reading() as connection:
            return queries.owners(connection, target, posts)

    def extractors(self) -> frozenset[tuple[str, str]]:
        """Give the platforms of which something is in, each with the versions of extraction that read it."""
        with self._reading() as connection:
            return queries.extractors(connection)

    def is_empty(self) -> bool:
        """Tell whether no capture is in."""
        with self._reading() as connection:
            return queries.is_empty(connection)

    def targets(self) -> list[TargetRef]:
        """Give all targets of which there is a capture."""
        with self._reading() as connection:
            return queries.targets(connection)

    def captures(self, target: TargetRef) -> list[tuple[str, str, str]]:
        """Give path, lane and kind of all captures of a target, in order of time."""
        with self._reading() as connection:
            return changing.captures(connection, target)

    def moved(self, target: TargetRef, start: str, end: str) -> Changes:
        """Give what has another state at one capture of a target than at an earlier one."""
        with self._reading() as connection:
            return changing.changes(connection, target, start, end)

    def likeness(self, platform: str, assets: set[str]) -> dict[str, Look | FilmLook | Bytes]:
        """Give how the pictures and films look that media, by asset, were received as; of others their digest."""
        with self._reading() as connection:
            return likeness.by_asset(connection, platform, assets)

    def captures_at(self, target: TargetRef, times: Iterable[datetime]) -> frozenset[CaptureId]:
        """Give the captures of a target that began, or asked for a post, at some times."""
        with self._reading() as connection:
            return queries.captures_at(connection, target, times)

    def seals(self, captures: Iterable[CaptureId]) -> dict[str, str]:
        """Give the seals of captures."""
        with self._reading() as connection:
            return queries.seals(connection, captures)

    def known_posts(self, target: TargetRef) -> set[str]:
        """Give the keys of all posts known of a target."""
        with self._reading() as connection:
            return queries.known_posts(connection, target)

    def post(self, ref: PostRef) -> PostRecord | None:
        """Give a post; None where it was never seen."""
        with self._reading() as connection:
            return queries.post(connection, ref)

    def keys_named(self, key: str) -> list[PostRef]:
        """Give the posts, on any platform, that bear a bare key."""
        with self._reading() as connection:
            return queries.keys_named(connection, key)

    def posts_of(self, target: TargetRef) -> tuple[dict[str, Any], ...]:
        """Give a target's posts, latest sighting first."""
        with self._reading() as connection:
            return queries.posts_of(connection, target)

    def tray_spans(self, target: TargetRef, until: str = "", story: PostRef | None = None) -> list[TraySpan]:
        """Give where a target's stories stood, all or one; as it was known at a capture, where one is named."""
        with self._reading() as connection:
            return trays.spans(connection, target, until, story)

    def stories_moved(self, target: TargetRef, start: str, end: str) -> set[PostRef]:
        """Give the stories that came into a tray, or left one, behind one capture and up to another."""
        with self._reading() as connection:
            return trays.moved(connection, target, start, end)

    def story_times(self, target: TargetRef) -> dict[PostRef, tuple[datetime | None, datetime | None]]:
        """Give when each story of a target was published, and when it ends by itself."""
        with self._reading() as connection:
            return trays.times(connection, target)

    def account(self, target: TargetRef) -> tuple[dict[str, Any], ...]:
        """Give the states of a target's account, in order of time."""
        with self._reading() as connection:
            return queries.account(connection, target)

    def ended_at(self, capture: str) -> datetime:
        """Give when a capture ended, which must be in."""
        with self._reading() as connection:
            return queries.ended_at(connection, capture)

    def latest_capture(self, target: TargetRef) -> dict[str, Any] | None:
        """Give the row of a target's latest capture."""
        with self._reading() as connection:
            return queries.latest_capture(connection, target)

    def row_counts(self) -> dict[str, int]:
        """Count the rows of every table."""
        with self._reading() as connection:
            return queries.row_counts(connection)

    def read_otherwise_by(self, newer: "Catalog") -> tuple[Rereading, ...]:
        """Give what another index of the same captures reads otherwise."""
        with self._reading() as mine, newer._reading() as theirs:  # noqa: SLF001 - likewise
            return tuple(comparing.rereadings(mine, theirs))

    def differences(self, other: "Catalog") -> dict[str, tuple[int, int]]:
        """Give, for each table that differs, how many rows only this and only the other holds."""
        with self._reading() as mine, other._reading() as theirs:  # noqa: SLF001 - of its own kind
            return comparing.differences(mine, theirs)
