"""H.264 (ISO/IEC 14496-10, constrained baseline) written bit by bit: flat tiles, then frames that change nothing.

A tile's first macroblock is written plainly (I_PCM), all others take their colour from the one beside or above it. So a
whole picture takes a few kilobytes and no encoder, and is the same bytes on every machine.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_MACROBLOCK = 16
_FRAMES = 256
"""Frame numbers wrap around at this."""
_PCM, _NONE = 16, 0
"""Coefficients that a macroblock counts as having, which decides how the next one writes that it has none."""
_EMULATION = re.compile(rb"\x00\x00(?=[\x00-\x03])")

Colour = tuple[int, int, int]
"""Luma and the two chromas, 0 to 255 each."""
Tiles = Sequence[Sequence[Colour]]
"""Rows of tiles."""


@dataclass(slots=True)
class _Bits:
    """A raw byte sequence in the making."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def put(self, bits: str) -> None:
        self.parts.append(bits)
        self.length += len(bits)

    def number(self, value: int, width: int) -> None:
        self.put(format(value, f"0{width}b"))

    def golomb(self, value: int) -> None:
        self.put(_golomb(value))

    def plain(self, content: bytes) -> None:
        """Write bytes at the next whole one."""
        self.put("0" * (-self.length % 8))
        self.put("".join(format(byte, "08b") for byte in content))

    def unit(self, header: int) -> bytes:
        """Give it as a unit (NAL), with what keeps start codes out of it."""
        self.put("1")
        self.put("0" * (-self.length % 8))
        raw = int("".join(self.parts), 2).to_bytes(self.length // 8)
        return bytes((header,)) + _EMULATION.sub(b"\x00\x00\x03", raw)


@dataclass(frozen=True, slots=True)
class Coding:
    """How a film's pictures are written."""

    width: int
    height: int

    @property
    def columns(self) -> int:
        """Macroblocks beside each other."""
        return -(-self.width // _MACROBLOCK)

    @property
    def rows(self) -> int:
        """Macroblocks below each other."""
        return -(-self.height // _MACROBLOCK)

    def sequence_parameters(self) -> bytes:
        """Give the unit that tells size and profile."""
        bits = _Bits()
        for value, width in ((66, 8), (0xC0, 8), (40, 8)):
            bits.number(value, width)
        # Id, frame numbers of 8 bits, order as decoded, one reference.
        for value in (0, 4, 2, 1):
            bits.golomb(value)
        bits.put("0")
        bits.golomb(self.columns - 1)
        bits.golomb(self.rows - 1)
        bits.put("11")
        right = (self.columns * _MACROBLOCK - self.width) // 2
        below = (self.rows * _MACROBLOCK - self.height) // 2
        bits.put("1" if right or below else "0")
        for crop in (0, right, 0, below) if right or below else ():
            bits.golomb(crop)
        bits.put("0")
        return bits.unit(0x67)

    @staticmethod
    def picture_parameters() -> bytes:
        """Give the unit that tells how pictures are coded: without filter and weights, entropy by CAVLC."""
        bits = _Bits()
        bits.put("11" + "00" + "1" + "11" + "0" + "00" + "111" + "100")
        return bits.unit(0x68)

    def key_frame(self, tiles: Tiles, place: int) -> bytes:
        """Give a picture that needs no other, of tiles; two that follow each other have different places."""
        bits = _Bits()
        # First macroblock, slice of intra macroblocks only, parameters.
        for value in (0, 7, 0):
            bits.golomb(value)
        bits.number(0, 8)
        bits.golomb(place % 2)
        bits.put("00" + "1")
        bits.golomb(1)
        above = [_NONE] * self.columns
        for row in range(self.rows):
            above = self._row(bits, tiles, row, above)
        return bits.unit(0x65)

    def _row(self, bits: _Bits, tiles: Tiles, row: int, above: list[int]) -> list[int]:
        line, first_row = _tile_of(row, self.height, len(tiles))
        here: list[int] = []
        for column in range(self.columns):
            place, first_column = _tile_of(column, self.width, len(tiles[line]))
            if first_row and first_column:
                bits.golomb(25)
                luma, *chromas = tiles[line][place]
                bits.plain(bytes((luma,)) * 256 + b"".join(bytes((chroma,)) * 64 for chroma in chromas))
                here.append(_PCM)
                continue
            # Luma and chroma from beside, or from above; no change of quality; no coefficient.
            bits.put("011" + "010" + "1" if first_row else "010" + "011" + "1")
            bits.put(_no_coefficient(here[-1] if here else None, above[column] if row else None))
            here.append(_NONE)
        return here

    def same_again(self, number: int) -> bytes:
        """Give the frame that is the one before it, the `number`th behind a key frame."""
        bits = _Bits()
        for value in (0, 5, 0):
            bits.golomb(value)
        bits.number(number % _FRAMES, 8)
        bits.put("000" + "1")
        bits.golomb(1)
        bits.golomb(self.columns * self.rows)
        return bits.unit(0x41)


def _golomb(value: int) -> str:
    digits = format(value + 1, "b")
    return "0" * (len(digits) - 1) + digits


def _tile_of(place: int, pixels: int, tiles: int) -> tuple[int, bool]:
    """Say which tile the middle of a macroblock is in, and whether it is the tile's first in this direction."""
    here, before = (min(tiles - 1, (each * 16 + 8) * tiles // pixels) for each in (place, place - 1))
    return here, place == 0 or before != here


def _no_coefficient(left: int | None, above: int | None) -> str:
    """Give the code for no coefficient, which depends on how many the neighbours have."""
    known = [count for count in (left, above) if count is not None]
    average = (sum(known) + len(known) - 1) // len(known) if known else 0
    return "000011" if average >= _PCM // 2 else "1"
