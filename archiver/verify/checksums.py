"""Step 2: SHA256SUMS names the three files of a capture, and each of them has the digest it is named with.

Where something was disposed of, the WARC has the digest that its tombstone states, or is gone with `private.json`.
"""

import re
from hashlib import sha256
from pathlib import Path

from archiver.verify.disposed import Disposed
from archiver.verify.files import UnreadableError, content, digest
from archiver.verify.finding import Check, Finding, Status

SUMS, WARC, MANIFEST, PRIVATE = "SHA256SUMS", "capture.warc.gz", "manifest.json", "private.json"
_NAMED = (WARC, MANIFEST, PRIVATE)
_LIMIT = 4096
_LINE = re.compile(rb"([0-9a-f]{64})  ([^\n/\\]+)\n")


def check_sums(root: Path, folder: str, disposed: Disposed) -> tuple[str, list[Finding]]:
    """Check a capture's three digests; give its seal too, empty where SHA256SUMS cannot be read."""
    check = Check("checksums", folder)
    sums = f"{folder}/{SUMS}"
    try:
        text = content(root, sums, _LIMIT)
    except UnreadableError as error:
        check.note(error.status, error.detail, sums)
        return "", check.findings("")
    stated = named(text, check, sums)
    if disposed.warc:
        stated[WARC] = disposed.warc
    for name in (MANIFEST,) if disposed.whole else _NAMED:
        _check_file(root, f"{folder}/{name}", stated.get(name), check)
    if disposed.whole:
        _check_gone(root, folder, check)
    return f"sha256:{sha256(text).hexdigest()}", check.findings(_fine(disposed))


def _fine(disposed: Disposed) -> str:
    if disposed.whole:
        return f"The manifest has the digest that {SUMS} states; the rest was disposed of."
    if disposed.warc:
        return (
            f"Two files have the digests that {SUMS} states, and the WARC the one that its disposal states."
        )
    return f"Three files have the digests that {SUMS} states."


def _check_gone(root: Path, folder: str, check: Check) -> None:
    for name in (WARC, PRIVATE):
        if (root / folder / name).exists():
            check.fault("It was disposed of, and is here.", f"{folder}/{name}")


def seal_of(root: Path, folder: str, disposed: Disposed) -> tuple[str, list[Finding]]:
    """Give a capture's seal, empty where SHA256SUMS cannot be read, and what is wrong with what is looked at.

    Of the files that it names the manifest alone is read; the others need only be there.
    """
    check = Check("checksums", folder)
    sums = f"{folder}/{SUMS}"
    try:
        text = content(root, sums, _LIMIT)
    except UnreadableError as error:
        check.note(error.status, error.detail, sums)
        return "", check.findings("")
    _check_file(root, f"{folder}/{MANIFEST}", named(text, check, sums).get(MANIFEST), check)
    if disposed.whole:
        _check_gone(root, folder, check)
    for name in () if disposed.whole else (WARC, PRIVATE):
        if not (root / folder / name).is_file():
            check.fault("It is not here.", f"{folder}/{name}")
    found = [each for each in check.findings("") if each.status is not Status.VERIFIED]
    return f"sha256:{sha256(text).hexdigest()}", found


def named(text: bytes, check: Check, path: str) -> dict[str, str]:
    """Give the digests that SHA256SUMS states, by name; a fault where it does not name exactly the three files."""
    lines = [
        (name.decode("utf-8", "replace"), hexadecimal.decode()) for hexadecimal, name in _LINE.findall(text)
    ]
    is_list = re.fullmatch(rb"(?:%s)*" % _LINE.pattern, text)
    # One that names a file twice would let two of them pass for what was sealed.
    if not is_list or sorted(name for name, _ in lines) != sorted(_NAMED):
        check.fault(f"It does not name exactly {', '.join(_NAMED)}, a line each.", path)
    return dict(lines)


def _check_file(root: Path, path: str, stated: str | None, check: Check) -> None:
    try:
        if digest(root, path) != stated:
            check.fault(f"Its bytes do not have the digest that {SUMS} states.", path)
    except UnreadableError as error:
        check.note(error.status, error.detail, path)
