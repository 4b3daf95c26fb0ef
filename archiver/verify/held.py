"""WACZ files as wholes: each WARC in them is of one capture, or holds records of others that pages refer to.

And what they tell a program that replays them is what their records say.
"""

from collections.abc import Container
from pathlib import Path

from archiver.verify import wacz, wacz_index
from archiver.verify.files import UnreadableError
from archiver.verify.finding import Check, Finding
from archiver.verify.leading import Payloads, Place, page_of, whole
from archiver.verify.members import DamagedError
from archiver.verify.wacz import Wacz
from archiver.verify.warc import records

HELD = "archive/held.warc.gz"


def check(root: Path, packed: list[Wacz], named: Container[Place], payloads: Payloads) -> list[Finding]:
    """Check that each WARC is a copy's, that records which stand there again are the same, and the index of all."""
    findings = []
    for each in packed:
        told = Check(wacz.NAME, each.path)
        places = set(payloads.places.get(each.path, ()))
        for name in each.warcs:
            if name == HELD:
                places |= _held(root, each.path, payloads, told)
            elif (each.path, name) not in named:
                told.fault(f"No copy of a capture says that its records stand in {name}.")
        if each.whole:
            _check_index(root, each.path, places, payloads, told)
        findings += told.findings(
            f"{len(each.warcs)} WARC files, each of a capture that is here, and their index."
        )
    return findings


def _held(root: Path, path: str, payloads: Payloads, told: Check) -> set[bytes]:
    """Hold records that stand here once more against those of their own captures; give where they stand."""
    places = set[bytes]()
    try:
        with wacz.entry(root, path, HELD) as file:
            for record in records(file, None):
                places |= wacz_index.indexed(record, HELD)
                if whole(record) not in payloads.whole:
                    told.fault(f"{record} in {HELD} is not what stands in its own capture.")
    except UnreadableError as error:
        told.note(error.status, error.detail)
    except DamagedError as error:
        told.fault(f"{HELD} cannot be read: {error}.")
    return places


def _check_index(root: Path, path: str, places: set[bytes], payloads: Payloads, told: Check) -> None:
    try:
        with wacz.entry(root, path, wacz_index.PARTS) as file:
            parts = file.read()
        with wacz.entry(root, path, wacz_index.PAGES) as file:
            pages = file.read()
        with wacz.entry(root, path, wacz_index.INDEX) as file:
            for fault in wacz_index.check_index(file, parts, places):
                told.fault(f"{fault}.")
        must = payloads.documents.get(path, set())
        for fault in wacz_index.check_pages(pages, page_of, payloads.pages, must):
            told.fault(f"{fault}.")
    except UnreadableError as error:
        told.note(error.status, error.detail)
    except DamagedError as error:
        told.fault(f"Its index cannot be read: {error}.")
