"""What can be verified: an evidence folder, a bundle, or a bundle in a ZIP file."""

from dataclasses import dataclass
from pathlib import Path

from archiver.verify import archive, bundle
from archiver.verify.archive import Verified
from archiver.verify.bundle import Outside
from archiver.verify.finding import BUNDLE, Finding, Status
from archiver.verify.progress import Progress
from archiver.verify.unpacked import NotPackedError, unpacked


@dataclass(frozen=True, slots=True)
class Given:
    """What was kept elsewhere, and is held against what is verified."""

    trusted: str = ""
    """Fingerprint of the key that is trusted; empty where none is given."""
    checkpoint: bytes | None = None
    roots: bytes | None = None
    """Certificates (PEM) to which time stamps must lead."""


def is_bundle(path: Path) -> bool:
    """Tell whether a path is that of a bundle, as a folder or a file."""
    return path.is_file() or (path / bundle.MARK).exists() or (path / bundle.DATA).is_dir()


def verified(path: Path, given: Given, progress: Progress | None = None) -> Verified:
    """Check what a path names, whichever of the three it is; never raise for damage. Raises OSError."""
    if not is_bundle(path):
        return archive.verified(path, progress=progress, checkpoint=given.checkpoint, roots=given.roots)
    outside = Outside(given.trusted, given.checkpoint, given.roots)
    if path.is_dir():
        return Verified(bundle.verified(path, outside, progress))
    try:
        with unpacked(path) as folder:
            return Verified(bundle.verified(folder, outside, progress))
    except NotPackedError as error:
        return Verified([Finding("zip", BUNDLE, Status.FAILED, str(error))])
