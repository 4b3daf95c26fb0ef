"""What stands beside a capture's WARC, read."""

import json
from dataclasses import dataclass
from typing import Any

from archiver import platforms
from archiver.archive import Archive
from archiver.errors import DamagedError
from archiver.formats import checksums
from archiver.model.capture import CaptureId
from archiver.model.vantage import SESSION

MANIFEST, PRIVATE = "manifest.json", "private.json"


@dataclass(frozen=True, slots=True)
class Original:
    """The documents of one capture."""

    manifest: bytes
    sums: bytes
    named: dict[str, Any]
    """The manifest, read."""
    private: dict[str, Any]

    @property
    def records(self) -> list[dict[str, Any]]:
        """Give what the manifest says of each record of the WARC."""
        records: list[dict[str, Any]] = self.named["commitments"]["records"]
        return records

    @property
    def seed(self) -> bytes:
        """Give the seed that its salts grow from."""
        return bytes.fromhex(self.private["seed"])

    @property
    def is_signed_in(self) -> bool:
        """Tell whether it was made with a session."""
        return bool(self.named["vantage"]["login"] == SESSION)

    @property
    def of_viewer(self) -> frozenset[str]:
        """Name the members of its answers that speak of whoever was signed in; none where nobody was."""
        platform = platforms.named(CaptureId.parse(self.named["capture"]).platform)
        return platform.of_viewer if self.is_signed_in else frozenset()


def original(archive: Archive, capture: CaptureId) -> Original:
    """Read what stands beside a capture's WARC. Raises DamagedError."""
    folder = archive.layout.capture(capture)
    try:
        texts = {name: (folder / name).read_bytes() for name in (MANIFEST, PRIVATE, checksums.NAME)}
        return Original(
            texts[MANIFEST],
            texts[checksums.NAME],
            json.loads(texts[MANIFEST]),
            json.loads(texts[PRIVATE]),
        )
    except (OSError, ValueError) as error:
        raise DamagedError(f"Capture {capture} cannot be read: {error}.") from error
