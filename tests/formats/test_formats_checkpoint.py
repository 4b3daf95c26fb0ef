"""A checkpoint's text: read as it was written, and in no other form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.formats import checkpoint
from archiver.formats.checkpoint import Checkpoint, NotACheckpointError

ROOT = bytes(range(32))
TEXT = b"archiver/0123\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"


def test_it_is_origin_size_and_root_a_line_each():
    assert Checkpoint("archiver/0123", 7, ROOT).text == TEXT


@given(
    st.from_regex(r"[a-z][a-z/0-9]{0,40}", fullmatch=True),
    st.integers(0, 10**18),
    st.binary(min_size=32, max_size=32),
)
def test_what_is_written_is_read_again(origin, size, root):
    made = Checkpoint(origin, size, root)
    assert checkpoint.read(made.text) == made


@pytest.mark.parametrize(
    "text",
    [
        b"",
        TEXT[:-1],
        TEXT + b"\n",
        TEXT.replace(b"\n7\n", b"\n07\n"),
        TEXT.replace(b"\n7\n", b"\n-7\n"),
        TEXT.replace(b"\n7\n", b"\n7 \n"),
        TEXT.replace(b"\n", b"\r\n"),
        TEXT.replace(b"8=\n", b"9=\n"),
        TEXT.replace(b"archiver", b"\xff"),
        TEXT.replace(b"AAEC", b"AA"),
        b"\n7\n" + TEXT.split(b"\n", 2)[2],
    ],
)
def test_any_other_form_is_none(text):
    with pytest.raises(NotACheckpointError):
        checkpoint.read(text)


@given(st.binary(max_size=200))
def test_anything_is_read_or_refused(text):
    try:
        assert checkpoint.read(text).text == text
    except NotACheckpointError:
        return
