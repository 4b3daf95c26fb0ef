"""Parts of files read as one: whatever is asked of it, what the bytes put together would give."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.formats import joined_file
from archiver.formats.joined_file import Part

CONTENT = bytes(range(256)) * 40
PARTS = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 9_000), st.integers(0, 1_200)), max_size=5)
DONE = st.lists(
    st.tuples(st.sampled_from(["read", "line"]), st.integers(-1, 3_000))
    | st.tuples(st.just("seek"), st.integers(0, 6_000))
    | st.tuples(st.just("back"), st.integers(-50, 50)),
    max_size=12,
)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("joined")
    for name in "ab":
        (folder / name).write_bytes(CONTENT if name == "a" else CONTENT[::-1])
    return folder


@given(parts=PARTS, done=DONE)
def test_it_reads_as_its_parts_put_together(files, parts, done):
    plain = b"".join((files / name).read_bytes()[start : start + size] for name, start, size in parts)
    plain = io.BytesIO(plain)
    with joined_file.opened([Part(files / name, start, size) for name, start, size in parts]) as found:
        for what, number in done:
            if what == "read":
                assert found.read(number) == plain.read(number)
            elif what == "line":
                assert found.readline(number) == plain.readline(number)
            elif what == "seek":
                found.seek(number)
                plain.seek(number)
            elif plain.tell() + number >= 0:
                found.seek(number, io.SEEK_CUR)
                plain.seek(number, io.SEEK_CUR)
            assert found.tell() == plain.tell()


def test_its_files_are_closed_with_it(files):
    found = joined_file.opened([Part(files / "a", 0, 5), Part(files / "b", 0, 5)])
    found.close()
    with pytest.raises(ValueError, match="closed"):
        found.read()


def test_where_one_is_not_there_none_is_left_open(files):
    with pytest.raises(FileNotFoundError):
        joined_file.opened([Part(files / "a", 0, 5), Part(files / "none", 0, 5)])
