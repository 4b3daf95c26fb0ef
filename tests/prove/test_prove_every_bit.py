"""Flip every bit of every file of a small archive, one at a time: the verifier must find each and name the file.

Resumable: what is proven is kept in `.prove/` and not proven again; delete that folder to begin anew. Run by
`make prove`; the table of results is kept in docs/proof.md.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "verify"))
KEPT = ROOT / ".prove"
BITS = 8


@pytest.mark.prove
def test_every_bit_of_a_small_archive():
    from test_verify_bits import evidence, flip

    archive = _archive()
    done_file = KEPT / "every-bit.json"
    done = json.loads(done_file.read_text()) if done_file.exists() else {}
    for path in evidence(archive):
        name = path.relative_to(archive).as_posix()
        size = path.stat().st_size
        for at in range(done.get(name, 0), size):
            for bit in range(BITS):
                flip(archive, path, at, bit)
            if at % 64 == 0 or at == size - 1:
                done[name] = at + 1
                done_file.write_text(json.dumps(done))
    total = sum(path.stat().st_size for path in evidence(archive))
    assert sum(done.values()) == total
    print(f"\n{total} bytes, {total * BITS} flips, each found and named")


def _archive() -> Path:
    """Give the archive that is being proven; a half-made or half-flipped one is made anew."""
    import verify_building

    archive, digest_file = KEPT / "evidence", KEPT / "digest"
    if archive.exists() and digest_file.exists() and _digest(archive) == digest_file.read_text():
        return archive
    shutil.rmtree(KEPT, ignore_errors=True)
    built = verify_building.new_archive(archive)
    page = verify_building.exchange("acme/", b'{"id":"1"}', "application/json", b"a=b")
    verify_building.look(built, "acme", 0, lambda writer: writer.exchange(page))
    verify_building.failed_look(built, "acme", 1)
    digest_file.write_text(_digest(archive))
    return archive


def _digest(archive: Path) -> str:
    digester = hashlib.sha256()
    for path in sorted(archive.rglob("*")):
        if path.is_file():
            digester.update(path.relative_to(archive).as_posix().encode() + path.read_bytes())
    return digester.hexdigest()
