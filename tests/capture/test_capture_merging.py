"""Pictures and sound put together in one file, and each thing that keeps them from it."""

import io
import struct
from concurrent.futures import ThreadPoolExecutor

import av
import pytest

from archiver.capture.merging import Merged, NotMergedError, merge
from archiver.simulator import films
from archiver.simulator.boxes import box
from archiver.simulator.films import Footage

FOOTAGE = Footage("one", 720, 1280, 9.3)
PICTURES, SOUND = films.pictures(FOOTAGE), films.sound(FOOTAGE)


def put_together(folder, pictures=PICTURES, sound=SOUND, announced=9.3):
    into = folder / "film.mp4"
    return merge(io.BytesIO(pictures), io.BytesIO(sound), announced, into), into


def packets(content, kind):
    with av.open(io.BytesIO(content), format="mp4") as file:
        stream = next(stream for stream in file.streams if stream.type == kind)
        return [bytes(packet) for packet in file.demux(stream) if packet.dts is not None]


def test_every_packet_is_as_it_came(tmp_path):
    made, into = put_together(tmp_path)
    assert made == Merged(
        pytest.approx(9.3, abs=0.001), pytest.approx(9.3, abs=0.02), 720, 1280, ("h264", "aac")
    )
    content = into.read_bytes()
    assert packets(content, "video") == packets(PICTURES, "video")
    assert packets(content, "audio") == packets(SOUND, "audio")


def test_the_same_two_make_the_same_bytes(tmp_path):
    _, once = put_together(tmp_path)
    first = once.read_bytes()
    _, again = put_together(tmp_path)
    assert again.read_bytes() == first
    assert b"Lavf" not in first
    assert first.index(b"moov") < first.index(b"mdat"), "it begins to play before all of it came"


def test_sound_may_end_before_the_pictures(tmp_path):
    shorter = films.sound(Footage("one", 0, 0, 5.0))
    made, _ = put_together(tmp_path, sound=shorter)
    assert (made.seconds, made.sound_seconds) == (pytest.approx(9.3, abs=0.001), pytest.approx(5.0, abs=0.02))


def test_a_length_that_is_not_announced_is_not_asked_about(tmp_path):
    assert put_together(tmp_path, announced=None)[0].seconds == pytest.approx(9.3, abs=0.001)


def at_box(content, of):
    """Cut a file behind its `of`th outermost box."""
    at = 0
    for _ in range(of):
        at += struct.unpack_from(">I", content, at)[0]
    return content[:at]


PLAYLIST = b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n"
BAD = {
    "pictures that break off within a box": (
        {"pictures": PICTURES[: len(PICTURES) // 2]},
        "pictures: broken off",
    ),
    "pictures that end between two boxes": ({"pictures": at_box(PICTURES, 4)}, "end at 4.0 of 9.3 seconds"),
    "sound that breaks off": ({"sound": SOUND[:-1]}, "sound: broken off"),
    "pictures that are empty": ({"pictures": b""}, "pictures: no film"),
    "pictures that are a page": ({"pictures": b"<!doctype html>" * 40}, "pictures: no film"),
    "pictures that are a playlist": ({"pictures": PLAYLIST}, "pictures: no film"),
    "sound that is noise": ({"sound": bytes(range(256)) * 9}, "sound: no film"),
    "boxes that say they are endless": ({"pictures": struct.pack(">I", 2**31) + b"moov"}, "pictures: "),
    "boxes without a film": ({"pictures": box(b"ftyp", b"isom") + box(b"mdat", b"x" * 99)}, "no film"),
    "sound in the place of pictures": ({"pictures": SOUND}, "pictures: none in the file"),
    "pictures in the place of sound": ({"sound": PICTURES}, "sound: none in the file"),
    "pictures in a codec that nobody knows": (
        {"pictures": PICTURES.replace(b"avc1", b"zzzz")},
        "no one file",
    ),
    "a film that is shorter than announced": ({"announced": 24.0}, "end at 9.3 of 24.0 seconds"),
}


@pytest.mark.parametrize(("given", "why"), BAD.values(), ids=BAD)
def test_what_does_not_make_a_film_is_said(tmp_path, given, why):
    with pytest.raises(NotMergedError, match=why):
        put_together(tmp_path, **given)


def encoded(codec, **options):
    """Pictures in another codec, as networks cut them: five seconds that move."""
    sink = io.BytesIO()
    with av.open(sink, "w", format="mp4", options={"movflags": "frag_keyframe+empty_moov"}) as out:
        try:
            stream = out.add_stream(codec, rate=10, options=options)
        except ValueError:
            pytest.skip(f"this libav has no {codec}")
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for number in range(50):
            frame = av.VideoFrame(96, 64, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes((at + number * 7) % 256 for at in range(plane.buffer_size)))
            frame.pts = number
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return sink.getvalue()


CODECS = {
    "h264": ("libx264", {"bf": "3", "g": "20"}),
    "vp9": ("libvpx-vp9", {"deadline": "realtime", "cpu-used": "8"}),
    "av1": ("libsvtav1", {"preset": "12"}),
}


@pytest.mark.parametrize("codec", CODECS)
def test_each_codec_that_networks_send_is_put_together(tmp_path, codec):
    name, options = CODECS[codec]
    # As root the encoder of AV1 sets whichever thread calls it above all others of the system, for good: not this one,
    # which starts the browsers of later tests.
    with ThreadPoolExecutor(1) as aside:
        pictures = aside.submit(encoded, name, **options).result()
    made, into = put_together(tmp_path, pictures, films.sound(Footage("one", 0, 0, 5.0)), announced=5.0)
    assert made.codecs == (codec, "aac")
    assert made.seconds == pytest.approx(5.0, abs=0.31), "frames that are shown later than they are decoded"
    assert packets(into.read_bytes(), "video") == packets(pictures, "video")
