"""Fetch media directly, through the gate and the same recording: the bytes exactly as the server sends them."""

import ssl
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import BinaryIO, TypeVar
from urllib.parse import urlsplit

from archiver.capture.connections import Answered, Connections, RefusedByGateError
from archiver.model.digest import Digest
from archiver.model.gap import GapReason

WORKERS = 6
_TRIES = 3
_WAIT_SECONDS = 0.5
_READ_SECONDS = 30.0
_IN_MEMORY = 4 << 20
BODY_LIMIT = 1 << 30
"""Longest medium, in bytes, that is fetched."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a body that goes on coming is waited for: some never end."""

    seconds: float = 60.0
    """After which it must have come at the least rate."""
    least: float = 16_384.0
    """Bytes a second, from its beginning."""
    most_seconds: float = 3_600.0

    def ends(self, seconds: float, received: int) -> bool:
        """Tell whether it is at an end."""
        slow = seconds > self.seconds and received < seconds * self.least
        return slow or seconds > self.most_seconds


PATIENT = Patience()

Asked = TypeVar("Asked")
"""Whatever the asker knows an address by."""


@dataclass(frozen=True, slots=True)
class Received:
    """One answered request, its body at its start."""

    request_headers: tuple[tuple[str, str], ...]
    url: str
    status: int
    status_text: str
    headers: tuple[tuple[str, str], ...]
    body: BinaryIO
    at: datetime
    truncated: str
    certificate: bytes
    """Leaf certificate (DER); empty where the connection had none."""
    digest: Digest
    """Of the body as it came, whole or not."""

    @property
    def whole(self) -> bool:
        """Tell whether this is the content that was asked for."""
        return self.status == HTTPStatus.OK and not self.truncated


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one address: every answer on the way, and why there is none at the end."""

    url: str
    answers: tuple[Received, ...]
    reason: GapReason | None
    detail: str = ""


class DirectFetches:
    """A client for one visit; closed with it."""

    def __init__(
        self,
        gate_url: str,
        trust: ssl.SSLContext,
        headers: dict[str, str],
        folder: str,
        patience: Patience = PATIENT,
    ) -> None:
        """Go through the gate, with the headers a page's own request would carry; spool below `folder`."""
        self._folder = folder
        self._patience = patience
        sent = {"Accept": "*/*", "Accept-Encoding": "identity", "Connection": "keep-alive", **headers}
        self._connections = Connections(gate_url, trust, tuple(sent.items()), _READ_SECONDS)

    def close(self) -> None:
        """Let go of all connections."""
        self._connections.close()

    def each(
        self,
        asked: deque[tuple[str, Asked]],
        take: Callable[[Asked, Attempt], None],
        goes_on: Callable[[], bool],
    ) -> None:
        """Fetch addresses side by side, few at a time, and hand over what came of each as it comes.

        `take` is given what stands beside the address, and may ask for more. Once `goes_on` says no, none is
        begun. What is under way is handed over even then, and when something is raised: its bytes are received.
        """
        under_way: dict[Future[Attempt], Asked] = {}
        with ThreadPoolExecutor(WORKERS) as pool:
            try:
                while goes_on() and (asked or under_way):
                    while asked and len(under_way) < 2 * WORKERS:
                        url, what = asked.popleft()
                        under_way[pool.submit(self.fetch, url)] = what
                    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                        take(under_way.pop(future), future.result())
            finally:
                pool.shutdown(cancel_futures=True)
                for future, what in under_way.items():
                    if not future.cancelled():
                        take(what, future.result())

    def fetch(self, url: str) -> Attempt:
        """Fetch one address, again after a moment where the connection failed."""
        answers: list[Received] = []
        detail = ""
        for again in range(_TRIES):
            time.sleep(again * _WAIT_SECONDS)
            try:
                answer = self._once(url)
            except RefusedByGateError as error:
                return Attempt(url, tuple(answers), GapReason.NOT_RECEIVED, str(error))
            except (HTTPException, OSError, ValueError) as error:
                detail = str(error) or type(error).__name__
                continue
            answers.append(answer)
            if answer.truncated == "length":
                return Attempt(url, tuple(answers), GapReason.TOO_LARGE, f"more than {BODY_LIMIT} bytes")
            if answer.truncated == "time":
                return Attempt(url, tuple(answers), GapReason.NOT_RECEIVED, _without_end(answer))
            if not answer.truncated:
                break
            detail = "the connection was cut"
        else:
            return Attempt(url, tuple(answers), GapReason.NOT_RECEIVED, detail)
        if answers[-1].whole:
            return Attempt(url, tuple(answers), None)
        return Attempt(url, tuple(answers), GapReason.REFUSED_BY_SERVER, f"HTTP {answers[-1].status}")

    def _once(self, url: str) -> Received:
        at = datetime.now(UTC)
        body: BinaryIO = tempfile.SpooledTemporaryFile(  # type: ignore[assignment]  # noqa: SIM115 - closed once written
            _IN_MEMORY, dir=self._folder
        )
        host = host_of(url)
        answered = self._connections.asked(url)
        truncated, digest = _spool(answered, body, self._patience)
        if truncated or answered.response.will_close:
            self._connections.drop(host)
        body.seek(0)
        return Received(
            request_headers=answered.sent,
            url=url,
            status=answered.response.status,
            status_text=answered.response.reason,
            headers=tuple(answered.response.getheaders()),
            body=body,
            at=at,
            truncated=truncated,
            certificate=answered.certificate,
            digest=digest,
        )


def _spool(answered: Answered, body: BinaryIO, patience: Patience) -> tuple[str, Digest]:
    """Keep the body's raw bytes; give why it is not whole, or nothing, and their digest."""
    announced = answered.response.getheader("content-length") or ""
    if announced.isdecimal() and int(announced) > BODY_LIMIT:
        return "length", Digest.of(b"")
    truncated: list[str] = []
    # Digested while it comes, side by side with others: a film is not read again for that.
    digest = Digest.of(_kept(answered, body, patience, truncated))
    return "".join(truncated), digest


def _kept(
    answered: Answered, body: BinaryIO, patience: Patience, truncated: list[str]
) -> Iterator[bytes | memoryview]:
    """Write a body's bytes as they come, and give them; take down why they are not all."""
    began, came = time.monotonic(), 0
    try:
        for piece in answered.pieces():
            came += len(piece)
            body.write(piece)
            yield piece
            if came > BODY_LIMIT:
                truncated.append("length")
                return
            if patience.ends(time.monotonic() - began, came):
                truncated.append("time")
                return
    except (HTTPException, OSError, ValueError):
        truncated.append("disconnect")


def _without_end(answer: Received) -> str:
    came = answer.body.seek(0, 2)
    answer.body.seek(0)
    return f"it came too slowly, or had no end: {came} bytes"


def host_of(url: str) -> str:
    """Give an address's host."""
    return urlsplit(url).hostname or ""
