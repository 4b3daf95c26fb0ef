"""Checkpoint: a log's origin, size and root as text (C2SP tlog-checkpoint, without the signature lines of a note).

Three lines, each ended by a newline: origin, size in decimal, root hash in base64. What signs it stands beside it.
"""

import base64
import re
from dataclasses import dataclass

from archiver.formats.merkle import HASH_BYTES

_FORM = re.compile(rb"([^\s+][^\n+]*)\n(0|[1-9]\d{0,18})\n([A-Za-z0-9+/]{43}=)\n")


class NotACheckpointError(ValueError):
    """A text that is no checkpoint, or not written as one is."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a log reached, and the root of the tree over all in it."""

    origin: str
    size: int
    """Leaves."""
    root: bytes
    """32 bytes."""

    @property
    def text(self) -> bytes:
        """Write it."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()


def read(text: bytes) -> Checkpoint:
    """Read a checkpoint; raise NotACheckpointError."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise NotACheckpointError("it is not three lines of origin, size and root")
    root = base64.b64decode(found[3])
    if len(root) != HASH_BYTES or base64.b64encode(root) != found[3]:
        raise NotACheckpointError("its root is no SHA-256 in base64")
    try:
        return Checkpoint(found[1].decode(), int(found[2]), root)
    except UnicodeDecodeError as error:
        raise NotACheckpointError("its origin is not in UTF-8") from error
