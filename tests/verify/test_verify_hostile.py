"""Input made to hurt: it must end as findings, soon, and without filling memory."""

import dataclasses
import gzip
import random
import re
import subprocess
import sys
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import verify_building
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from verify_forging import WARC, Forger, failed

from archiver.verify.archive import verify

MEGABYTE = 1 << 20
PEAK = """
import sys
from pathlib import Path
from archiver.verify.archive import exit_code, verify
print(exit_code(verify(Path(sys.argv[1]))))
print(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""
HEADER = (
    b"WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:x:1>\r\nWARC-Date: 2026-11-24T03:42:21.000000Z\r\n"
    b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n"
)


@pytest.fixture
def traced():
    """A `with` block that gives, when it has ended, the most memory that was taken within it."""

    @contextmanager
    def block() -> Iterator[Callable[[], int]]:
        peak = 0
        tracemalloc.start()
        try:
            yield lambda: peak
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()

    return block


def member(begin: bytes, filler: bytes, megabytes: int) -> Iterator[bytes]:
    deflater = zlib.compressobj(1, zlib.DEFLATED, 31)
    yield deflater.compress(begin)
    chunk = (filler * MEGABYTE)[:MEGABYTE]
    for _ in range(megabytes):
        yield deflater.compress(chunk)
    yield deflater.flush()


@pytest.mark.parametrize(
    ("begin", "filler"),
    [
        pytest.param(b"", b"\0", id="zeros without end"),
        pytest.param(b"WARC/1.1\r\n", b"X: y\r\n", id="header without end"),
        pytest.param(b"WARC/1.1\r\nX: ", b"y", id="header line without end"),
        pytest.param(HEADER % (b"resource", 10), b"\0", id="more than the length says"),
        pytest.param(HEADER % (b"response", 300 * MEGABYTE), b"X: y\r\n", id="HTTP head without end"),
    ],
)
def test_gzip_bomb(forger, begin, filler, traced):
    capture = forger.captures[0]
    forger.write(capture / WARC, b"".join(member(begin, filler, 300)))
    forger.reseal(capture)
    began = time.process_time()
    with traced() as peak:
        found = failed(forger.root)
    assert f"{forger.path_of(capture)}/{WARC}" in found["records"]
    assert time.process_time() - began < 5
    assert peak() < 40 * MEGABYTE


def test_members_without_number(forger):
    capture = forger.captures[0]
    forger.write(capture / WARC, gzip.compress(b"") * 100_000)
    forger.reseal(capture)
    assert "records" in failed(forger.root)


@pytest.mark.prove
@pytest.mark.parametrize("filler", [b'"', b'ab"', b"x"])
def test_text_cut_fine_needs_little_memory(tmp_path, filler, traced):
    built = verify_building.new_archive(tmp_path / "evidence")
    page = verify_building.exchange("long", filler * (100_000 // len(filler)), "application/json")
    verify_building.look(built, "acme", 0, lambda writer: writer.exchange(page))
    with traced() as peak:
        assert failed(built.root) == {}
    assert peak() < 10 * MEGABYTE


class Film:
    """A body that is never in memory."""

    size = 120 * MEGABYTE

    def __init__(self) -> None:
        self.at = 0

    def read(self, size: int = -1) -> bytes:
        chunk = bytes(min(size if size >= 0 else self.size, self.size - self.at))
        self.at += len(chunk)
        return chunk

    def seek(self, to: int, whence: int = 0) -> int:
        self.at = to if whence == 0 else self.size
        return self.at

    def tell(self) -> int:
        return self.at


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_film_is_verified_in_little_memory(tmp_path):
    built = verify_building.new_archive(tmp_path / "evidence")
    film = dataclasses.replace(verify_building.exchange("film.mp4", b"", "video/mp4"), body=Film())
    verify_building.look(built, "acme", 0, lambda writer: writer.exchange(film))
    ended = subprocess.run(
        [sys.executable, "-c", PEAK, built.root], capture_output=True, text=True, check=True
    )
    code, kilobytes = map(int, re.findall(r"\d+", ended.stdout))
    assert code == 0
    assert kilobytes < 50 * 1024
    (Forger(built.root).captures[0] / WARC).unlink()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), blocks=st.lists(st.binary(max_size=200), max_size=4))
def test_any_bytes_for_a_file_end_as_findings(small, tmp_path_factory, seed, blocks):
    chance = random.Random(seed)
    path = chance.choice(sorted(path for path in small.rglob("*") if path.is_file()))
    whole = path.read_bytes()
    spoilt = b"".join(part for block in blocks for part in (block, whole[chance.randrange(len(whole)) :]))
    mode = path.stat().st_mode
    path.chmod(0o600)
    try:
        path.write_bytes(spoilt)
        assert verify(small)
        path.write_bytes(gzip.compress(spoilt, 1))
        assert verify(small)
    finally:
        path.write_bytes(whole)
        path.chmod(mode)
