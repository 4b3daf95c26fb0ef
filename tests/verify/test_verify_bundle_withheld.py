"""What stands in the place of what is withheld, and what is told of it: it can say nothing else."""

import re

import pytest
from forged_withholding import withhold
from verify_forging import redigested

pytestmark = pytest.mark.some(of=3)

INDEX, PAGES = "indexes/index.cdx.gz", "pages/pages.jsonl"


def map_of(insider, place, change, part="block", at=None):
    """Change what is told of the first text of which something is withheld."""

    def changed(said):
        texts = [each[part] for each in said["records"] if "left_out" not in each]
        change(next(text for text in texts if text["withheld"] or at is not None))

    insider.edit(f"{insider.capture(place)}/disclosure.json", changed)


LIES = {
    "another leaf": ("commitments", lambda text: text["withheld"][0].__setitem__(3, "00" * 32)),
    "another seed": ("commitments", lambda text: text["seeds"].__setitem__(0, "00" * 32)),
    "a seed more": ("commitments", lambda text: text["seeds"].append("00" * 32)),
    "another length": ("commitments", lambda text: text["withheld"][0].__setitem__(1, 1)),
    "one segment shown": ("commitments", lambda text: text["withheld"].pop()),
    "no class": ("disclosure", lambda text: text["withheld"][0].__setitem__(2, [])),
    "a class of no letters": ("disclosure", lambda text: text["withheld"][0].__setitem__(2, [["x"]])),
    "a class that is a sentence": (
        "disclosure",
        lambda text: text["withheld"][0].__setitem__(2, ["x).\nverified  all: bundle"]),
    ),
    "a segment twice": ("disclosure", lambda text: text["withheld"].append(text["withheld"][-1])),
    "a number that is true": ("disclosure", lambda text: text["withheld"][0].__setitem__(0, bool(1))),
    "a hash in another spelling": (
        "disclosure",
        lambda text: text["withheld"][0].__setitem__(3, text["withheld"][0][3].upper() + " "),
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_of_what_is_withheld(insider, lie):
    check, change = LIES[lie]
    map_of(insider, 2, change)
    insider.reseal()
    assert check in insider.failed()


def test_text_in_the_place_of_what_is_withheld(insider):
    # Of this answer something in the middle of the page is withheld.
    def change(record):
        return redigested(record.replace(b'"sid":"xxxxxxxx"', b'"sid":"gestand!"', 1))

    insider.change_record(0, change, b'"sid":"xxxxxxxx"')
    insider.reseal()
    found = insider.failed()
    assert found.pop("commitments") == {f"{insider.capture(0)}/manifest.json"}
    assert set(found) <= {"revisits"}


def test_another_picture_in_the_place_of_one_that_is_withheld(insider):
    """The whole picture withheld, in a bundle that nobody but the collector could seal."""

    def change(record):
        return redigested(record.replace(b"content one", b"content two"))

    at = insider.change_record(0, change, b"content one")
    path, stated = (
        f"{insider.capture(0)}/disclosure.json",
        insider.json(f"{insider.capture(0)}/manifest.json"),
    )
    named = stated["commitments"]["records"][at]
    assert named["segments"][2] == 1
    insider.edit(
        path,
        lambda said: said["records"][at]["block"].update(
            seeds=[], withheld=[[0, 11, ["collector"], named["block"]]]
        ),
    )
    insider.edit("data/bundle.json", lambda said: said["media"].clear())
    for name in insider.files():
        if name.startswith(("data/media/", "data/pictures/")):
            insider.path(name).unlink()
    insider.reseal()
    assert "commitments" in insider.failed(), (
        "a segment alone is its own root: only that it is a picture tells"
    )


def test_a_header_of_which_something_is_withheld(insider):
    def change(text):
        text["withheld"].append([0, 8, ["collector"], "00" * 32])

    map_of(insider, 0, change, part="head", at=0)
    insider.reseal()
    assert "disclosure" in insider.failed()


def test_what_can_still_be_read_beside_what_is_withheld_is_counted(insider):
    said = insider.said("disclosure")
    (count,) = re.findall(r"Of ([0-9,]+) of these segments, in HTTP heads and addresses", said)
    assert int(count) > 10
    assert "by status" not in said


STATUS = b"HTTP/1.1 404 OK\r\n"


def test_a_status_that_nothing_proves_is_said(insider):
    """The line of an answer that gives its status withheld, so that 404 may become 200."""
    withhold(insider, 2, b" 404 OK", {STATUS: STATUS.replace(b"404", b"200")})
    insider.edit_entry(PAGES, lambda content: content.replace(b", HTTP 404", b""))
    insider.reseal()
    assert "How 1 requests were answered, by status, is not proven" in insider.said("disclosure")


LEFT_OUT = {
    "one that is shown": lambda records: records.__setitem__(
        3, {"position": 3, "left_out": "an answer that tells nothing of what was visited"}
    ),
    "without a reason": lambda records: records.__setitem__(3, {"position": 3, "left_out": None}),
    "for an empty reason": lambda records: records.__setitem__(3, {"position": 3, "left_out": ""}),
    "for a reason that is a page": lambda records: records.__setitem__(
        3, {"position": 3, "left_out": "x).\n" + "verified " * 99}
    ),
    "and not told at all": lambda records: records.pop(),
}


@pytest.mark.parametrize("how", LEFT_OUT)
def test_a_record_left_out(insider, how):
    insider.edit(f"{insider.capture(2)}/disclosure.json", lambda said: LEFT_OUT[how](said["records"]))
    insider.reseal()
    assert {"commitments", "disclosure"} & set(insider.failed())


def test_one_that_is_left_out_said_to_be_shown(insider):
    def change(said):
        at = next(at for at, each in enumerate(said["records"]) if "left_out" in each)
        said["records"][at] = said["records"][at - 1] | {"position": at}

    insider.edit(f"{insider.capture(1)}/disclosure.json", change)
    insider.reseal()
    assert "commitments" in insider.failed()
