"""A WACZ 1.1.1 of a bundle: a ZIP whose entries are all named, with their digests, in its own description."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

from archiver.verify import tiled, wacz_form
from archiver.verify.canonical import Json, parse
from archiver.verify.files import UnreadableError, opened
from archiver.verify.finding import Check, Finding, Status
from archiver.verify.members import DamagedError

NAME = "wacz"
_PACKAGE, _DIGEST = "datapackage.json", "datapackage-digest.json"
_LIMIT = 64 << 20
_CHUNK = 1 << 20
_SAYS = {"profile", "wacz_version", "title", "created", "software", "resources"}


@dataclass(frozen=True, slots=True)
class Wacz:
    """A WACZ that can be read."""

    path: str
    warcs: tuple[str, ...]
    """Names of its entries below `archive/`, in order."""
    whole: bool
    """Whether it could be read, so that more of it can be looked at."""


def check(root: Path, path: str) -> tuple[Wacz, list[Finding]]:
    """Check that what a WACZ holds is what it describes; never raise for damage."""
    told = Check(NAME, path)
    names, readable = list[str](), False
    try:
        with opened(root, path) as file, tiled.readable(), zipfile.ZipFile(file) as archive:
            wacz_form.check(file, archive)
            names, readable = _checked(archive, told), True
    except UnreadableError as error:
        told.note(error.status, error.detail)
    except DamagedError as error:
        told.fault(f"It is no ZIP that can be read: {error}.")
    warcs = tuple(sorted(name for name in names if name.startswith("archive/")))
    return Wacz(path, warcs, readable), told.findings(f"{len(names)} entries are what its description says.")


@contextmanager
def entry(root: Path, path: str, name: str) -> Iterator[BinaryIO]:
    """Open an entry for a `with` block; raise DamagedError, UnreadableError, for errors within it too."""
    with opened(root, path) as file, tiled.readable(), zipfile.ZipFile(file) as archive:
        try:
            with archive.open(name) as found:
                yield cast(BinaryIO, found)
        except KeyError as error:
            raise UnreadableError(f"{path} holds no {name}.", Status.FAILED) from error


def _checked(archive: zipfile.ZipFile, told: Check) -> list[str]:
    names = archive.namelist()
    described = _described(archive, told)
    for name in names:
        if name in (_PACKAGE, _DIGEST):
            continue
        digest, size = _digest(archive, name)
        if described.pop(name, None) != (f"sha256:{digest}", size):
            told.fault(f"{name} is not what its description says, or is not in it.")
    for name in described:
        told.fault(f"{name}, which its description names, is not there.")
    return names


def _described(archive: zipfile.ZipFile, told: Check) -> dict[str, tuple[str, int]]:
    """Give digests and sizes by name, as the description has them, once that is held against its own digest."""
    text, stated = (_content(archive, name) for name in (_PACKAGE, _DIGEST))
    if _of_package(stated) != f"sha256:{sha256(text).hexdigest()}":
        told.fault(f"{_DIGEST} is not of {_PACKAGE}.")
    match _json(text):
        case {"profile": "data-package", "wacz_version": "1.1.1", "resources": [*resources], **more} if (
            more.keys() <= _SAYS
        ):
            found = dict(map(_resource, resources))
            if len(found) != len(resources):
                told.fault(f"Its {_PACKAGE} describes an entry twice.")
            return found
    told.fault(f"Its {_PACKAGE} is none of WACZ 1.1.1.")
    return {}


def _resource(told: Json) -> tuple[str, tuple[str, int]]:
    match told:
        case {"path": str(path), "hash": str(digest), "bytes": int(size)}:
            return path, (digest, size)
    return "", ("", 0)


def _of_package(stated: bytes) -> str:
    match _json(stated):
        case {"path": "datapackage.json", "hash": str(digest)}:
            return digest
    return ""


def _json(text: bytes) -> Json:
    try:
        return parse(text)[0]
    except ValueError:
        return None


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as found:
            return found.read(_LIMIT)  # it is not longer: its form was looked at
    except KeyError as error:
        raise DamagedError(f"it holds no {name}") from error


def _digest(archive: zipfile.ZipFile, name: str) -> tuple[str, int]:
    digester, size = sha256(), 0
    with archive.open(name) as found:
        while chunk := found.read(_CHUNK):
            digester.update(chunk)
            size += len(chunk)
    return digester.hexdigest(), size
