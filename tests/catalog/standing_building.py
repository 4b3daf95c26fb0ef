"""Looks at an account whose posts are called by one letter each, A the newest, each with the date that it keeps."""

from dataclasses import replace
from datetime import timedelta

from listed_building import ACCOUNT, BEGAN, LANE, look, post, ref

from archiver.model.capture import CaptureKind
from archiver.model.coverage import Coverage, Listed
from archiver.model.probe import Control, Presence, Probe
from archiver.model.reading import Availability
from archiver.model.vantage import Vantage

SESSION = Vantage("session", "s1")
DATES = {letter: BEGAN - timedelta(days=place + 1) for place, letter in enumerate("ABCDEFGHIJ")}
LIVE, NOT_FOUND, WALLED = Availability.LIVE, Availability.NOT_FOUND, Availability.WALLED


def grid(letters, *, claimed=None, broken=None, surface="grid", lane=LANE):
    """One surface as a look listed it."""
    entries = tuple(Listed(ref(letter), DATES.get(letter)) for letter in letters)
    return Coverage(surface, lane, entries, broken, claimed)


def posts(letters, **fields):
    """The posts themselves."""
    return tuple(post(letter, published_at=DATES.get(letter), **fields) for letter in letters)


def looked(number, *coverages, read="", presence=Presence.PRESENT, kind=CaptureKind.CRAWL, probes=(), **more):
    """The n-th look: what it listed, and which posts it read besides those."""
    letters = dict.fromkeys([*(entry.ref.key for each in coverages for entry in each.entries), *read])
    owned = more.pop("posts", posts(letters))
    made = look(number, *coverages, posts=owned, **more)
    shown = made.snapshot
    capture = replace(shown.capture, kind=kind)
    return replace(made, snapshot=replace(shown, capture=capture, presence=presence, probes=tuple(probes)))


def probe(number, letter, availability=NOT_FOUND, vantage=None, **changed):
    """A visit to a post in the n-th look, with all that it needs."""
    seen = vantage or Vantage()
    control = Control(ref("A"), LIVE, "content", DATES["A"])
    made = Probe(
        post=ref(letter),
        at=BEGAN + timedelta(days=number - 1, minutes=5),
        capture=look(number).snapshot.capture.id,
        record=f"urn:uuid:{number}{letter}",
        lane=seen.lane,
        vantage=str(seen),
        country=seen.country,
        availability=availability,
        signal="content" if availability is LIVE else "route",
        before=control,
        after=replace(control, post=ref("B"), published_at=None),
        null=Control(ref("Znull"), NOT_FOUND, "route"),
        owner=Presence.PRESENT,
    )
    return replace(made, **changed)


def probed(number, *probes, vantage=None, read="", **more):
    """The n-th look, which asked for posts: it reads what was shown, and lists nothing."""
    shown = read or [each.post.key for each in probes if each.availability is LIVE]
    return looked(number, read=shown, kind=CaptureKind.PROBE, probes=probes, vantage=vantage, **more)


OWNER = ACCOUNT.account_id
