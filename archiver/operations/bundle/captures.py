"""Captures of a bundle: copies in WACZ files, what leads each copy to its manifest, and media beside them."""

from collections.abc import Container, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from archiver.archive import Archive
from archiver.export.bag import Bag, BagFile
from archiver.export.describing import Described
from archiver.export.disclosed_warc import Payloads, Place
from archiver.export.packing import Packing
from archiver.formats.canonical import canonical
from archiver.model.capture import CaptureId
from archiver.operations.bundle import media, pages_to_open
from archiver.operations.bundle.bundling import Bundling
from archiver.operations.bundle.choosing import as_of
from archiver.operations.bundle.disclosing import NotShownError, disclose
from archiver.operations.bundle.originals import original

_GONE = "all of it was disposed of"


@dataclass(slots=True)
class Shown:
    """What a bundle shows of captures."""

    captures: list[dict[str, Any]] = field(default_factory=list)
    """What is shown of each, counted."""
    not_shown: list[dict[str, str]] = field(default_factory=list)
    media: list[dict[str, str]] = field(default_factory=list)
    """Files beside the copies, and the record that each came as."""
    stood_in: int = 0
    """How many of them stand-ins answered."""
    opening: set[int] = field(default_factory=set)
    """Checkpoints whose stamps captures name as there before them."""


def add(bundling: Bundling, only: Mapping[CaptureId, frozenset[str]]) -> Shown:
    """Add the captures of the choice; of those in `only` the records named, by their ids. Raises DamagedError."""
    archive, chosen, shown = bundling.archive, bundling.choice.captures, Shown()
    shown.not_shown += ({"capture": str(each), "reason": _GONE} for each in bundling.choice.disposed)
    wanted = _referred(archive, chosen, only)
    held = _by_capture(wanted)
    payloads, out, at = Payloads(wanted), bundling.bag.folder / "data", as_of(bundling.choice)
    every = sorted({*chosen, *held}, key=lambda capture: (capture.name, capture))
    with (
        Packing(bundling.work, out, wanted, at, "Captures", bundling.limit) as packing,
        ThreadPoolExecutor(1) as ahead,
    ):
        for number, capture in enumerate(every):
            bundling.progress.step("captures", number, len(every))
            # The next one is held against its digest while this one is written.
            coming = [ahead.submit(archive.sealed.check, each) for each in every[number + 1 : number + 2]]
            whole = capture in chosen and capture not in only
            records = None if whole else {*held.get(capture, ()), *only.get(capture, ())}
            _add_one(bundling, capture, records, payloads, packing, shown)
            wait(coming)
    for name in packing.written:
        bundling.bag.take_in(f"data/{name}")
    return shown


def _add_one(
    bundling: Bundling,
    capture: CaptureId,
    only: Container[str] | None,
    payloads: Payloads,
    packing: Packing,
    shown: Shown,
) -> None:
    found, bag = original(bundling.archive, capture), bundling.bag

    def take(record: Described, address: str, digest: str) -> BagFile | None:
        page = pages_to_open.page(record, address)
        if page is not None:
            packing.page(page)
        return _beside(bag, capture, record, address, digest, shown)

    packed = packing.capture(capture)
    try:
        disclosed = disclose(bundling.archive, capture, found, bundling.rules, only, payloads, packed, take)
    except NotShownError as error:
        shown.not_shown.append({"capture": str(capture), "reason": str(error)})
        return
    folder = f"data/captures/{capture}"
    bag.add(f"{folder}/manifest.json", [found.manifest])
    bag.add(f"{folder}/SHA256SUMS", [found.sums])
    bag.add(f"{folder}/disclosure.json", [canonical(disclosed.map)])
    shown.captures.append(disclosed.counted())
    shown.stood_in += "not_authenticated" in found.named
    shown.opening |= {found.named["opening_stamp"].get("checkpoint", 0)} - {0}


def _beside(
    bag: Bag, capture: CaptureId, record: Described, address: str, digest: str, shown: Shown
) -> BagFile | None:
    """Have a medium, or a picture of a page, stand beside the copy as a file of its own, once.

    `address` is that of the record as it is shown.
    """
    known = digest.partition(":")[2]
    path = media.path(record, known)
    if not path or bag.holds(f"data/{path}"):
        return None
    shown.media.append({"path": path, "capture": str(capture), "record": record.id, "address": address})
    return bag.begin(f"data/{path}", known)


def _referred(
    archive: Archive, captures: Iterable[CaptureId], only: Mapping[CaptureId, Container[str]]
) -> set[Place]:
    """Give the records that hold the payloads of these captures' revisits, of those in `only` of the records."""
    found = set[Place]()
    for capture in captures:
        if any(each["type"] == "revisit" for each in original(archive, capture).records):
            for revisit, holder, record in archive.sealed.revisited(capture):
                if capture not in only or revisit in only[capture]:
                    found.add((holder or str(capture), record))
    gone = {capture for capture, _ in found if archive.sealed.is_gone(CaptureId.parse(capture))}
    return {place for place in found if place[0] not in gone}


def _by_capture(places: Iterable[Place]) -> dict[CaptureId, set[str]]:
    found: dict[CaptureId, set[str]] = {}
    for capture, record in places:
        found.setdefault(CaptureId.parse(capture), set()).add(record)
    return found
