"""The salt of a capture's WARC: in each file another, one segment by itself, and in no copy."""

import json
import re

import pytest
import verify_building

from archiver.export.betraying import find_of
from archiver.export.disclosed_warc import DisclosedWarc, Payloads, Showing
from archiver.formats import warc_reading

SALT = re.compile(rb'archiver-salt: "([0-9a-f]{64})"\r\n')


@pytest.fixture(scope="module")
def captures(tmp_path_factory):
    """Two captures of the same target, page and day."""
    built = verify_building.new_archive(tmp_path_factory.mktemp("salted") / "evidence")
    page = verify_building.HTML

    def visit(writer):
        writer.exchange(verify_building.exchange("acme/", page, "text/html; charset=utf-8"))

    for slug in ("acme", "acme.two"):
        verify_building.look(built, slug, 0, visit)
    return sorted(built.root.glob("captures/*/*/*"))


def opening(path):
    with path.open("rb") as file:
        return next(warc_reading.blocks(file)).raw_stream.read()


def copied(capture, out):
    manifest = json.loads((capture / "manifest.json").read_bytes())
    private = json.loads((capture / "private.json").read_bytes())
    with (capture / "capture.warc.gz").open("rb") as source, out.open("wb") as file:
        showing, seed = Showing(find_of(private)), bytes.fromhex(private["seed"])
        made = DisclosedWarc(manifest["capture"], seed, showing, Payloads(frozenset()))
        return list(made.write(source, manifest["commitments"]["records"], lambda _: file))


def test_each_file_has_its_own_at_the_end_of_its_first_record(captures):
    blocks = [opening(capture / "capture.warc.gz") for capture in captures]
    salts = {SALT.search(block)[1] for block in blocks}
    assert len(salts) == len(captures)
    assert all(SALT.search(block).end() == len(block) for block in blocks)


def test_a_copy_withholds_it_and_shows_all_else_of_the_record(captures, tmp_path):
    for capture in captures:
        told = copied(capture, tmp_path / "copy.warc.gz")
        block = opening(capture / "capture.warc.gz")
        assert opening(tmp_path / "copy.warc.gz") == SALT.sub(
            b'archiver-salt: "' + b"x" * 64 + b'"\r\n', block
        )
        hidden = told[0]["block"]["withheld"]
        assert [(length, kinds) for _, length, kinds, _ in hidden] == [(64, ["salt"])]
        others = [record[part]["withheld"] for record in told[1:] for part in ("head", "address", "block")]
        assert not any(others)


def test_nothing_that_goes_along_holds_it(captures, tmp_path):
    for capture in captures:
        (salt,) = SALT.findall(opening(capture / "capture.warc.gz"))
        told = json.dumps(copied(capture, tmp_path / "copy.warc.gz")).encode()
        with (tmp_path / "copy.warc.gz").open("rb") as file:
            shown = [
                record.rec_headers.to_bytes() + record.raw_stream.read()
                for record in warc_reading.blocks(file)
            ]
        kept = [told, (capture / "manifest.json").read_bytes(), (capture / "SHA256SUMS").read_bytes(), *shown]
        assert not [each for each in kept if salt in each]
        assert salt not in (capture / "private.json").read_bytes(), (
            "found by it, and not written there either"
        )
