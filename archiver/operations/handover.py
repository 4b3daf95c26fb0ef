"""Handover: a bundle goes to somebody; the ledger holds that, and a receipt is drafted for two signatures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archiver.archive import Archive
from archiver.errors import UsageError
from archiver.export.papers import writing
from archiver.export.papers.writing import Handover, TransferEvent
from archiver.formats.canonical import canonical
from archiver.formats.merkle import leaf_hash
from archiver.ledger import bundles, events
from archiver.ledger.checkpoints import origin
from archiver.model.refs import TargetRef
from archiver.operations import covering, indexing
from archiver.operations.handed import description, digest, laid_out, name_of, understood, verified
from archiver.operations.writing_down import refuse, write_new
from archiver.ports import Progress
from archiver.store import layout

_LONGEST = 200
"""Letters of whom it goes to, and what for."""


def handover(
    archive: Archive, bundle: Path, to: str, purpose: str, out: Path, progress: Progress
) -> Handover:
    """Append to the ledger of each target in a bundle that it was handed over, and write the receipt to a new file.

    The ledger holds no name: what stands for it is the same each time for one target, and nobody else can guess it.
    Raises UsageError where it is no bundle of this archive, NotAsSealedError where it does not verify, StoreError,
    BusyError, DamagedError.
    """
    refuse(out)
    to, purpose = _plain(to, "whom it goes to"), _plain(purpose, "what it is for") if purpose else ""
    with laid_out(bundle) as folder:
        verified(bundle, folder, "", archive.clock, progress)
        with understood(bundle):
            told, known = description(folder), digest(folder)
            targets = [TargetRef.parse(each) for each in told["targets"]]
            of = str(told["origin"]), int(told["checkpoint"])
        files = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    is_ours = of[0] == origin(archive.identity.archive_id)
    if not is_ours or not targets or not all(_was_exported(archive, target, known) for target in targets):
        raise UsageError(
            f"{bundle} is no bundle that this archive handed out.", "Name its archive with --archive."
        )
    at = archive.clock.now()
    # Tried first: a receipt that cannot be written must leave nothing in the ledger.
    write_new(out, b"")
    out.unlink()
    with archive.indexing():
        for target in targets:
            indexing.append(archive, target, events.TRANSFER, _said(archive, target, known, to))
        written = tuple(_last(archive, target) for target in targets)
    made = Handover(
        name=name_of(bundle),
        digest=known,
        files=len(files),
        bytes=sum(files),
        targets=tuple(map(str, targets)),
        origin=of[0],
        checkpoint=of[1],
        to=to,
        purpose=purpose,
        at=at,
        events=written,
        simulated=archive.identity.simulated,
    )
    write_new(out, writing.receipt(made))
    covering.cover(archive)
    return made


def _said(archive: Archive, target: TargetRef, bundle: str, to: str) -> dict[str, Any]:
    # Who is handed a later bundle of this target must not see which one this was, nor by two targets who has both.
    return {**bundles.named(bundle), "to": archive.custody.salted(f"to {to}, of {target}")}


def _was_exported(archive: Archive, target: TargetRef, bundle: str) -> bool:
    """Tell whether the ledger of a target holds that a bundle was made."""
    return any(
        event["event"] == events.EXPORT and bundles.is_named(event, bundle)
        for event in _events(archive, target)
    )


def _last(archive: Archive, target: TargetRef) -> TransferEvent:
    """Give the transfer that was appended last."""
    *_, event = (each for each in _events(archive, target) if each["event"] == events.TRANSFER)
    return TransferEvent(str(target), event["number"], leaf_hash(canonical(event)).hex())


def _events(archive: Archive, target: TargetRef) -> Iterator[dict[str, Any]]:
    chain = archive.custody.chain(target.platform, layout.slug(target.name))
    return (event for _, event in chain.after(0))


def _plain(text: str, what: str) -> str:
    told = " ".join(text.split())
    if not told or len(told) > _LONGEST or not told.isprintable():
        raise UsageError(f"Say {what} in at most {_LONGEST} letters.", "Nothing was written.")
    return told
