"""Find the streams of films that no answer names. Each is then fetched and recorded as all media are."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from archiver.capture import stream_choice
from archiver.capture.asking_yt_dlp import Asking, NoStreamsError
from archiver.capture.stream_choice import Told
from archiver.capture.withholding import Withholding
from archiver.formats import found_streams
from archiver.formats.found_streams import FoundStreams
from archiver.model.exchange import MadeRecord
from archiver.model.gap import Gap, GapReason
from archiver.model.post import Candidate
from archiver.ports import Recording, Streams

MOST, MOST_SECONDS = 20, 300.0
"""Films that one visit seeks the streams of, and how long it does in all."""


@dataclass(slots=True)
class Resolving:
    """Asks for one film after the other, and writes down how its streams were found."""

    asking: Asking
    withholding: Withholding
    recording: Recording
    asset: Callable[[str], str]
    """Gives what stays the same of a stream's address between looks; empty where nothing does."""
    note: Callable[[Gap], None]
    sought: int = 0
    spent: float = 0.0
    """Seconds."""
    version: str = field(default="")
    """Of yt-dlp; empty where it was not asked."""

    def streams(self, subject: str, page: str, film: str) -> Streams | None:
        """Give a film's streams; None, and a gap, where none is found."""
        try:
            formats, offered = self._sought(page, film)
        except NoStreamsError as error:
            self.note(Gap(GapReason.STREAMS_NOT_FOUND, subject, self.withholding.text(str(error))))
            return None
        best = self.withholding.address(offered[0].address)
        named = FoundStreams(subject, film, self._asset(offered, film), best, bool(offered[0].sound))
        return Streams(offered, named.asset, self._written(named, page, formats, offered))

    def _sought(self, page: str, film: str) -> tuple[list[Told], tuple[Candidate, ...]]:
        """Give all that a film is offered in, and the renditions to be fetched. Raises NoStreamsError."""
        if self.sought >= MOST:
            raise NoStreamsError(f"this visit has sought the streams of {MOST} films already")
        if self.spent >= MOST_SECONDS:
            raise NoStreamsError(f"this visit has sought streams for {MOST_SECONDS:.0f} seconds already")
        self.sought += 1
        began = time.monotonic()
        try:
            told = self.asking.about(page)
        finally:
            self.spent += time.monotonic() - began
        self.version = told["version"]
        found = stream_choice.film_of(told["films"], film)
        return found["formats"], stream_choice.candidates(found)

    def _asset(self, offered: tuple[Candidate, ...], film: str) -> str:
        # A player's own address stays; its streams' change with each visit.
        return film if film.startswith("https://") else self.asset(offered[0].address) or film

    def _written(
        self, named: FoundStreams, page: str, formats: list[Told], offered: tuple[Candidate, ...]
    ) -> str:
        write = self.withholding.address
        where = write(page)
        listed = [{**each, "address": write(each["address"])} for each in formats]
        addresses = {address for each in offered for address in (each.address, each.sound) if address}
        chosen = [each["id"] for each in formats if each["address"] in addresses]
        content = found_streams.written(named, where, self.version, listed, chosen)
        return self.recording.made(
            MadeRecord(
                f"{found_streams.PREFIX}{where}", "metadata", found_streams.MIME, content, datetime.now(UTC)
            )
        )
