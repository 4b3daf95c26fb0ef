"""`verify.html` on a bundle of one post alone: it reads the post as the verifier does, and names what is wrong."""

import base64
import json
import shutil
from pathlib import Path

import exported_building
import pytest
from page_reading import OPEN_THERE, failed_elsewhere

from archiver.verify.kinds import verified
from archiver.verify.outside import Given

pytestmark = [pytest.mark.browser, pytest.mark.some(of=8)]
FIRST = "data/posts/000001.json"
"""Of which pieces are withheld."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A bundle of one post, that nobody may change."""
    return exported_building.post_alone(tmp_path_factory.mktemp("alone"))


@pytest.fixture
def alone(whole, tmp_path) -> Path:
    """A copy of it, to be tampered with."""
    return Path(shutil.copytree(whole.path, tmp_path / "bundle"))


def _replaced(text: str, before: bytes, after: bytes) -> str:
    content = base64.b64decode(text)
    assert before in content
    assert len(before) == len(after)
    return base64.b64encode(content.replace(before, after, 1)).decode()


def piece_changed(document):
    """What is read, and what is told of it, but not what is shown."""
    told = document["objects"][0]
    told["pieces"][0][1] = _replaced(told["pieces"][0][1], b"DfI0BBL8v1-", b"DfI0BBL8v1_")
    told["value"]["code"] = "DfI0BBL8v1_"


def piece_changed_and_shown(document):
    """In every layer: only the manifest knows better."""
    shown = document["block"]["shown"]
    at = next(place for place, text in enumerate(shown) if b"DfI0BBL8v1-" in base64.b64decode(text))
    shown[at] = _replaced(shown[at], b"DfI0BBL8v1-", b"DfI0BBL8v1_")
    piece_changed(document)


def piece_told_twice(document):
    document["objects"][0]["pieces"].insert(0, [0, document["objects"][0]["pieces"][0][1]])


def word_put_in_the_place_of_another(document):
    document["objects"][0]["pieces"].append("none of it")


def withheld_made_up(document):
    """A word where filler stands."""
    told = document["objects"][0]
    shown = set()
    for start, stop in document["block"]["runs"]:
        shown |= set(range(start, stop))
    first, text = told["pieces"][0]
    cut = base64.b64decode(text).replace(b'"', b'"\n').split(b"\n")
    at = next(place for place, part in enumerate(cut) if first + place not in shown and part[:4] == b"xxxx")
    cut[at] = b"Lies" + cut[at][4:]
    told["pieces"][0][1] = base64.b64encode(b"".join(cut)).decode()


def member_added(document):
    document["caption"] = "never written"


def value_changed(document):
    document["objects"][0]["value"]["code"] = "another"


def seed_changed(document):
    seeds = document["block"]["seeds"]
    seeds[0] = seeds[0][:-1] + ("0" if seeds[0][-1] != "0" else "1")


def seed_added(document):
    document["block"]["seeds"].append("00" * 32)


def hash_left_out(document):
    document["block"]["hashes"].pop()


def address_of_another(document):
    document["address"]["shown"] = [base64.b64encode(b"https://example.org/").decode()]


def position_changed(document):
    document["position"] += 1


FORGED = [
    piece_changed,
    piece_changed_and_shown,
    piece_told_twice,
    word_put_in_the_place_of_another,
    withheld_made_up,
    value_changed,
    member_added,
    seed_changed,
    seed_added,
    hash_left_out,
    address_of_another,
    position_changed,
]


def test_a_post_alone_is_verified_as_the_verifier_does(opened, whole):
    opened.open(whole.path / "verify.html")
    assert opened.check(whole.path, whole.keys[-1]) == "verified"
    found = [each for each in opened.findings() if each[0] not in OPEN_THERE]
    there = [each for each in verified(whole.path, Given()).findings if each.check not in OPEN_THERE]
    posts = {each.subject for each in there if each.check == "posts"}
    assert {path.name for path in (whole.path / "data/posts").iterdir()} == {
        Path(each).name for each in posts - {"archive"}
    }
    for status in ("verified", "not_checked"):
        here = {(check, subject) for check, subject, said, _ in found if said == status}
        assert here == {
            (each.check, each.subject) for each in there if each.status == status and each.check != "origin"
        }
    told = [words for check, _, status, words in found if (check, status) == ("posts", "not_checked")]
    assert len(told) == 3
    for detail in (each.detail for each in there if each.check == "posts" and each.status == "not_checked"):
        assert any(detail in words for words in told)


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
def test_a_forged_post_is_found_and_its_file_named(opened, alone, whole, forge):
    assert json.loads((alone / FIRST).read_bytes())["objects"]
    exported_building.forged_json(alone, FIRST, forge)
    opened.open(whole.path / "verify.html")
    assert opened.check(alone) == "failed"
    found = opened.failed()
    assert ("posts", FIRST) in found
    assert found == failed_elsewhere(alone)
