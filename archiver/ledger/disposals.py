"""A disposal, as the ledger tells it: which capture, why, by whose authority, and what stands in its place."""

from typing import Any

from archiver.model.digest import Digest
from archiver.model.disposal import Tombstone

LONGEST = 500
"""Letters of a reason, and of an authority."""


def said(told: Tombstone, tombstone: Digest, operator: str) -> dict[str, Any]:
    """Write what the event of a disposal says; `tombstone` is the digest of the file that stands in the capture.

    `operator` is a salted id of who did it, since names are kept in the house.
    """
    return {
        "capture": str(told.capture),
        "tombstone": str(tombstone),
        "records": len(told.removed),
        "reason": told.reason,
        "authority": told.authority,
        "operator": operator,
    }
