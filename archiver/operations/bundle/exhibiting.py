"""Exhibits of a bundle: the report, and what lawyers' programs read, beside the evidence and made of it alone."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from archiver import __version__
from archiver.archive import Archive
from archiver.export import betraying, case, exhibit_list
from archiver.export.case import Case
from archiver.export.concordance import Concordance
from archiver.export.excerpt import Part
from archiver.export.exhibit_list import ExhibitList
from archiver.export.exhibits.casebook import Casebook, Picture
from archiver.export.exhibits.exhibit import Exhibit, Medium
from archiver.export.exhibits.looks import Watch, watch
from archiver.export.report import pages
from archiver.export.report.cover import Cover, Heading, Withheld
from archiver.export.report.pages import Report, Write
from archiver.export.report.thumbnail import thumbnail
from archiver.formats import ssh_key
from archiver.ledger import events
from archiver.ledger.checkpoints import origin
from archiver.model.capture import CaptureId
from archiver.operations.bundle.bundling import Bundling
from archiver.operations.bundle.captures import Shown
from archiver.operations.bundle.choosing import Choice, as_of
from archiver.operations.bundle.originals import original
from archiver.operations.installation import installation
from archiver.ports import Progress

_DATA = "data/"
_KEPT = 64
"""Captures of which it is held in memory which records are shown."""


class Also(StrEnum):
    """What is written for others' programs where it is asked for."""

    CASE = "case"
    CONCORDANCE = "concordance"


class Exporter(Protocol):
    """Takes exhibits as they come, and writes them for others' programs."""

    def take(self, exhibit: Exhibit) -> None:
        """Take the next exhibit."""
        ...

    def close(self) -> None:
        """End what is written."""
        ...


@dataclass(frozen=True, slots=True)
class Files:
    """The port `Pictures`, of the files of a bundle."""

    folder: Path
    paths: Mapping[str, str]
    """Below it, by SHA-256 in hex."""

    def thumbnail(self, medium: Medium, tiny: bool) -> bytes | None:  # noqa: FBT001 - a template calls it
        """Give a small JPEG; None where the file is not shown, or is no picture."""
        path = self.paths.get(medium.sha256)
        if path is None:
            return None
        with (self.folder / path).open("rb") as file:
            return thumbnail(file, medium.mime, tiny=tiny)

    def link(self, medium: Medium) -> str:
        """Give where the file stands beside the report; empty where it does not."""
        return self.paths.get(medium.sha256, "")


def add(
    bundling: Bundling,
    shown: Shown,
    parts: Sequence[Part],
    book: Casebook,
    also: Collection[Also],
    heading: Heading,
    key: str,
) -> None:
    """Add the report, the list of exhibits, and what else is asked for. Raises DamagedError, OSError."""
    bag, paths = bundling.bag, dict(_beside(shown, book))
    captures = frozenset(each["capture"] for each in shown.captures)
    report = Report(
        cover=replace(
            cover(bundling.archive, bundling.choice, heading, key),
            in_bundle=True,
            full=bundling.rules.full,
            captures=len(captures),
            stood_in=shown.stood_in,
            withheld=_withheld(shown),
            left_out=_left_out(shown),
            not_shown=tuple(
                (each.get("capture") or each["post"], each["reason"]) for each in shown.not_shown
            ),
        ),
        book=book,
        watch=watched(bundling.archive, bundling.choice, parts, captures, bundling.rules.betraying),
        pictures=Files(bag.folder, paths),
        shown=_in_copies(bag.folder),
        installation=installation(bundling.archive),
        attributions=tuple(book.attributions()),
    )
    link, watch = report.pictures.link, report.watch
    exporters: list[Exporter] = [ExhibitList(bag.begin(exhibit_list.NAME), watch, link)]
    if Also.CASE in also:
        exporters.append(Case(bag.begin(case.NAME), watch, link, report.cover.origin))
    if Also.CONCORDANCE in also:
        exporters.append(Concordance(bag.begin, bag.add, link, report.cover.heading.operator))
    write(report, bag.add, exporters, bundling.progress)


def _in_copies(folder: Path) -> Callable[[str, str], bool]:
    """Tell of records whether the copies in a bundle show them."""

    @lru_cache(maxsize=_KEPT)
    def of(capture: str) -> frozenset[str]:
        copy = folder / _DATA / "captures" / capture
        if not (copy / "disclosure.json").exists():
            return frozenset()
        records = json.loads((copy / "manifest.json").read_bytes())["commitments"]["records"]
        told = json.loads((copy / "disclosure.json").read_bytes())["records"]
        return frozenset(records[each["position"]]["id"] for each in told if "left_out" not in each)

    return lambda capture, record: record in of(capture)


def write(report: Report, out: Write, exporters: Sequence[Exporter], progress: Progress) -> None:
    """Write the report's pages, hand each exhibit to all exporters, and say how far that has come."""
    total = sum(report.book.counts().values())

    def passing(exhibit: Exhibit) -> None:
        progress.step("exhibits", exhibit.number, total)
        for exporter in exporters:
            exporter.take(exhibit)

    pages.write(report, out, passing)
    for exporter in exporters:
        exporter.close()


def _beside(shown: Shown, book: Casebook) -> Iterator[tuple[str, str]]:
    """Give where media stand in the bundle, by their SHA-256, and have the book note pictures of pages."""
    for each in shown.media:
        digest = Path(each["path"]).stem
        book.note_picture(each["address"], Picture(digest, each["capture"], each["record"]))
        yield digest, f"{_DATA}{each['path']}"


def cover(archive: Archive, choice: Choice, heading: Heading, key: str) -> Cover:
    """Say what a report is of; `key` signs what it rests on."""
    return Cover(
        heading=heading,
        targets=tuple(map(str, choice.targets)),
        chosen=choice.in_words,
        as_of=as_of(choice),
        checkpoint=choice.checkpoint,
        origin=origin(archive.identity.archive_id),
        fingerprint=ssh_key.fingerprint(key),
        made_by=f"archiver {__version__}",
        simulated=archive.identity.simulated,
    )


def _withheld(shown: Shown) -> tuple[Withheld, ...]:
    segments, sizes = Counter[str](), Counter[str]()
    for capture in shown.captures:
        for kind, found in capture["withheld"].items():
            segments[kind] += found["segments"]
            sizes[kind] += found["bytes"]
    return tuple(Withheld(kind, segments[kind], sizes[kind]) for kind in sorted(segments))


def _left_out(shown: Shown) -> dict[str, int]:
    return dict(sum((Counter(capture["left_out"]) for capture in shown.captures), Counter[str]()))


def watched(
    archive: Archive,
    choice: Choice,
    parts: Sequence[Part],
    captures: frozenset[str],
    values: Iterable[str],
) -> Watch:
    """Put together the looks that are shown, with what authorities said of them, then or since.

    What manifests say is told without `values`, which would betray the collector.
    """
    shown, unsaid = frozenset(part.number for part in parts), frozenset(values)
    told = [
        (part.number, event)
        for part in parts
        for event in events.parsed(one.content for one in part.events)
        if event["event"] != events.TIMESTAMP
    ]
    # What was said of the last checkpoint is an event of the next one; its file goes along all the same.
    stamps = [
        (event["checkpoint"], event)
        for _, event in archive.custody.every()
        if event["event"] == events.TIMESTAMP and event["checkpoint"] in shown
    ]

    def manifest(capture: str) -> Mapping[str, Any] | None:
        if capture not in captures:
            return None
        kept = original(archive, CaptureId.parse(capture)).manifest
        read: Mapping[str, Any] = json.loads(betraying.shown(kept, unsaid))
        return read

    targets = map(str, choice.targets)
    return watch([*told, *stamps], targets, manifest, simulated=archive.identity.simulated)
