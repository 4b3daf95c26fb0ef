"""One visit to one target in a real browser: pages opened, pictured, media fetched, all of it recorded."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from archiver.capture import chromium, covering, leading_on, pictures, scrolling, testimony
from archiver.capture.chromium import OpenBrowser
from archiver.capture.direct import host_of
from archiver.capture.gate import Gate
from archiver.capture.means import Means
from archiver.capture.media import Media
from archiver.capture.pacing import Pacer
from archiver.capture.recorder import Recorder
from archiver.capture.resolving import Resolving
from archiver.capture.servers import Servers
from archiver.capture.unseen import Unseen
from archiver.capture.withholding import Withholding
from archiver.errors import BrowserDiedError, NetworkError, StoppedError
from archiver.model.exchange import Exchange, MadeRecord
from archiver.model.gap import Gap, GapReason
from archiver.model.reading import Reading
from archiver.model.vantage import Vantage
from archiver.ports import HeldMedium, Platform, Recording, Streams, Testimony, Wanted

_LOAD_SECONDS = 45
_QUIET_SECONDS = 6
"""How long an answer under way may bring nothing before it is no longer waited for."""
_TICK_MILLISECONDS = 20
_CONTENT = "content"
_NOT_BY_ITSELF = (
    "its content is not pictured by itself, since who is signed in is not known and may be shown in it"
)
_MOVED = "what shows whoever is signed in did not stay under its cover"
_LEAVING_MILLISECONDS = 300
"""How long what a page sends as it is left is waited for, to be stopped."""


@dataclass(slots=True)
class BrowserVisit:
    """The port `Visit`, on Chromium."""

    platform: Platform
    vantage: Vantage
    means: Means
    gate: Gate
    browser: OpenBrowser
    recorder: Recorder
    media: Media
    withholding: Withholding
    recording: Recording
    servers: Servers
    pacer: Pacer
    calls: Unseen
    resolving: Resolving
    gaps: list[Gap]
    """What could not be read, of pages and of media."""
    reading: Reading = field(default_factory=Reading)
    holding_back: bool = False
    held_back_once: bool = False
    """Whether pictures were ever held back, which is said of the visit."""
    covered_once: bool = False
    """Whether anything was ever covered that shows whoever is signed in, likewise."""
    led_on_once: bool = False
    """Whether a page was ever led on to where an earlier look was cut off, likewise."""
    opened: int = 0
    paced: int = 0
    """How often the platform was asked for a page, or for more of one."""

    def read(self, address: str, *, pictured: bool = True) -> Reading:
        """Go to a page and read what it exchanged. Raises NetworkError, BrowserDiedError, StoppedError."""
        self._hold_back(hold=not pictured)
        return self._understood(self._opened(address))

    def ask(self, address: str) -> Reading:
        """Fetch what is no page directly and read its answer. Raises StoppedError."""
        self._pause()
        self.opened += 1
        self.means.progress.step("pages", self.opened)
        return self._understood(self.media.ask(address))

    def scroll(self) -> Reading:
        """Go on to the end of the page at hand and read what that brought. Raises as `read` does."""
        self._pause()
        before = self.recorder.asked
        try:
            scrolling.to_the_end(self.browser.page)
        except PlaywrightError as error:
            self._explain(self.browser.page.url, error)
        self._wait_while(lambda: self.recorder.asked == before, self.pacer.pace.answer_seconds)
        self.recorder.waits = 0
        self.wait_for_content()
        return self._understood(self.recorder.drain())

    def lead_on(self, cursor: str, to: str) -> None:
        """Have the page ask with another cursor, once it asks with one. Raises as `read` does."""
        try:
            leading_on.lead_on(self.browser.page, cursor, to)
        except PlaywrightError as error:
            self._explain(self.browser.page.url, error)
        self.led_on_once = True

    def _understood(self, exchanges: tuple[Exchange, ...]) -> Reading:
        reading = self.platform.extract(exchanges)
        self.reading += reading
        return reading

    def _hold_back(self, *, hold: bool) -> None:
        if hold != self.holding_back:
            self.recorder.hold_back(self.platform.media_addresses if hold else ())
        self.holding_back = hold
        self.held_back_once |= hold

    def _opened(self, address: str) -> tuple[Exchange, ...]:
        self._pause()
        self.opened += 1
        self.means.progress.step("pages", self.opened)
        try:
            self.recorder.loaded = False
            self.recorder.turn_over()
            self.browser.page.goto(address, wait_until="commit", timeout=_LOAD_SECONDS * 1000)
            self._load(address)
        except PlaywrightTimeoutError:
            self._note_unfinished(address)
        except PlaywrightError as error:
            self._explain(address, error)
        self._wait_for_answers()
        return self.recorder.drain()

    def _wait_for_answers(self) -> None:
        self.recorder.waits = 0
        self._wait_while(lambda: self.recorder.busy and not self._silent, _LOAD_SECONDS)

    def wait_for_content(self) -> None:
        """Wait for answers other than pictures, as long as they come nearer."""
        self._wait_while(lambda: self.recorder.awaits_content and not self._silent, _LOAD_SECONDS)

    @property
    def _silent(self) -> bool:
        return self.recorder.waits * _TICK_MILLISECONDS >= _QUIET_SECONDS * 1000

    def _load(self, address: str) -> None:
        # A page whose own document was cut never says that it has loaded; it is not waited for.
        self._wait_while(lambda: not (self.recorder.loaded or self.recorder.document_broken), _LOAD_SECONDS)
        if not (self.recorder.loaded or self.recorder.document_broken):
            self._note_unfinished(address)

    def _note_unfinished(self, address: str) -> None:
        where = self.withholding.address(address)
        self.note(Gap(GapReason.NOT_RECEIVED, where, "the page did not finish loading"))

    def _wait_while(self, lasts: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while lasts() and time.monotonic() < deadline:
            self._heed_stop()
            self.browser.page.wait_for_timeout(_TICK_MILLISECONDS)
            self.recorder.waits += 1

    def _explain(self, address: str, error: PlaywrightError) -> None:
        self._heed_stop()
        reason = chromium.first_line(error)
        if "net::ERR_ABORTED" in reason or "Download is starting" in reason:
            return  # an answer that is no page, such as a download, is recorded all the same
        if "net::" not in reason:
            raise BrowserDiedError(f"The browser broke off: {self.withholding.text(reason)}.") from error
        host = host_of(address)
        why = (
            self.gate.refusals.get(host)
            or self.gate.failures.get(host)
            or reason.partition("net::")[2].split(" ")[0]
        )
        raise NetworkError(
            f"{host} could not be reached: {why}.", "Check the network and [network] settings."
        )

    def _pause(self) -> None:
        self._heed_stop()
        self.paced += 1
        until = time.monotonic() + self.pacer.pause(self.platform.name)
        self._wait_while(lambda: time.monotonic() < until, _LOAD_SECONDS)

    def _heed_stop(self) -> None:
        if self.means.stop.requested:
            raise StoppedError("Stopped as asked.")

    def picture(self) -> None:
        """Keep the rendered DOM and a picture of the page at hand; with a session, of its content by itself too."""
        page = self.browser.page
        self._hold_back(hold=False)
        address = self.withholding.address(page.url)
        if pictures.whole_page(page) is None:
            self._note_incomplete(address, "the page has no document to picture")
            return
        # A grid that draws only what is in view would ask for each preview several times.
        self.recorder.use_cache(use=True)
        self._make("dom", address, "text/html", pictures.markup(page).encode("utf-8", "surrogatepass"))
        with pictures.tall_viewport(page):
            self._picture(address, self._regions(address))
        self.recorder.use_cache(use=False)

    def _regions(self, address: str) -> dict[str, pictures.Region]:
        whole = pictures.whole_page(self.browser.page)
        content = self._content_region(address) if self.means.state is not None else None
        if whole is not None and whole != pictures.pictured(whole):
            of = f"{pictures.LONGEST_PAGE:,} of its {whole.height:,.0f} pixels"
            self._note_incomplete(address, f"only the first {of} are pictured")
        named = {"page": whole, _CONTENT: content}
        return {name: pictures.pictured(region) for name, region in named.items() if region is not None}

    def _content_region(self, address: str) -> pictures.Region | None:
        """Give the region of the content: a picture that is to be shown, so only where it is known whom to cover."""
        region = pictures.content_region(self.browser.page)
        if region is None:
            return None
        if not covering.viewer_of(self.viewer).has_name:
            self._note_incomplete(address, _NOT_BY_ITSELF)
            return None
        # A picture from beyond the window may move what was covered.
        beside = pictures.beside_window(region)
        if beside:
            self._note_incomplete(
                address, f"{beside:,.0f} of its content's pixels, at its right, are not pictured by itself"
            )
        return replace(region, width=region.width - beside)

    def _taken(self, part: str, take: pictures.Take) -> pictures.Taken:
        """Take a tile; of the content, which is to be shown, with what shows whoever is signed in covered."""
        if part != _CONTENT:
            return take()
        taken, places = covering.covered(self.browser.page, covering.viewer_of(self.viewer), take)
        self.covered_once |= places > 0
        return taken or (b"", _MOVED)

    def _picture(self, address: str, regions: dict[str, pictures.Region]) -> None:
        for part, tile in pictures.tiles(self.recorder.session, regions, self._settle, self._taken):
            record = ""
            if tile.content:
                record = self._make(f"picture:{part}:{tile.number}", address, "image/jpeg", tile.content)
            if tile.flaw:
                self._note_incomplete(address, tile.flaw, record)

    def _settle(self, region: pictures.Region) -> None:
        page = self.browser.page
        pictures.bring_into_view(page, region)
        self.recorder.waits = 0
        self._wait_while(lambda: not self._silent and not pictures.is_drawn(page, region), _LOAD_SECONDS)
        pictures.decode(page)
        self._understood(self.recorder.drain())
        missing = pictures.missing(page, region)
        if missing:
            self._note_incomplete(
                self.withholding.address(page.url), f"{missing} of its pictures did not come"
            )

    def _note_incomplete(self, address: str, flaw: str, record: str = "") -> None:
        self.note(Gap(GapReason.PICTURE_INCOMPLETE, address, flaw, record))

    def _make(self, name: str, address: str, mime: str, content: bytes, kind: str = "resource") -> str:
        return self.recording.made(
            MadeRecord(f"urn:archiver:{name}:{address}", kind, mime, content, datetime.now(UTC))
        )

    def fetch(self, wanted: Sequence[Wanted]) -> int:
        """Fetch media; give how many got no answer. Raises StoppedError."""
        return self.media.fetch(wanted)

    def pass_over(self, held: Sequence[HeldMedium]) -> None:
        """Write which media are held and not asked for again."""
        self.media.pass_over(held)

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """Stop all that pages send but questions; the last page is left before anything is let go again."""
        self.calls.begin()
        try:
            yield
        finally:
            with suppress(PlaywrightError):  # the browser may be what broke off
                self.browser.page.goto("about:blank")
                self.browser.page.wait_for_timeout(_LEAVING_MILLISECONDS)
                self.calls.end()

    def resolve(self, subject: str, page: str, film: str) -> Streams | None:
        """Find a film's streams by its page or player; None, and a gap, where none is found. Raises StoppedError."""
        self._pause()
        found = self.resolving.streams(subject, page, film)
        self._heed_stop()
        return found

    def dialogs(self) -> int:
        """Count the dialogs that stand over the page at hand, such as one that asks for consent to cookies."""
        found: int = self.browser.page.evaluate(
            """() => [...document.querySelectorAll('[role=dialog], [role=alertdialog], dialog[open]')]
                .filter(dialog => dialog.getClientRects().length).length"""
        )
        return found

    @property
    def viewer(self) -> frozenset[tuple[str, str]]:
        """Give what the platform calls whoever is signed in; empty where nobody is."""
        return self.reading.viewer if self.means.state is not None else frozenset()

    def testimony(self) -> Testimony:
        """Say how it was made, as far as it has come."""
        return testimony.of(self)

    def note(self, gap: Gap) -> None:
        """Take down what could not be read."""
        self.gaps.append(gap)

    def finish(self) -> None:
        """Write what is still on its way, what got no answer, and the certificates met."""
        self.recorder.drain(last=True)
        for _, value in self.viewer:
            self.withholding.learn("viewer", value)
        for value in self.reading.tokens:
            self.withholding.learn("token", value)
        self.gaps += self.recorder.gaps
        unanswered = [
            {"address": request.address, "type": request.type, "error": request.error}
            for request in self.recorder.unanswered
        ]
        if unanswered:
            content = json.dumps(unanswered, ensure_ascii=False, indent=1).encode()
            self._make("unanswered", "requests", "application/json", content, "metadata")
        self._write_stopped()
        for origin, protocol in self.recorder.protocols.items():
            host = urlsplit(origin).hostname or ""
            self.servers.met_by_browser(host, protocol, self.recorder.certificates(origin))
        for host, chain in self.servers.chains():
            self._make("certificates", host, "application/x-pem-file", chain, "metadata")

    def _write_stopped(self) -> None:
        if self.calls.stopped:
            content = json.dumps(self.calls.told(), ensure_ascii=False, indent=1).encode()
            now = datetime.now(UTC)
            self.recording.made(
                MadeRecord("urn:archiver:stopped-calls", "metadata", "application/json", content, now)
            )
