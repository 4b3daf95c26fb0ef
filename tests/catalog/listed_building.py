"""Looks that showed an account, its listings and posts, with no page behind them: only what the index is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from catalog_building import TARGET

from archiver.catalog.indexing import Indexable, IndexedMedium
from archiver.derive.snapshot import Sight, Snapshot
from archiver.formats.warc_reading import Payload
from archiver.model.account import Account
from archiver.model.capture import Capture, CaptureId, CaptureKind, Outcome, Reach
from archiver.model.coverage import Coverage, Listed
from archiver.model.digest import Digest
from archiver.model.post import Candidate, Count, Medium, MediumKind, Observation
from archiver.model.refs import PostRef
from archiver.model.vantage import Vantage

BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
LANE = Vantage().lane
ACCOUNT = Account(
    platform="instagram",
    account_id="990000417203",
    handle=TARGET.name,
    name="Hartmann",
    biography="Machines",
    links=("https://hartmann.example/",),
    private=False,
    verified=True,
    posts=Count(3),
    followers=Count(12_480),
    record="urn:uuid:a",
)


def ref(code):
    return PostRef("instagram", code)


def listed(letters, *, surface="grid", pinned="", broken=None, claimed=None, lane=LANE):
    """A listing of posts that are called by one letter each."""
    entries = (
        Listed(ref(letter), BEGAN - timedelta(days=place), pinned=letter in pinned)
        for place, letter in enumerate(letters)
    )
    return Coverage(surface, lane, tuple(entries), broken, claimed)


def post(code="A", *assets, **fields):
    """A post as it was read whole, its media called by their assets."""
    media = (
        Medium(asset, MediumKind.IMAGE, (Candidate(f"https://x.example/{asset}", None, None),))
        for asset in assets or (f"{code}.jpg",)
    )
    shown = Observation(
        ref=ref(code),
        permanent_id=str(ord(code[0])),
        owner_id=ACCOUNT.account_id,
        owner_name=ACCOUNT.handle,
        kind="image",
        product="feed",
        published_at=BEGAN,
        caption="words",
        alt="a lathe",
        location=("1", "Werk II"),
        tagged=("liesl",),
        coauthors=("7",),
        media=tuple(media),
        counts=(("likes", Count(4)),),
        whole=True,
        record="urn:uuid:p",
    )
    return replace(shown, **fields)


def sight(*posts, account=ACCOUNT, coverages=None, lane=LANE):
    """What answers show of the target: by default a grid of the posts given."""
    grid = (listed("".join(each.ref.key for each in posts)),)
    return Sight(lane, account, tuple(posts), grid if coverages is None else tuple(coverages))


def look(
    number,
    *coverages,
    posts=(),
    account=ACCOUNT,
    vantage=None,
    target=TARGET,
    media=(),
    outcome=Outcome.COMPLETE,
):
    """The n-th look: what a capture that showed this adds to the index; `media` are assets and their digests."""
    at = BEGAN + timedelta(days=number - 1)
    capture = Capture(
        id=CaptureId(target.platform, target.name, f"202611{number:02}T000000Z-000000{number:02}"),
        target=target,
        kind=CaptureKind.CRAWL,
        post=None,
        vantage=vantage or Vantage(),
        started_at=at,
        ended_at=at,
        outcome=outcome,
        reason="",
        reach=Reach(),
        gaps=(),
        bytes_fetched=0,
        seal=Digest.of(b""),
    )
    payloads = (
        Payload(
            digest=Digest(f"sha256:{sha256}"),
            record="urn:uuid:m",
            address=f"https://x.example/{asset}",
            mime="image/jpeg",
            at=at,
            size=1,
            obtained="direct",
            status=200,
            revisit=False,
            truncated=False,
            offset=0,
        )
        for asset, sha256 in dict(media).items()
    )
    indexed = (
        IndexedMedium(each.ref.key, medium.asset, dict(media)[medium.asset], whole=each.whole)
        for each in posts
        for medium in each.media
        if medium.asset in dict(media)
    )
    return Indexable(
        Snapshot(
            capture, capture.vantage.lane, account, tuple(posts), len(posts), len(posts), tuple(coverages)
        ),
        "instagram/1",
        (),
        tuple(payloads),
        tuple(indexed),
        (),
    )


def seen(number, *posts, **more):
    """The n-th look, which showed posts in a grid of this order."""
    return look(number, listed("".join(each.ref.key for each in posts)), posts=posts, **more)
