"""Handover: a bundle goes to somebody; the ledger holds that, and a receipt is drafted for two signatures."""

import secrets
from hashlib import sha256
from pathlib import Path
from typing import Any

from archiver.archive import Archive
from archiver.errors import UsageError
from archiver.export.papers import writing
from archiver.export.papers.writing import Handover, TransferEvent
from archiver.formats.merkle import leaf_hash
from archiver.ledger import events
from archiver.ledger.checkpoints import origin
from archiver.model.refs import TargetRef
from archiver.operations import covering, indexing
from archiver.operations.handed import description, digest, laid_out
from archiver.operations.writing_down import refuse, write_new
from archiver.store import layout

_LONGEST = 200
"""Letters of whom it goes to, and what for."""


def handover(archive: Archive, bundle: Path, to: str, purpose: str, out: Path) -> Handover:
    """Append to the ledger of each target in a bundle that it was handed over, and write the receipt to a new file.

    The ledger holds no name: what stands for it is the same here each time, and nobody else can guess it. Raises
    UsageError where it is no bundle of this archive, StoreError, BusyError, DamagedError.
    """
    refuse(out)
    to, purpose = _plain(to, "whom it goes to"), _plain(purpose, "what it is for") if purpose else ""
    with laid_out(bundle) as folder:
        told, known = description(folder), digest(folder)
        files = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    targets = [_target(each) for each in told["targets"]]
    if told["origin"] != origin(archive.identity.archive_id) or not all(
        _was_exported(archive, target, known) for target in targets
    ):
        raise UsageError(
            f"{bundle} is no bundle that this archive handed out.", "Name its archive with --archive."
        )
    at = archive.clock.now()
    with archive.indexing():
        for target in targets:
            indexing.append(archive, target, events.TRANSFER, _said(archive, known, to))
    made = Handover(
        name=bundle.name,
        digest=known,
        files=len(files),
        bytes=sum(files),
        targets=tuple(map(str, targets)),
        origin=told["origin"],
        checkpoint=told["checkpoint"],
        to=to,
        purpose=purpose,
        at=at,
        events=tuple(_last(archive, target) for target in targets),
        simulated=archive.identity.simulated,
    )
    covering.cover(archive)
    write_new(out, writing.receipt(made))
    return made


def _said(archive: Archive, bundle: str, to: str) -> dict[str, Any]:
    # Who is handed a later bundle of this target must not see which one this was, or who has it.
    nonce = secrets.token_bytes(32)
    return {
        "bundle": f"sha256:{sha256(nonce + bytes.fromhex(bundle)).hexdigest()}",
        "nonce": nonce.hex(),
        "to": archive.custody.salted(f"to {to}"),
    }


def _was_exported(archive: Archive, target: TargetRef, bundle: str) -> bool:
    """Tell whether the ledger of a target holds that a bundle was made."""
    return any(
        event["event"] == events.EXPORT
        and event["bundle"]
        == f"sha256:{sha256(bytes.fromhex(event['nonce']) + bytes.fromhex(bundle)).hexdigest()}"
        for _, event in _chain(archive, target).after(0)
    )


def _last(archive: Archive, target: TargetRef) -> TransferEvent:
    """Give the event that was appended last."""
    *_, (name, event) = _chain(archive, target).after(0)
    waiting = events.waiting(archive.layout.pending)
    return TransferEvent(str(target), event["number"], leaf_hash(waiting[name]).hex())


def _chain(archive: Archive, target: TargetRef) -> events.Chain:
    return archive.custody.chain(target.platform, layout.slug(target.name))


def _target(text: str) -> TargetRef:
    platform, _, name = text.partition(":")
    return TargetRef(platform, name)


def _plain(text: str, what: str) -> str:
    told = " ".join(text.split())
    if not told or len(told) > _LONGEST or not told.isprintable():
        raise UsageError(f"Say {what} in at most {_LONGEST} letters.", "Nothing was written.")
    return told
