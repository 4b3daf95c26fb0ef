"""What can be verified: an evidence folder, a bundle, or a bundle in a ZIP file."""

from pathlib import Path

from archiver.verify import archive, bundle
from archiver.verify.archive import Verified
from archiver.verify.finding import BUNDLE, Finding, Status
from archiver.verify.outside import Given
from archiver.verify.progress import Progress
from archiver.verify.unpacked import NotPackedError, unpacked


def is_bundle(path: Path) -> bool:
    """Tell whether a path is that of a bundle, as a folder or a file."""
    return path.is_file() or (path / bundle.MARK).exists() or (path / bundle.DATA).is_dir()


def verified(path: Path, given: Given, progress: Progress | None = None) -> Verified:
    """Check what a path names, whichever of the three it is; never raise for damage. Raises OSError."""
    if not is_bundle(path):
        return archive.verified(path, progress=progress, checkpoint=given.checkpoint, roots=given.roots)
    if path.is_dir():
        return Verified(bundle.verified(path, given, progress))
    try:
        with unpacked(path) as folder:
            return Verified(bundle.verified(folder, given, progress))
    except NotPackedError as error:
        return Verified([Finding("zip", BUNDLE, Status.FAILED, str(error))])
