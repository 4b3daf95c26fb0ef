"""What came along with a bundle for its reader: the keys that signed, the verifier, and documents that is not proven.

Who makes a bundle and signs it can write into these what he likes. That is said.
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from archiver.verify import tiled
from archiver.verify.entries import Kind, entries
from archiver.verify.files import UnreadableError, content, opened
from archiver.verify.finding import BUNDLE, Check, Finding, Status
from archiver.verify.members import DamagedError

SIGNERS, VERIFIER, DOCUMENTS = "signers", "verifier", "documents"
_PACKED, _FOLDER, _RUN = "verify.pyz", "verifier/", "verify.py"
_OURS = "archiver.verify"
_SHEBANG = b"#!/usr/bin/env python3\n"
_LIMIT = 4 << 20
_MOST_FOLDERS = 50
_MOST_NAMED = 8
_KNOWN = {"data", "proof", "verifier", _PACKED, "bagit.txt"} | {
    f"{part}manifest-{algorithm}.txt" for part in ("", "tag") for algorithm in ("sha256", "sha512")
}
_READ = ("posts.jsonl", "changes.jsonl", "attribution.jsonl", "removals.json", "bundle.json")


def check_signers(root: Path, path: str, keys: Sequence[str]) -> list[Finding]:
    """Hold the keys that are named for `ssh-keygen` against those that signed, in order."""
    told = Check(SIGNERS, path)
    try:
        if content(root, path, _LIMIT) != "".join(f"archiver {key}\n" for key in keys).encode():
            told.fault("It names other keys than those that signed here.")
    except UnreadableError as error:
        told.note(error.status, error.detail)
    return told.findings(f"It names the {len(keys)} keys that signed here.")


def said(root: Path, data: Path) -> list[Finding]:
    """Say which documents is not proven."""
    told = Check(DOCUMENTS, BUNDLE)
    here = [name for name in _READ if (data / name).is_file()]
    beside = [name for name, kind in entries(root, "", told) if name not in _KNOWN or kind is Kind.LINK]
    named = ", ".join([*here, *(f"{name!a:.120}".strip("'") for name in beside[:_MOST_NAMED])])
    more = f" and {len(beside) - _MOST_NAMED} others beside them" if len(beside) > _MOST_NAMED else ""
    detail = f"What {named}{more} say is not proven, it is only signed: hold it against the records."
    return [Finding(DOCUMENTS, BUNDLE, Status.NOT_CHECKED, detail, required=False)]


def check_verifier(root: Path) -> list[Finding]:
    """Hold the verifier that came along against its own source, and say whether it is the one that runs here."""
    told = Check(VERIFIER, _PACKED)
    source = dict(_source(root, told))
    try:
        packed = dict(_unpacked(root))
    except UnreadableError as error:
        told.note(error.status, error.detail)
        return told.findings("")
    except DamagedError as error:
        told.fault(f"It is no ZIP as the verifier is one: {error}.")
        return told.findings("")
    for name in sorted(source.keys() | packed.keys()):
        if source.get(name) != packed.get(name):
            told.fault(f"It does not hold {name!a:.120} as {_FOLDER} does.")
    found = told.findings(f"It holds the {len(packed)} files that stand in {_FOLDER} to be read.")
    return [*found, _compared(root, source)]


def _compared(root: Path, source: Mapping[str, bytes]) -> Finding:
    """Say whether the verifier that came along is the one that runs here."""
    path = f"{_OURS.replace('.', '/')}/"
    theirs = {name: text for name, text in source.items() if name.startswith(path)}
    detail = (
        "The verifier that came along is another than this one, by its version or by what was made of it."
    )
    if root.resolve() in Path(__file__).resolve().parents:
        detail = (
            "This verifier came with the bundle, from whoever made that: trust one that came another way."
        )
    elif theirs == dict(_files(resources.files(_OURS), path)):
        return Finding(
            VERIFIER, BUNDLE, Status.VERIFIED, "The verifier that came along is the same as this one."
        )
    return Finding(VERIFIER, BUNDLE, Status.NOT_CHECKED, detail, required=False)


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        if each.is_dir() and each.name != "__pycache__":
            yield from _files(each, f"{path}{each.name}/")
        elif each.name.endswith(".py"):
            yield f"{path}{each.name}", each.read_bytes()


def _source(root: Path, told: Check) -> Iterator[tuple[str, bytes]]:
    """Give the files of `verifier/`, by the names that they have in the packed one."""
    folders = [_FOLDER]
    for folder in folders:
        for name, kind in entries(root, folder, told):
            path = f"{folder}{name}"
            if kind is Kind.FOLDER and len(folders) < _MOST_FOLDERS:
                folders.append(f"{path}/")
            elif kind is Kind.FILE:
                try:
                    below = path.removeprefix(_FOLDER)
                    yield "__main__.py" if below == _RUN else below, content(root, path, _LIMIT)
                except UnreadableError as error:
                    told.note(error.status, error.detail, path)


def _unpacked(root: Path) -> Iterator[tuple[str, bytes]]:
    """Give the files of the packed verifier; raise DamagedError where it has another form."""
    with opened(root, _PACKED) as file, tiled.readable():
        if file.read(len(_SHEBANG)) != _SHEBANG:
            raise ValueError("it does not begin as it should")
        with zipfile.ZipFile(file) as archive:
            for fault in tiled.gaps(file, archive, len(_SHEBANG)):
                raise ValueError(fault)
            for each in archive.infolist():
                if each.compress_type != zipfile.ZIP_STORED or each.flag_bits:
                    raise ValueError(f"{each.filename!a:.120} is not stored")
                yield each.filename, archive.read(each)
