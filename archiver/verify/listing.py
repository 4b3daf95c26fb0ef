"""A list of digests as `sha256sum` writes it, read strictly: it has one spelling.

Each line is the digest in lower hex, two spaces, the name and a line feed. Names are in order, and none stands twice,
also where only case differs: on many disks two such would be one file.
"""

import re
from typing import BinaryIO

_PART = rb"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}"
_LINE = re.compile(rb"([0-9a-f]+)  (%s(?:/%s){0,9})\n" % (_PART, _PART))
"""Plain ASCII, relative, no part of it begins with a dot: so no name leaves the folder, or hides in it."""
_LONGEST = 2048
"""Bytes of a line: longer than ten parts and the longest digest are."""


class NotListedError(ValueError):
    """A list that is not in its one spelling; says where and why."""


def read(file: BinaryIO, digits: int) -> dict[str, str]:
    """Read a list of digests of so many hex digits: digests by name, in order. Raises NotListedError."""
    found: dict[str, str] = {}
    folded = set[str]()
    last = ""
    while line := file.readline(_LONGEST):
        here = f"Line {len(found) + 1} of it"
        match = _LINE.fullmatch(line)
        if match is None or len(match[1]) != digits:
            raise NotListedError(
                f"{here} is not {digits} hex digits, two spaces, a name as a bundle has, and a line feed."
            )
        name = match[2].decode()
        if name.lower() in folded:
            raise NotListedError(f"{here} names {name} once more, if only in another case.")
        if name < last:
            raise NotListedError(f"{here} is not in order: {name} stands behind {last}.")
        folded.add(name.lower())
        found[name], last = match[1].decode(), name
    return found
