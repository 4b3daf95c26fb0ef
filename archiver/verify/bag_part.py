"""One part of a bag, its payload or what stands beside it: the files here, held against its two manifests.

Two manifests by two algorithms speak of the same files, so that most damage says where it is: a file that neither
describes has changed; where one of them describes it, the other manifest has.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256, sha512
from pathlib import Path

from archiver.verify import listing
from archiver.verify.entries import Kind
from archiver.verify.files import UnreadableError, opened
from archiver.verify.finding import Check
from archiver.verify.listing import NotListedError
from archiver.verify.progress import Progress

ALGORITHMS = ("sha256", "sha512")
_DIGITS = {"sha256": 64, "sha512": 128}
_CHUNK = 1 << 20
_AT_ONCE = 4
"""Files that are digested side by side, where there are so many processors."""

Listed = Mapping[str, Mapping[str, str]]
"""What the manifests that can be read say: digests by file, by manifest."""


@dataclass(frozen=True, slots=True)
class Held:
    """What was found of the files that are named."""

    number: int
    size: int
    """Bytes of all."""
    wrong: frozenset[str]
    """Those that are not here as they are named."""


def names_of(listed: Listed) -> set[str]:
    """Give all files that at least one manifest names."""
    return {name for named in listed.values() for name in named}


def read(root: Path, manifests: Iterable[str], fits: Callable[[str], bool], told: Check) -> Listed:
    """Read those manifests that can be read, and say what is wrong with the others; `fits` tells what one may name."""
    found = {}
    for path in manifests:
        try:
            with opened(root, path) as file:
                named = listing.read(file, _DIGITS[_algorithm(path)])
        except UnreadableError as error:
            told.note(error.status, error.detail, path)
        except NotListedError as error:
            told.fault(str(error), path)
        else:
            for name in named:
                if not fits(name):
                    told.fault(f"It names {name}, which has no place in it.", path)
            found[path] = {name: digest for name, digest in named.items() if fits(name)}
    return found


def _algorithm(manifest: str) -> str:
    return manifest.removesuffix(".txt").rpartition("-")[2]


def hold(
    root: Path, listed: Listed, here: Mapping[str, Kind], told: Check, progress: Progress | None = None
) -> Held:
    """Hold files against the manifests that name them; `here` is what stands in the bag."""
    names = sorted(names_of(listed))
    there = [name for name in names if _stands(name, listed, here, told)]
    wrong, size = set(names) - set(there), 0
    for name, found in zip(there, _digested(root, there, progress), strict=True):
        if isinstance(found, UnreadableError):
            told.note(found.status, found.detail, name)
            wrong.add(name)
            continue
        size += found.size
        if not _is_as_stated(name, found, listed, told):
            wrong.add(name)
    return Held(len(names), size, frozenset(wrong))


def _stands(name: str, listed: Listed, here: Mapping[str, Kind], told: Check) -> bool:
    """Tell whether a file is here, and say so where it is not, or where only one manifest names it."""
    lacking = sorted(manifest for manifest, named in listed.items() if name not in named)
    naming = sorted(listed.keys() - set(lacking))
    kind = here.get(name)
    if kind is None and lacking:
        told.fault(f"It names {name}, which is not here, and which {lacking[0]} does not name.", naming[0])
    elif kind is None:
        told.fault("It is missing.", name)
    elif lacking:
        told.fault(f"It does not name {name}, as {naming[0]} does.", lacking[0])
    if kind is Kind.FOLDER:
        told.fault("It is a folder, and should be a file.", name)
    return kind is Kind.FILE


@dataclass(frozen=True, slots=True)
class _Digested:
    """A file as it is here."""

    size: int
    digests: Mapping[str, str]
    """By algorithm."""


def _digested(
    root: Path, names: list[str], progress: Progress | None
) -> Iterator[_Digested | UnreadableError]:
    # Digesting lets other threads work meanwhile.
    with ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1)) as pool:
        found = pool.map(lambda name: _digest(root, name), names)
        try:
            for done, name in enumerate(names):
                if progress is not None:
                    progress(name, done, len(names))
                yield next(found)
        finally:
            pool.shutdown(cancel_futures=True)


def _digest(root: Path, name: str) -> _Digested | UnreadableError:
    """Digest a file by both algorithms as it streams by."""
    digesters, size = {"sha256": sha256(), "sha512": sha512()}, 0
    try:
        with opened(root, name) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                for digester in digesters.values():
                    digester.update(chunk)
    except UnreadableError as error:
        return error
    return _Digested(size, {algorithm: digester.hexdigest() for algorithm, digester in digesters.items()})


def _is_as_stated(name: str, found: _Digested, listed: Listed, told: Check) -> bool:
    """Tell whether a file has the digests that manifests state, and say which is wrong, it or one of them."""
    stating = {manifest: named[name] for manifest, named in listed.items() if name in named}
    off = [manifest for manifest, digest in stating.items() if digest != found.digests[_algorithm(manifest)]]
    if len(off) == len(stating):
        told.fault(f"Its bytes do not have the digest that {' and '.join(off)} state.", name)
        return False
    for manifest in off:
        (other,) = stating.keys() - {manifest}
        told.fault(f"It states another digest of {name} than the file has, which {other} states.", manifest)
    return True
