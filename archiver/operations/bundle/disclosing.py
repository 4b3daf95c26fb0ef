"""Disclose: one capture, written for others to read, without what shows the collector."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from archiver.archive import Archive
from archiver.errors import DamagedError
from archiver.export.describing import Described
from archiver.export.disclosed_warc import FORMAT, DisclosedWarc, Payloads, Showing, Take
from archiver.export.packing import PackedCapture
from archiver.formats.disclosure import Find
from archiver.formats.warc import is_media
from archiver.model.capture import CaptureId
from archiver.operations.bundle import redacting
from archiver.operations.bundle.originals import Original
from archiver.operations.bundle.rules import Rules
from archiver.operations.bundle.understanding import Understood, understood

NOT_SELECTED = "not selected"
_MAY_SHOW = "a picture that may show what is redacted"
_PICTURES = "urn:archiver:picture:"
_OF_COLLECTOR = "a picture whose address names the collector"
_WHO = ("collector", "viewer")
_ALWAYS = frozenset(("warcinfo",))


class NotShownError(Exception):
    """A capture of which nothing can be shown, and why."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One capture, written."""

    capture: CaptureId
    map: dict[str, Any]
    """What is withheld, and what leads to the manifest all the same."""

    def counted(self) -> dict[str, Any]:
        """Say how much of it is shown, and how much is not and why."""
        records = self.map["records"]
        shown = [each for each in records if "left_out" not in each]
        kinds: Counter[str] = Counter()
        sizes: Counter[str] = Counter()
        for _, length, found, _ in _withheld(shown):
            kinds.update(found)
            sizes.update(dict.fromkeys(found, length))
        return {
            "capture": str(self.capture),
            "records": len(shown),
            "left_out": dict(Counter(each["left_out"] for each in records if "left_out" in each)),
            "withheld": {kind: {"segments": kinds[kind], "bytes": sizes[kind]} for kind in sorted(kinds)},
        }


def _withheld(records: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    for record in records:
        for part in ("head", "address", "block"):
            yield from record[part]["withheld"]


def disclose(
    archive: Archive,
    capture: CaptureId,
    found: Original,
    rules: Rules,
    only: Container[str] | None,
    payloads: Payloads,
    packed: PackedCapture,
    take: Take,
) -> Disclosure:
    """Write the records of a capture, or those of `only`, by their ids. Raises NotShownError, DamagedError."""
    if rules.by_value(found)(found.manifest):
        raise NotShownError("its manifest holds something that shows the collector")
    find = rules.betrays(found)
    read = (
        understood(archive, capture) if rules.redaction or (found.is_signed_in and not rules.full) else None
    )
    leave_out = _leaving_out(read if found.is_signed_in else None, only, find, pictures=not rules.redaction)
    revealed = _Revealed(str(capture), rules.revealed)
    copy = DisclosedWarc(
        str(capture),
        found.seed,
        Showing(_finding(find, rules, found, read), leave_out, revealed, take),
        payloads,
    )
    with archive.sealed.opened(capture) as source:
        try:
            told = list(copy.write(source, found.records, packed.append))
        except ValueError as error:
            raise DamagedError(f"Capture {capture} cannot be read: {error}.") from error
    packed.close()
    return Disclosure(
        capture, {"format": FORMAT, "capture": str(capture), "warcs": packed.warcs, "records": told}
    )


@dataclass(frozen=True, slots=True)
class _Revealed:
    capture: str
    segments: Container[tuple[str, int, str, int]]

    def __contains__(self, segment: object) -> bool:
        return isinstance(segment, tuple) and (self.capture, *segment) in self.segments


def _finding(find: Find, rules: Rules, found: Original, read: Understood | None) -> Find:
    if not rules.redaction or read is None:
        return find
    more = redacting.finding(rules.redaction, found.named, read.names)
    return lambda text: [*find(text), *more(text)]


def _leaving_out(
    read: Understood | None, only: Container[str] | None, find: Find, *, pictures: bool
) -> Callable[[Described], str]:
    """Say what of a capture is not shown; `read` is what a signed-in visit tells, of which nothing else is."""

    def why(record: Described) -> str:
        selected = only is None or record.type in _ALWAYS or record.id in only
        # A request stands by the answer it belongs to, and falls with it.
        if not selected and record.type != "request":
            return NOT_SELECTED
        if not pictures and record.address.startswith(_PICTURES):
            return _MAY_SHOW
        # What a medium shows cannot be searched; its address says whose picture it is.
        if is_media(record.mime) and any(each.kind in _WHO for each in find(record.address.encode())):
            return _OF_COLLECTOR
        return read.why_not(record) if read else ""

    return why
