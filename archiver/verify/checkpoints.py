"""Step 9: each checkpoint says size and root of the tree over all events up to it, and the archive's key signed it."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import ARCHIVE, Check, Finding, Status
from archiver.verify.identity import Identity, fingerprint, raw
from archiver.verify.keyring import Reign, signing
from archiver.verify.ledger import CHECKPOINT, SIGNATURE, Batch
from archiver.verify.signatures import sshsig
from archiver.verify.trees import Growing, top

_NAMESPACE = "archiver-checkpoint@v1"
_LIMIT = 4096
_FORM = re.compile(rb"([^\n]+)\n(0|[1-9]\d{0,18})\n([A-Za-z0-9+/]{43}=)\n")


@dataclass(frozen=True, slots=True)
class Reach:
    """How far checkpoints cover a ledger."""

    size: int
    """Events."""
    root: str
    """Of the tree over them, in hex."""


def check(
    root: Path, batches: Sequence[Batch], identity: Identity, reigns: Sequence[Reign]
) -> tuple[Reach, list[Finding]]:
    """Hold each checkpoint against the events that it covers, and its signature against the key that signs then."""
    told = Check("checkpoints", ARCHIVE)
    tree = Growing()
    for number, batch in enumerate(batches, start=1):
        if batch.number != number:
            told.fault(f"It is checkpoint {batch.number}, and the one before it is {number - 1}.", batch.path)
        tree.grow(batch.leaves)
        _check_one(root, batch, tree, identity, signing(reigns, batch.number).public, told)
    reach = Reach(tree.size, tree.root.hex())
    proven = (
        f"{len(batches)} checkpoints, each signed by {_names(reigns)}; the last covers {tree.size} events."
    )
    return reach, told.findings(proven) if batches else []


def _names(reigns: Sequence[Reign]) -> str:
    return ", then by ".join(fingerprint(reign.public) for reign in reigns)


def _check_one(root: Path, batch: Batch, tree: Growing, identity: Identity, public: str, told: Check) -> None:
    text = signed(root, batch.path, public, told)
    if text is None:
        return
    found = read(text)
    if found is None:
        told.fault("It is no checkpoint: three lines of origin, size and root.", f"{batch.path}/{CHECKPOINT}")
    else:
        for fault in _faults(found, tree, identity):
            told.fault(fault, f"{batch.path}/{CHECKPOINT}")


def signed(root: Path, folder: str, public: str, told: Check) -> bytes | None:
    """Read the checkpoint in a folder and hold its signature against a key; None where it cannot be read."""
    try:
        text = content(root, f"{folder}/{CHECKPOINT}", _LIMIT)
        signature = content(root, f"{folder}/{SIGNATURE}", _LIMIT)
    except UnreadableError as error:
        told.note(error.status, error.detail, folder)
        return None
    if public and (fault := sshsig.fault(signature, raw(public), _NAMESPACE, text)):
        told.fault(fault, f"{folder}/{SIGNATURE}")
    return text


def read(text: bytes) -> tuple[str, int, bytes] | None:
    """Read origin, size and root of a checkpoint; None where it is none."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    root = base64.b64decode(match[3])
    return (
        None
        if base64.b64encode(root) != match[3]
        else (match[1].decode("utf-8", "replace"), int(match[2]), root)
    )


def _faults(found: tuple[str, int, bytes], tree: Growing, identity: Identity) -> list[str]:
    origin, size, root = found
    faults = []
    if identity.archive_id and origin != f"archiver/{identity.archive_id}":
        faults.append("It is of another archive's ledger.")
    if size != tree.size:
        faults.append(f"It covers {size} events, and {tree.size} stand up to it.")
    elif root != tree.root:
        faults.append("The events that stand up to it are not those that it was made over.")
    return faults


def from_outside(text: bytes, leaves: bytes, identity: Identity) -> list[Finding]:
    """Hold the archive against a checkpoint that was kept elsewhere; `leaves` are the hashes of all that is covered."""
    told = Check("completeness", ARCHIVE)
    found = read(text)
    if found is None:
        told.fault("What was given is no checkpoint: three lines of origin, size and root.")
        return told.findings("")
    origin, size, root = found
    here = len(leaves) // 32
    if origin != f"archiver/{identity.archive_id}":
        told.fault("The checkpoint that was given is of another archive's ledger.")
    elif size > here:
        told.fault(
            f"The checkpoint that was given covers {size} events, and {here} are here: later ones were cut off."
        )
    elif top(leaves[: 32 * size]) != root:
        told.fault(f"The first {size} events are not those that the checkpoint which was given covers.")
    return told.findings(f"The first {size} events are those that the checkpoint which was given covers.")


def without_one_from_outside() -> Finding:
    """Say what cannot be seen without a checkpoint that was kept elsewhere."""
    detail = "There is no checkpoint from outside: a rollback would not show."
    return Finding("completeness", ARCHIVE, Status.NOT_CHECKED, detail, required=False)
