"""Time the diff of two looks at 100,000 posts beside bare SQL joins of two tables that hold them, in one run.

Also: two equal looks at accounts of two sizes, and what unchanged looks at a large account add to the index.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archiver import archive as archives
from archiver.archive import Archive
from archiver.catalog import fields
from archiver.catalog.indexing import Indexable
from archiver.catalog.intervals import as_json
from archiver.config import Settings
from archiver.derive.snapshot import Snapshot
from archiver.model.account import Account
from archiver.model.capture import Capture, CaptureId, CaptureKind, Outcome, Reach
from archiver.model.coverage import Coverage, Listed
from archiver.model.digest import Digest
from archiver.model.post import Candidate, Count, Medium, MediumKind, Observation
from archiver.model.probe import Presence
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.operations.diff import diff

TARGET = TargetRef("instagram", "acme")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
POSTS, LARGE, LOOKS = 100_000, 10_000, 1_000
CHANGED = 100
"""One in so many posts is gone, and one edited."""
ROUNDS = 5


def post(number: int, caption: str = "") -> Observation:
    """Give a post of one picture."""
    address = Candidate(f"https://x.example/{number}_n.jpg", 1080, 1350)
    return Observation(
        ref=PostRef("instagram", f"P{number:07d}"),
        permanent_id=str(number),
        owner_id="7",
        owner_name="acme",
        kind="image",
        product="feed",
        published_at=BEGAN - timedelta(minutes=number),
        caption=caption or f"Words of post {number}",
        alt=None,
        location=None,
        tagged=(),
        coauthors=(),
        media=(Medium(f"{number}_n.jpg", MediumKind.IMAGE, (address,), str(number)),),
        counts=(("likes", Count(number % 90)),),
        whole=True,
        record="urn:uuid:r",
        tagged_ids=(),
    )


def look(number: int, posts: tuple[Observation, ...]) -> Indexable:
    """Give what one crawl of an account adds to the index, its grid listed to the end."""
    at, vantage = BEGAN + timedelta(hours=number), Vantage("session", "salted")
    capture = Capture(
        id=CaptureId("instagram", "acme", f"{at:%Y%m%dT%H%M%SZ}-{number:08x}"),
        target=TARGET,
        kind=CaptureKind.CRAWL,
        post=None,
        vantage=vantage,
        started_at=at,
        ended_at=at,
        outcome=Outcome.COMPLETE,
        reason="",
        reach=Reach(len(posts), len(posts), claimed_exactly=True),
        gaps=(),
        bytes_fetched=0,
        seal=Digest.of(b""),
    )
    account = Account(
        platform="instagram",
        account_id="7",
        handle="acme",
        name="Acme",
        biography="",
        links=(),
        private=False,
        verified=None,
        posts=Count(len(posts)),
        followers=None,
        record="urn:uuid:a",
    )
    grid = Coverage(
        "grid", vantage.lane, tuple(Listed(each.ref, each.published_at) for each in posts), None, len(posts)
    )
    seen = Snapshot(capture, vantage.lane, account, posts, len(posts), len(posts), (grid,), Presence.PRESENT)
    return Indexable(seen, "instagram/1", (), (), (), ())


def indexed(folder: Path, *looks: tuple[Observation, ...]) -> Archive:
    """Make an archive whose index holds some looks."""
    settings = Settings(file=folder / "archiver.toml", keys=folder / "keys")
    archive = archives.create(folder / "evidence", settings)
    for number, posts in enumerate(looks, start=1):
        archive.catalog.index(look(number, posts))
    return archive


def later(posts: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """Give the posts as they are after some are gone and some edited."""
    kept = (each for place, each in enumerate(posts) if place % CHANGED)
    return tuple(
        replace(each, caption="Other words") if int(each.permanent_id) % CHANGED == 1 else each
        for each in kept
    )


def timed(work: Callable[[], object]) -> float:
    """Give the median seconds of some runs."""
    spans = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        spans.append(time.perf_counter() - began)
    return statistics.median(spans)


def bare_join(
    file: str | Path,
    before: tuple[Observation, ...],
    after: tuple[Observation, ...],
    fields: Callable[[Observation], str | None],
) -> float:
    """Time the plain set difference of two tables of key and fields, as one would write it by hand."""
    with sqlite3.connect(file) as connection:
        for name, posts in (("before", before), ("after", after)):
            connection.execute(f"CREATE TABLE {name} (key TEXT PRIMARY KEY, fields TEXT) WITHOUT ROWID")
            rows = ((each.ref.key, fields(each)) for each in posts)
            connection.executemany(f"INSERT INTO {name} VALUES (?, ?)", rows)
        connection.commit()
        query = (
            "SELECT b.key FROM before b LEFT JOIN after a ON a.key = b.key "
            "WHERE a.key IS NULL OR a.fields <> b.fields"
        )
        return timed(lambda: connection.execute(query).fetchall())


def main() -> None:
    """Print the figures."""
    posts = tuple(post(number) for number in range(POSTS))
    changed = later(posts)
    with tempfile.TemporaryDirectory() as folder:
        archive = indexed(Path(folder), posts, changed)
        floor = bare_join(
            Path(folder) / "bare.sqlite", posts, changed, lambda each: as_json(fields.of_post(each))
        )
        leanest = bare_join(":memory:", posts, changed, lambda each: each.caption)
        mine = timed(lambda: diff(archive, TARGET))
        print(f"{POSTS:,} against {len(changed):,} posts, {len(diff(archive, TARGET).changes):,} changes")
        print(f"bare SQL join, all fields compared  {floor * 1000:9.1f} ms")
        print(f"bare SQL join, captions in memory   {leanest * 1000:9.1f} ms")
        print(f"diff  {mine * 1000:9.1f} ms, {mine / floor:.2f} x and {mine / leanest:.2f} x the joins")
    for size in (POSTS // 10, POSTS):
        with tempfile.TemporaryDirectory() as folder:
            archive = indexed(Path(folder), posts[:size], posts[:size])
            print(f"two equal looks, {size:7,} posts {timed(lambda: diff(archive, TARGET)) * 1000:7.1f} ms")  # noqa: B023
    looks = int(sys.argv[1]) if len(sys.argv) > 1 else LOOKS
    with tempfile.TemporaryDirectory() as folder:
        archive = indexed(Path(folder), posts[:LARGE])
        before = _size(archive)
        began = time.perf_counter()
        for number in range(2, looks + 2):
            archive.catalog.index(look(number, posts[:LARGE]))
        spent = (time.perf_counter() - began) / looks
        print(
            f"{looks:,} unchanged looks at {LARGE:,} posts add {(_size(archive) - before) / 1e6:.2f} MB, "
            f"{spent * 1000:.0f} ms each"
        )


def _size(archive: Archive) -> int:
    archive.catalog.close()
    with sqlite3.connect(archive.catalog.path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return archive.catalog.path.stat().st_size


if __name__ == "__main__":
    main()
