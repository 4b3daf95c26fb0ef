"""Inputs of strangers: some of the million that `make prove` feeds, and that what none of them may do is told."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judging import Judge, TooMuchError
from readers import ENGINES, READERS, SHARES, share
from spoiling import spoiled

ANY = float("inf")
"""Memory that a process of tests may have taken before."""
QUICKLY_MADE = ("WARCs of ours", "HAR", "downloads, Instagram", "downloads, Facebook")


def test_a_million_inputs_are_shared_among_the_readers():
    assert set(SHARES) == set(READERS)
    assert sum(share(name, engine) for name in READERS for engine in ENGINES) == 1_000_000


@pytest.mark.parametrize("name", QUICKLY_MADE)
@settings(suppress_health_check=list(HealthCheck), max_examples=40)
@given(data=st.data())
def test_what_is_spoiled_is_read_or_refused(name, data, tmp_path_factory):
    reader = READERS[name]()
    judge = Judge(reader, tmp_path_factory.getbasetemp() / "failed", megabytes=ANY)
    judge(data.draw(spoiled(reader.wells)))


class RefusedError(Exception):
    pass


class Reading:
    """A reader that does one thing with whatever it is given."""

    refusals = (RefusedError,)

    def __init__(self, act):
        self.read = act


def raising(error):
    def read(_):
        raise error

    return read


def works(_):
    sum(range(3_000_000))


BAD = {
    "it raises what is no refusal": (raising(KeyError("a")), KeyError, {}),
    "it takes too long": (works, TooMuchError, {"seconds": 0.01}),
    "it takes too much memory": (lambda _: None, TooMuchError, {"megabytes": 1}),
    "it ends the program": (raising(SystemExit(0)), SystemExit, {}),
}


@pytest.mark.parametrize(("act", "error", "limits"), BAD.values(), ids=BAD)
def test_an_input_that_does_what_none_may_is_told_and_kept(act, error, limits, tmp_path):
    judge = Judge(Reading(act), tmp_path / "kept", **({"megabytes": ANY} | limits))
    with pytest.raises(error):
        judge(b"an input")
    assert [path.read_bytes() for path in (tmp_path / "kept").iterdir()] == [b"an input"]


def test_a_refusal_is_none_of_these(tmp_path):
    judge = Judge(Reading(raising(RefusedError())), tmp_path / "kept", megabytes=ANY)
    judge(b"an input")
    assert judge.inputs == 1
    assert not (tmp_path / "kept").exists()


def test_a_spoiled_input_is_another_and_no_longer_than_it_may_be():
    wells = READERS["HAR"]().wells
    found = set()

    @settings(max_examples=60, derandomize=True)
    @given(spoiled(wells))
    def draw(content):
        found.add(content)
        assert len(content) <= 200_000

    draw()
    assert len(found - set(wells)) > 40
