"""Record what a page exchanges: the DevTools `Network` domain with durable messages.

In its default mode Chromium loses videos, large answers and the bodies of pages it has left, and alters some
text. Durable messages keep bodies outside the renderer, exactly. Where a browser does not know them, nothing is
recorded and RecordingError is raised; there is no falling back.

Events only gather here; bodies are asked for and records written in `drain`, between the page's steps.
"""

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page
from playwright.sync_api import Error as PlaywrightError

from archiver.capture.chromium import first_line
from archiver.capture.withholding import Withholding
from archiver.errors import RecordingError
from archiver.formats.warc_reading import as_read
from archiver.model.exchange import Exchange, Fidelity, Headers, RecordedExchange
from archiver.model.gap import Gap, GapReason
from archiver.ports import Recording

TOTAL_BYTES = 500_000_000
RESOURCE_BYTES = 200_000_000
PLAYED_BYTES = 32_000_000
"""Longest film or sound, in bytes, of which what a page itself played of it is kept: those of posts are fetched."""
_UNDONE = {"content-encoding", "content-length", "transfer-encoding"}
_WITH_CONTENT = {"Document", "XHR", "Fetch"}
_FRAME = "Frame"
"""What the document of a frame within a page is called: it stands in no page's place."""
_REQUEST_IDS = {"x-fb-debug", "x-fb-trace-id", "x-fb-request-id", "x-ig-request-id", "x-request-id"}
_BODILESS = {101, 204, 205, 304}
_BY_US = "inspector"
"""Why a request was not made that `hold_back` holds back."""


@dataclass(slots=True)
class _Hop:
    """One request of a chain of redirects, while its answer arrives."""

    request_id: str
    place: int
    """Place in the chain of its request id."""
    event: dict[str, Any]
    response: dict[str, Any] | None = None
    redirected: bool = False
    finished: bool = False
    failure: str = ""
    left: bool = False
    """True where the page that asked was left before an answer came: it holds up no later page."""
    received: int = 0
    """Bytes of its body that came."""
    unsent: bool = False
    """True where no request left the browser: we held it back, or it was answered from the browser's cache."""

    @property
    def done(self) -> bool:
        return self.redirected or self.finished or bool(self.failure) or self.unsent

    @property
    def has_content(self) -> bool:
        return self.event.get("type", "Other") in _WITH_CONTENT


@dataclass(slots=True)
class _Chain:
    hops: list[_Hop] = field(default_factory=list)
    request_headers: list[dict[str, str]] = field(default_factory=list)
    response_headers: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A request that got no response at all."""

    address: str
    type: str
    error: str


class Recorder:
    """Takes down one page's exchanges."""

    def __init__(self, page: Page, withholding: Withholding, recording: Recording) -> None:
        """Attach to a page before it goes anywhere; raise RecordingError where bodies cannot be kept."""
        self.session: CDPSession = page.context.new_cdp_session(page)
        """The page's one DevTools session: a second that detaches takes the next page's body with it."""
        self._withholding = withholding
        self._recording = recording
        self._chains: dict[str, _Chain] = {}
        self._waiting: list[_Hop] = []
        self.gaps: list[Gap] = []
        self.unanswered: list[Unanswered] = []
        self.dates: list[tuple[datetime, datetime, str]] = []
        """When an answer was asked for and when it began, by our clock, and when it was made, by the server's."""
        """Our time and the server's `Date`, for each answer that has one."""
        self.protocols: dict[str, str] = {}
        """Application protocol, by origin."""
        self.request_ids: dict[str, list[str]] = {}
        """The platform's own names for our requests, by host; they tell the platform who asked."""
        self.bytes = 0
        self.asked = 0
        """Requests of a kind that brings content, not its pictures."""
        self.waits = 0
        """Ticks that were waited since an answer last came nearer. Ticks, since a machine that stalls hears nothing."""
        self.loaded = False
        """Set when the page says that it has loaded; to be cleared before it goes elsewhere."""
        self._frames: set[str] = set()
        """Frames within pages."""
        self._begin()

    def _begin(self) -> None:
        sizes = {"maxTotalBufferSize": TOTAL_BYTES, "maxResourceBufferSize": RESOURCE_BYTES}
        try:
            # An older browser passes over the unknown parameter of `enable` without a word; this call it refuses.
            self.session.send("Network.configureDurableMessages", sizes)
            self.session.send("Network.enable", {"enableDurableMessages": True, **sizes})
        except PlaywrightError as error:
            raise RecordingError(
                f"This browser cannot keep response bodies exactly ({first_line(error)})."
            ) from error
        self.use_cache(use=False)
        self.session.send("Page.enable")
        # By the session that tells of requests, or a page may have loaded before its scripts are heard to ask.
        self.session.on("Page.loadEventFired", lambda _: setattr(self, "loaded", True))
        self.session.on("Page.frameAttached", lambda event: self._frames.add(event["frameId"]))
        self.session.send("Network.setBypassServiceWorker", {"bypass": True})
        for name, handler in (
            ("requestWillBeSent", self._asked),
            (
                "requestWillBeSentExtraInfo",
                lambda event: self._chain(event).request_headers.append(event["headers"]),
            ),
            ("responseReceived", self._answered),
            (
                "responseReceivedExtraInfo",
                lambda event: self._chain(event).response_headers.append(event["headers"]),
            ),
            ("requestServedFromCache", self._from_cache),
            ("dataReceived", self._received),
            ("loadingFinished", self._finished),
            ("loadingFailed", self._failed),
        ):
            self.session.on(f"Network.{name}", handler)

    def _chain(self, event: dict[str, Any]) -> _Chain:
        return self._chains.setdefault(event["requestId"], _Chain())

    def _last(self, event: dict[str, Any]) -> _Hop | None:
        hops = self._chain(event).hops
        return hops[-1] if hops else None

    def _asked(self, event: dict[str, Any]) -> None:
        last = self._last(event)
        if last is not None and "redirectResponse" in event:
            last.response, last.redirected = event["redirectResponse"], True
        if event.get("type") == "Document" and event.get("frameId") in self._frames:
            event["type"] = _FRAME
        if event["request"]["url"].startswith(("http://", "https://")):
            hops = self._chain(event).hops
            # A frame from another site lives in a process of its own, which may not tell when it has ended.
            hop = _Hop(event["requestId"], len(hops), event, left=event.get("type") == _FRAME)
            hops.append(hop)
            self._waiting.append(hop)
            self.asked += hop.has_content

    def _from_cache(self, event: dict[str, Any]) -> None:
        if (hop := self._last(event)) is not None:
            hop.unsent = True

    def _received(self, event: dict[str, Any]) -> None:
        self.waits = 0
        if (hop := self._last(event)) is not None:
            hop.received += event.get("dataLength", 0)

    def _answered(self, event: dict[str, Any]) -> None:
        self.waits = 0
        hop = self._last(event)
        if hop is None:
            return
        hop.response = event["response"]
        hop.unsent |= bool(hop.response.get("fromDiskCache"))
        if hop.response.get("fromServiceWorker"):
            hop.failure = "answered by a service worker"

    def _finished(self, event: dict[str, Any]) -> None:
        if (hop := self._last(event)) is not None:
            hop.finished = True

    def _failed(self, event: dict[str, Any]) -> None:
        if (hop := self._last(event)) is not None:
            hop.unsent = event.get("blockedReason") == _BY_US
            hop.failure = event.get("errorText") or "broken off"

    @property
    def busy(self) -> bool:
        """Tell whether answers are still on their way."""
        return any(not hop.done and not hop.left for hop in self._waiting)

    def turn_over(self) -> None:
        """Wait no longer for what the page at hand still asks for: another is about to be opened."""
        for hop in self._waiting:
            hop.left = True

    @property
    def awaits_content(self) -> bool:
        """Tell whether answers other than pictures are still on their way."""
        return any(hop.has_content and not hop.done for hop in self._waiting)

    def hold_back(self, patterns: tuple[str, ...]) -> None:
        """Let the page not ask for addresses of these patterns, `*` standing for anything; none to let it ask all."""
        self.session.send("Network.setBlockedURLs", {"urls": list(patterns)})

    def use_cache(self, *, use: bool) -> None:
        """Let the page take again what it has received, or ask for everything anew."""
        self.session.send("Network.setCacheDisabled", {"cacheDisabled": not use})

    @property
    def document_broken(self) -> bool:
        """Tell whether a page's own document broke off on its way."""
        return any(hop.failure and hop.event.get("type") == "Document" for hop in self._waiting)

    def drain(self, *, last: bool = False) -> tuple[Exchange, ...]:
        """Write what has arrived, in the order asked, and give it; the `last` time also what has not."""
        ready = [hop for hop in self._waiting if (hop.done or last) and not hop.unsent]
        self._waiting = [hop for hop in self._waiting if not (hop.done or last)]
        written = tuple(exchange for hop in ready if (exchange := self._written(hop)) is not None)
        # What the browser told of requests that are written is let go of: a long grid makes thousands.
        asked = {hop.request_id for hop in self._waiting}
        self._chains = {request: chain for request, chain in self._chains.items() if request in asked}
        return written

    def _written(self, hop: _Hop) -> Exchange | None:
        address = self._withholding.address(hop.event["request"]["url"])
        kind = hop.event.get("type", "Other")
        if hop.response is None:
            self.unanswered.append(
                Unanswered(address, kind, hop.failure or "no answer before the visit ended")
            )
            return None
        body, truncated = self._body(hop)
        exchange = self._exchange(hop, address, kind, body, truncated)
        record = self._recording.exchange(exchange)
        self.bytes += len(body or b"")
        # A redirect's own body, which a browser does not give, is nothing that anybody would have been shown.
        if truncated and kind in _WITH_CONTENT and not hop.redirected:
            self.gaps.append(
                Gap(GapReason.NO_BODY, address, hop.failure or "the browser had no body", record)
            )
        return as_read(exchange, record, body)

    def _body(self, hop: _Hop) -> tuple[bytes | None, str]:
        response = hop.response or {}
        if hop.redirected or response.get("status") in _BODILESS or hop.event["request"]["method"] == "HEAD":
            return b"", "unspecified" if hop.redirected else ""
        if hop.event.get("type") == "Media" and hop.received > PLAYED_BYTES:
            # The browser gives a body as one text, which would be held several times.
            return None, "length"
        try:
            answer = self.session.send("Network.getResponseBody", {"requestId": hop.request_id})
        except PlaywrightError:
            return None, "disconnect" if hop.failure else "unspecified"
        text: str = answer["body"]
        body = base64.b64decode(text) if answer["base64Encoded"] else text.encode()
        if hop.failure or len(body) < _announced(response):
            return body, "disconnect"
        return body, "" if hop.finished else "time"

    def _exchange(
        self, hop: _Hop, address: str, kind: str, body: bytes | None, truncated: str
    ) -> RecordedExchange:
        request, response = hop.event["request"], hop.response or {}
        chain = self._chains[hop.request_id]
        at = datetime.fromtimestamp(hop.event["wallTime"], UTC)
        sent = _at(chain.request_headers, hop.place) or request["headers"]
        received = _lines(_at(chain.response_headers, hop.place) or response["headers"])
        self._note_server(request["url"], at, response, received)
        decoded = any(name.lower() == "content-encoding" for name, _ in received)
        return RecordedExchange(
            method=request["method"],
            address=address,
            request_headers=self._withholding.request_headers(_lines(sent)),
            request_body=self._withholding.request_body(
                self._post_data(hop), _value(sent, "content-type").partition(";")[0].strip().lower()
            ),
            status=response["status"],
            status_text=response.get("statusText", ""),
            response_headers=_renamed(self._withholding.response_headers(received)),
            body=None if body is None else BytesIO(body),
            at=at,
            fidelity=Fidelity.DECODED if decoded else Fidelity.WIRE,
            obtained=f"page/{kind.lower()}",
            protocol=response.get("protocol", ""),
            truncated=truncated,
        )

    def _post_data(self, hop: _Hop) -> bytes:
        request = hop.event["request"]
        if not request.get("hasPostData"):
            return b""
        if "postData" in request:
            return str(request["postData"]).encode()
        try:
            answer = self.session.send("Network.getRequestPostData", {"requestId": hop.request_id})
        except PlaywrightError:
            return b"(not given by the browser)"
        return str(answer["postData"]).encode()

    def _note_server(self, url: str, at: datetime, response: dict[str, Any], received: Headers) -> None:
        origin = "/".join(url.split("/", 3)[:3])
        self.protocols.setdefault(origin, response.get("protocol", ""))
        for name, value in received:
            if name.lower() in _REQUEST_IDS:
                self.request_ids.setdefault(urlsplit(url).hostname or "", []).append(value)
        date = _value(dict(received), "date")
        if date:
            waited = (response.get("timing") or {}).get("receiveHeadersEnd", 0)
            self.dates.append((at, at + timedelta(milliseconds=max(waited, 0)), date))

    def certificates(self, origin: str) -> tuple[bytes, ...]:
        """Give the chain (DER, leaf first) that an origin presented; empty where the browser has none."""
        try:
            answer = self.session.send("Network.getCertificate", {"origin": origin})
        except PlaywrightError:
            return ()
        return tuple(base64.b64decode(text) for text in answer["tableNames"])


def _announced(response: dict[str, Any]) -> int:
    """Give how long the server said a body would be; 0 where the browser decoded it, or nothing was said."""
    headers = {name.lower(): value for name, value in response.get("headers", {}).items()}
    length = headers.get("content-length", "")
    return int(length) if length.isdigit() and "content-encoding" not in headers else 0


def _at(found: list[dict[str, str]], place: int) -> dict[str, str] | None:
    return found[place] if place < len(found) else None


def _lines(headers: dict[str, str]) -> Headers:
    # The browser joins a header's several values by line breaks.
    return tuple((name, value) for name, text in headers.items() for value in text.split("\n"))


def _value(headers: dict[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _renamed(headers: Headers) -> Headers:
    """Move headers whose meaning the browser undid under `x-orig-` names."""
    return tuple((f"x-orig-{name}" if name.lower() in _UNDONE else name, value) for name, value in headers)
