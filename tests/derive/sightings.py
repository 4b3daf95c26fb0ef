"""Accounts, posts and pages of listings as answers show them, and the readings they make."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from archiver.model.account import Account
from archiver.model.capture import Capture, CaptureId, CaptureKind, Outcome, Reach
from archiver.model.digest import Digest
from archiver.model.post import Candidate, Count, Medium, MediumKind, Observation
from archiver.model.reading import ListingPage, Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OURS, THEIRS = "990000111222", "990000333444"
NAME = "brandt.pumpen"


def ref(code):
    return PostRef("instagram", code)


def medium(name):
    return Medium(name, MediumKind.IMAGE, (Candidate(f"https://x.fbcdn.net/{name}", 1080, 1350),))


def whole(code="AAAAA", **fields):
    """A post as its own page shows it."""
    shown = Observation(
        ref=ref(code),
        permanent_id="1",
        owner_id=OURS,
        owner_name=NAME,
        kind="image",
        product="feed",
        published_at=AT,
        caption="all the words",
        alt="a pump",
        location=("1", "Werk Nord"),
        tagged=("lotte.dreht",),
        coauthors=(THEIRS,),
        media=(medium("large.jpg"),),
        counts=(("comments", Count(4)), ("likes", Count(120))),
        whole=True,
        record="urn:whole",
    )
    return replace(shown, **fields)


def partial(code="AAAAA", **fields):
    """The same post as its profile lists it: cut words, small picture, no time, but one count more."""
    shown = replace(
        whole(code),
        published_at=None,
        caption="all the",
        alt=None,
        location=None,
        tagged=(),
        coauthors=(),
        media=(medium("small.jpg"),),
        counts=(("likes", Count(100, exact=False)), ("plays", Count(7))),
        whole=False,
        record="urn:partial",
    )
    return replace(shown, **fields)


def capture(kind=CaptureKind.CRAWL, post=None, name=NAME):
    return Capture(
        id=CaptureId("instagram", name, "20261124T030000Z-00000000"),
        target=TargetRef("instagram", name),
        kind=kind,
        post=post,
        vantage=Vantage(),
        started_at=AT,
        ended_at=AT + timedelta(minutes=2),
        outcome=Outcome.COMPLETE,
        reason="",
        reach=Reach(),
        gaps=(),
        bytes_fetched=0,
        seal=Digest.of(b""),
    )


def account(account_id=OURS, handle=NAME, posts=None):
    return Account(
        platform="instagram",
        account_id=account_id,
        handle=handle,
        name=None,
        biography=None,
        links=(),
        private=False,
        verified=False,
        posts=posts,
        followers=None,
        record="urn:a",
    )


def listing(*codes, owner=OURS, **fields):
    """The only page of a grid, but for what is given otherwise; None for an edge that was not understood."""
    page = ListingPage(
        "grid", owner, tuple(code and ref(code) for code in codes), "", "", more=False, record="urn:l"
    )
    return replace(page, **fields)


TARGET = account()


def reading(*observations, listings=(), accounts=(TARGET,)):
    return Reading(
        accounts=tuple(accounts),
        listings=tuple(listings),
        observations=tuple(observations),
        seen=9,
        understood=8,
    )
