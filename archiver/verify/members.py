"""A WARC file's gzip members (RFC 1952), inflated one after the other and never more than a chunk at once."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

_CHUNK = 1 << 16
_GZIP = zlib.MAX_WBITS + 16
_HEAD, _FLAGS = 10, 3


class DamagedError(ValueError):
    """The bytes are not what the format demands, so that nothing behind them can be told apart."""


class Members:
    """The inflated bytes of one member after another."""

    def __init__(self, file: BinaryIO) -> None:
        """Read from a file opened at its start."""
        self._file = file
        self._deflated = b""
        self._inflated = b""
        self._inflater = zlib.decompressobj(_GZIP)
        self._taken = 0

    @property
    def at(self) -> int:
        """Give how many bytes of the file were inflated so far: between two members, where the next begins."""
        return self._taken - len(self._deflated)

    def _more(self) -> bytes:
        found = self._file.read(_CHUNK)
        self._taken += len(found)
        return found

    def begin(self) -> bool:
        """Begin the next member; False at the end of the file."""
        self._inflater = zlib.decompressobj(_GZIP)
        while len(self._deflated) < _HEAD and (more := self._more()):
            self._deflated += more
        if len(self._deflated) > _FLAGS and self._deflated[_FLAGS]:
            raise DamagedError("a gzip member has a name or a comment, as none of a bundle has")
        return bool(self._deflated)

    def read(self, limit: int) -> bytes:
        """Give the member's next bytes, at most `limit` of them; none at its end. Raises DamagedError."""
        if not self._inflated:
            self._inflated = self._inflate()
        piece, self._inflated = self._inflated[:limit], self._inflated[limit:]
        return piece

    def _inflate(self) -> bytes:
        while not self._inflater.eof:
            self._deflated = self._deflated or self._more()
            if not self._deflated:
                raise DamagedError("the file breaks off within a gzip member")
            try:
                piece = self._inflater.decompress(self._deflated, _CHUNK)
            except zlib.error as error:
                raise DamagedError(
                    f"what should be a gzip member is none, or is damaged ({error})"
                ) from error
            self._deflated = (
                self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
            )
            if piece:
                return piece
        return b""

    def until(self, mark: bytes, limit: int, what: str) -> bytes:
        """Read up to and with the first `mark`; raise DamagedError where it is not within `limit` bytes."""
        found = bytearray()
        end = -1
        while end < 0:
            piece = self.read(limit - len(found))
            if not piece:
                raise DamagedError(f"{what} has no end")
            known = max(0, len(found) - len(mark) + 1)
            found += piece
            end = found.find(mark, known)
        end += len(mark)
        self._inflated = bytes(found[end:]) + self._inflated
        return bytes(found[:end])

    def take(self, length: int) -> Iterator[bytes]:
        """Give the next `length` bytes in chunks; raise DamagedError where there are fewer."""
        while length:
            piece = self.read(length)
            if not piece:
                raise DamagedError("a record's block breaks off")
            length -= len(piece)
            yield piece

    def finish(self, mark: bytes) -> None:
        """Read the mark that ends a record; raise DamagedError where the member holds anything else."""
        rest = b""
        while len(rest) <= len(mark) and (piece := self.read(len(mark) + 1 - len(rest))):
            rest += piece
        if rest != mark:
            raise DamagedError("a gzip member does not end where its one record ends")
