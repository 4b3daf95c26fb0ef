"""Films that come as pictures and sound apart: both recorded, put together beside them, or said why not."""

import io
import json
import time
from dataclasses import replace

import av
import pytest
from fakes import sha256

from archiver.capture.direct import BODY_LIMIT, DirectFetches, Patience
from archiver.capture.merging import merge
from archiver.capture.trust import own_trust
from archiver.formats.warc import Held
from archiver.model.digest import Digest
from archiver.model.gap import GapReason
from archiver.model.post import Candidate
from archiver.ports import HeldMedium, Wanted
from archiver.simulator import films
from archiver.simulator.films import Footage
from archiver.simulator.messages import Answer, Trickle, text

CDN = "https://video.xx.fbcdn.net"
FOOTAGE = Footage("one", 144, 256, 9.3)
FILES = {
    "/pictures.mp4": films.pictures(FOOTAGE),
    "/sound.mp4": films.sound(FOOTAGE),
    "/one.mp4": films.whole(Footage("one", 72, 128, 9.3)),
}
APART = Candidate(
    f"{CDN}/pictures.mp4?oh=signature-secret", 144, 256, f"{CDN}/sound.mp4?oh=other-secret", 9.3
)
IN_ONE = Candidate(f"{CDN}/one.mp4", None, None)
BOTH = Wanted("instagram:CODE1", (APART, IN_ONE))
INSTEAD = "; a smaller rendition was asked for instead"


def film(body, **how):
    return Answer(headers=(("content-type", "video/mp4"),), body=body, **how)


def served(**changed):
    files = FILES | {f"/{name}.mp4": answer for name, answer in changed.items()}

    def answer(request):
        found = files[request.path]
        return found if isinstance(found, Answer) else film(found)

    return answer


def paths(taken):
    return sorted(each.address.partition("?")[0].rpartition("/")[2] for each in taken.exchanges)


def test_both_are_kept_as_they_came_and_put_together_beside_them(fetching, tmp_path):
    with fetching(served()) as now:
        assert now.media.fetch([BOTH]) == 0
    assert paths(now.taken) == ["pictures.mp4", "sound.mp4"]
    assert sorted(now.taken.bodies) == sorted([FILES["/pictures.mp4"], FILES["/sound.mp4"]])
    assert (now.media.received, now.media.wanted, now.gaps) == (1, 1, [])
    (record,), (content,) = now.taken.conversions, now.taken.merged
    records = [now.taken.bodies.index(FILES[name]) + 1 for name in ("/pictures.mp4", "/sound.mp4")]
    assert record.of == tuple(f"urn:test:{number}" for number in records)
    assert (record.mime, record.address.partition("?")[0]) == ("video/mp4", f"{CDN}/pictures.mp4")
    assert "secret" not in repr(record)
    merge(io.BytesIO(FILES["/pictures.mp4"]), io.BytesIO(FILES["/sound.mp4"]), None, tmp_path / "own.mp4")
    assert content == (tmp_path / "own.mp4").read_bytes()


def test_what_was_made_is_described(fetching):
    with fetching(served()) as now:
        now.media.fetch([BOTH])
    (note,) = [made for made in now.taken.mades if made.address.startswith("urn:archiver:merged:")]
    assert note.of == "urn:test:converted:1"
    said, content = json.loads(note.content), now.taken.merged[0]
    assert note.address == f"urn:archiver:merged:sha256:{sha256(content)}"
    assert said["subject"] == "instagram:CODE1"
    assert said["seconds"] == pytest.approx(9.3, abs=0.001)
    assert (said["announced_seconds"], said["width"], said["height"]) == (9.3, 144, 256)
    assert said["film"] == {
        "record": "urn:test:converted:1",
        "digest": f"sha256:{sha256(content)}",
        "size": len(content),
    }
    for name, path, codec in (("pictures", "/pictures.mp4", "h264"), ("sound", "/sound.mp4", "aac")):
        told = said["originals"][name]
        assert (told["digest"], told["size"]) == (f"sha256:{sha256(FILES[path])}", len(FILES[path]))
        assert told["codec"] == codec
    assert said["with"]["PyAV"] == av.__version__
    assert said["with"]["libavformat"] == ".".join(map(str, av.library_versions["libavformat"]))
    assert "secret" not in note.content.decode()


def test_nothing_is_left_where_it_was_put_together(fetching, tmp_path):
    with fetching(served()) as now:
        now.media.fetch([BOTH])
    assert not list(tmp_path.rglob("*.mp4"))


FAILED = {
    "pictures that are refused": (
        {"pictures": text("", status=404)},
        GapReason.REFUSED_BY_SERVER,
        "HTTP 404",
        ["one.mp4", "pictures.mp4", "sound.mp4"],
    ),
    "sound that is refused": (
        {"sound": text("", status=403)},
        GapReason.REFUSED_BY_SERVER,
        "HTTP 403",
        ["one.mp4", "pictures.mp4", "sound.mp4"],
    ),
    "pictures that stop half-way": (
        {"pictures": film(FILES["/pictures.mp4"], cut_after=3_000)},
        GapReason.NOT_RECEIVED,
        "the connection was cut",
        ["one.mp4", *["pictures.mp4"] * 3, "sound.mp4"],
    ),
    "pictures whose file is cut": (
        {"pictures": FILES["/pictures.mp4"][:3_000]},
        GapReason.NOT_MERGED,
        "pictures: broken off",
        ["one.mp4", "pictures.mp4", "sound.mp4"],
    ),
    "pictures above the limit": (
        {"pictures": film(FILES["/pictures.mp4"], promised=BODY_LIMIT + 1)},
        GapReason.TOO_LARGE,
        f"more than {BODY_LIMIT} bytes",
        ["one.mp4", "pictures.mp4", "sound.mp4"],
    ),
    "sound above the limit": (
        {"sound": film(FILES["/sound.mp4"], promised=BODY_LIMIT + 1)},
        GapReason.TOO_LARGE,
        f"more than {BODY_LIMIT} bytes",
        ["one.mp4", "pictures.mp4", "sound.mp4"],
    ),
    "sound that is a page": (
        {"sound": text("<html>")},
        GapReason.NOT_MERGED,
        "sound: no film (Invalid data found when processing input)",
        ["one.mp4", "pictures.mp4", "sound.mp4"],
    ),
}


@pytest.mark.parametrize(("changed", "reason", "why", "asked"), FAILED.values(), ids=FAILED)
def test_where_one_of_them_fails_the_next_rendition_is_kept_and_it_is_said(
    fetching, changed, reason, why, asked
):
    with fetching(served(**changed)) as now:
        assert now.media.fetch([BOTH]) == 0
    assert [(gap.reason, gap.subject, gap.detail) for gap in now.gaps] == [
        (reason, "instagram:CODE1", why + INSTEAD)
    ]
    assert paths(now.taken) == asked
    assert (now.media.received, now.taken.conversions) == (1, [])


def test_without_another_rendition_what_came_is_kept_all_the_same(fetching):
    with fetching(served(sound=film(b"x" * 999))) as now:
        assert now.media.fetch([Wanted("instagram:CODE1", (APART,))]) == 0
    (gap,) = now.gaps
    assert (gap.reason, now.media.received) == (GapReason.NOT_MERGED, 0)
    assert FILES["/pictures.mp4"] in now.taken.bodies


def test_of_two_that_are_lost_the_medium_is_lost_once(fetching):
    cut = {name: film(FILES[f"/{name}.mp4"], cut_after=10) for name in ("pictures", "sound")}
    with fetching(served(**cut)) as now:
        assert now.media.fetch([Wanted("instagram:CODE1", (APART,))]) == 1
    assert [gap.reason for gap in now.gaps] == [GapReason.NOT_RECEIVED]


def test_a_film_in_one_file_above_the_limit_is_no_medium_and_it_is_said(fetching):
    with fetching(served(one=film(FILES["/one.mp4"], promised=BODY_LIMIT + 1))) as now:
        assert now.media.fetch([Wanted("instagram:CODE1", (IN_ONE,))]) == 0
    assert [(gap.reason, gap.detail) for gap in now.gaps] == [
        (GapReason.TOO_LARGE, f"more than {BODY_LIMIT} bytes")
    ]
    assert (now.media.received, now.taken.exchanges[0].truncated) == (0, "length")


WITHOUT_END = {
    "too slow": Patience(seconds=1.0, least=1e9, most_seconds=30.0),
    "too long": Patience(seconds=30.0, least=0.0, most_seconds=1.0),
}


@pytest.mark.parametrize("patience", WITHOUT_END.values(), ids=WITHOUT_END)
def test_a_film_that_has_no_end_is_ended_and_what_came_is_kept(fetching, tmp_path, patience):
    endless = film(
        FILES["/one.mp4"], promised=BODY_LIMIT, trickle=Trickle(b"more" * 100, every=0.05, lasts=30.0)
    )
    with fetching(served(one=endless)) as now:
        network = now.network
        direct = DirectFetches(now.gate.url, own_trust(network), {}, str(tmp_path), patience)
        media = replace(now.media, direct=direct)
        began = time.monotonic()
        assert media.fetch([Wanted("instagram:CODE1", (IN_ONE,))]) == 1
        assert time.monotonic() - began < 10
        direct.close()
    (gap,), (exchange,), (body,) = now.gaps, now.taken.exchanges, now.taken.bodies
    assert (gap.reason, exchange.truncated) == (GapReason.NOT_RECEIVED, "time")
    assert gap.detail == f"it came too slowly, or had no end: {len(body)} bytes"
    assert body.startswith(FILES["/one.mp4"])
    assert str(exchange.digest) == f"sha256:{sha256(body)}"


def held_as(content):
    return HeldMedium(
        "instagram:CODE1", "7", Digest.of(content), Held("a/b/c", "urn:old", "https://x/", None)
    )


def test_one_that_is_held_is_compared_as_it_was_put_together(fetching):
    with fetching(served()) as now:
        now.media.fetch([BOTH])
    with fetching(served()) as again:
        again.media.fetch([Wanted(BOTH.subject, BOTH.candidates, held=held_as(now.taken.merged[0]))])
    assert (again.media.compared, again.media.differing) == (1, 0)
    assert again.taken.conversions == [], "it is held"
    with fetching(served()) as other:
        other.media.fetch([Wanted(BOTH.subject, BOTH.candidates, held=held_as(b"other"))])
    assert (other.media.compared, other.media.differing) == (1, 1)
    assert other.taken.merged == now.taken.merged


def test_many_are_each_put_together_of_their_own(fetching):
    footage = {number: Footage(str(number), 32, 48, 2.0) for number in range(12)}

    def answer(request):
        kind, _, number = request.path.strip("/").removesuffix(".mp4").partition("-")
        return film({"p": films.pictures, "s": films.sound}[kind](footage[int(number)]))

    wanted = [
        Wanted(f"instagram:{n}", (Candidate(f"{CDN}/p-{n}.mp4", 32, 48, f"{CDN}/s-{n}.mp4", 2.0),))
        for n in footage
    ]
    with fetching(answer) as now:
        assert now.media.fetch(wanted) == 0
    assert now.media.received == len(set(now.taken.merged)) == 12
    by_record = {f"urn:test:{place}": body for place, body in enumerate(now.taken.bodies, start=1)}
    for record in now.taken.conversions:
        number = int(record.address.rpartition("-")[2].partition(".")[0])
        assert [by_record[each] for each in record.of] == [
            films.pictures(footage[number]),
            films.sound(footage[number]),
        ]


class Interrupted:
    """Fetches the first of what is asked for and no more, as where a visit ends in between."""

    def __init__(self, direct):
        self.direct = direct

    def each(self, asked, take, goes_on):
        address, what = asked.popleft()
        take(what, self.direct.fetch(address))


def test_of_a_film_of_which_only_one_part_was_asked_for_it_is_said(fetching):
    with fetching(served()) as now:
        media = replace(now.media, direct=Interrupted(now.media.direct))
        assert media.fetch([BOTH]) == 0
    assert (media.received, now.taken.conversions) == (0, [])
    (gap,) = now.gaps
    assert (gap.reason, gap.subject) == (GapReason.NOT_RECEIVED, "instagram:CODE1")
    assert "only one was asked for" in gap.detail
    assert now.taken.bodies == [FILES["/pictures.mp4"]]
