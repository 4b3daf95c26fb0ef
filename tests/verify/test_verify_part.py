"""A part of an archive: the bytes of some captures are read, of the others the seal alone; all have their turn."""

import pytest
import verify_building
from hypothesis import given
from hypothesis import strategies as st

from archiver.verify import part as parts
from archiver.verify.archive import exit_code, verified
from archiver.verify.part import Part

PAGE = b'{"id":"1","text":"' + b"x" * 600 + b'"}'


@pytest.fixture
def root(tmp_path):
    archive = verify_building.new_archive(tmp_path / "evidence")
    page = verify_building.exchange("acme/", PAGE, "application/json", b"a=b")
    for number in range(6):
        verify_building.look(archive, "acme", number, lambda writer: writer.exchange(page))
    return tmp_path / "evidence"


def captures(root):
    return sorted(path.parent for path in root.glob("captures/*/*/*/SHA256SUMS"))


def spoil(path):
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def of_part(root, number, of=3):
    return verified(root, part=Part(number, of)).findings


def test_each_part_of_a_sound_archive_is_sound(root):
    for number in (1, 2, 3):
        findings = of_part(root, number)
        assert exit_code(findings) == 0
        said = [each.detail for each in findings if each.check == "part"]
        assert said[0].startswith(f"This is part {number} of 3: the bytes of ")


def test_a_byte_is_missed_by_no_part_but_the_others(root):
    for folder in captures(root):
        path = folder / "capture.warc.gz"
        before = path.read_bytes()
        spoil(path)
        found = [exit_code(of_part(root, number)) for number in (1, 2, 3)]
        assert sorted(found) == [0, 0, 1], "by the part that it is of alone"
        path.write_bytes(before)


@pytest.mark.parametrize("name", ["manifest.json", "SHA256SUMS"])
def test_what_is_small_is_read_by_each(root, name):
    spoil(captures(root)[0] / name)
    assert [exit_code(of_part(root, number)) for number in (1, 2, 3)] == [1, 1, 1]


@pytest.mark.parametrize("name", ["capture.warc.gz", "private.json"])
def test_what_is_not_there_is_missed_by_each(root, name):
    path = captures(root)[0] / name
    path.parent.chmod(0o755)
    path.unlink()
    assert [exit_code(of_part(root, number)) for number in (1, 2, 3)] == [1, 1, 1]


@given(st.text(min_size=1, max_size=80), st.integers(1, 60))
def test_each_capture_is_of_one_part(capture, of):
    assert sum(Part(number, of).has(capture) for number in range(1, of + 1)) == 1


@pytest.mark.parametrize("text", ["", "0/3", "4/3", "1/0", "a/3", "1", "1/3/5", "today", "-1/3", "1/999999"])
def test_what_is_no_part(text):
    assert parts.read(text) is None


def test_another_part_each_day():
    found = parts.read("today/30")
    assert 1 <= found.number <= 30
    assert parts.read("2/30") == Part(2, 30)
