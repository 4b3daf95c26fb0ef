"""The bag that a bundle is (BagIt 1.0, RFC 8493): its manifests name all that stands in it, by two digests each.

1. Both tag manifests are in their one spelling, and name the same files: all but themselves, `data/` and `proof/`.
2. Each of these files is here with both digests, and `bagit.txt` is what it always is.
3. Likewise the payload manifests, where they are right themselves, and the files of `data/`.
4. Nothing else stands here, and `bag-info.txt` says how many files of how many bytes the payload has.

This shows that nothing was damaged. Who changes a file and all manifests with it is found by the signature over
`tagmanifest-sha256.txt`, in `sealed.py`, where `proof/` is looked at too.
"""

import re
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

from archiver.verify import bag_part
from archiver.verify.bag_part import ALGORITHMS, Held, Listed
from archiver.verify.entries import Kind, entries
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import BUNDLE, Check, Finding
from archiver.verify.progress import Progress

NAME = "bag"
PAYLOAD, PROOF = "data", "proof"
_PAYLOAD_MANIFESTS = tuple(f"manifest-{algorithm}.txt" for algorithm in ALGORITHMS)
_TAG_MANIFESTS = tuple(f"tagmanifest-{algorithm}.txt" for algorithm in ALGORITHMS)
_BAGIT, _INFO = "bagit.txt", "bag-info.txt"
_NEEDED = (_BAGIT, _INFO, *_PAYLOAD_MANIFESTS)
_NO_TAGS = {"fetch.txt", *_TAG_MANIFESTS}
"""A bundle has all of it here, so that nothing is to be fetched; and no manifest holds its own digest."""
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_OXUM = re.compile(rb"^payload-oxum.*(?:\n[ \t].*)*", re.MULTILINE | re.IGNORECASE)
"""With the lines that continue it, which begin with a space."""
_LIMIT = 1 << 20


def check(root: Path, progress: Progress | None = None) -> list[Finding]:
    """Hold all of a bag against its manifests; never raise for damage. `progress` is told each file of the payload."""
    told = Check(NAME, BUNDLE)
    here = _walk(root, told)
    # 1. and 2.
    tags = bag_part.read(root, _TAG_MANIFESTS, _may_be_tag, told)
    wrong = bag_part.hold(root, tags, here, told).wrong | _without(tags, here, told)
    if _BAGIT not in wrong:
        _check_declaration(root, told)
    # 3.
    usable = [manifest for manifest in _PAYLOAD_MANIFESTS if manifest not in wrong]
    payload = bag_part.read(root, usable, lambda name: name.startswith(f"{PAYLOAD}/"), told)
    held = bag_part.hold(root, payload, here, told, progress)
    if not payload:
        told.unchecked("No manifest of it is right.", PAYLOAD)
    # 4.
    _check_unlisted(here, tags, payload, told)
    if payload and not held.wrong and _INFO not in wrong:
        _check_info(root, held, told)
    return told.findings(
        f"{held.number} files of {held.size} bytes, each with the two digests that the manifests state."
    )


def _walk(root: Path, told: Check) -> dict[str, Kind]:
    """Give all that stands here but in `proof/`, and say what is neither file nor folder."""
    found: dict[str, Kind] = {}
    folders = [""]
    while folders:
        folder = folders.pop()
        for name, kind in entries(root, folder, told):
            path = f"{folder}{name}"
            found[path] = kind
            if kind is Kind.FOLDER and path != PROOF:
                folders.append(f"{path}/")
            elif kind in (Kind.LINK, Kind.OTHER):
                told.fault(f"It is a {kind.value}; a bundle holds none.", path)
    return found


def _may_be_tag(name: str) -> bool:
    # Where case does not count, `Data/` would be the payload.
    return name.lower() not in _NO_TAGS and name.lower().partition("/")[0] not in (PAYLOAD, PROOF)


def _without(tags: Listed, here: Collection[str], told: Check) -> set[str]:
    """Give the files that every bag has, and that this one neither names nor holds."""
    lacking = set(_NEEDED) - bag_part.names_of(tags) - set(here)
    for name in sorted(lacking):
        told.fault("It is missing.", name)
    return lacking


def _check_declaration(root: Path, told: Check) -> None:
    try:
        if content(root, _BAGIT, _LIMIT) != _DECLARATION:
            told.fault("It does not declare BagIt 1.0 and UTF-8, in two lines.", _BAGIT)
    except UnreadableError as error:
        told.note(error.status, error.detail, _BAGIT)


def _check_unlisted(here: Mapping[str, Kind], tags: Listed, payload: Listed, told: Check) -> None:
    """Say what stands here that no manifest names, of each part of which a manifest could be read."""
    listed = bag_part.names_of(tags) | bag_part.names_of(payload)
    full = {str(parent) for path in (*listed, *here) for parent in PurePosixPath(path).parents}
    full |= {PAYLOAD, PROOF}
    for path, kind in here.items():
        known = payload if path.startswith(f"{PAYLOAD}/") else tags
        if not known or path in listed or path in _TAG_MANIFESTS:
            continue
        if kind is Kind.FILE:
            told.fault("No manifest names it.", path)
        elif kind is Kind.FOLDER and path not in full:
            told.fault("It is an empty folder, which says nothing and has no place.", path)


def _check_info(root: Path, held: Held, told: Check) -> None:
    try:
        said = _OXUM.findall(content(root, _INFO, _LIMIT))
    except UnreadableError as error:
        told.note(error.status, error.detail, _INFO)
        return
    if said != [f"Payload-Oxum: {held.size}.{held.number}".encode()]:
        told.fault(
            f"It does not say once that the payload has {held.number} files of {held.size} bytes.", _INFO
        )
