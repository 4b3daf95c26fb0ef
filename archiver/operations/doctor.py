"""Doctor: what on this machine would keep a capture from being made, found before it matters."""

import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

import psutil

from archiver import archive
from archiver.capture import checkup
from archiver.config import Settings
from archiver.custody import Custody
from archiver.errors import ArchiverError, DamagedError, StoreError
from archiver.formats import timestamp
from archiver.ledger import keys
from archiver.operations import targets
from archiver.store import archive_file
from archiver.store.layout import Layout

_ENOUGH_BYTES = 2 << 30
_ENOUGH_AUTHORITIES = 2
_NO_KEY = "it is not here: this archive cannot be signed from this machine"
_CLOUD = (
    "dropbox",
    "onedrive",
    "icloud",
    "google drive",
    "googledrive",
    "nextcloud",
    "owncloud",
    "mobile documents",
)
_NETWORKED = ("nfs", "cifs", "smb", "afp", "9p", "fuse.sshfs", "fuse.rclone", "davfs", "fuse.davfs", "webdav")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    state: str
    """`fine`, `warning`, or `missing` where nothing can be captured without it."""
    says: str
    """In words that name nobody and no place."""
    where: str = ""
    """Which: a path, an id, an error with its advice; left out of a report that is passed on."""


def doctor(root: Path, settings: Settings) -> list[Check]:
    """Look at browser, disk, archive, key, settings, targets and authorities."""
    return [
        _browser(settings),
        _disk(root),
        _place(root),
        _archive(root),
        _key(root, settings),
        _targets(settings),
        _network(settings),
        _authorities(settings),
    ]


def failed(name: str, error: ArchiverError) -> Check:
    """Say what sort of error kept a thing from being there, and apart from it which."""
    return Check(name, "missing", error.kind, str(error))


def _browser(settings: Settings) -> Check:
    try:
        return Check("browser", "fine", f"Chromium {checkup.browser_version(settings.browser)}")
    except ArchiverError as error:
        return failed("browser", error)


def _disk(root: Path) -> Check:
    place = next(folder for folder in (root.absolute(), *root.absolute().parents) if folder.is_dir())
    free = shutil.disk_usage(place).free
    state = "fine" if free >= _ENOUGH_BYTES else "warning"
    return Check("disk", state, f"{free / (1 << 30):.1f} GiB free", str(root))


def _place(root: Path) -> Check:
    """Look whether others' machines take part in the folder: locks, names and times there may not hold."""
    place = root.absolute()
    cloud = next((part for part in place.parts if part.lower().startswith(_CLOUD)), "")
    if cloud:
        return Check(
            "folder", "warning", "it may be copied to a cloud: keep evidence on an encrypted disk", cloud
        )
    mounts = {Path(disk.mountpoint): disk.fstype for disk in psutil.disk_partitions(all=True)}
    kind = next((mounts[folder] for folder in (place, *place.parents) if folder in mounts), "")
    if kind.lower().startswith(_NETWORKED):
        return Check(
            "folder", "warning", f"it stands on a network ({kind}): crawl from one machine at a time"
        )
    return Check("folder", "fine", f"on this machine ({kind})" if kind else "on this machine")


def _archive(root: Path) -> Check:
    if not archive.exists(root):
        return Check(
            "archive", "warning", "none yet; 'archiver init' or the first crawl makes one", str(root)
        )
    try:
        return Check("archive", "fine", "it can be read", f"{_id(root)} at {root}")
    except ArchiverError as error:
        return failed("archive", error)


def _key(root: Path, settings: Settings) -> Check:
    try:
        identity = archive_file.read(Layout(root))
    except ArchiverError:
        return Check("key", "warning", "no archive, so no key yet")
    first = keys.private_path(settings.keys, identity.archive_id)
    custody = Custody(Layout(root), identity, settings, archive.SystemClock())
    try:
        path = keys.path_of(settings.keys, identity.archive_id, custody.signing_key())
    except DamagedError as error:  # the ledger, which tells which key it is
        return Check("key", "warning", error.kind, str(error))
    except StoreError as error:
        return Check("key", "warning", _NO_KEY, str(error))
    if not first.is_file():
        return Check("key", "warning", _NO_KEY, str(first))
    if any(each.stat().st_mode & _OTHERS for each in (path, first)):
        return Check("key", "warning", "others can read it: chmod 600 it", str(path))
    return Check("key", "fine", "it is here, for its owner alone", str(path))


def _id(root: Path) -> str:
    return archive_file.read(Layout(root)).archive_id


def _targets(settings: Settings) -> Check:
    try:
        return Check(
            "targets", "fine", f"{len(targets.listed(settings))} watched", str(settings.targets_file)
        )
    except ArchiverError as error:
        return failed("targets", error)


def _network(settings: Settings) -> Check:
    network = settings.network
    if network.stands_in:
        return Check("network", "warning", "stand-in hosts or an own CA: captures will say not_authenticated")
    return Check("network", "fine", "through the proxy of [network]" if network.proxy else "direct")


def _authorities(settings: Settings) -> Check:
    """Look whether others than this machine say when something was there; none of them is asked."""
    named = settings.authorities
    unfit = [each for each in named if not timestamp.are_roots(_bytes(each.roots))]
    if unfit:
        where = ", ".join(str(each.roots) for each in unfit)
        return Check(
            "authorities", "warning", f"the roots of {len(unfit)} cannot be read: it stamps nothing", where
        )
    if len(named) < _ENOUGH_AUTHORITIES:
        says = f"{len(named)} named: have at least two say when a checkpoint was there"
        return Check("authorities", "warning", says, "[authorities.digicert] and [authorities.identrust]")
    return Check("authorities", "fine", f"{len(named)} named")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
