"""Films of a capture, hashed a few at once: each as by itself, in order, and what is none a gap."""

import io
from datetime import UTC, datetime

import pytest
from fakes import sha256

from archiver.derive.films import film
from archiver.formats.warc_reading import Payload
from archiver.model.digest import Digest
from archiver.model.gap import GapReason
from archiver.operations import hashing
from archiver.simulator import films
from archiver.simulator.films import Footage

FILMS = [films.whole(Footage(str(number), 96, 160, 5.0)) for number in range(7)]


def waiting(contents, size=None):
    for number, content in enumerate(contents):
        payload = Payload(
            digest=Digest.of(content),
            record=f"urn:{number}",
            address=f"https://cdn.example/{number}.mp4",
            mime="video/mp4",
            at=datetime(2026, 11, 24, tzinfo=UTC),
            size=len(content) if size is None else size,
            obtained="direct",
            status=200,
            revisit=False,
            truncated=False,
            offset=0,
        )
        yield payload, io.BytesIO(content)


@pytest.mark.parametrize("size", [None, hashing._SMALL + 1], ids=["small", "large"])
def test_each_is_read_as_by_itself_and_in_order(size):
    flaws = []
    found = list(hashing._few_at_once(waiting(FILMS, size), flaws))
    assert found == [(sha256(content), film(io.BytesIO(content))) for content in FILMS]
    assert flaws == []


def test_what_is_no_film_is_a_gap_and_keeps_none_of_the_others():
    contents = [FILMS[0], b"<html>" * 99, FILMS[1], b"", FILMS[2]]
    flaws = []
    found = list(hashing._few_at_once(waiting(contents), flaws))
    assert [digest for digest, _ in found] == [sha256(content) for content in FILMS[:3]]
    assert [(gap.reason, gap.record) for gap in flaws] == [
        (GapReason.NOT_A_FILM, "urn:1"),
        (GapReason.NOT_A_FILM, "urn:3"),
    ]


def test_beside_a_large_one_no_other_takes_room():
    taken = []

    def told():
        for payload, body in waiting(FILMS[:3], hashing._SMALL + 1):
            taken.append(len(done))
            yield payload, body

    done = []
    for digest, _ in hashing._few_at_once(told(), []):
        done.append(digest)
    assert taken == [0, 1, 2], "each is asked for once the one before it is hashed"
