"""No byte unguarded: one bit flipped anywhere, in any file, and the verifier names that file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.verify.archive import exit_code, verify
from archiver.verify.finding import Status


@pytest.fixture(scope="module")
def flippable(untouched, tmp_path_factory) -> Path:
    copy = tmp_path_factory.mktemp("flipped") / "evidence"
    shutil.copytree(untouched, copy)
    return copy


def evidence(root: Path) -> list[Path]:
    """Give all files that are evidence."""
    found = (
        path for path in root.rglob("*") if path.is_file() and not path.name.startswith((".git", "catalog"))
    )
    return sorted(path for path in found if path.relative_to(root).parts[0] != "state")


def flip(root: Path, path: Path, at: int, bit: int) -> None:
    """Flip one bit, see that it is found and where, and flip it back."""
    path.chmod(0o600)
    with path.open("r+b", buffering=0) as file:
        byte = file.seek(at) and file.read(1) if at else file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 1 << bit]))
        try:
            findings = verify(root)
        finally:
            file.seek(at)
            file.write(byte)
    name = path.relative_to(root).as_posix()
    if name == "archive.json" and len(findings) == 1 and "newer version" in findings[0].detail:
        assert exit_code(findings) == 3
        return
    assert exit_code(findings) == 1, (name, at, bit)
    wrong = {finding.subject for finding in findings if finding.status is Status.FAILED}
    assert name == "archive.json" or name in wrong, (name, at, bit, wrong)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_bit_of_any_file(flippable, data):
    path = data.draw(st.sampled_from(evidence(flippable)))
    at = data.draw(st.integers(0, path.stat().st_size - 1))
    flip(flippable, path, at, data.draw(st.integers(0, 7)))


def places(root: Path) -> Iterator[tuple[Path, int, int]]:
    """Give every byte but of the longer files, where a stride keeps it to seconds."""
    strides = {"capture.warc.gz": 9, "manifest.json": 5, "private.json": 2}
    for path in evidence(root):
        for at in range(0, path.stat().st_size, strides.get(path.name, 1)):
            yield path, at, (at * 5 + at // 8) % 8


@pytest.mark.prove
def test_bytes_all_over_a_small_archive(small):
    for path, at, bit in places(small):
        flip(small, path, at, bit)


def test_the_archive_stands_again_as_it_stood(flippable, small):
    assert exit_code(verify(flippable)) == 0
    assert exit_code(verify(small)) == 0
