"""What a film is and what it looks like: its length, its size, its codecs, and some of its key frames hashed.

Hints that two films look alike, never proof that they are the same. Key frames need no other to be decoded; of a long
film few are taken, evenly spread. One that is all of one colour has a hash that says nothing, and is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import av
import imagehash
from av.audio.stream import AudioStream
from av.codec.context import CodecContext
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image, ImageStat

VERSION = "films/1"
_FORMATS = "mp4"
_UNKNOWN = "unknown"
_MOST_FRAMES = 16
_MOST_PIXELS = 50_000_000
_SIDE = 256
"""Pixels to which the longer side is brought before it is hashed."""
_FLAT = 3.0
"""Deviation of brightness, of 255, below which a picture shows nothing."""


class NotAFilmError(ValueError):
    """Bytes that cannot be decoded as a film, or not within bounds."""


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """One picture of a film."""

    seconds: float
    phash: str
    """64 bits in hex, DCT."""


@dataclass(frozen=True, slots=True)
class Film:
    """What a film is and looks like."""

    seconds: float
    width: int
    height: int
    codecs: tuple[str, ...]
    """Of pictures, then of sound where there is any, as libav names them."""
    frames: tuple[KeyFrame, ...]
    version: str = VERSION


def film(content: BinaryIO) -> Film:
    """Read a film and hash some of its key frames; raise NotAFilmError."""
    try:
        # Left to choose, libav would take playlists too, which name other files.
        with av.open(content, "r", format=_FORMATS) as container:
            return _read(container)
    except (av.FFmpegError, ValueError, OverflowError) as error:
        # Its own words name the file, which is none.
        raise NotAFilmError(str(getattr(error, "strerror", "") or error)) from error


def still(content: BinaryIO) -> Image.Image:
    """Give one picture of a film, small: the first key frame that shows something; raise NotAFilmError."""
    try:
        with av.open(content, "r", format=_FORMATS) as container:
            found = next(_key_frames(container, _pictures(container)), None)
    except (av.FFmpegError, ValueError, OverflowError) as error:
        raise NotAFilmError(str(getattr(error, "strerror", "") or error)) from error
    if found is None:
        raise NotAFilmError("no key frame that shows something")
    return found[1]


def _read(container: InputContainer) -> Film:
    shown = _pictures(container)
    return Film(
        seconds=round(_seconds(container), 3),
        width=shown.codec_context.width,
        height=shown.codec_context.height,
        codecs=(_codec(shown), *map(_codec, container.streams.audio)),
        frames=tuple(
            KeyFrame(round(at, 3), str(imagehash.phash(picture)))
            for at, picture in _key_frames(container, shown)
        ),
    )


def _seconds(container: InputContainer) -> float:
    return (container.duration or 0) / av.time_base


def _pictures(container: InputContainer) -> VideoStream:
    shown = next(iter(container.streams.video), None)
    if shown is None:
        raise NotAFilmError("no pictures")
    if _codec(shown) == _UNKNOWN:
        raise NotAFilmError("pictures in a codec that is not known")
    width, height = shown.codec_context.width, shown.codec_context.height
    if not 0 < width * height <= _MOST_PIXELS:
        raise NotAFilmError(f"{width}x{height} pixels")
    return shown


def _codec(stream: VideoStream | AudioStream) -> str:
    # The library's own types do not say that there is no context where it knows no decoder.
    context: CodecContext | None = stream.codec_context
    return context.codec.canonical_name if context else _UNKNOWN


def _key_frames(container: InputContainer, shown: VideoStream) -> Iterator[tuple[float, Image.Image]]:
    """Give some key frames, evenly spread, each with its time in seconds; none that is all of one colour."""
    shown.codec_context.skip_frame = "NONKEY"
    seconds, met = _seconds(container), set[int]()
    for place in range(_MOST_FRAMES):
        container.seek(int(seconds * av.time_base * place / _MOST_FRAMES))
        frame = next(container.decode(shown), None)
        if frame is None or frame.pts is None or frame.time is None or frame.pts in met:
            continue
        met.add(frame.pts)
        picture = _picture(frame)
        if ImageStat.Stat(picture.convert("L")).stddev[0] >= _FLAT:
            yield frame.time, picture


def _picture(frame: VideoFrame) -> Image.Image:
    if frame.width * frame.height > _MOST_PIXELS:
        raise NotAFilmError(f"{frame.width}x{frame.height} pixels")
    share = min(1.0, _SIDE / max(frame.width, frame.height))
    size = (max(1, round(frame.width * share)), max(1, round(frame.height * share)))
    found: Image.Image = frame.to_image(width=size[0], height=size[1])  # type: ignore[no-untyped-call]
    return found
