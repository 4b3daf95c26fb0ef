"""Bundles of every choice: whatever of an archive is handed over, the verifier takes it, and no less than it."""

import base64
import json
import time
from datetime import UTC, datetime

import pytest
import whole_bundle
from catalog_building import SITE, TARGET, Answer
from fakes import FrozenClock
from ledger_building import stamped_archive
from whole_bundle import GONE, HELD, OTHER

from archiver.export import zipped
from archiver.model.refs import PostRef
from archiver.operations.bundle.choosing import Selection
from archiver.verify import post_object
from archiver.verify.archive import exit_code
from archiver.verify.finding import Check, Status
from archiver.verify.kinds import verified
from archiver.verify.outside import Given
from archiver.verify.trees import fine

pytestmark = pytest.mark.some(of=4)

SHARED = b"<html>" + b"what two targets show alike, " * 40
ALONE = PostRef("instagram", HELD.code)
CHOICES = {
    "another target, which refers to the first": Selection(targets=(OTHER,)),
    "all": Selection(),
    "a post alone": Selection(posts=(ALONE,)),
    "a post alone that is gone": Selection(posts=(PostRef("instagram", GONE.code),)),
    "removals": Selection(removals=True),
    "an earlier checkpoint": Selection(targets=(TARGET,), checkpoint=2),
    "the last look alone": Selection(targets=(TARGET,), since=datetime(2026, 11, 24, 6, tzinfo=UTC)),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    made, _ = stamped_archive(tmp_path_factory.mktemp("chosen"), FrozenClock())
    whole_bundle.filled(made)
    whole_bundle.look(made, [Answer(f"{SITE}/shared/", SHARED)])
    whole_bundle.later(made)
    whole_bundle.look(made, [Answer(f"{SITE}/{OTHER.name}/", SHARED)], target=OTHER)
    whole_bundle.later(made)
    yield made
    made.close()


@pytest.mark.some(of=5)
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("choice", CHOICES)
def test_a_choice_is_verified(archive, tmp_path, choice, full):
    whole_bundle.handed_over(archive, tmp_path / "CASE-1", CHOICES[choice], full=full)
    findings = verified(tmp_path / "CASE-1", Given(archive.key_fingerprint)).findings
    assert [one for one in findings if one.status is Status.FAILED] == []
    assert exit_code(findings) == 0
    zipped.write(tmp_path / "CASE-1.zip", tmp_path / "CASE-1")
    assert exit_code(verified(tmp_path / "CASE-1.zip", Given()).findings) == 0


TEXT = b'{"code":"AAA","caption":"what the post says, in its own words","by":{"id":"17","viewer":"55"}}'
CUT = list(fine(TEXT))


def read(text, hidden=frozenset(), post="instagram:AAA", value=None, pieces=()):
    """Read an object from a text of which some segments are hidden; None where it is refused."""
    shown = {number: segment for number, segment in enumerate(CUT, start=5) if number - 5 not in hidden}
    told = {
        "pieces": pieces or [[5, base64.b64encode(text).decode()]],
        "start": 0,
        "end": len(text),
        "value": json.loads(text) if value is None else value,
    }
    check = Check("posts", "posts/000001.json")
    try:
        found = post_object.read(told, post, post_object.Opened(shown, b"", len(CUT)), check)
    except ValueError:
        return None
    return found if check.findings("")[0].status is Status.VERIFIED else None


VIEWER = next(number for number, segment in enumerate(CUT) if segment == b'55"')


def test_an_object_is_what_its_segments_show():
    assert read(TEXT) == post_object.Object(hidden=0, named=True, gaps=0)
    assert read(TEXT.replace(b"own", b"odd")) is None
    assert read(TEXT, value={"code": "AAA"}) is None
    assert read(TEXT, post="instagram:BBB") == post_object.Object(hidden=0, named=False, gaps=0)


def test_where_a_segment_is_hidden_stands_filler_and_nothing_else():
    assert read(TEXT.replace(b'"55"', b'"11"'), {VIEWER}) == post_object.Object(hidden=1, named=True, gaps=0)
    assert read(TEXT.replace(b'"55"', b'"xx"'), {VIEWER}) == post_object.Object(hidden=1, named=True, gaps=0)
    for lie in (b'"55"', b'"99"', b'"no"'):
        assert read(TEXT.replace(b'"55"', lie), {VIEWER}) is None
    caption = next(number for number, segment in enumerate(CUT) if segment.startswith(b"what the post"))
    assert read(TEXT.replace(b"own words", b"fake word"), {caption}) is None


def test_pieces_that_are_far_apart_are_told_soon():
    def piece(number, text):
        return [number, base64.b64encode(text).decode()]

    far = [piece(5, TEXT[:40]), 'withheld":""', piece(10**18, TEXT[40:])]
    began = time.process_time()
    assert read(TEXT, pieces=far) is None
    assert time.process_time() - began < 1
