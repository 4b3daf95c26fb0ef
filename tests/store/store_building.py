"""Captures in the making, for the tests of the store."""

from event_building import capture_event
from exchange_building import AT, TEXT, exchange, opening

from archiver.model.capture import CaptureId, CaptureKind, Limit, Outcome, Reach
from archiver.model.digest import Digest
from archiver.model.gap import Gap, GapReason
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.store import manifest, private
from archiver.store.capture_writer import CaptureWriter

NAME = "20261124T034221Z-0000000a"
TARGET = TargetRef("instagram", "acme")
CAPTURE = CaptureId("instagram", "acme", NAME)
BODY = TEXT


def begun(lock="acme", slug="acme"):
    return {
        "platform": "instagram",
        "slug": slug,
        "lock": lock,
        "target": f"instagram:{slug}",
        "kind": "crawl",
        "started_at": "2026-11-24T03:42:21.000007Z",
    }


def writer(layout, name=NAME, find_held=lambda digest: None, **more):
    made = CaptureWriter(layout, name, begun(**more), find_held)
    opening(made)
    return made


def statement(**changes):
    fields = {
        "archive_id": "0123456789abcdef0123456789abcdef",
        "archive_key": "SHA256:abc",
        "capture": CAPTURE,
        "kind": CaptureKind.CRAWL,
        "target": TARGET,
        "post": PostRef("instagram", "DdG4RIxIPyf"),
        "requested_address": "https://www.instagram.com/acme/",
        "account_id": "17",
        "not_authenticated": "stand-in",
        "vantage": Vantage("session", "5a17", "de-DE", "DE"),
        "started_at": AT,
        "ended_at": AT.replace(minute=50),
        "outcome": Outcome.PARTIAL,
        "reason": "stopped",
        "reach": Reach(12, 606, claimed_exactly=False, limit=Limit.LOGGED_OUT),
        "understood": (11, 12),
        "media": 9,
        "held": 0,
        "unchanged": False,
        "gaps": (Gap(GapReason.NO_BODY, "https://x.example/ä", "none", "urn:uuid:1"),),
        "bytes_fetched": 12345,
        "made_with": {"alterations": ["blocked é"], "clock": {"offset_ms": -12.5, "compared": 3}},
    } | changes
    return manifest.Statement(**fields)


def sealed(layout, **more):
    """A writer whose capture is sealed and not placed yet, and the event that is to be placed with it."""
    made = writer(layout, **more)
    made.exchange(exchange())
    content = manifest.compose(statement(capture=CAPTURE), made.records)
    kept = private.document(str(CAPTURE), made.seed, private.Collector(), {}, ())
    return made, event(layout, seal=made.seal(content, kept))


def event(layout, seal=None, slug="acme", outcome="complete"):
    return capture_event(
        pending=layout.pending,
        archive=Digest.of(b""),
        at=AT,
        target=f"instagram:{slug}",
        platform="instagram",
        slug=slug,
        capture=str(CAPTURE) if seal else None,
        seal=seal,
        kind="crawl",
        outcome=outcome,
        reason="",
    )
