"""Which key signs: one follows another by an event that bears the signature of the one before.

From the checkpoint on that covers such an event the new key signs, that one too. A revocation says besides from when on
the old one may have been in other hands: what it signed then is its owner's only where a stamp is earlier.
"""

from collections.abc import Mapping
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


def said(
    old: str, new: str, signature: bytes, *, revoked_from: datetime | None = None, reason: str = ""
) -> dict[str, Any]:
    """Write what the event says by which a key follows another, which is revoked from a time on where one is given."""
    told = {"old": old, "new": new, "signature": signature.decode("ascii")}
    if revoked_from is None:
        return {**told, "action": ROTATED}
    return {**told, "action": REVOKED, "revoked_from": instant.written(revoked_from), "reason": reason}


def follower(event: Mapping[str, Any]) -> str:
    """Give the public key that an event brings; empty where it brings none."""
    new = event.get("new") if event.get("event") == KEY else None
    return new if isinstance(new, str) else ""
