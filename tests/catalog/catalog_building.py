"""An archive with sealed captures of given pages, written as `operations/look.py` writes them, without a browser."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path

from fakes import FrozenClock, Silent

from archiver import archive as archives
from archiver.archive import Archive
from archiver.catalog.catalog import Catalog
from archiver.config import Settings
from archiver.model import instant
from archiver.model.capture import CaptureId, CaptureKind, Outcome, Reach
from archiver.model.exchange import Fidelity, RecordedExchange
from archiver.model.gap import Gap
from archiver.model.refs import PostRef, TargetRef
from archiver.model.step import Step
from archiver.model.vantage import Vantage
from archiver.operations import indexing
from archiver.simulator import pictures
from archiver.simulator.company import Company, Post
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram import languages, pages
from archiver.simulator.instagram.listings import TAGS
from archiver.simulator.instagram.signing import LARGEST, Signer
from archiver.store import layout, manifest, private
from archiver.store.capture_writer import CaptureWriter

HTML = "text/html; charset=utf-8"
TARGET = TargetRef("instagram", "hartmann.werkzeuge")
FOLDER = layout.folder_of(TARGET)
SITE = "https://www.instagram.com"
ROWS = ("versions", "posts", "media", "accounts", "payloads", "pictures")


@dataclass(frozen=True)
class Answer:
    """What one address was answered with."""

    address: str
    body: bytes
    mime: str = HTML
    status: int = 200
    obtained: str = "page/document"
    truncated: str = ""


def small_picture(post: Post) -> bytes:
    """A picture that belongs to a post's first medium, quick to make."""
    return pictures.picture(post.code, 32, 40)


@dataclass
class Showing:
    """A company as a platform shows it, signed anew for every answer."""

    company: Company
    signer: Signer = field(default_factory=lambda: Signer("one", 1_795_000_000))
    language: str = "en-US"

    def profile(self) -> Answer:
        shown = pages.profile_page(self.company, self.signer)
        return Answer(f"{SITE}/{self.company.handle}/", languages.spoken(shown, self.language))

    def page(self, post: Post) -> Answer:
        shown = self.company.post(post.code) or post
        page = pages.post_page(self.company, shown, self.signer)
        return Answer(f"{SITE}/p/{post.code}/", languages.spoken(page, self.language))

    def medium(self, post: Post, content: bytes = b"", form: str = LARGEST) -> Answer:
        address = self.signer.picture(post.media[0], form, TAGS[post.kind])
        return Answer(address, content or small_picture(post), "image/jpeg", obtained="direct")

    def all(self) -> list[Answer]:
        """The profile, every post's page, and the first picture of each."""
        posts = self.company.posts
        return [self.profile(), *map(self.page, posts), *map(self.medium, posts)]


def company(count: int = 2) -> Company:
    """Hartmann with its first posts alone."""
    whole = hartmann()
    return replace(whole, posts=whole.posts[2 : 2 + count])


def captioned(shown: Company, caption: str | None, place: int = 0) -> Company:
    """The company with another caption on one of its posts."""
    posts = list(shown.posts)
    posts[place] = replace(posts[place], caption=caption)
    return replace(shown, posts=tuple(posts))


@dataclass
class House:
    """An archive, its clock, and the looks taken in it."""

    archive: Archive
    clock: FrozenClock
    taken: int = 0

    def look(
        self,
        answers: list[Answer],
        *,
        target: TargetRef = TARGET,
        kind: CaptureKind = CaptureKind.CRAWL,
        post: PostRef | None = None,
        vantage: Vantage | None = None,
        at: datetime | None = None,
        gaps: tuple[Gap, ...] = (),
        outcome: Outcome = Outcome.COMPLETE,
        plan: tuple[Step, ...] = (),
        known_as: str = "",
    ) -> CaptureId:
        """Record a visit, seal it and append its event; the index is not touched. The clock moves an hour."""
        started = at or self.clock.now()
        self.taken += 1
        name = f"{instant.compact(started)}-{started.microsecond:05x}{self.taken % 4096:03x}"
        capture = CaptureId(target.platform, _slug(target), name)
        begun = {"platform": target.platform, "slug": capture.slug, "lock": capture.slug, "kind": kind.value}
        find_held = partial(self.archive.held, folder=capture.folder)
        writer = CaptureWriter(self.archive.layout, name, begun, find_held)
        writer.warcinfo({"software": "archiver", "format": "WARC File Format 1.1"}, started)
        for answer in answers:
            writer.exchange(_recorded(answer, started))
        statement = manifest.Statement(
            archive_id=self.archive.identity.archive_id,
            archive_key=self.archive.key_fingerprint,
            capture=capture,
            kind=kind,
            target=target,
            post=post,
            requested_address=answers[0].address if answers else "",
            account_id="",
            not_authenticated="stand-in",
            vantage=vantage or Vantage(),
            started_at=started,
            ended_at=started,
            outcome=outcome,
            reason="" if outcome is Outcome.COMPLETE else "stopped",
            reach=Reach(),
            understood=(0, 0),
            media=0,
            held=0,
            unchanged=False,
            gaps=gaps,
            bytes_fetched=sum(len(answer.body) for answer in answers),
            made_with={},
            plan=plan,
            known_as=known_as,
        )
        content = manifest.compose(statement, writer.records)
        kept = private.document(str(capture), writer.seed, private.Collector(), {}, ())
        sealed = manifest.read(content, writer.seal(content, kept))
        self.archive.custody.record_look(
            writer.place,
            target=target,
            slug=capture.slug,
            capture=sealed,
            kind=kind.value,
            outcome=outcome.value,
            reason=sealed.reason,
        )
        if at is None:
            self.clock.advance(hours=1)
        return capture

    def index(self, *captures: CaptureId) -> None:
        """Index captures in the order given, as a crawl does after each look: those that are in are left out."""
        for capture in self.archive.catalog.lacks(captures):
            indexing.index_capture(self.archive, capture, Silent())

    def seen(self, answers: list[Answer], **more) -> CaptureId:
        """Look and index."""
        capture = self.look(answers, **more)
        self.index(capture)
        return capture

    def rows(self, *tables: str) -> dict[str, int]:
        counts = self.archive.catalog.row_counts()
        return {table: counts[table] for table in tables}

    def versions(self, post: Post) -> tuple[dict, ...]:
        found = self.archive.catalog.post(PostRef("instagram", post.code))
        return found.versions if found else ()

    def with_index(self, path: Path) -> "House":
        """The same archive with an index of its own, not made yet."""
        return replace(self, archive=replace(self.archive, catalog=Catalog(path)))


def _slug(target: TargetRef) -> str:
    return layout.UNKNOWN_OWNER if target.name == layout.UNKNOWN_OWNER else layout.slug(target.name)


def _recorded(answer: Answer, at: datetime) -> RecordedExchange:
    return RecordedExchange(
        method="GET",
        address=answer.address,
        request_headers=(),
        request_body=b"",
        status=answer.status,
        status_text="OK",
        response_headers=(("content-type", answer.mime),),
        body=BytesIO(answer.body),
        at=at,
        fidelity=Fidelity.WIRE,
        obtained=answer.obtained,
        truncated=answer.truncated,
    )


def new_house(folder: Path) -> House:
    """A new archive below a folder, its clock standing still."""
    clock = FrozenClock()
    settings = Settings(file=folder / "config" / "archiver.toml", keys=folder / "keys")
    return House(archives.create(folder / "evidence", settings, clock=clock), clock)


def dump(path: Path) -> dict[str, set[tuple]]:
    """Give every row of an index file, by sqlite3 and not by our code."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {table: set(connection.execute(f'SELECT * FROM "{table}"')) for table in tables}


def shape(path: Path | str) -> set[tuple[str, ...]]:
    """Give the tables and indexes of an index file as SQLite tells them, white space folded."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
        return {(*named, " ".join((sql or "").split())) for *named, sql in rows}
