"""What a bundle says of itself in documents of its own: held against what is here, or said to be nobody's proof."""

import io
import shutil
import zipfile

import pytest
from bundle_forging import WACZ

from archiver.formats.canonical import canonical
from archiver.verify.archive import exit_code

pytestmark = pytest.mark.some(of=3)


DOCUMENTS = {
    "data/posts.jsonl": lambda text: text.replace(b'"caption"', b'"captiom"', 1),
    "data/changes.jsonl": lambda text: b"",
    "data/attribution.jsonl": lambda text: text + b"{}\n",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_documents_say_is_the_collector_s_word_and_said_to_be(insider, name):
    insider.write(name, DOCUMENTS[name](insider.read(name)))
    insider.reseal()
    said = insider.said("documents")
    assert name.removeprefix("data/") in said
    assert "hold it against the records" in said


REMOVALS = {
    "of a state that is none": lambda each: each.update(state="removed"),
    "of no state": lambda each: each.pop("state"),
    "of another post": lambda each: each.update(post="instagram:DfI0BBL8v1-"),
    "in another form": lambda each: each.clear(),
}


@pytest.mark.parametrize("how", REMOVALS)
def test_a_removal(insider, how):
    def change(said):
        REMOVALS[how](said["instagram:hartmann.werkzeuge"]["removals"][0])

    insider.edit("data/removals.json", change)
    insider.reseal()
    assert set(insider.failed()) == {"conclusions"}


@pytest.mark.parametrize("document", [{}, {"x": {"removals": [], "media": []}}])
def test_removals_that_do_not_tell_of_one_are_said_to(insider, document):
    insider.write("data/removals.json", canonical(document))
    insider.reseal()
    assert "It does not tell of 1 posts which events conclude" in insider.said("conclusions")


@pytest.mark.parametrize("document", [[], {"x": []}, {"x": {"removals": {}, "media": []}}, None, 1])
def test_removals_that_are_none(insider, document):
    insider.write("data/removals.json", canonical(document))
    insider.reseal()
    assert set(insider.failed()) == {"conclusions"}


DESCRIPTIONS = {
    "fewer records": lambda said: said["captures"][0].update(records=1),
    "nothing withheld": lambda said: said["captures"][0].update(withheld={}),
    "a capture twice": lambda said: said["captures"].append(said["captures"][0]),
    "a capture less": lambda said: said["captures"].pop(),
    "a capture that is here not shown": lambda said: said["not_shown"].append(
        {"capture": said["captures"][0]["capture"], "reason": "none"}
    ),
    "nothing withheld at all": lambda said: said.update(full=True),
    "another ledger": lambda said: said.update(origin="archiver/" + "0" * 32),
    "an earlier checkpoint": lambda said: said.update(checkpoint=said["checkpoint"] - 1),
    "a checkpoint that is true": lambda said: said.update(checkpoint=True),
    "a medium twice": lambda said: said["media"].append(said["media"][0]),
}


@pytest.mark.parametrize("how", DESCRIPTIONS)
def test_a_description(insider, how):
    insider.edit("data/bundle.json", DESCRIPTIONS[how])
    insider.reseal()
    assert set(insider.failed()) <= {"bundle", "media"}
    assert "bundle" in insider.failed()


def test_a_medium_of_another_address(insider):
    insider.edit("data/bundle.json", lambda said: said["media"][0].update(address="https://a.example/"))
    insider.reseal()
    assert set(insider.failed()) == {"media"}


def test_a_bundle_of_no_capture_is_not_checked(insider):
    for place in range(3):
        shutil.rmtree(insider.path(insider.capture(place)))
        insider.drop_event(capture=str(insider.whole.captures[place]))
    for name in ("captures", "media", "pictures"):
        shutil.rmtree(insider.path(f"data/{name}"))
    insider.path(WACZ).unlink()
    insider.edit("data/bundle.json", lambda said: said.update(captures=[], media=[]))
    insider.reseal()
    findings = insider.findings()
    assert exit_code(findings) == 3
    assert any(one.detail == "There is no capture to check." for one in findings)


def test_a_verifier_that_lies_in_both_its_forms_is_another_than_this(insider):
    name = "archiver/verify/archive.py"
    packed, lie = insider.read("verify.pyz"), b"_FINE, _FAILED, _INCOMPLETE = 0, 0, 0"
    out = io.BytesIO(b"#!/usr/bin/env python3\n")
    out.seek(0, 2)
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(out, "w") as after:
        for each in before.infolist():
            content = before.read(each)
            if each.filename == name:
                content = content.replace(b"_FINE, _FAILED, _INCOMPLETE = 0, 1, 3", lie)
            after.writestr(each, content)
    insider.write("verify.pyz", out.getvalue())
    insider.write(
        f"verifier/{name}",
        insider.read(f"verifier/{name}").replace(b"_FINE, _FAILED, _INCOMPLETE = 0, 1, 3", lie),
    )
    insider.reseal()
    assert "another than this one" in insider.said("verifier")


@pytest.mark.parametrize("name", ["README.html", "tools/verify.exe", "VERIFY.txt"])
def test_whatever_else_stands_beside_it_is_said(insider, name):
    insider.write(name, b"Everything is all right.\n")
    insider.reseal()
    assert name.partition("/")[0] in insider.said("documents")
