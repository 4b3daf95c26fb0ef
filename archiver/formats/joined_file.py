"""Parts of files, read as one file that they make up, without being copied anywhere."""

import io
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO, cast


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes of a file."""

    path: Path
    start: int
    size: int


def opened(parts: Sequence[Part]) -> BinaryIO:
    """Open parts as one file, seekable. Raises OSError."""
    return cast("BinaryIO", io.BufferedReader(_Joined(parts)))


class _Joined(io.RawIOBase):
    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self._parts = [part for part in parts if part.size]
        self._ends = list(accumulate(part.size for part in self._parts))
        self._place = 0
        with ExitStack() as opening:
            paths = dict.fromkeys(part.path for part in self._parts)
            self._files = {path: opening.enter_context(path.open("rb")) for path in paths}
            self._closing = opening.pop_all()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        end = self._ends[-1] if self._ends else 0
        self._place = max({io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: end}[whence] + offset, 0)
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer, of which it is given this
        number = bisect_right(self._ends, self._place)
        if number == len(self._parts):
            return 0
        part, left = self._parts[number], self._ends[number] - self._place
        file = self._files[part.path]
        file.seek(part.start + part.size - left)
        size = file.readinto(memoryview(buffer)[: min(left, len(buffer))])
        self._place += size
        return size

    def close(self) -> None:
        if not self.closed:
            self._closing.close()
        super().close()
