"""Step 5: every revisit finds the record it refers to, with the payload it speaks of."""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256

from archiver.verify.checksums import WARC
from archiver.verify.finding import Check, Finding
from archiver.verify.warc import Record

_SHOWN = 80
"""Letters of a value that a finding repeats: hostile ones are long."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A revisit whose payload was not met yet."""

    capture: str
    holder: str
    record: str
    """Id of the record that it refers to."""
    told: str
    sought: bytes


class Revisits:
    """Takes the records of all captures, and pairs revisits with responses at the end."""

    def __init__(
        self, unread: frozenset[str] = frozenset(), disposed: frozenset[tuple[str, str]] = frozenset()
    ) -> None:
        """Begin with nothing held, sought or counted; `unread` are captures that are not looked into.

        `disposed` are records, by capture and id, that were disposed of.
        """
        self.disposed = set(disposed)
        self.held: set[bytes] = set()
        self.open: list[_Open] = []
        self.unread = set(unread)
        self.counts: Counter[str] = Counter()

    def take(self, capture: str, record: Record) -> None:
        """Take one record of a capture."""
        header = record.header
        if header.type == "response" and not header.get("WARC-Truncated"):
            self.held.add(_key(capture, f"<{header.id}>", record.payload))
        if header.type == "revisit":
            holder = header.get("Archiver-Refers-To-Capture") or capture
            refers_to = header.get("WARC-Refers-To")
            sought = _key(holder, refers_to, header.get("WARC-Payload-Digest"))
            self.counts[capture] += 1
            if sought not in self.held:
                told = f"{record} refers to {refers_to[:_SHOWN]} of {holder[:_SHOWN]}"
                self.open.append(_Open(capture, holder, refers_to.strip("<>"), told, sought))

    def add(self, later: "Revisits") -> None:
        """Take what was taken of a later capture."""
        self.held |= later.held
        self.unread |= later.unread
        self.disposed |= later.disposed
        self.open += [each for each in later.open if each.sought not in self.held]
        self.counts += later.counts

    def finished(self) -> list[Finding]:
        """Give what was found: a finding or more for each capture that holds revisits."""
        checks = {capture: Check("revisits", f"captures/{capture}/{WARC}") for capture in self.counts}
        elsewhere, gone = Counter[str](), Counter[str]()
        for each in self.open:
            if each.sought in self.held:
                continue
            if (each.holder, each.record) in self.disposed:
                gone[each.capture] += 1
            elif each.holder in self.unread:
                elsewhere[each.capture] += 1
            else:
                checks[each.capture].fault(f"{each.told}, where no whole response has that payload.")
        for capture, count in gone.items():
            checks[capture].note_only(
                f"{count} revisits point at what was disposed of since: the digests that they state prove nothing."
            )
        for capture, count in elsewhere.items():
            checks[capture].note_only(
                f"{count} revisits point at captures whose bytes were not read: that they find their payload there, "
                "only verifying the whole shows."
            )
        return [
            finding
            for capture, check in checks.items()
            for finding in check.findings(f"{self.counts[capture]} revisits find the payload they refer to.")
        ]


def _key(capture: str, record: str, digest: str) -> bytes:
    # Of an archive's many records only this is kept; a line feed stands in none of the three.
    return sha256(f"{capture}\n{record}\n{digest}".encode()).digest()
