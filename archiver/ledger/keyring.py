"""Which key signs: one follows another by an event that bears the signature of the one before.

From the checkpoint on that covers such an event the new key signs, that one too. A revocation says besides from when on
the old one may have been in other hands: what it signed then is its owner's only where a stamp is earlier.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archiver.model import instant

NAMESPACE = "archiver-key@v1"
"""In which one key signs the next."""
KEY = "key"
ROTATED, REVOKED = "rotated", "revoked"


def statement(archive_id: str, old: str, new: str) -> bytes:
    """Write what the old key signs: three lines of archive and public keys."""
    return f"archiver/{archive_id}\n{old}\n{new}\n".encode()


@dataclass(frozen=True, slots=True)
class Revocation:
    """That a key may have been in other hands."""

    key: str
    """The public key: the one that signed last, or an earlier one."""
    since: datetime
    reason: str


def said(old: str, new: str, signature: bytes, revocation: Revocation | None = None) -> dict[str, Any]:
    """Write what the event says by which a key follows another, and which one is revoked, if any is."""
    told = {"old": old, "new": new, "signature": signature.decode("ascii")}
    if revocation is None:
        return {**told, "action": ROTATED}
    since = instant.written(revocation.since)
    return {
        **told,
        "action": REVOKED,
        "revoked": revocation.key,
        "revoked_from": since,
        "reason": revocation.reason,
    }


def follower(event: Mapping[str, Any]) -> str:
    """Give the public key that an event brings; empty where it brings none."""
    new = event.get("new") if event.get("event") == KEY else None
    return new if isinstance(new, str) else ""
