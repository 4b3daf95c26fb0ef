"""Put a film's pictures and its sound together in one MP4: every packet as it came, nothing encoded anew.

libav reads bytes that nobody vouches for, so it is told which format they are in: of its own choice it would also
take playlists, which name other files. The same two files give the same bytes for one version of libav.
"""

import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

MIME = "video/mp4"
_FORMAT = "mp4"
_WRITTEN = {"movflags": "+faststart", "fflags": "+bitexact"}
_SLACK_SECONDS = 0.5
"""How much earlier than announced a film may end: its last pictures may be shorter than they are said to be."""
_MOST_BOXES = 1_000_000


Kind = TypeVar("Kind", VideoStream, AudioStream)


class NotMergedError(ValueError):
    """Two files that cannot be put together; says which is at fault, and why."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What was put together."""

    seconds: float
    """Until the last picture ends."""
    sound_seconds: float
    width: int
    height: int
    codecs: tuple[str, str]
    """Of pictures and sound, as libav names them, whichever of its decoders it would use."""


def merge(pictures: BinaryIO, sound: BinaryIO, announced: float | None, into: Path) -> Merged:
    """Write a film of its pictures and its sound, each the first of its kind; raise NotMergedError."""
    with _opened(pictures, "pictures") as shown, _opened(sound, "sound") as heard:
        found = (_first(shown.streams.video, "pictures"), _first(heard.streams.audio, "sound"))
        try:
            seconds, sound_seconds = _remuxed((shown, heard), found, into)
        except (av.FFmpegError, ValueError) as error:
            raise NotMergedError(f"they fit no one file: {_said(error)}") from error
        if announced is not None and seconds < announced - _SLACK_SECONDS:
            raise NotMergedError(f"pictures: they end at {seconds:.1f} of {announced:.1f} seconds")
        context, other = found[0].codec_context, found[1].codec_context
        codecs = (context.codec.canonical_name, other.codec.canonical_name)
        return Merged(seconds, sound_seconds, context.width, context.height, codecs)


def _remuxed(
    files: tuple[InputContainer, InputContainer], found: tuple[Stream, Stream], into: Path
) -> tuple[float, float]:
    """Write the packets of two streams in the order they are needed; give the seconds at which each ends."""
    ends = [0.0, 0.0]
    with av.open(str(into), "w", format=_FORMAT, options=_WRITTEN) as out:
        written = [out.add_stream_from_template(stream, opaque=True) for stream in found]
        packets = [
            _packets(file, stream, place)
            for place, (file, stream) in enumerate(zip(files, found, strict=True))
        ]
        for at, place, packet in heapq.merge(*packets, key=lambda each: each[0]):
            shown = at if packet.pts is None else float(packet.pts * packet.time_base)
            ends[place] = max(ends[place], shown + float((packet.duration or 0) * packet.time_base))
            packet.stream = written[place]
            out.mux(packet)
    return ends[0], ends[1]


def _packets(
    file: InputContainer, stream: Stream, place: int
) -> "Iterator[tuple[float, int, Packet[Stream]]]":
    for packet in file.demux(stream):
        # The last one is empty and only says that there are no more.
        if packet.dts is not None:
            yield float(packet.dts * packet.time_base), place, packet


@contextmanager
def _opened(file: BinaryIO, name: str) -> Iterator[InputContainer]:
    # Before it is opened: libav reads on from wherever the file stands.
    whole = _is_whole(file)
    file.seek(0)
    try:
        container = av.open(file, "r", format=_FORMAT)
    except (av.FFmpegError, ValueError) as error:
        raise NotMergedError(f"{name}: no film ({_said(error)})") from error
    with container:
        if not whole:
            raise NotMergedError(f"{name}: broken off")
        yield container


def _first(streams: tuple[Kind, ...], name: str) -> Kind:
    if not streams:
        raise NotMergedError(f"{name}: none in the file")
    return streams[0]


def _is_whole(file: BinaryIO) -> bool:
    """Tell whether a film's outermost boxes (ISO/IEC 14496-12) end where its file does."""
    end = file.seek(0, 2)
    at = 0
    for _ in range(_MOST_BOXES):
        file.seek(at)
        head = file.read(16)
        size = int.from_bytes(head[:4])
        size = int.from_bytes(head[8:16]) if size == 1 else size or end - at
        if size < 8 or not head[4:8].isascii():  # noqa: PLR2004 - a box's own head
            return True
        at += size
        if at >= end:
            return at == end
    return True


def _said(error: Exception) -> str:
    # The library adds the name of the file, which is none, and its own number of the error.
    return str(getattr(error, "strerror", "") or error)[:100]
