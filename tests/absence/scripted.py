"""The port `Visit`, without a browser: a signed-in page's script is played for it."""

import contextlib
from dataclasses import dataclass, field, replace
from io import BytesIO
from urllib.parse import urlencode, urljoin, urlsplit

from fakes import FrozenClock
from wires import INSTAGRAM, query_of

from archiver.formats.warc_reading import as_read
from archiver.model.exchange import Fidelity, RecordedExchange
from archiver.model.reading import Reading
from archiver.model.vantage import Vantage
from archiver.simulator.messages import Request

_LISTED = "pages accounts listings observations gaps robots stories trays shelves".split()


@dataclass
class ScriptedVisit:
    """The port `Visit`, without a browser: a signed-in page's script is played for it."""

    network: object
    vantage: Vantage
    cookies: dict
    clock: FrozenClock
    wire: object = INSTAGRAM
    reading: Reading = field(default_factory=Reading)
    recorded: list = field(default_factory=list)
    gaps: list = field(default_factory=list)
    surface: str = ""
    token: str = ""
    leading_on: dict = field(default_factory=dict)
    """With which cursor is asked in the place of another."""

    def read(self, address, *, pictured=True):
        before = self.reading
        self.surface = ""
        hops = []
        for _ in range(5):
            answer, exchange = self.asked("GET", address, "page/document")
            hops.append(exchange)
            if not exchange.location:
                break
            address = urljoin(address, exchange.location)
        self.reading += self.wire.platform.extract(hops)
        if (
            self.vantage.session
            and not self.reading.signed_out
            and urlsplit(address).path.startswith((f"/{self.wire.target.name}/", "/stories/"))
        ):
            self.wire.opened(self, address, answer.body)
        return self._since(before)

    def scroll(self):
        before = self.reading
        pages = [page for page in self.reading.listings if page.surface == self.surface]
        if pages and pages[-1].more and pages[-1].next:
            self.wire.more(self, self.leading_on.pop(pages[-1].next, pages[-1].next))
        return self._since(before)

    def lead_on(self, cursor, to):
        self.leading_on[cursor] = to

    def ask(self, address):
        before = self.reading
        self.send("GET", address, "direct")
        return self._since(before)

    def send(self, method, address, obtained, form=None):
        answer, exchange = self.asked(method, address, obtained, form)
        self.reading += self.wire.platform.extract((exchange,))
        return answer

    def asked(self, method, address, obtained, form=None):
        token = {"x-csrftoken": self.cookies["csrftoken"]} if "csrftoken" in self.cookies else {}
        headers = {
            "cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "accept-language": "en-US",
            "content-type": "application/x-www-form-urlencoded",
            **token,
        }
        body = urlencode(form or {}).encode()
        parts = urlsplit(address)
        answer = self.network.answer(
            Request(method, parts.hostname, parts.path, query_of(address), tuple(headers.items()), body)
        )
        whole = answer.cut_after is None and answer.trickle is None
        self.clock.advance(seconds=2)
        shown = RecordedExchange(
            method=method,
            address=address,
            request_headers=(("content-type", headers["content-type"]),) if form else (),
            request_body=body if form else b"",
            status=answer.status,
            status_text="OK",
            response_headers=answer.headers,
            body=BytesIO(answer.body if whole else b""),
            at=self.clock.now(),
            fidelity=Fidelity.WIRE,
            obtained=obtained,
            truncated="" if whole else "disconnect",
        )
        return answer, as_read(shown, self.keep(shown), answer.body)

    def keep(self, exchange):
        """Take an exchange down, and give its record's id."""
        self.recorded.append(exchange)
        return f"urn:test:{len(self.recorded)}"

    def _since(self, before):
        def new(name):
            return getattr(self.reading, name)[len(getattr(before, name)) :]

        return replace(
            self.reading,
            **{name: new(name) for name in _LISTED},
        )

    def fetch(self, wanted):
        # That the media are held spares each later look a visit to every post's page.
        for medium in wanted:
            address = medium.candidates[0].address
            content, kind = self.file(urlsplit(address).path)
            self.keep(
                RecordedExchange(
                    method="GET",
                    address=address,
                    request_headers=(),
                    request_body=b"",
                    status=200,
                    status_text="OK",
                    response_headers=(("content-type", kind),),
                    body=BytesIO(content),
                    at=self.clock.now(),
                    fidelity=Fidelity.WIRE,
                    obtained="direct",
                )
            )
        return 0

    def file(self, path):
        """Give a file's bytes and kind: made up, where it is no matter what a picture shows."""
        shown = self.wire.pictures(self.network) if self.wire.has_pictures else {}
        return (
            (shown[path], "image/jpeg")
            if path in shown
            else (path.encode().ljust(600), "application/octet-stream")
        )

    def pass_over(self, held):
        pass

    def picture(self):
        pass

    def unseen(self):
        return contextlib.nullcontext()

    def dialogs(self):
        return 0

    def resolve(self, subject, page, film):
        return None

    def note(self, gap):
        self.gaps.append(gap)
