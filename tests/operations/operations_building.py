"""Sealed captures written into an archive as a look writes them, from the pages of the simulated account."""

from dataclasses import replace
from io import BytesIO

from archiver.model import instant
from archiver.model.capture import CaptureId, CaptureKind, Outcome, Reach
from archiver.model.exchange import Fidelity, RecordedExchange
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.simulator import pages
from archiver.simulator.company import Company, Medium, Person
from archiver.simulator.hartmann import hartmann
from archiver.simulator.signing import LARGEST, Signer
from archiver.store import layout, manifest, private
from archiver.store.capture_writer import CaptureWriter

SITE = "https://www.instagram.com"
NOW = 1_795_000_000


def company() -> Company:
    """The account with two of its posts, one picture each and small ones."""
    whole = hartmann()
    told = [post for post in whole.posts if post.kind == "image" and not post.gated][:2]
    return replace(whole, posts=tuple(_small(post) for post in told))


def _small(post):
    first = post.media[0]
    return replace(post, media=(Medium(first.pk, first.alt, 120, 150),))


def with_caption(account: Company, caption: str, place: int = 0) -> Company:
    """The account with one post's caption changed."""
    posts = list(account.posts)
    posts[place] = replace(posts[place], caption=caption)
    return replace(account, posts=tuple(posts))


def under_name(account: Company, name: str) -> Company:
    """The same posts under another account."""
    owner = account.account
    return replace(account, account=Person(owner.pk + 1, owner.graph_id + 1, name, owner.name))


class Captures:
    """Writes captures into one archive, a day apart."""

    def __init__(self, archive):
        self.archive = archive
        self._day = 0

    def exchange(self, address, body, mime="text/html", obtained="page/document"):
        return RecordedExchange(
            method="GET",
            address=address,
            request_headers=(("accept", "*/*"),),
            request_body=b"",
            status=200,
            status_text="OK",
            response_headers=(("content-type", mime),),
            body=BytesIO(body),
            at=self.archive.clock.now(),
            fidelity=Fidelity.DECODED,
            obtained=obtained,
        )

    def write(self, account: Company, *, whole=True, pictures=False, profile=True, post=None, gaps=()):
        """Seal a capture of the profile, of each post's own page (`whole`), and of the pictures; give its id."""
        archive = self.archive
        archive.clock.advance(days=1, seconds=1)
        self._day += 1
        signer = Signer(f"day {self._day}", NOW + self._day)
        started = archive.clock.now()
        name = f"{instant.compact(started)}-{self._day:08x}"
        target = TargetRef("instagram", account.handle)
        slug = layout.slug(target.name)
        begun = {"platform": "instagram", "slug": slug, "lock": slug, "target": str(target), "kind": "crawl"}
        writer = CaptureWriter(archive.layout, name, begun, archive.held)
        writer.warcinfo({"software": "archiver", "format": "WARC File Format 1.1"}, started)
        if profile:
            writer.exchange(self.exchange(f"{SITE}/{account.handle}/", pages.profile_page(account, signer)))
        for each in account.posts:
            if whole and (post is None or each.code == post):
                body = pages.post_page(account, each, signer)
                writer.exchange(self.exchange(f"{SITE}/p/{each.code}/", body))
            if pictures:
                address = signer.picture(each.media[0], LARGEST, "FEED")
                writer.exchange(self.exchange(address, each.media[0].picture, "image/jpeg", "direct"))
        capture = CaptureId("instagram", slug, name)
        statement = self.statement(account, capture, target, post, gaps)
        content = manifest.compose(statement, writer.records)
        kept = private.document(str(capture), writer.seed, private.Collector(), {}, ())
        sealed = manifest.read(content, writer.seal(content, kept))
        archive.record_look(
            writer.place,
            target=target,
            slug=slug,
            capture=sealed,
            kind=statement.kind.value,
            outcome=statement.outcome.value,
            reason=statement.reason,
        )
        return capture

    def statement(self, account, capture, target, post, gaps):
        archive = self.archive
        return manifest.Statement(
            archive_id=archive.identity.archive_id,
            archive_key=archive.key_fingerprint,
            capture=capture,
            kind=CaptureKind.CRAWL if post is None else CaptureKind.POST,
            target=target,
            post=None if post is None else PostRef("instagram", post),
            requested_address=f"{SITE}/{account.handle}/",
            account_id=str(account.account.pk),
            not_authenticated="stand-in",
            vantage=Vantage(),
            started_at=archive.clock.now(),
            ended_at=archive.clock.now(),
            outcome=Outcome.COMPLETE,
            reason="",
            reach=Reach(listed=len(account.posts)),
            understood=(len(account.posts), len(account.posts)),
            media=0,
            gaps=tuple(gaps),
            bytes_fetched=1,
            made_with={},
        )
