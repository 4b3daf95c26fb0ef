"""A time-stamp authority over HTTP (RFC 3161 section 3.4), reached as the settings say that addresses are."""

import ssl
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from threading import Thread

import certifi
import httpx

from archiver.config import Authority, Network
from archiver.errors import TimestampError
from archiver.formats import timestamp
from archiver.formats.timestamp import NotAStampError
from archiver.ports import Stamped

_CONNECT_SECONDS = 10.0
_LIMIT = 64 << 10
"""Bytes; a reply with its certificates has some 6,000."""
_OK = 200


@dataclass(frozen=True)
class HttpAuthority:
    """The port `Timestamper`, over the network."""

    authority: Authority
    network: Network
    seconds: float = 15.0
    """How long a piece of an answer is waited for."""
    most: float = 30.0
    """How many seconds the whole of it is waited for."""

    @property
    def name(self) -> str:
        """Give what the settings call it."""
        return self.authority.name

    @cached_property
    def _client(self) -> httpx.Client:
        trust = ssl.create_default_context(cafile=certifi.where())
        if self.network.ca_file is not None:
            trust.load_verify_locations(cafile=self.network.ca_file)
        proxy = self.network.proxy or None
        return httpx.Client(
            verify=trust,
            proxy=proxy,
            timeout=httpx.Timeout(self.seconds, connect=_CONNECT_SECONDS),
            trust_env=False,
        )

    def stamp(self, message: bytes) -> Stamped:
        """Have a message stamped: only its SHA-256 and a random number are sent. Raises TimestampError."""
        asked = timestamp.request(message)
        reply = self._reply(asked.content)
        try:
            held = timestamp.held(reply, asked, self.authority.roots.read_bytes())
        except NotAStampError as error:
            raise TimestampError(f"{self.name} answered, but {error}.") from error
        except (OSError, ValueError) as error:
            raise TimestampError(
                f"The roots of {self.name}, {self.authority.roots}, cannot be read."
            ) from error
        return Stamped(reply, held.at, held.root)

    def _reply(self, query: bytes) -> bytes:
        """Ask, and leave alone what takes too long: to look up a name, or an answer in drops, has no end of its own."""
        coming = Future[bytes]()
        Thread(target=self._ask, args=(query, coming), daemon=True).start()
        try:
            return coming.result(self.most)
        except TimeoutError as error:
            raise TimestampError(f"{self.name} gave no answer: {self.most:.0f} seconds were over.") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            # One is how a proxy it cannot use is told, one how certificates are that cannot be read.
            told = str(error) or type(error).__name__
            raise TimestampError(f"{self.name} gave no answer: {told}.") from error

    def _ask(self, query: bytes, coming: Future[bytes]) -> None:
        try:
            coming.set_result(self._answer(query))
        except Exception as error:  # noqa: BLE001 - it is raised again where it is waited for
            coming.set_exception(error)

    def _answer(self, query: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query", "User-Agent": "archiver"}
        with self._client.stream("POST", self.authority.url, content=query, headers=headers) as answer:
            if answer.status_code != _OK:
                raise TimestampError(f"{self.name} answered with HTTP {answer.status_code}.")
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > _LIMIT:
                    raise TimestampError(f"{self.name} answered with more than a time stamp.")
        return body
