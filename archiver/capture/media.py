"""The media of one visit: fetched directly, recorded as they come, counted."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus

from archiver.capture.direct import Attempt, DirectFetches, Received, host_of
from archiver.capture.gate import STOPPED, Gate
from archiver.capture.servers import Servers
from archiver.capture.withholding import Withholding
from archiver.errors import StoppedError
from archiver.formats.warc import payload_digest
from archiver.formats.warc_reading import BODY_LIMIT, as_read
from archiver.model.exchange import Exchange, Fidelity, MadeRecord, RecordedExchange
from archiver.model.gap import Gap, GapReason
from archiver.ports import HeldMedium, Progress, Recording, Stop, Wanted


@dataclass(frozen=True, slots=True)
class _Asked:
    """A medium, asked for by one of its candidates."""

    medium: Wanted
    place: int = 0

    @property
    def address(self) -> str:
        return self.medium.candidates[self.place].address

    @property
    def smaller(self) -> "_Asked | None":
        place = self.place + 1
        return _Asked(self.medium, place) if place < len(self.medium.candidates) else None


@dataclass(slots=True)
class Media:
    """Fetches media and counts them; what came is recorded, whatever makes an end of it."""

    direct: DirectFetches
    gate: Gate
    servers: Servers
    withholding: Withholding
    recording: Recording
    stop: Stop
    progress: Progress
    note: Callable[[Gap], None]
    """Takes down what could not be read."""
    wanted: int = 0
    received: int = 0
    lost: int = 0
    """Those that got no answer."""
    passed_over: int = 0
    bytes: int = 0
    compared: int = 0
    """Held media that were fetched again."""
    differing: int = 0
    """Those of them that came with other bytes."""

    def fetch(self, wanted: Sequence[Wanted]) -> int:
        """Fetch media side by side, each by its largest candidate that answers; give how many got no answer.

        Raises StoppedError once all that came is recorded.
        """
        self.wanted += len(wanted)
        before = self.lost
        asked = deque((each.address, each) for each in map(_Asked, wanted))
        self.direct.each(asked, partial(self._take, asked), lambda: not self.stop.requested)
        if self.stop.requested:
            raise StoppedError("Stopped as asked.")
        return self.lost - before

    def ask(self, address: str) -> tuple[Exchange, ...]:
        """Fetch what is no medium of a post, and give its answers as they stand in the capture."""
        attempt = self.direct.fetch(address)
        written = []
        for answer in attempt.answers:
            self.servers.met_directly(host_of(answer.url), answer.certificate)
            recorded = self._recorded(answer)
            record = self.recording.exchange(recorded)
            answer.body.seek(0)
            written.append(as_read(recorded, record, answer.body.read(BODY_LIMIT + 1)))
            answer.body.close()
        if attempt.reason is not None and not any(
            answer.status != HTTPStatus.OK for answer in attempt.answers
        ):
            self._note_missing(Wanted(address, ()), attempt)
        return tuple(written)

    def pass_over(self, held: Sequence[HeldMedium]) -> None:
        """Write one record that names the media held and not asked for again."""
        if not held:
            return
        named = [
            {
                "subject": medium.subject,
                "asset": medium.asset,
                "digest": str(medium.digest),
                "capture": medium.held.capture,
                "record": medium.held.record,
                "held": "same asset, bytes not received",
            }
            for medium in held
        ]
        content = json.dumps(named, ensure_ascii=False, indent=1).encode()
        now = datetime.now(UTC)
        self.recording.made(
            MadeRecord("urn:archiver:held:media", "metadata", "application/json", content, now)
        )
        self.passed_over += len(held)

    def _compare(self, held: HeldMedium, answer: Received) -> None:
        """Write whether a held medium came again with the same bytes. Other bytes alone are no change of a post."""
        received = payload_digest(answer.body)
        self.compared += 1
        self.differing += received != held.digest
        told = {
            "subject": held.subject,
            "asset": held.asset,
            "held": str(held.digest),
            "capture": held.held.capture,
            "record": held.held.record,
            "received": str(received),
            "same": received == held.digest,
        }
        content = json.dumps(told, ensure_ascii=False, indent=1).encode()
        address = f"urn:archiver:compared:{received}"
        self.recording.made(MadeRecord(address, "metadata", "application/json", content, datetime.now(UTC)))

    def _take(self, pending: deque[tuple[str, _Asked]], asked: _Asked, attempt: Attempt) -> None:
        for answer in attempt.answers:
            self.servers.met_directly(host_of(answer.url), answer.certificate)
            self.recording.exchange(self._recorded(answer))
            if asked.medium.held is not None and answer.whole and asked.place == 0:
                self._compare(asked.medium.held, answer)
            answer.body.close()
        smaller = None if self.stop.requested else asked.smaller
        if attempt.reason is None:
            self.received += 1
        elif smaller is not None:
            self._note_missing(asked.medium, attempt, "a smaller rendition was asked for instead")
            pending.append((smaller.address, smaller))
        else:
            self.lost += self._note_missing(asked.medium, attempt) is GapReason.NOT_RECEIVED
        self.progress.step("media", self.received, self.wanted)

    def _recorded(self, answer: Received) -> RecordedExchange:
        self.bytes += _length(answer)
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

    def _note_missing(self, medium: Wanted, attempt: Attempt, then: str = "") -> GapReason:
        host = host_of(attempt.url)
        reason, detail = attempt.reason or GapReason.NOT_RECEIVED, attempt.detail
        refusal = self.gate.refusals.get(host, "")
        if detail.endswith(STOPPED):
            detail = STOPPED
        elif refusal not in ("", STOPPED):
            reason, detail = GapReason.REFUSED_BY_GATE, f"{host}: {refusal}"
        elif host in self.gate.failures and reason is GapReason.NOT_RECEIVED:
            detail = f"{host}: {self.gate.failures[host]}"
        self.note(Gap(reason, medium.subject, self.withholding.text("; ".join(filter(None, (detail, then))))))
        return reason


def _length(answer: Received) -> int:
    end = answer.body.seek(0, 2)
    answer.body.seek(0)
    return end
