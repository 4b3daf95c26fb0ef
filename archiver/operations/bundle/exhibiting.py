"""Exhibits of a bundle: the report, and what lawyers' programs read, beside the evidence and made of it alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archiver import __version__
from archiver.archive import Archive
from archiver.export.excerpt import Part
from archiver.export.exhibits.casebook import Casebook, Picture
from archiver.export.exhibits.exhibit import Medium
from archiver.export.exhibits.looks import Watch, watch
from archiver.export.report import pages
from archiver.export.report.cover import Cover, Withheld
from archiver.export.report.thumbnail import thumbnail
from archiver.formats import ssh_key
from archiver.ledger import events
from archiver.ledger.checkpoints import origin
from archiver.model.capture import CaptureId
from archiver.operations.bundle.bundling import Bundling
from archiver.operations.bundle.captures import Shown
from archiver.operations.bundle.choosing import Choice, as_of
from archiver.operations.bundle.originals import original

_DATA = "data/"


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


def add(bundling: Bundling, shown: Shown, parts: Sequence[Part], book: Casebook, cover: Cover) -> None:
    """Add the report. Raises DamagedError, OSError."""
    paths = {
        each["path"].partition("/")[2].partition(".")[0]: f"{_DATA}{each['path']}" for each in shown.media
    }
    for each in shown.media:
        digest = each["path"].partition("/")[2].partition(".")[0]
        book.note_picture(each["address"], Picture(digest, each["capture"], each["record"]))
    told = [
        (part.number, event) for part in parts for event in events.parsed(one.content for one in part.events)
    ]
    captures = frozenset(each["capture"] for each in shown.captures)
    report = pages.Report(
        cover=cover,
        book=book,
        watch=watched(bundling.archive, bundling.choice, told, captures),
        pictures=Files(bundling.bag.folder, paths),
        attributions=tuple(book.attributions()),
    )
    total = sum(book.counts().values())
    pages.write(
        report, bundling.bag.add, lambda exhibit: bundling.progress.step("exhibits", exhibit.number, total)
    )


def cover(archive: Archive, choice: Choice, key: str, shown: Shown, **told: Any) -> Cover:  # noqa: ANN401 - passed on
    """Say what a report is of; `key` signs it."""
    withheld = Counter[tuple[str, str]]()
    left_out = Counter[str]()
    for capture in shown.captures:
        for kind, found in capture["withheld"].items():
            withheld[kind, "segments"] += found["segments"]
            withheld[kind, "bytes"] += found["bytes"]
        left_out.update(capture["left_out"])
    return Cover(
        targets=tuple(map(str, choice.targets)),
        as_of=as_of(choice),
        checkpoint=choice.checkpoint,
        origin=origin(archive.identity.archive_id),
        fingerprint=ssh_key.fingerprint(key),
        made_by=f"archiver {__version__}",
        alone=choice.alone,
        simulated=archive.identity.simulated,
        captures=len(shown.captures),
        stood_in=shown.stood_in,
        withheld=tuple(
            Withheld(kind, withheld[kind, "segments"], withheld[kind, "bytes"])
            for kind in sorted({kind for kind, _ in withheld})
        ),
        not_shown=tuple((each.get("capture") or each["post"], each["reason"]) for each in shown.not_shown),
        left_out=dict(left_out),
        **told,
    )


def watched(
    archive: Archive,
    choice: Choice,
    told: Sequence[tuple[int, Mapping[str, Any]]],
    captures: frozenset[str],
) -> Watch:
    """Put together the looks that are shown, with what authorities said of them since."""

    def manifest(capture: str) -> Mapping[str, Any] | None:
        return original(archive, CaptureId.parse(capture)).named if capture in captures else None

    # What an authority said of the last checkpoint waits for the next one; its file goes along all the same.
    waiting = (
        event for _, event in events.every(archive.layout.pending) if event["event"] == events.TIMESTAMP
    )
    also = [(0, event) for event in waiting if event["checkpoint"] <= choice.checkpoint]
    targets = map(str, choice.targets)
    return watch([*told, *also], targets, manifest, simulated=archive.identity.simulated)
