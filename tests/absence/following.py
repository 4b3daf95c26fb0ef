"""A target followed over several rounds, the simulated network asked as a page and its script ask it: no browser.

Everything else is real: the platform's crawl and probe, captures, index, ledger, and the rule.
"""

import json
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from fakes import FrozenClock, Silent
from scripted import ScriptedVisit
from wires import INSTAGRAM

from archiver import archive as archives
from archiver.archive import Archive, TargetHoldings
from archiver.config import Session, Settings, WatchedTarget
from archiver.model import instant
from archiver.model.capture import CaptureId, CaptureKind
from archiver.model.refs import PostRef
from archiver.operations import absence, indexing
from archiver.operations.crawl import may_be_asked_on
from archiver.operations.look import Asked
from archiver.operations.media_absence import media_removals
from archiver.operations.vantages import vantage_of
from archiver.ports import Limits
from archiver.simulator.conditions import CALM
from archiver.store import layout, manifest, private
from archiver.store.capture_writer import CaptureWriter

TARGET = INSTAGRAM.target
BEGAN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@dataclass
class Followed:
    """An archive, the network it watches, and its clock."""

    archive: Archive
    network: object
    clock: FrozenClock
    cookies: dict
    taken: int = 0
    wire: object = INSTAGRAM
    limits: Limits = field(default_factory=Limits)
    offset: timedelta | None = None
    """By how much the servers' clock is ahead of ours, where a manifest is to say it."""

    @property
    def vantages(self):
        asked = Asked(
            self.wire.platform,
            self.wire.target,
            CaptureKind.CRAWL,
            self.wire.platform.address(self.wire.target),
        )
        named = [self.archive.settings.session(name) for name in self.archive.settings.targets[0].sessions]
        return [asked, *(replace(asked, session=session) for session in named)]

    @property
    def at_hand(self):
        return [str(vantage_of(self.archive, each.session)) for each in self.vantages]

    def without_session(self):
        """Look with the session no more: neither the target's entry nor the settings name it."""
        (target,) = self.archive.settings.targets
        settings = replace(self.archive.settings, targets=(replace(target, sessions=()),), sessions=())
        self.archive = replace(self.archive, settings=settings)

    def sign_in_as(self, name):
        """Put another account's state in the session's place, under the same name."""
        state = self.network.admit(name)
        self.archive.settings.session("S").state.write_text(json.dumps(state))
        self.cookies = {cookie["name"]: cookie["value"] for cookie in state["cookies"]}

    def round(self, conditions=CALM, *, probing=None, hours=6.0):
        """Look from each vantage under some conditions, ask for what is due under others; then time passes."""
        self.network.conditions = conditions
        went_well = []
        for each in self.vantages:
            crawled = self._look(each)
            if may_be_asked_on(crawled.outcome, crawled.reason):
                went_well.append(each)
        if probing is not None:
            self.network.conditions = probing
        here = [str(vantage_of(self.archive, each.session)) for each in went_well]
        asked = absence.due(self.archive, self.wire.target, self.at_hand, here) if went_well else []
        for each in went_well if asked else ():
            self._look(absence.probe_of(self.archive, each, asked))
        self._conclude()
        self.clock.advance(hours=hours)
        return asked

    def ask(self, code, hours=6.0):
        """Ask for one post from each vantage, due or not."""
        (post,) = (post for post in self.network.company.posts if post.code == code)
        asked = [PostRef(self.wire.target.platform, self.wire.key(post))]
        for each in self.vantages:
            self._look(absence.probe_of(self.archive, each, asked))
        self._conclude()
        self.clock.advance(hours=hours)

    def sweep(self, hours=25.0):
        """Ask from each vantage for what is due and for those whose turn it is, and for nothing else."""
        asked = absence.due(self.archive, self.wire.target, self.at_hand)
        asked += [
            post
            for post in absence.in_turn(self.archive, self.wire.target, self.at_hand)
            if post not in asked
        ]
        for each in self.vantages:
            self._look(absence.probe_of(self.archive, each, asked))
        self._conclude()
        self.clock.advance(hours=hours)
        return [post.key for post in asked]

    def _conclude(self):
        standing = absence.questions(self.archive, self.wire.target, self.at_hand)
        absence.append_conclusions(self.archive, self.wire.target, standing)

    def _look(self, asked):
        vantage = vantage_of(self.archive, asked.session)
        known_as = self.archive.catalog.account_id(self.wire.target)
        cookies = self.cookies if asked.session else {}
        visit = ScriptedVisit(self.network, vantage, cookies, self.clock, self.wire)
        started = self.clock.now()
        if asked.kind is CaptureKind.PROBE:
            crawled = self.wire.platform.probe(visit, asked.plan)
        else:
            holdings = TargetHoldings(self.archive, self.wire.target, vantage, known_as)
            crawled = self.wire.platform.crawl(visit, self.wire.target, holdings, self.limits)
        self._keep(asked, vantage, visit, crawled, started, known_as)
        return crawled

    def _keep(self, asked, vantage, visit, crawled, started, known_as):
        self.taken += 1
        name = f"{instant.compact(started)}-{started.microsecond:05x}{self.taken % 4096:03x}"
        capture = CaptureId(self.wire.target.platform, layout.slug(self.wire.target.name), name)
        begun = {
            "platform": self.wire.target.platform,
            "slug": capture.slug,
            "lock": capture.slug,
            "kind": asked.kind.value,
        }
        find_held = partial(self.archive.held, folder=capture.folder)
        writer = CaptureWriter(self.archive.layout, name, begun, find_held)
        writer.warcinfo({"software": "archiver", "format": "WARC File Format 1.1"}, started)
        for exchange in visit.recorded:
            writer.exchange(exchange)
        statement = manifest.Statement(
            archive_id=self.archive.identity.archive_id,
            archive_key=self.archive.key_fingerprint,
            capture=capture,
            kind=asked.kind,
            target=self.wire.target,
            post=None,
            requested_address=asked.address,
            account_id=known_as,
            not_authenticated="stand-in",
            vantage=vantage,
            started_at=started,
            ended_at=self.clock.now(),
            outcome=crawled.outcome,
            reason=crawled.reason,
            reach=crawled.reach,
            understood=(visit.reading.understood, visit.reading.seen),
            media=0,
            held=0,
            unchanged=crawled.unchanged,
            gaps=tuple(visit.gaps),
            bytes_fetched=0,
            made_with=self._clock(),
            known_as=known_as,
            plan=asked.plan,
        )
        content = manifest.compose(statement, writer.records)
        kept = private.document(str(capture), writer.seed, private.Collector(), {}, ())
        sealed = manifest.read(content, writer.seal(content, kept))
        self.archive.custody.record_look(
            writer.place,
            target=self.wire.target,
            slug=capture.slug,
            capture=sealed,
            kind=asked.kind.value,
            outcome=crawled.outcome.value,
            reason=crawled.reason,
        )
        indexing.index_capture(self.archive, capture, Silent())

    def _clock(self):
        told = (
            {"offset_ms": round(self.offset.total_seconds() * 1000), "compared": 9} if self.offset else None
        )
        return {"clock": told} if told else {}

    @property
    def codes(self):
        """Give the code of every post that ever was, by the key under which it is captured."""
        return {self.wire.key(post): post.code for post in self.network.company.posts}

    def states(self):
        """Give the state of every post in question, by code."""
        codes = self.codes
        return {
            codes[each.post.key]: each.removal.state.value
            for each in absence.questions(self.archive, self.wire.target, self.at_hand)
            if each.removal is not None
        }

    def media(self):
        """Give the state of every medium that went from a post, by code and permanent id."""
        codes = self.codes
        return {
            (codes[each.post.key], each.medium): each.state.value
            for each in media_removals(self.archive, self.wire.target, self.at_hand)
        }

    def concluded(self):
        return {code for code, state in self.states().items() if state == "concluded"}


def begun(folder: Path, company, conditions=CALM, wire=INSTAGRAM, limits=Limits()) -> Followed:  # noqa: B008
    """Begin to follow a company: one round."""
    clock = FrozenClock()
    settings = Settings(
        file=folder / "config" / "archiver.toml",
        keys=folder / "keys",
        sessions=(Session("S", wire.target.platform, folder / "state.json"),),
        targets=(WatchedTarget(str(wire.target), sessions=("S",)),),
    )
    archive = archives.create(folder / "evidence", settings, clock=clock)
    network = wire.network(company, seed="absence", clock=lambda: clock.now().timestamp())
    (folder / "state.json").write_text(json.dumps(network.admit("liesl")))
    followed = Followed(archive, network, clock, _cookies(network), wire=wire, limits=limits)
    followed.round(conditions)
    return followed


def copied(first: Followed, folder: Path) -> Followed:
    """Go on from a copy of what was begun."""
    root = first.archive.layout.root.parent
    shutil.copytree(root, folder, dirs_exist_ok=True)
    session = replace(first.archive.settings.session("S"), state=folder / "state.json")
    settings = replace(first.archive.settings, keys=folder / "keys", sessions=(session,))
    clock = FrozenClock(first.clock.now())
    network = first.wire.network(first.network.company, seed="absence", clock=lambda: clock.now().timestamp())
    archive = archives.opened(folder / "evidence", settings, clock)
    return Followed(archive, network, clock, _cookies(network), first.taken, first.wire, first.limits)


def _cookies(network):
    return {cookie["name"]: cookie["value"] for cookie in network.admit("liesl")["cookies"]}
