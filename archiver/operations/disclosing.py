"""Disclose: one capture, written for others to read, without what shows the collector."""

import json
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from archiver import platforms
from archiver.archive import Archive
from archiver.errors import DamagedError
from archiver.export import betraying, echoes
from archiver.export.describing import Described
from archiver.export.disclosed_warc import FORMAT, DisclosedWarc, Payloads, Showing, Take
from archiver.export.packing import PackedCapture
from archiver.formats import checksums
from archiver.formats.disclosure import Find
from archiver.formats.json_places import scalars_of
from archiver.formats.redaction import Span
from archiver.formats.warc import is_media
from archiver.model.capture import CaptureId
from archiver.model.vantage import SESSION
from archiver.operations import redacting
from archiver.operations.redacting import Redaction
from archiver.operations.understanding import Understood, understood

NOT_SELECTED = "not selected"
_MAY_SHOW = "a picture that may show what is redacted"
PICTURES = "urn:archiver:picture:"
_OF_COLLECTOR = "a picture whose address names the collector"
_WHO = ("collector", "viewer")
OF_VIEWER = "of-viewer"
"""Class of what stands where an answer speaks of whoever is signed in."""
MANIFEST, PRIVATE = "manifest.json", "private.json"
_ALWAYS = frozenset(("warcinfo",))


class NotShownError(Exception):
    """A capture of which nothing can be shown, and why."""


@dataclass(frozen=True, slots=True)
class Documents:
    """What stands beside a capture's WARC."""

    manifest: bytes
    sums: bytes
    named: dict[str, Any]
    """The manifest, read."""
    private: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rules:
    """What is taken out of captures, and what is not."""

    full: bool = False
    """Nothing is."""
    also: tuple[str, ...] = ()
    """Further values that must not be shown, such as where this archive stands."""
    redaction: Redaction = field(default_factory=Redaction)
    """What is taken out besides."""
    revealed: Container[tuple[str, int, str, int]] = ()
    """Segments that are shown all the same: capture, position of the record, part, number."""


def documents(archive: Archive, capture: CaptureId) -> Documents:
    """Read what stands beside a capture's WARC. Raises DamagedError."""
    folder = archive.layout.capture(capture)
    try:
        texts = {name: (folder / name).read_bytes() for name in (MANIFEST, PRIVATE, checksums.NAME)}
        return Documents(
            texts[MANIFEST],
            texts[checksums.NAME],
            json.loads(texts[MANIFEST]),
            json.loads(texts[PRIVATE]),
        )
    except (OSError, ValueError) as error:
        raise DamagedError(f"Capture {capture} cannot be read: {error}.") from error


def betrays(found: Documents, rules: Rules) -> Find:
    """Give what finds all that would betray the collector in what a capture's records hold."""
    if rules.full:
        return lambda _: []
    by_value, of_viewer = _by_value(found, rules), _of_viewer(found)

    def find(text: bytes) -> list[Span]:
        alone = (Span(start, end, OF_VIEWER) for start, end in scalars_of(text, of_viewer))
        return [*by_value(text), *echoes.found(text), *alone]

    return find


def _by_value(found: Documents, rules: Rules) -> Find:
    return (lambda _: []) if rules.full else betraying.find_of(found.private, rules.also, found.manifest)


def _of_viewer(found: Documents) -> frozenset[str]:
    """Name the members of answers that speak of whoever was signed in; of what a stranger is shown there are none."""
    platform = platforms.named(CaptureId.parse(found.named["capture"]).platform)
    return platform.of_viewer if _is_signed_in(found) else frozenset()


def _is_signed_in(found: Documents) -> bool:
    return bool(found.named["vantage"]["login"] == SESSION)


def collectors(archive: Archive, captures: Iterable[CaptureId]) -> tuple[str, ...]:
    """Give the names, ids and places of the collectors of captures: each betrays in all. Raises DamagedError."""
    values, sessions, manifests = set[str](), set[str](), list[bytes]()
    for capture in captures:
        found = documents(archive, capture)
        sessions |= {found.private["session"]}
        values |= set(betraying.named(found.private))
        manifests.append(found.manifest)
    return tuple(sorted(values - {each for each in sessions if betraying.is_public(each, *manifests)}))


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
    found: Documents,
    rules: Rules,
    only: Container[str] | None,
    payloads: Payloads,
    packed: PackedCapture,
    take: Take,
) -> Disclosure:
    """Write the records of a capture, or those of `only`, by their ids. Raises NotShownError, DamagedError."""
    if _by_value(found, rules)(found.manifest):
        raise NotShownError("its manifest holds something that shows the collector")
    find, is_signed_in = betrays(found, rules), _is_signed_in(found)
    read = understood(archive, capture) if rules.redaction or (is_signed_in and not rules.full) else None
    leave_out = _leaving_out(read if is_signed_in else None, only, find, pictures=not rules.redaction)
    revealed = _Revealed(str(capture), rules.revealed)
    copy = DisclosedWarc(
        str(capture),
        bytes.fromhex(found.private["seed"]),
        Showing(_finding(find, rules, found, read), leave_out, revealed, take),
        payloads,
    )
    with archive.sealed.opened(capture) as source:
        try:
            told = list(copy.write(source, found.named["commitments"]["records"], packed.append))
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


def _finding(find: Find, rules: Rules, found: Documents, read: Understood | None) -> Find:
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
        if not pictures and record.address.startswith(PICTURES):
            return _MAY_SHOW
        # What a medium shows cannot be searched; its address says whose picture it is.
        if is_media(record.mime) and any(each.kind in _WHO for each in find(record.address.encode())):
            return _OF_COLLECTOR
        return read.why_not(record) if read else ""

    return why


def referred(
    archive: Archive, captures: Iterable[CaptureId], only: Mapping[CaptureId, Container[str]]
) -> set[tuple[str, str]]:
    """Give captures and records that hold the payloads of these captures' revisits, of those in `only` of the records.

    Raises DamagedError.
    """
    found = set()
    for capture in captures:
        records = documents(archive, capture).named["commitments"]["records"]
        if any(each["type"] == "revisit" for each in records):
            for revisit, holder, record in archive.sealed.revisited(capture):
                if capture not in only or revisit in only[capture]:
                    found.add((holder or str(capture), record))
    return found
