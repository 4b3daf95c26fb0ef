"""Show a WARC record without what is to be withheld, and what leads each of its texts to its root in the manifest.

What is shown is a record again: lengths stay, and the digests it states are those of what it shows, never of what it
hides.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any

from archiver.formats import commitments
from archiver.formats.record_commitment import ADDRESSES, DIGESTS, texts_of_header
from archiver.formats.redaction import Redacted, Span, redacted

Find = Callable[[bytes], Sequence[Span]]
"""Gives the places of a text that are to be withheld."""
PARTS = ("head", "address", "block")


class NotToBeShownError(ValueError):
    """A record whose own description holds a secret: nothing of it can be shown."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A record as it is shown."""

    head: Redacted
    address: Redacted
    block: Redacted
    """Its text is the block, or of a medium only what of it stands before the body."""

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is withheld of it."""
        return not any(part.withheld for part in self._parts)

    @property
    def _parts(self) -> tuple[Redacted, Redacted, Redacted]:
        return self.head, self.address, self.block

    def named(self) -> dict[str, Any]:
        """Give the JSON object that leads what is shown to the manifest's roots."""
        return {
            name: {
                "seeds": [seed.hex() for seed in part.seeds],
                "withheld": [
                    [each.number, each.length, list(each.kinds), each.leaf.hex()] for each in part.withheld
                ],
            }
            for name, part in zip(PARTS, self._parts, strict=True)
        }


@dataclass(frozen=True, slots=True)
class Block:
    """A record's block, as it is cut."""

    segments: Sequence[bytes]
    """All of it, but of a medium only what stands before the body, which is never altered."""
    head: int
    """Bytes at its beginning, such as of its HTTP head, of which only secrets themselves are replaced."""
    behind: int = 0
    """Segments of a medium's body."""


def disclosed(
    header: bytes,
    block: Block,
    seeds: Sequence[bytes],
    find: Find,
    revealed: Callable[[str], Container[int]] = lambda _: (),
) -> Disclosed:
    """Withhold what is found in a record.

    `header` is its WARC header without the blank line; `seeds` are those of its three texts; `revealed` gives of each
    of these the segments that are shown all the same. Raises NotToBeShownError.
    """
    head, address = texts_of_header(header)
    if find(head):
        raise NotToBeShownError("a record's own description holds what is to be withheld")
    found = find(b"".join(block.segments))
    return Disclosed(
        head=redacted(commitments.cut_fine(head), seeds[0], []),
        address=redacted(
            commitments.cut_fine(address),
            seeds[1],
            find(address),
            head=len(address),
            revealed=revealed("address"),
        ),
        block=redacted(
            block.segments,
            seeds[2],
            found,
            head=block.head,
            behind=block.behind,
            revealed=revealed("block"),
        ),
    )


def header_of(header: bytes, address: bytes, digests: Sequence[str]) -> bytes:
    """Write a WARC header, without its blank line, with the address as it is shown and other digests.

    `digests` are those of block and payload; one that the header does not state is not written either.
    """
    values = dict(zip(DIGESTS, digests, strict=True))
    shown = dict(zip(_stated(header), address.decode().split("\n"), strict=True)) if _stated(header) else {}
    return b"\r\n".join(_line(line, values | shown) for line in header.split(b"\r\n"))


def _stated(header: bytes) -> list[str]:
    """Give the names, in lower case, of the addresses that a header states, in the order of their commitment."""
    stated = {line.partition(b":")[0].decode().lower() for line in header.split(b"\r\n")}
    return [name for name in ADDRESSES if name in stated]


def _line(line: bytes, values: dict[str, str]) -> bytes:
    name = line.partition(b":")[0]
    told = values.get(name.decode().lower())
    return line if told is None else name + b": " + told.encode()
