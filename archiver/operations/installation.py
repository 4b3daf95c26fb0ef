"""The installation: which program this is, whether it is as it was published, and who can read the key that signs."""

import base64
import hashlib
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from archiver.archive import Archive
from archiver.errors import ArchiverError
from archiver.export.report.technical import Installation
from archiver.export.shipped import shipped
from archiver.ledger import keys

_NAME = "archiver-evidence"
_LOCK = "requirements.lock"
_SECONDS = 20
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def installation(archive: Archive) -> Installation:
    """Look at the program's files and libraries, and at the key of an archive."""
    lock = _bytes(shipped(_LOCK))
    commit, changed, how_known = _source()
    return Installation(
        lock=hashlib.sha256(lock).hexdigest() if lock else "",
        differing=tuple(_differing(lock.decode("utf-8", "replace"))),
        commit=commit,
        changed=changed,
        how_known=how_known,
        key_readers=_key_readers(archive),
    )


def _differing(lock: str) -> Iterator[str]:
    """Name libraries that are there in another version than is locked; what is not there is not needed here."""
    for line in lock.splitlines():
        pinned = line.rstrip("\\ ")
        if not pinned or not line[0].isalnum():
            continue
        wanted = Requirement(pinned)
        if wanted.marker is not None and not wanted.marker.evaluate():
            continue
        try:
            found = metadata.version(wanted.name)
        except metadata.PackageNotFoundError:
            continue
        if not wanted.specifier.contains(found, prereleases=True):
            yield f"{wanted.name} {found} instead of {str(wanted.specifier).lstrip('=')}"


def _source() -> tuple[str, bool | None, str]:
    """Give the commit that the program runs from, whether its files differ from that, and how that is known."""
    package = Path(__file__).parent.parent
    if (package.parent / ".git").exists():
        return _of_checkout(package)
    try:
        files = metadata.distribution(_NAME).files or []
    except metadata.PackageNotFoundError:
        return "", None, "it was neither installed nor checked out"
    hashed = [file for file in files if file.hash is not None and file.parts[0] == package.name]
    if not hashed:
        return "", None, "what was installed names no digests"
    changed = any(_digest(Path(str(file.locate()))) != file.hash.value for file in hashed if file.hash)
    # A folder that was put beside them is found and run, like any platform's.
    known = {Path(str(file.locate())).resolve() for file in files}
    added = any(path.resolve() not in known for path in package.rglob("*.py"))
    told = f"{len(hashed):,} files held against the digests of what was installed, and others looked for"
    return "", changed or added, told


def _of_checkout(package: Path) -> tuple[str, bool | None, str]:
    commit = _git(package, "rev-parse", "HEAD")
    status = _git(package, "status", "--porcelain", "--", str(package))
    if commit is None or status is None:
        return "", None, "git is not here, or does not read this checkout"
    return commit.strip(), bool(status.strip()), "git compared its files with this commit"


def _git(folder: Path, *arguments: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    try:
        ran = subprocess.run(
            [git, "-C", str(folder), *arguments],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return ran.stdout if ran.returncode == 0 else None


def _digest(path: Path) -> str:
    """Give a file's digest as installers write it; empty where it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError:
        return ""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _key_readers(archive: Archive) -> str:
    """Say who can read the key, by the system's own word; never where it is."""
    try:
        public = archive.custody.signing_key()
        path = keys.path_of(archive.settings.keys, archive.identity.archive_id, public)
        mode = path.stat().st_mode
    except (ArchiverError, OSError):
        return "not known: it is not on the machine that made this"
    if os.name == "nt":
        return "not known: this system does not tell it by a file's mode"
    if mode & _OTHERS:
        return "other users of the machine that made this, beside its owner"
    return "its owner, and whoever administers the machine that made this; it is a file without a password"
