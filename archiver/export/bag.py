"""A bag in the making (BagIt 1.0, RFC 8493): files are digested as they are written, and manifests name each.

Lines of manifests have two spaces, so that `sha256sum -c` reads them. Names are plain ASCII, differ in more than case,
and never leave the bag. The same files and the same words give the same bytes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256, sha512
from pathlib import Path

PAYLOAD = "data/"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,9}")
_LONGEST_LINE = 79
_ALGORITHMS = ("sha256", "sha512")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of the bag."""

    size: int
    digests: tuple[str, str]
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
        if not NAME.fullmatch(path) or path.lower() in self._folded:
            raise ValueError(f"{path!r} is no name that a bag may hold once more")
        self._folded.add(path.lower())
        file, digesters, size = self.folder / path, (sha256(), sha512()), 0
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as out:
            for piece in content:
                out.write(piece)
                size += len(piece)
                for digester in digesters:
                    digester.update(piece)
        hexes = (digesters[0].hexdigest(), digesters[1].hexdigest())
        self._entries[path] = _Entry(size, hexes)
        return hexes[0]

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


def _told(name: str, value: str) -> str:
    """Write one label of bag-info.txt, on one line: long ones are continued, which begins with a space."""
    words, lines = f"{name}: {' '.join(value.split())}".split(" "), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LONGEST_LINE:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] or len(lines) > 1 else word
    return "\n".join(lines) + "\n"
