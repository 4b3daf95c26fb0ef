"""Real archives, made by the writing code: what the tests of the verifier are about."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from event_building import capture_event

from archiver.formats import ssh_key
from archiver.formats.warc import Held
from archiver.model.capture import CaptureId, CaptureKind, Outcome, Reach
from archiver.model.digest import Digest
from archiver.model.exchange import ConvertedRecord, Fidelity, MadeRecord, RecordedExchange
from archiver.model.refs import TargetRef
from archiver.model.secret import Secret
from archiver.model.vantage import Vantage
from archiver.store import archive_file, manifest, private
from archiver.store.archive_file import Identity
from archiver.store.capture_writer import CaptureWriter
from archiver.store.layout import Layout

BEGIN = datetime(2026, 11, 24, 3, 42, 21, tzinfo=UTC)
ARCHIVE_ID = "0123456789abcdef0123456789abcdef"
FORM = b"doc_id=123&variables=__withheld__"
HTML = b'<html lang="en"><p class="a">' + b'one post, "quoted", and more of it; ' * 90 + b"</html>"
MEDIA_BYTES = (1 << 20) + 4321


@dataclass
class Built:
    """An archive in the making."""

    layout: Layout
    identity: Identity
    not_authenticated: str = ""
    captures: list[str] = field(default_factory=list)

    @property
    def root(self) -> Path:
        return self.layout.root


def new_archive(root: Path, *, simulated: bool = False, not_authenticated: str = "") -> Built:
    layout = Layout(root)
    identity = archive_file.create(
        layout,
        archive_id=ARCHIVE_ID,
        public_key=ssh_key.generate().public,
        created_at="2026-11-24T03:00:00.000000Z",
        simulated=simulated,
    )
    return Built(layout, identity, not_authenticated)


def exchange(path: str, body: bytes | None, mime: str, form: bytes = b"") -> RecordedExchange:
    return RecordedExchange(
        method="POST" if form else "GET",
        address=f"https://www.instagram.com/{path}",
        request_headers=(("accept", "*/*"),),
        request_body=form,
        status=200,
        status_text="OK",
        response_headers=(("Content-Type", mime), ("set-cookie", "__withheld__")),
        body=None if body is None else BytesIO(body),
        at=BEGIN,
        fidelity=Fidelity.DECODED,
        obtained="page/document",
    )


def look(
    built: Built,
    slug: str,
    day: int,
    write: Callable[[CaptureWriter], None],
    held: dict[Digest, Held] | None = None,
) -> None:
    """Make one visit: a sealed capture with its event."""
    begun = BEGIN + timedelta(days=day)
    capture = CaptureId("instagram", slug, f"{begun:%Y%m%dT%H%M%SZ}-{day:08x}")
    writer = CaptureWriter(built.layout, capture.name, {}, (held or {}).get)
    writer.warcinfo({"software": "archiver", "format": "WARC File Format 1.1"}, begun)
    write(writer)
    statement = manifest.Statement(
        archive_id=built.identity.archive_id,
        archive_key=ssh_key.fingerprint(built.identity.public_key),
        capture=capture,
        kind=CaptureKind.CRAWL,
        target=TargetRef("instagram", slug),
        post=None,
        requested_address=f"https://www.instagram.com/{slug}/",
        account_id="17841400000000000",
        not_authenticated=built.not_authenticated,
        vantage=Vantage(),
        started_at=begun,
        ended_at=begun,
        outcome=Outcome.COMPLETE,
        reason="",
        reach=Reach(),
        understood=(1, 1),
        media=1,
        held=0,
        unchanged=False,
        gaps=(),
        bytes_fetched=1,
        made_with={"clock": {"offset_ms": -12.5, "compared": 3}, "alterations": ["blocked é"]},
    )
    secret = Secret("cookie", "plain", b"sessionid")
    seal = writer.seal(
        manifest.compose(statement, writer.records),
        private.document(str(capture), writer.seed, private.Collector(), {}, [writer.salt, secret]),
    )
    event = _event(built, slug, begun, capture=str(capture), seal=seal, outcome="complete", reason="")
    writer.place(event)
    built.captures.append(str(capture))


def failed_look(built: Built, slug: str, day: int) -> None:
    """Make a visit of which nothing is left but its event."""
    begun = BEGIN + timedelta(days=day)
    writer = CaptureWriter(built.layout, f"{begun:%Y%m%dT%H%M%SZ}-{day:08x}", {}, lambda digest: None)
    event = _event(built, slug, begun, capture=None, seal=None, outcome="failed", reason="browser_died")
    writer.abandon(event)


def _event(built: Built, slug: str, at: datetime, *, capture, seal, outcome: str, reason: str):
    return capture_event(
        pending=built.layout.pending,
        archive=built.identity.digest,
        at=at,
        target=f"instagram:{slug}",
        platform="instagram",
        slug=slug,
        capture=capture,
        seal=seal,
        kind="crawl",
        outcome=outcome,
        reason=reason,
    )


def whole_archive(root: Path) -> Built:
    """Three captures of two targets, and a look at the first that failed between its two."""
    built = new_archive(root)
    (root / ".gitkeep").touch()
    (root / "catalog.sqlite").write_bytes(b"an index")
    (root / "catalog.sqlite-wal").touch()
    chance = random.Random(7)
    posts = json.dumps(
        [{"id": chance.random(), "caption": "x" * chance.randint(0, 90)} for _ in range(400)]
    ).encode()
    media = chance.randbytes(MEDIA_BYTES)
    held: dict[Digest, Held] = {}

    def first(writer: CaptureWriter) -> None:
        page = writer.exchange(exchange("acme/", HTML, "text/html; charset=utf-8"))
        held[Digest.of(HTML)] = Held(
            f"instagram/acme/{writer.name}", page, "https://www.instagram.com/acme/", BEGIN
        )
        writer.exchange(exchange("graphql/query", posts, "application/json", FORM))
        writer.exchange(exchange("p/1.jpg", media, "image/jpeg"))
        writer.exchange(exchange("p/2.jpg", media, "image/jpeg"))
        parts = [
            writer.exchange(exchange(f"p/{name}.mp4", chance.randbytes(900), f"{name}/mp4"))
            for name in ("video", "audio")
        ]
        merged = ConvertedRecord(
            "https://www.instagram.com/p/video.mp4",
            tuple(parts),
            "video/mp4",
            BytesIO(chance.randbytes(1800)),
            BEGIN,
        )
        writer.converted(merged)
        writer.exchange(exchange("empty", b"", "text/plain"))
        writer.exchange(exchange("none", None, "image/svg+xml"))
        made(writer, "resource", "picture:1", "image/jpeg", chance.randbytes(2000))
        made(writer, "resource", "dom:1", "text/html", HTML[:700])
        made(writer, "resource", "dom:2", "text/html", HTML[7:707])
        made(
            writer,
            "metadata",
            "certificates:www.instagram.com",
            "application/pem-certificate-chain",
            b"PEM" * 99,
        )

    look(built, "acme", 0, first)
    failed_look(built, "acme", 1)
    look(built, "acme", 2, lambda writer: writer.exchange(exchange("acme/", HTML, "text/html")), held)
    look(built, "other", 3, lambda writer: writer.exchange(exchange("other/", HTML[:300], "text/html")))
    return built


def made(writer: CaptureWriter, kind: str, name: str, mime: str, content: bytes) -> None:
    writer.made(MadeRecord(f"urn:archiver:{name}", kind, mime, content, BEGIN))
