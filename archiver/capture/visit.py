"""One visit to one target in a real browser: pages opened, pictured, media fetched, all of it recorded."""

import json
import random
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from archiver.capture import chromium, pictures
from archiver.capture.chromium import OpenBrowser
from archiver.capture.direct import Attempt, DirectFetches, Received, host_of
from archiver.capture.gate import Gate
from archiver.capture.recorder import Recorder
from archiver.capture.servers import Servers
from archiver.capture.withholding import Withholding
from archiver.config import Network
from archiver.errors import BrowserDiedError, NetworkError, StoppedError
from archiver.model.exchange import Exchange, Fidelity, MadeRecord, RecordedExchange
from archiver.model.gap import Gap, GapReason
from archiver.model.reading import Reading
from archiver.model.vantage import Vantage
from archiver.ports import Platform, Progress, Recording, Stop, Wanted

_LOAD_SECONDS = 45
_QUIET_SECONDS = 6
"""How long an answer under way may bring nothing before it is no longer waited for."""
_TICK_MILLISECONDS = 20
_PAUSE_SECONDS = (2.0, 5.0)
"""Between pages of a real platform; none where it has a stand-in."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a visit is made with."""

    network: Network
    browser: Path | None
    folder: str
    """Where bodies may be spooled."""
    stop: Stop
    progress: Progress
    state: Path | None = None
    """Signed-in browser state; None to look logged out."""


@dataclass(slots=True)
class BrowserVisit:
    """The port `Visit`, on Chromium."""

    platform: Platform
    vantage: Vantage
    means: Means
    gate: Gate
    browser: OpenBrowser
    recorder: Recorder
    direct: DirectFetches
    withholding: Withholding
    recording: Recording
    servers: Servers
    reading: Reading = field(default_factory=Reading)
    gaps: list[Gap] = field(default_factory=list)
    opened: int = 0
    received: int = 0
    direct_bytes: int = 0

    def read(self, address: str) -> Reading:
        """Go to a page and read what it exchanged. Raises NetworkError, BrowserDiedError, StoppedError."""
        reading = self.platform.extract(self._opened(address))
        self.reading += reading
        return reading

    def _opened(self, address: str) -> tuple[Exchange, ...]:
        self._pause()
        self.opened += 1
        self.means.progress.step("pages", self.opened)
        try:
            self.recorder.loaded = False
            self.browser.page.goto(address, wait_until="commit", timeout=_LOAD_SECONDS * 1000)
            self._load(address)
        except PlaywrightTimeoutError:
            self._note_unfinished(address)
        except PlaywrightError as error:
            self._explain(address, error)
        self._wait_for_answers()
        return self.recorder.drain()

    def _wait_for_answers(self) -> None:
        self.recorder.heard = time.monotonic()
        self._wait_while(
            lambda: self.recorder.busy and time.monotonic() - self.recorder.heard < _QUIET_SECONDS,
            _LOAD_SECONDS,
        )

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
        if self.opened and not self.means.network.hosts:
            until = time.monotonic() + random.uniform(*_PAUSE_SECONDS)  # noqa: S311 - manners, not secrets
            while time.monotonic() < until:
                self._heed_stop()
                self.browser.page.wait_for_timeout(100)

    def _heed_stop(self) -> None:
        if self.means.stop.requested:
            raise StoppedError("Stopped as asked.")

    def picture(self) -> None:
        """Keep the rendered DOM and a picture of the page at hand; with a session, of its content by itself too."""
        page = self.browser.page
        try:
            address = self.withholding.address(page.url)
            self._make("dom", address, "text/html", page.content().encode("utf-8", "surrogatepass"))
            self._picture("page", address, pictures.whole_page(page))
            content = pictures.content_region(page) if self.means.state is not None else None
            if content is not None:
                self._picture("content", address, content)
        except PlaywrightError as error:
            raise BrowserDiedError(f"The browser broke off: {chromium.first_line(error)}.") from error

    def _picture(self, part: str, address: str, region: pictures.Region) -> None:
        for tile in pictures.tiles(self.recorder.session, region):
            record = ""
            if tile.content:
                record = self._make(f"picture:{part}:{tile.number}", address, "image/jpeg", tile.content)
            if tile.flaw:
                self.note(Gap(GapReason.PICTURE_INCOMPLETE, address, tile.flaw, record))

    def _make(self, name: str, address: str, mime: str, content: bytes, kind: str = "resource") -> str:
        return self.recording.made(
            MadeRecord(f"urn:archiver:{name}:{address}", kind, mime, content, datetime.now(UTC))
        )

    def fetch(self, wanted: Sequence[Wanted]) -> int:
        """Fetch media side by side, each by its largest candidate that answers; give how many got no answer."""
        pending = [(medium, 0) for medium in wanted]
        done = lost = 0
        while pending:
            addresses = [medium.candidates[place].address for medium, place in pending]
            smaller = []
            for (medium, place), attempt in zip(pending, self.direct.each(addresses), strict=True):
                self._heed_stop()
                done += attempt.reason is None
                self.means.progress.step("media", done, len(wanted))
                self._take(attempt)
                if attempt.reason is None:
                    continue
                another = place + 1 < len(medium.candidates)
                reason = self._note_missing(
                    medium, attempt, "a smaller rendition was asked for instead" if another else ""
                )
                if another:
                    smaller.append((medium, place + 1))
                else:
                    lost += reason is GapReason.NOT_RECEIVED
            pending = smaller
        self.received += done
        return lost

    def _take(self, attempt: Attempt) -> None:
        for answer in attempt.answers:
            self.servers.met_directly(host_of(answer.url), answer.certificate)
            self.recording.exchange(self._recorded(answer))
            answer.body.close()

    def _recorded(self, answer: Received) -> RecordedExchange:
        self.direct_bytes += _length(answer)
        headers = self.withholding.response_headers(answer.headers)
        return RecordedExchange(
            method="GET",
            address=self.withholding.address(answer.url),
            request_headers=self.withholding.request_headers(answer.request_headers),
            request_body=b"",
            status=answer.status,
            status_text=answer.status_text,
            response_headers=tuple(
                (f"x-orig-{name}" if name.lower() == "transfer-encoding" else name, value)
                for name, value in headers
            ),
            body=answer.body,
            at=answer.at,
            fidelity=Fidelity.WIRE,
            obtained="direct",
            protocol="http/1.1",
            truncated=answer.truncated,
        )

    def _note_missing(self, medium: Wanted, attempt: Attempt, then: str) -> GapReason:
        host = host_of(attempt.url)
        reason, detail = attempt.reason or GapReason.NOT_RECEIVED, attempt.detail
        if host in self.gate.refusals:
            reason, detail = GapReason.REFUSED_BY_GATE, f"{host}: {self.gate.refusals[host]}"
        elif host in self.gate.failures and reason is GapReason.NOT_RECEIVED:
            detail = f"{host}: {self.gate.failures[host]}"
        self.note(Gap(reason, medium.subject, self.withholding.text("; ".join(filter(None, (detail, then))))))
        return reason

    def note(self, gap: Gap) -> None:
        """Take down what could not be read."""
        self.gaps.append(gap)

    def finish(self) -> None:
        """Write what is still on its way, what got no answer, and the certificates met."""
        self.recorder.drain(last=True)
        self.gaps += self.recorder.gaps
        unanswered = [
            {"address": request.address, "type": request.type, "error": request.error}
            for request in self.recorder.unanswered
        ]
        if unanswered:
            content = json.dumps(unanswered, ensure_ascii=False, indent=1).encode()
            self._make("unanswered", "requests", "application/json", content, "metadata")
        for origin, protocol in self.recorder.protocols.items():
            host = urlsplit(origin).hostname or ""
            self.servers.met_by_browser(host, protocol, self.recorder.certificates(origin))
        for host, chain in self.servers.chains():
            self._make("certificates", host, "application/x-pem-file", chain, "metadata")


@contextmanager
def visiting(
    platform: Platform, vantage: Vantage, means: Means, recording: Recording, public: str
) -> Iterator[BrowserVisit]:
    """Make a visit for a `with` block; what it recorded is complete when the block is left.

    `public` is the address asked for, no part of which is ever taken for a secret. Raises BrowserMissingError,
    RecordingError, BrowserDiedError.
    """
    own_trust = _trust(means.network)
    vetted = own_trust if means.network.ca_file else None
    withholding = Withholding(platform.written, public)
    with Gate(means.network, platform.hosts, vetted) as gate:
        means.stop.when_requested(gate.hang_up)
        with chromium.opened(
            means.browser,
            gate.url,
            locale=vantage.locale,
            unchecked_tls=vetted is not None,
            state=means.state,
        ) as browser:
            for cookie in browser.page.context.cookies():
                withholding.learn("cookie", cookie.get("value", ""))
            headers = {"User-Agent": browser.user_agent, "Accept-Language": vantage.locale}
            direct = DirectFetches(gate.url, own_trust, headers, means.folder)
            recorder = Recorder(browser.page, withholding, recording)
            visit = BrowserVisit(
                platform,
                vantage,
                means,
                gate,
                browser,
                recorder,
                direct,
                withholding,
                recording,
                Servers(gate.addresses),
            )
            try:
                yield visit
            finally:
                direct.close()
                visit.finish()


def _trust(network: Network) -> ssl.SSLContext:
    context = httpx.create_ssl_context()
    if network.ca_file is not None:
        context.load_verify_locations(cafile=network.ca_file)
    # One stand-in answers for many hosts: it is held to the CA that the operator trusts, not to their names.
    context.check_hostname = not network.hosts
    return context


def _length(answer: Received) -> int:
    end = answer.body.seek(0, 2)
    answer.body.seek(0)
    return end
