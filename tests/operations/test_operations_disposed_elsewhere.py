"""What was disposed of stands in no bundle made since, and in no replica made again."""

import gzip

import pytest
from catalog_building import Showing, company, small_picture
from disposed_building import captures, members, went
from fakes import Silent

from archiver.errors import UsageError
from archiver.operations.bundle.choosing import Selection
from archiver.operations.bundle.rules import Rules
from archiver.operations.export import Wish, export
from archiver.operations.replicate import replicate
from archiver.operations.verify import verify_bundle
from archiver.verify.archive import exit_code, verified


def exported(house, path, **selected):
    return export(house.archive, Wish(Selection(**selected), path, Rules()), Silent())


@pytest.mark.parametrize("what", ["payload", "capture"])
def test_a_bundle_leaves_out_what_went_says_so_and_verifies(pictured, picture, tmp_path, what):
    went(pictured, picture if what == "payload" else captures(pictured)[0])
    exported(pictured, tmp_path / "bundle")
    found = verify_bundle(tmp_path / "bundle", Silent().step).findings
    assert exit_code(found) == 0, [each for each in found if each.status == "failed"]
    told = "".join(path.read_text() for path in (tmp_path / "bundle").rglob("*.json"))
    assert ("it was disposed of" if what == "payload" else "all of it was disposed of") in told
    content = small_picture(company().posts[0])
    assert all(
        content not in path.read_bytes() for path in (tmp_path / "bundle").rglob("*") if path.is_file()
    )


def test_nothing_is_left_to_be_exported(house, tmp_path):
    house.seen(Showing(company()).all())
    went(house, captures(house)[0])
    with pytest.raises(UsageError, match="disposed of"):
        exported(house, tmp_path / "bundle")


@pytest.mark.parametrize("what", ["payload", "capture"])
def test_a_replica_lets_go_of_what_went_since(pictured, picture, tmp_path, what):
    place = tmp_path / "replica"
    replicate(pictured.archive, place, Silent())
    went(pictured, picture if what == "payload" else captures(pictured)[0])
    made = replicate(pictured.archive, place, Silent())
    assert exit_code(made.found.findings) == 0
    assert exit_code(verified(place).findings) == 0
    content = small_picture(company().posts[0])
    for warc in place.glob("captures/*/*/*/capture.warc.gz"):
        assert content not in b"".join(map(gzip.decompress, members(warc)))
    again = replicate(pictured.archive, place, Silent())
    assert exit_code(again.found.findings) == 0
