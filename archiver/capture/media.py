"""The media of one visit: fetched directly, recorded as they come, counted."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus

from archiver.capture.apart import Films, Original
from archiver.capture.direct import Attempt, DirectFetches, Received, host_of
from archiver.capture.gate import STOPPED, Gate
from archiver.capture.merging import NotMergedError
from archiver.capture.servers import Servers
from archiver.capture.withholding import Withholding
from archiver.errors import StoppedError
from archiver.formats.warc_reading import BODY_LIMIT, as_read
from archiver.model.digest import Digest
from archiver.model.exchange import Exchange, Fidelity, MadeRecord, RecordedExchange
from archiver.model.gap import Gap, GapReason
from archiver.model.post import Candidate
from archiver.ports import HeldMedium, Progress, Recording, Stop, Wanted


@dataclass(slots=True, eq=False)
class _Asked:
    """A medium, asked for by one of its candidates: one file, or of a film pictures and sound apart."""

    medium: Wanted
    place: int = 0
    came: dict[str, tuple[Attempt, str]] = field(default_factory=dict)
    """What came of each file, with the record of its last answer."""

    @property
    def candidate(self) -> Candidate:
        return self.medium.candidates[self.place]

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.candidate.address, self.candidate.sound)))

    @property
    def smaller(self) -> "_Asked | None":
        place = self.place + 1
        return _Asked(self.medium, place) if place < len(self.medium.candidates) else None

    @property
    def failed(self) -> Attempt | None:
        """The first of its files that did not come; None where all did."""
        return next((attempt for attempt, _ in self.came.values() if attempt.reason is not None), None)

    def close(self) -> None:
        """Let go of the bodies."""
        for attempt, _ in self.came.values():
            for answer in attempt.answers:
                answer.body.close()


@dataclass(slots=True)
class Media:
    """Fetches media and counts them; what came is recorded, whatever makes an end of it."""

    direct: DirectFetches
    films: Films
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
    _open: set[_Asked] = field(default_factory=set)
    """What is asked for, and has not all come."""
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
        asked: deque[tuple[str, _Asked]] = deque()
        for each in wanted:
            self._ask(asked, _Asked(each))
        try:
            self.direct.each(asked, partial(self._take, asked), lambda: not self.stop.requested)
        finally:
            self._leave()
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

    def _leave(self) -> None:
        """Let go of what is waited for no longer, and say of a film in parts that only one of them came."""
        for waiting in self._open:
            if waiting.came:
                said = "of its pictures and its sound only one was asked for before the visit ended"
                self.note(Gap(GapReason.NOT_RECEIVED, waiting.medium.subject, said))
            waiting.close()
        self._open.clear()

    def _ask(self, pending: deque[tuple[str, _Asked]], asked: _Asked) -> None:
        self._open.add(asked)
        pending.extend((address, asked) for address in asked.addresses)

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

    def _compare(self, held: HeldMedium, received: Digest) -> None:
        """Write whether a held medium came again with the same bytes. Other bytes alone are no change of a post."""
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
        record = ""
        # Of a film in parts it stands at what is put together.
        found_in = "" if asked.candidate.sound else asked.medium.found_in
        for answer in attempt.answers:
            self.servers.met_directly(host_of(answer.url), answer.certificate)
            record = self.recording.exchange(self._recorded(answer, found_in))
        asked.came[attempt.url] = (attempt, record)
        # Of a film in parts the first that came waits for the other.
        if len(asked.came) == len(set(asked.addresses)):
            try:
                self._settle(pending, asked)
            finally:
                asked.close()
                self._open.discard(asked)

    def _settle(self, pending: deque[tuple[str, _Asked]], asked: _Asked) -> None:
        """Take a medium for received, or ask for its next rendition, once all that was asked for it has come."""
        smaller = None if self.stop.requested else asked.smaller
        then = "" if smaller is None else "a smaller rendition was asked for instead"
        reason = self._missing(asked, then)
        if reason is None:
            self.received += 1
        elif smaller is not None:
            self._ask(pending, smaller)
        else:
            self.lost += reason is GapReason.NOT_RECEIVED
        self.progress.step("media", self.received, self.wanted)

    def _missing(self, asked: _Asked, then: str) -> GapReason | None:
        """Take down why a medium is not received; None where it is."""
        failed = asked.failed
        if failed is not None:
            return self._note_missing(asked.medium, failed, then)
        held = asked.medium.held if asked.place == 0 else None
        try:
            digest = self._digest(asked, held)
        except NotMergedError as error:
            said = "; ".join(filter(None, (str(error), then)))
            self.note(Gap(GapReason.NOT_MERGED, asked.medium.subject, said))
            return GapReason.NOT_MERGED
        if held is not None and digest is not None:
            self._compare(held, digest)
        return None

    def _digest(self, asked: _Asked, held: HeldMedium | None) -> Digest | None:
        """Put a film together where it came in parts; give the digest of what is to be compared."""
        found_in = asked.medium.found_in
        parts = [
            Original(attempt.answers[-1], record, self.withholding.address(address))
            for address in asked.addresses
            for attempt, record in (asked.came[address],)
        ]
        if len(parts) == 1:
            return parts[0].answer.digest if held is not None else None
        known = held.digest if held is not None else None
        both = (parts[0], parts[1])
        return self.films.put_together(asked.medium.subject, asked.candidate, both, known, found_in)

    def _recorded(self, answer: Received, found_in: str = "") -> RecordedExchange:
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
            found_in=found_in,
            digest=answer.digest,
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
