"""ISO base media files (ISO/IEC 14496-12), fragmented as networks serve them: tracks of pictures and of sound."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MOVIE_SCALE = 1000
_KEY, _FOLLOWING = 0x02000000, 0x01010000
"""Flags of a sample that needs no other, and of one that does."""
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture, or a frame of sound."""

    content: bytes
    duration: int
    """In units of its track's scale."""
    key: bool = True
    """Whether it can be shown without those before it."""
    filled: int = 0
    """Bytes of filling behind its content, made only when they are written: nobody holds a long film."""

    @property
    def size(self) -> int:
        """Bytes of content and filling."""
        return len(self.content) + self.filled

    def written(self) -> bytes:
        """Give content and filling: ones, and a last bit as units of H.264 end."""
        return self.content + (b"\xff" * (self.filled - 1) + b"\x80" if self.filled else b"")


@dataclass(frozen=True, slots=True)
class Track:
    """Pictures or sound, from beginning to end."""

    kind: str
    """`vide` or `soun`."""
    scale: int
    """Units a second."""
    described: bytes
    """Its sample entry."""
    samples: tuple[Sample, ...]
    width: int = 0
    height: int = 0

    @property
    def duration(self) -> int:
        """Units from beginning to end."""
        return sum(sample.duration for sample in self.samples)

    def fragments(self, seconds: float) -> Iterator[tuple[Sample, ...]]:
        """Cut the track into pieces that begin with a key sample and last some seconds."""
        piece: list[Sample] = []
        for sample in self.samples:
            if piece and sample.key and sum(each.duration for each in piece) >= seconds * self.scale:
                yield tuple(piece)
                piece = []
            piece.append(sample)
        yield tuple(piece)


def film(tracks: Sequence[Track], seconds: float, named: bytes = b"") -> Iterator[bytes]:
    """Write a file of one or two tracks, in fragments of some seconds; `named` stands within it and is never shown."""
    begins = b"iso5" + struct.pack(">I", 512) + b"iso5iso6mp41"
    yield box(b"ftyp", begins) + (box(b"free", named) if named else b"") + _movie(tracks)
    at = [0] * len(tracks)
    for number, pieces in enumerate(_together(tracks, seconds), start=1):
        yield from _fragment(number, pieces, at)
        at = [
            start + sum(sample.duration for sample in piece) for start, piece in zip(at, pieces, strict=True)
        ]


def box(kind: bytes, *contents: bytes) -> bytes:
    """Write a box."""
    content = b"".join(contents)
    return struct.pack(">I", 8 + len(content)) + kind + content


def pictures_entry(width: int, height: int, sequence: bytes, picture: bytes) -> bytes:
    """Describe H.264 pictures by their parameters (ISO/IEC 14496-15)."""
    units = b"\xe1" + _counted(sequence) + b"\x01" + _counted(picture)
    configuration = box(b"avcC", b"\x01" + sequence[1:4] + b"\xff" + units)
    about = struct.pack(">6xH16xHHIIIH", 1, width, height, 0x480000, 0x480000, 0, 1)
    return box(b"avc1", about, bytes(32), b"\x00\x18\xff\xff", configuration)


def sound_entry(rate: int, configuration: bytes) -> bytes:
    """Describe one channel of AAC by its configuration (ISO/IEC 14496-14)."""
    decoder = b"\x40\x15" + bytes(11) + _descriptor(5, configuration)
    stream = bytes(3) + _descriptor(4, decoder) + _descriptor(6, b"\x02")
    about = struct.pack(">6xH8xHHIHH", 1, 1, 16, 0, rate, 0)
    return box(b"mp4a", about, _full(b"esds", 0, 0, _descriptor(3, stream)))


def _descriptor(tag: int, content: bytes) -> bytes:
    return bytes((tag, len(content))) + content


def _counted(unit: bytes) -> bytes:
    return struct.pack(">H", len(unit)) + unit


def _full(kind: bytes, version: int, flags: int, *contents: bytes) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *contents)


def _movie(tracks: Sequence[Track]) -> bytes:
    length = max(track.duration * _MOVIE_SCALE // track.scale for track in tracks)
    head = struct.pack(">IIIIIH10x", 0, 0, _MOVIE_SCALE, length, 0x10000, 0x100) + _MATRIX + bytes(24)
    head += struct.pack(">I", len(tracks) + 1)
    numbered = list(enumerate(tracks, start=1))
    extends = [_full(b"trex", 0, 0, struct.pack(">5I", number, 1, 0, 0, 0)) for number, _ in numbered]
    return box(
        b"moov",
        _full(b"mvhd", 0, 0, head),
        *(_track(number, track) for number, track in numbered),
        box(b"mvex", _full(b"mehd", 0, 0, struct.pack(">I", length)), *extends),
    )


def _track(number: int, track: Track) -> bytes:
    loud = 0x100 if track.kind == "soun" else 0
    head = struct.pack(">IIIIIQHHHH", 0, 0, number, 0, 0, 0, 0, 0, loud, 0) + _MATRIX
    head += struct.pack(">II", track.width << 16, track.height << 16)
    shown = _full(b"smhd", 0, 0, bytes(4)) if track.kind == "soun" else _full(b"vmhd", 0, 1, bytes(8))
    handler = struct.pack(">I4s12x", 0, track.kind.encode()) + b"\x00"
    here = box(b"dinf", _full(b"dref", 0, 0, struct.pack(">I", 1), _full(b"url ", 0, 1)))
    empty = [_full(kind, 0, 0, bytes(4)) for kind in (b"stts", b"stsc", b"stco")]
    table = box(
        b"stbl",
        _full(b"stsd", 0, 0, struct.pack(">I", 1), track.described),
        *empty,
        _full(b"stsz", 0, 0, bytes(8)),
    )
    media = box(
        b"mdia",
        _full(b"mdhd", 0, 0, struct.pack(">IIIIHH", 0, 0, track.scale, 0, 0x55C4, 0)),
        _full(b"hdlr", 0, 0, handler),
        box(b"minf", shown, here, table),
    )
    return box(b"trak", _full(b"tkhd", 0, 3, head), media)


def _together(tracks: Sequence[Track], seconds: float) -> Iterator[tuple[tuple[Sample, ...], ...]]:
    """Give the pieces of all tracks side by side; a track that has ended has empty ones."""
    cut = [list(track.fragments(seconds)) for track in tracks]
    for place in range(max(map(len, cut))):
        yield tuple(pieces[place] if place < len(pieces) else () for pieces in cut)


def _fragment(number: int, pieces: Sequence[tuple[Sample, ...]], at: Sequence[int]) -> Iterator[bytes]:
    runs = [
        (place, piece, start)
        for place, (piece, start) in enumerate(zip(pieces, at, strict=True), start=1)
        if piece
    ]
    # Where each run's bytes begin is known once the head's own length is, which they do not change.
    size = len(_fragment_head(number, [(run, 0) for run in runs]))
    placed, offset = [], size + 8
    for run in runs:
        placed.append((run, offset))
        offset += sum(sample.size for sample in run[1])
    yield _fragment_head(number, placed) + struct.pack(">I", offset - size) + b"mdat"
    yield from (sample.written() for _, piece, _ in runs for sample in piece)


def _fragment_head(number: int, placed: Sequence[tuple[tuple[int, tuple[Sample, ...], int], int]]) -> bytes:
    tracks = []
    for (track, samples, start), offset in placed:
        rows = b"".join(
            struct.pack(">III", each.duration, each.size, _KEY if each.key else _FOLLOWING)
            for each in samples
        )
        run = _full(b"trun", 0, 0x701, struct.pack(">Ii", len(samples), offset), rows)
        begins = _full(b"tfdt", 1, 0, struct.pack(">Q", start))
        tracks.append(box(b"traf", _full(b"tfhd", 0, 0x20000, struct.pack(">I", track)), begins, run))
    return box(b"moof", _full(b"mfhd", 0, 0, struct.pack(">I", number)), *tracks)
