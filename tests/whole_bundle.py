"""A small whole bundle, made by the program from an archive of two targets: what attacks on bundles begin with.

Of the first target there are two looks without a session and one with, between which the archive's key changed; the
second target is not handed over. Two authorities stamped the checkpoints and the bundle.
"""

import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "catalog"))

from catalog_building import SITE, TARGET, Answer, Showing, company
from fakes import FrozenClock, Silent
from ledger_building import Stamper, stamped_archive

from archiver.archive import Archive
from archiver.model import instant
from archiver.model.capture import CaptureId, CaptureKind, Outcome, Reach
from archiver.model.exchange import Fidelity, MadeRecord, RecordedExchange
from archiver.model.refs import PostRef, TargetRef
from archiver.model.removal import Removal, RemovalState, Scope, Sighting
from archiver.model.secret import Secret
from archiver.model.vantage import SESSION, Vantage
from archiver.operations import covering, indexing, keyring
from archiver.operations.bundle.choosing import Selection
from archiver.operations.bundle.rules import Rules
from archiver.operations.export import Exported, Wish, export
from archiver.store import manifest, private
from archiver.store.capture_writer import CaptureWriter

OTHER = TargetRef("instagram", "staalborg")
GONE, HELD = company().posts
SIGNED_IN = Vantage(login=SESSION, session="5a1ted00")
TOKEN = b"0123456789abcdef"
SECRETS = (Secret("parameter", "plain", TOKEN), Secret("cookie", "plain", b"zq7w31kv"))
COLLECTOR = private.Collector(
    operator="Jane Roe", session="jane", viewer={"id": "5550001234567"}, host="newsroom-laptop"
)


@dataclass(frozen=True)
class Whole:
    """An archive and the bundle of one of its targets."""

    folder: Path
    """Of the bundle."""
    archive: Archive
    authorities: tuple[Stamper, ...]
    captures: tuple[CaptureId, ...]
    """Of the first target, in order of time."""
    exported: Exported

    @property
    def roots(self) -> bytes:
        """What the authorities publish."""
        return b"".join(each.authority.root for each in self.authorities)


def whole_bundle(folder: Path, name: str = "CASE-1", **wish) -> Whole:
    """Make an archive in a folder, and hand over its first target."""
    archive, authorities = stamped_archive(folder, FrozenClock())
    captures = tuple(filled(archive))
    exported = handed_over(archive, folder / name, **wish)
    archive.close()
    return Whole(folder / name, archive, authorities, captures, exported)


def handed_over(archive: Archive, out: Path, selection: Selection | None = None, **rules) -> Exported:
    chosen = selection or Selection(targets=(TARGET,))
    return export(archive, Wish(chosen, out, Rules(**rules)), Silent())


def filled(archive: Archive) -> list[CaptureId]:
    """Look, conclude and change the key; give the captures of the first target."""
    showing = Showing(company())
    covering.begin(archive)
    page, media = showing.profile(), [showing.medium(GONE), showing.medium(HELD)]
    first = look(archive, [page, *map(told, map(showing.page, (GONE, HELD))), *media], _pictures("one"))
    later(archive)
    look(archive, [Answer(f"{SITE}/{OTHER.name}/", b"<html>another</html>")], target=OTHER)
    keyring.rotate(archive)
    signed_in = [page, told(showing.page(HELD)), *media, unread(), *of_nobody()]
    second = look(archive, signed_in, _pictures("two"), vantage=SIGNED_IN, kept=COLLECTOR)
    later(archive)
    third = look(archive, [missing(GONE), showing.page(HELD), page], kind=CaptureKind.PROBE)
    conclude(archive, first, second, third)
    later(archive)
    return [first, second, third]


def told(answer: Answer) -> Answer:
    """Have an answer and its address hold secrets, and the signed-in account."""
    secret = b'<!-- {"token":"%s","viewer":"5550001234567","sid":"zq7w31kv","n":12} -->' % TOKEN
    return replace(answer, body=answer.body + secret)


def unread() -> Answer:
    """What a page asks for that is about whoever is signed in alone."""
    body = b'{"inbox":["a letter of somebody else"]}' * 20
    return Answer(f"{SITE}/api/v1/direct_v2/inbox/", body, "application/json", obtained="page/fetch")


def of_nobody() -> list[Answer]:
    """A page and a picture at addresses that hold a secret, and an empty answer."""
    key = f"?key={TOKEN.decode()}"
    return [
        Answer(f"{SITE}/p/{HELD.code}/{key}", b"<html>" + b"what stands here; " * 40),
        Answer(f"{SITE}/picture.jpg{key}", b"a picture at a secret place", "image/jpeg", obtained="direct"),
        Answer(f"{SITE}/none/", b"", "text/plain", obtained="direct"),
    ]


def missing(post) -> Answer:
    return Answer(
        f"{SITE}/p/{post.code}/",
        b"<html>" + b"<br>" * 40 + b"Sorry, this page isn't available.</html>",
        status=404,
    )


def _pictures(name: str) -> list[MadeRecord]:
    return [
        MadeRecord(f"urn:archiver:picture:{kind}:0:{SITE}/{name}/", "resource", "image/jpeg", content, _BEGIN)
        for kind, content in (("page", b"page " + name.encode()), ("content", b"content " + name.encode()))
    ]


_BEGIN = FrozenClock().now()


def later(archive: Archive) -> None:
    """Cover what was done, and let two hours pass."""
    covering.cover(archive)
    archive.clock.advance(hours=2)
    covering.begin(archive)


def look(
    archive: Archive,
    answers: list[Answer],
    made: list[MadeRecord] = [],  # noqa: B006 - nobody changes it
    *,
    target: TargetRef = TARGET,
    kind: CaptureKind = CaptureKind.CRAWL,
    vantage: Vantage = Vantage(),  # noqa: B008 - it is frozen
    kept: private.Collector = private.Collector(),  # noqa: B008 - likewise
) -> CaptureId:
    """Record a visit, seal it, append its event, and index it; the clock moves a minute."""
    started = archive.clock.now()
    name = f"{instant.compact(started)}-{len(archive.sealed.ids()):08x}"
    capture = CaptureId(target.platform, target.name, name)
    writer = CaptureWriter(archive.layout, name, {}, partial(archive.held, folder=capture.folder))
    writer.warcinfo({"software": "archiver", "format": "WARC File Format 1.1"}, started)
    for place, answer in enumerate(answers):
        writer.exchange(_recorded(answer, started + timedelta(seconds=place)))
    for each in made:
        writer.made(replace(each, at=started))
    archive.clock.advance(minutes=1)
    statement = manifest.Statement(
        archive_id=archive.identity.archive_id,
        archive_key=archive.key_fingerprint,
        capture=capture,
        kind=kind,
        target=target,
        post=None,
        requested_address=answers[0].address,
        account_id="990000417203",
        not_authenticated="",
        vantage=vantage,
        started_at=started,
        ended_at=archive.clock.now(),
        outcome=Outcome.COMPLETE,
        reason="",
        reach=Reach(),
        understood=(0, 0),
        media=2,
        held=0,
        unchanged=False,
        gaps=(),
        bytes_fetched=1,
        made_with={},
        opening_stamp=covering.opening(archive),
    )
    content = manifest.compose(statement, writer.records)
    numbered = {"www.instagram.com": {"address": "", "protocol": "h2", "request_ids": [f"Aq{name}"]}}
    secrets = private.document(str(capture), writer.seed, kept, numbered, SECRETS)
    sealed = manifest.read(content, writer.seal(content, secrets))
    archive.custody.record_look(
        writer.place,
        target=target,
        slug=target.name,
        capture=sealed,
        kind=kind.value,
        outcome="complete",
        reason="",
    )
    with archive.indexing():
        indexing.index_capture(archive, capture, Silent())
    return capture


def _recorded(answer: Answer, at) -> RecordedExchange:
    return RecordedExchange(
        method="GET",
        address=answer.address,
        request_headers=(("accept", "*/*"), ("referer", f"{SITE}/")),
        request_body=b"",
        status=answer.status,
        status_text="OK",
        response_headers=(
            ("content-type", answer.mime),
            ("date", "Tue, 24 Nov 2026 03:00:00 GMT"),
            ("x-served-by", "a server of many words, and with many more of them"),
            ("x-told", f"key={TOKEN.decode()}"),
            # What is withheld above shares no segment with the body.
            ("server", "one of many words, as there are few; " * 3),
        ),
        body=BytesIO(answer.body),
        at=at,
        fidelity=Fidelity.WIRE,
        obtained=answer.obtained,
    )


def conclude(archive: Archive, *drawn_from: CaptureId) -> None:
    """Append that a post is no longer shown."""
    now = archive.clock.now()
    removal = Removal(
        post=PostRef("instagram", GONE.code),
        state=RemovalState.CONCLUDED,
        rule="absence/1",
        scope=Scope(("logged_out",), ("logged_out",), ()),
        last_shown=Sighting(now - timedelta(hours=4), "logged_out", "logged_out/en-US"),
        first_not_shown=now - timedelta(minutes=1),
        last_checked=now - timedelta(minutes=1),
        visits=(),
        wanting=(),
    )
    inputs = archive.catalog.seals(drawn_from)
    with archive.indexing():
        archive.custody.record_conclusion(TARGET, removal, ("990000417203", TARGET.name), inputs)
        indexing.index_events(archive, TARGET.platform, TARGET.name)
