"""A bag in the making (BagIt 1.0, RFC 8493): files are digested as they are written, and manifests name each.

Lines of manifests have two spaces, so that `sha256sum -c` reads them. Names are plain ASCII, differ in more than case,
and never leave the bag. The same files and the same words give the same bytes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from archiver.export.digesting import Digesting

PAYLOAD = "data/"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,9}")
_LONGEST_LINE = 79
_PIECE = 1 << 20
_ALGORITHMS = ("sha256", "sha512")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of the bag."""

    size: int
    digests: tuple[str, ...]
    """SHA-256 and SHA-512, in hex."""


@dataclass(slots=True)
class Bag:
    """The files of one bag, below a folder that is new."""

    folder: Path
    _entries: dict[str, _Entry] = field(default_factory=dict)
    _folded: set[str] = field(default_factory=set)

    def add(self, path: str, content: Iterable[bytes]) -> str:
        """Write a file as it streams by, of the payload below `data/` or a tag file elsewhere; give its SHA-256 in hex.

        Raises ValueError where its name is none that a bag may hold or is taken, OSError.
        """
        out = self.begin(path)
        for piece in content:
            out.write(piece)
        return out.close()

    def copy(self, path: str, source: Path) -> str:
        """Add a file that stands elsewhere; give its SHA-256 in hex. Raises as `add` does."""
        with source.open("rb") as file:
            return self.add(path, iter(lambda: file.read(_PIECE), b""))

    def begin(self, path: str, known: str = "") -> "BagFile":
        """Begin a file, which is in the bag once it is closed. Raises as `add` does.

        Its SHA-256, in hex, is worked out where it is not `known`.
        """
        place = self._taken(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        return BagFile(self, path, place.open("xb"), known)

    def take_in(self, path: str) -> str:
        """Take in a file that stands in its place already; give its SHA-256 in hex. Raises as `add` does."""
        digesting = Digesting(*_ALGORITHMS)
        with self._taken(path).open("rb") as file:
            while piece := file.read(_PIECE):
                digesting.update(piece)
        return self.note(path, digesting.size, digesting.finished())

    def holds(self, path: str) -> bool:
        """Tell whether a file of this name is in the bag, or begun."""
        return path.lower() in self._folded

    def _taken(self, path: str) -> Path:
        if not NAME.fullmatch(path) or path.lower() in self._folded:
            raise ValueError(f"{path!r} is no name that a bag may hold once more")
        self._folded.add(path.lower())
        return self.folder / path

    def note(self, path: str, size: int, digests: tuple[str, ...]) -> str:
        """Take down a file that is written, by its SHA-256 and SHA-512; give the first of these."""
        self._entries[path] = _Entry(size, digests)
        return digests[0]

    def close(self, info: Mapping[str, str]) -> bytes:
        """Write what makes it a bag, `info` as bag-info.txt among it; give the text that a signature stands for.

        That is `tagmanifest-sha256.txt`: it names all other files by way of the manifests. Raises OSError.
        """
        payload = [name for name in self._entries if name.startswith(PAYLOAD)]
        oxum = f"{sum(self._entries[name].size for name in payload)}.{len(payload)}"
        told = {**info, "Payload-Oxum": oxum}
        self.add("bagit.txt", [_DECLARATION.encode()])
        self.add("bag-info.txt", ["".join(_told(name, told[name]) for name in sorted(told)).encode()])
        for place, algorithm in enumerate(_ALGORITHMS):
            self.add(f"manifest-{algorithm}.txt", [self._listed(payload, place)])
        tags = [name for name in self._entries if not name.startswith(PAYLOAD)]
        for place, algorithm in enumerate(_ALGORITHMS):
            self.add(f"tagmanifest-{algorithm}.txt", [self._listed(tags, place)])
        return self._listed(tags, 0)

    def _listed(self, names: Iterable[str], place: int) -> bytes:
        return "".join(f"{self._entries[name].digests[place]}  {name}\n" for name in sorted(names)).encode()


class BagFile:
    """A file of a bag in the making."""

    def __init__(self, bag: Bag, path: str, file: BinaryIO, known: str) -> None:
        """Begin with its name in the bag, the file that it is written to, and its SHA-256 where that is known."""
        self._bag, self._path, self._file, self._known = bag, path, file, known
        self._digesting = Digesting(*(_ALGORITHMS[1:] if known else _ALGORITHMS))

    def write(self, content: bytes) -> None:
        """Write the next bytes. Raises OSError."""
        self._digesting.update(content)
        self._file.write(content)

    def close(self) -> str:
        """End the file, and give its SHA-256 in hex. Raises OSError."""
        self._file.close()
        known = (self._known,) if self._known else ()
        return self._bag.note(self._path, self._digesting.size, (*known, *self._digesting.finished()))


def _told(name: str, value: str) -> str:
    """Write one label of bag-info.txt, on one line: long ones are continued, which begins with a space."""
    words, lines = f"{name}: {' '.join(value.split())}".split(" "), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LONGEST_LINE:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] or len(lines) > 1 else word
    return "\n".join(lines) + "\n"
