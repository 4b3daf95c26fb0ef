"""WACZ files as wholes: each WARC in them is of one capture, or holds records of others that pages refer to."""

from pathlib import Path

from archiver.verify import wacz
from archiver.verify.copies import Payloads, block_of
from archiver.verify.files import UnreadableError
from archiver.verify.finding import Check, Finding
from archiver.verify.members import DamagedError
from archiver.verify.wacz import Wacz
from archiver.verify.warc import records

HELD = "archive/held.warc.gz"


def check(root: Path, packed: list[Wacz], named: set[tuple[str, str]], payloads: Payloads) -> list[Finding]:
    """Check that no WARC is there that no copy names, and that records which stand there again are the same."""
    findings = []
    for each in packed:
        told = Check(wacz.NAME, each.path)
        for name in each.warcs:
            if name == HELD:
                _check_held(root, each.path, payloads, told)
            elif (each.path, name) not in named:
                told.fault(f"No copy of a capture says that its records stand in {name}.")
        findings += told.findings(f"{len(each.warcs)} WARC files, each of a capture that is here.")
    return findings


def _check_held(root: Path, path: str, payloads: Payloads, told: Check) -> None:
    try:
        with wacz.entry(root, path, HELD) as file:
            for record in records(file, None):
                if block_of(record) not in payloads.blocks:
                    told.fault(f"{record} in {HELD} is not what stands in its own capture.")
    except UnreadableError as error:
        told.note(error.status, error.detail)
    except DamagedError as error:
        told.fault(f"{HELD} cannot be read: {error}.")
