"""The stand-in's films: true ones, made without a library, and judged by one."""

import hashlib
import io
from dataclasses import replace

import av
import pytest

from archiver.simulator import films, happenings
from archiver.simulator.company import TRACKS
from archiver.simulator.films import Footage
from archiver.simulator.hartmann import hartmann

SIZES = [(720, 1280), (360, 640), (1280, 720), (1080, 1920), (32, 40), (100, 50)]


def decoded(content):
    with av.open(io.BytesIO(content), format="mp4") as file:
        return list(file.decode()), [stream.type for stream in file.streams]


@pytest.mark.parametrize("size", SIZES, ids=["x".join(map(str, size)) for size in SIZES])
def test_a_film_of_any_size_is_decoded_whole(size):
    frames, kinds = decoded(films.whole(Footage("a", *size, 6.2)))
    pictures = [frame for frame in frames if isinstance(frame, av.VideoFrame)]
    assert kinds == ["video", "audio"]
    assert len(pictures) == 31
    assert {(frame.width, frame.height) for frame in pictures} == {size}
    assert not any(frame.is_corrupt for frame in frames)
    assert [frame.key_frame for frame in pictures] == [place in (0, 20) for place in range(31)]


def test_a_scene_stays_as_it_began_and_another_follows():
    pictures, _ = decoded(films.pictures(Footage("a", 96, 96, 6.2)))
    shown = [bytes(frame.planes[0]) for frame in pictures]
    assert len(set(shown[:20])) == len(set(shown[20:])) == 1
    assert shown[0] != shown[20]


def test_sound_is_silence_of_the_length_of_the_film():
    frames, _ = decoded(films.sound(Footage("a", 0, 0, 6.2)))
    assert sum(frame.samples for frame in frames) / 44_100 == pytest.approx(6.2, abs=0.05)
    assert not any(frame.to_ndarray().any() for frame in frames)


def test_what_differs_between_two_is_what_they_show():
    one = Footage("a", 96, 96, 2.0)
    assert films.whole(one) == films.whole(Footage("a", 96, 96, 2.0))
    assert films.whole(one, "named") != films.whole(one)
    assert len({films.pictures(one), films.pictures(Footage("b", 96, 96, 2.0))}) == 2
    assert bytes(decoded(films.whole(one, "named"))[0][0].planes[0]) == bytes(
        decoded(films.whole(one))[0][0].planes[0]
    )


HEAVY = Footage("a", 96, 96, 6.2, 2_000_000)


def test_a_heavy_film_weighs_what_it_is_to_within_its_packets_and_shows_the_same():
    light, heavy = films.pictures(Footage("a", 96, 96, 6.2)), films.pictures(HEAVY)
    assert abs(len(heavy) - HEAVY.weight) < 10_000
    with av.open(io.BytesIO(heavy), format="mp4") as file:
        assert sum(packet.size for packet in file.demux(video=0)) > 0.99 * HEAVY.weight
    pairs = zip(decoded(heavy)[0], decoded(light)[0], strict=True)
    assert all(bytes(one.planes[0]) == bytes(other.planes[0]) for one, other in pairs)


@pytest.mark.parametrize("what", ["whole", "pictures", "sound"])
def test_a_film_is_made_piece_by_piece_of_the_length_that_is_told(what):
    whole = b"".join(films.pieces(HEAVY, what, "named"))
    assert whole == {"whole": films.whole, "pictures": films.pictures, "sound": films.sound}[what](
        HEAVY, "named"
    )
    assert len(whole) == films.length(HEAVY, what, "named")


@pytest.mark.parametrize("track", TRACKS)
def test_a_heavy_medium_is_served_as_its_truth_says(track):
    medium = replace(hartmann().posts[0].media[0], weight=3_000_000, apart=True)
    served = medium.served(track)
    whole = served if isinstance(served, bytes) else b"".join(served.pieces())
    assert whole == medium.track(track)
    assert len(served) == len(whole)
    assert medium.digest(track) == hashlib.sha256(whole).hexdigest()


REEL = hartmann().posts[0]


def film_after(*verbs):
    company = hartmann()
    for verb in verbs:
        company = verb(company, REEL.code)
    return company.post(REEL.code).media[0]


def test_a_film_offered_apart_is_smaller_in_one_file():
    apart = film_after(happenings.offer_apart)
    (whole, _), (pictures, _) = decoded(apart.track("progressive")), decoded(apart.track("video"))
    assert (whole[0].width, pictures[0].width) == (360, 720)
    assert apart.tracks == ("video", "audio")


def test_a_muted_film_has_no_sound_and_another_name():
    muted = film_after(happenings.mute)
    assert muted.tracks == ("video",)
    assert decoded(muted.track("progressive"))[1] == ["video"]
    assert muted.track_name("video") != REEL.media[0].track_name("video")


def test_a_post_without_a_film_has_none_to_change():
    company = hartmann()
    with pytest.raises(ValueError, match="holds no film"):
        happenings.mute(company, company.posts[2].code)
