"""SHA256SUMS: as `sha256sum -c` takes it, and nothing else."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.formats import checksums
from archiver.model.digest import Digest

DIGEST = Digest.of(b"content")
names = st.text(st.characters(codec="utf-8", exclude_characters="\n\\"), min_size=1, max_size=20).filter(
    lambda name: name.splitlines() == [name]
)


@given(st.dictionaries(names, st.binary(max_size=5).map(Digest.of), min_size=1, max_size=5))
def test_what_is_written_reads_back_and_stands_in_order_of_name(digests):
    text = checksums.write(digests)
    assert checksums.read(text) == digests
    assert [line[66:] for line in text.decode().splitlines()] == sorted(digests)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum on this machine")
def test_sha256sum_accepts_what_is_written_and_notices_a_changed_file(tmp_path):
    files = {
        "capture.warc.gz": b"\x1f\x8b",
        "manifest.json": b"{}",
        "private.json": b"",
        "größer als ö.txt": b"o",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    sums = checksums.write({name: Digest.of(content) for name, content in files.items()})
    (tmp_path / checksums.NAME).write_bytes(sums)
    command = ["sha256sum", "--check", "--strict", checksums.NAME]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "manifest.json").write_bytes(b"[]")
    changed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert changed.returncode == 1
    assert "manifest.json: FAILED" in changed.stdout


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum on this machine")
def test_the_lines_are_those_that_sha256sum_prints(tmp_path):
    (tmp_path / "b").write_bytes(b"two")
    (tmp_path / "a").write_bytes(b"one")
    printed = subprocess.run(["sha256sum", "a", "b"], cwd=tmp_path, capture_output=True, check=True).stdout
    assert checksums.write({"b": Digest.of(b"two"), "a": Digest.of(b"one")}) == printed


@pytest.mark.parametrize("name", ["a\nb", "a\\b", "\\", "\n"])
def test_a_name_that_coreutils_would_escape_is_refused(name):
    with pytest.raises(ValueError, match="needs escaping"):
        checksums.write({name: DIGEST})


def test_a_name_with_a_carriage_return_is_refused():
    with pytest.raises(ValueError, match="needs escaping"):
        checksums.write({"a\rb": DIGEST})


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_a_line_feed_ends_a_line(sign):
    digests = {f"a{sign}b": DIGEST}
    assert checksums.read(checksums.write(digests)) == digests


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"# comment\n",
        DIGEST.hex.encode() + b" a\n",
        DIGEST.hex.encode() + b" *a\n",
        DIGEST.hex.encode() + b"  \n",
        DIGEST.hex.upper().encode() + b"  a\n",
        DIGEST.hex[:-1].encode() + b"  a\n",
        DIGEST.hex.encode() + b"0  a\n",
        b"\\" + DIGEST.hex.encode() + b"  a\n",
        b" " + DIGEST.hex.encode() + b"  a\n",
        b"SHA256 (a) = " + DIGEST.hex.encode() + b"\n",
        DIGEST.hex.encode() + b"  a\n" + DIGEST.hex.encode() + b"  a\n",
        DIGEST.hex.encode() + b"  a\n\n",
        DIGEST.hex.encode() + b"  \xff\n",
    ],
)
def test_a_line_of_any_other_form_is_refused(line):
    with pytest.raises(ValueError, match=r"."):
        checksums.read(line)


def test_an_empty_text_is_no_list_of_checksums():
    with pytest.raises(ValueError, match="not a SHA256SUMS line"):
        checksums.read(b"")
