"""What a reader must know before all else, and step 12: what might be taken for checked and is not."""

from archiver.verify import stamps
from archiver.verify.capture import Look
from archiver.verify.finding import ARCHIVE, Finding, Status
from archiver.verify.identity import Identity

ORIGIN = "origin"
"""Name of the check whose findings a reader must know before all others."""
_NAMED_AT_MOST = 5


def origin(archive: Identity, looks: list[Look]) -> list[Finding]:
    """Say first where nothing shows that a platform answered."""
    said = []
    if archive.simulated:
        said.append("This archive was made by the rehearsal: no platform was asked.")
    marked = [look for look in looks if look.not_authenticated]
    if marked:
        named = ", ".join(
            f"{look.sealed.capture} ({look.not_authenticated})" for look in marked[:_NAMED_AT_MOST]
        )
        more = f" and {len(marked) - _NAMED_AT_MOST} more" if len(marked) > _NAMED_AT_MOST else ""
        said.append(
            f"{len(marked)} of {len(looks)} captures did not meet the platform's own servers: {named}{more}."
        )
    return [Finding(ORIGIN, ARCHIVE, Status.NOT_CHECKED, sentence, required=False) for sentence in said]


def said(batches: int, waiting: int, *, stamped: bool) -> list[Finding]:
    """Say what a reader might take for checked and is not."""
    said = {}
    if not batches:
        said["signature"] = "This archive has no checkpoint yet, so that nothing is signed."
    elif waiting:
        said["signature"] = f"{waiting} events wait for their checkpoint, and are not signed yet."
    if not stamped:
        said[stamps.NAME] = "No authority has stamped its checkpoints, so that none says when it was there."
    return [
        Finding(check, ARCHIVE, Status.NOT_CHECKED, detail, required=False) for check, detail in said.items()
    ]
