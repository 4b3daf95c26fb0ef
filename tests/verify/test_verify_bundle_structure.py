"""What an insider can make of structure: heads of answers, keys of an index, pieces of a post, words of documents.

None of it changes a segment that is shown. What cannot be told from what the program writes is said to be unproven.
"""

import gzip
import re
import shutil

import pytest
import whole_bundle
from bundle_forging import WACZ, Insider
from forged_withholding import withhold
from whole_bundle import HELD

from archiver.formats import commitments
from archiver.model.refs import PostRef
from archiver.operations.bundle.choosing import Selection
from archiver.verify import filler
from archiver.verify.commitments import Cut
from archiver.verify.filler import Seen, Withheld

INDEX, PARTS, PAGES = "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"
MISSING = 2
"""Place of the capture in which a page is answered with 404."""


TYPE = b"Content-Type: text/html\r\n"
KIND = b"content-type: text/html; charset=utf-8\r\n"
LINES = {
    "a blank before its value that is none": b"content-type:\x0bimage/png\n",
    "a line that ends otherwise": b"Content-Type: text/html \n",
    "a line without a name": b" ontent-Type: text/html\r\n",
    "a name with a blank": b"Content Type: text/html\r\n",
    "an end within it": b"Content-Type: text\r/html\r\n",
    "an end of the head": b"X: " + b"y" * 20 + b"\n\n",
}


def head_of(lines):
    """Cut a head, and say of it what a verifier notes where its second line is withheld."""
    segments = commitments.cut_fine(b"".join(lines))
    seen, size = Seen(), len(b"".join(lines))
    hidden = {1: Withheld(len(segments[1]), b"")}
    assert list(filler.watched(Cut("block", len(segments), segments, size), hidden, seen)) == segments
    return seen


@pytest.mark.parametrize("how", LINES)
def test_a_line_of_a_head_that_is_none(how):
    seen = head_of([b"HTTP/1.1 200 OK\r\n", LINES[how], b"\r\n"])
    assert seen.faults == ["shows in the place of a header what is none"]


def test_the_end_of_a_head_is_never_withheld():
    seen = head_of([b"HTTP/1.1 200 OK\r\n", b"\r\n"])
    assert seen.faults == ["shows in the place of a header what is none"]


@pytest.mark.parametrize(
    "line",
    [
        TYPE,
        b'x-long: "' + b"y" * 50 + b'"\r\n',
        b"x-long: " + b"y" * 55 + b"\r\n",
        b"x-\xe4: no",
        b"x-empty:\r\n",
    ],
)
def test_a_line_of_a_head_that_is_one(line):
    seen = head_of([b"HTTP/1.1 200 OK\r\n", line])
    assert seen.faults == ([] if line != b"x-\xe4: no" else ["shows in the place of a header what is none"])


def test_a_segment_of_a_mebibyte_that_is_withheld_says_nothing():
    lie = b"ANOTHER FILM " * 100
    seen = Seen()
    cut = Cut("block", 2, [b"HTTP/1.1 200 OK\r\n", lie], 17)
    list(filler.watched(cut, {1: Withheld(len(lie), b"")}, seen))
    assert seen.faults == ["says something in the place of what is withheld"]


def test_of_what_kind_an_answer_was_is_said_to_be_unproven(insider):
    withhold(insider, MISSING, b" 404 OK", {KIND: KIND.replace(b"html", b"xxxx")})
    assert "Of what kind 1 answers were, or where they led, is not proven" in insider.said("disclosure")


def test_a_status_that_only_some_can_read_is_none_of_its_page_s(insider):
    withhold(insider, MISSING, b" 404 OK", {b"HTTP/1.1 404 OK\r\n": b"HTTP/1.1  200 K\r\n"})
    failed = insider.failed()
    assert "wacz" in failed, "its index and its pages say otherwise"


def test_addresses_of_which_a_part_is_withheld_are_counted(insider):
    withheld = sum(
        bool(record["address"]["withheld"])
        for place in range(3)
        for record in insider.json(f"{insider.capture(place)}/disclosure.json")["records"]
        if "left_out" not in record
    )
    assert withheld
    assert f"The whole address of {withheld} records is not proven" in insider.said("disclosure")


def test_what_withheld_punctuation_does_is_said_to_be_unproven(insider):
    assert "it may make what stands beside it read otherwise" in insider.said("disclosure")


KEYS = {
    "of another page": lambda line, other: other.split(b" {")[0] + b" {" + line.split(b" {", 1)[1],
    "of nothing": lambda line, _: re.sub(rb"^\S+", b"zzz", line),
    "of another host": lambda line, _: line.replace(b"com,instagram)", b"com,example)", 1),
}


@pytest.mark.parametrize("how", KEYS)
def test_a_record_that_is_found_at_another_address(insider, how):
    entries = insider.entries()
    lines = gzip.decompress(entries[INDEX]).splitlines(keepends=True)
    at, other = [place for place, line in enumerate(lines) if b"instagram)/p/" in line][:2]
    lines[at] = KEYS[how](lines[at], lines[other])
    reindexed(insider, entries, lines)
    assert insider.failed() == {"wacz": {WACZ}}


def reindexed(insider, entries, lines):
    index = gzip.compress(b"".join(lines), 9, mtime=0)
    meta, part = entries[PARTS].splitlines()
    part = lines[0].split(b" {")[0] + b" {" + part.split(b" {", 1)[1]
    part = re.sub(rb'"length": [0-9]+', b'"length": %d' % len(index), part)
    insider.pack(entries | {INDEX: index, PARTS: meta + b"\n" + part + b"\n"})
    insider.reseal()


def test_a_page_that_is_left_out_of_the_list(insider):
    insider.edit_entry(
        PAGES, lambda text: b"".join(line for line in text.splitlines(keepends=True) if b"404" not in line)
    )
    insider.reseal()
    assert insider.failed() == {"wacz": {WACZ}}


@pytest.mark.parametrize("how", ["another ending", "another folder"])
def test_a_medium_that_is_called_or_stands_otherwise(insider, how):
    (path,) = [
        each["path"] for each in insider.json("data/bundle.json")["media"] if "media/" in each["path"]
    ][:1]
    moved = path.replace(".jpg", ".html") if how == "another ending" else path.replace("media/", "pictures/")
    insider.write(f"data/{moved}", insider.read(f"data/{path}"))
    insider.path(f"data/{path}").unlink()

    def change(said):
        next(each for each in said["media"] if each["path"] == path)["path"] = moved

    insider.edit("data/bundle.json", change)
    insider.reseal()
    assert insider.failed() == {"media": {f"data/{moved}"}}


@pytest.fixture(scope="module")
def posts_alone(tmp_path_factory):
    """A bundle of nothing but one post, which stands beside another in an answer."""
    selection = Selection(posts=(PostRef("instagram", HELD.code),))
    return whole_bundle.whole_bundle(tmp_path_factory.mktemp("alone"), selection=selection)


@pytest.fixture
def alone(posts_alone, tmp_path):
    shutil.copytree(posts_alone.folder, tmp_path / "CASE-1")
    return Insider(tmp_path / "CASE-1", posts_alone)


def removal(said):
    return next(
        each for target in said.values() for each in target["removals"] if each["state"] == "concluded"
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda told: told.update(state="withdrawn"), "as something else than no longer shown"),
        (
            lambda told: told["interval"].update(last_shown="2026-01-01T00:00:00.000000Z"),
            "between other times",
        ),
    ],
    ids=["another state", "another time"],
)
def test_a_conclusion_that_is_told_otherwise_is_said(insider, change, words):
    insider.edit("data/removals.json", lambda said: change(removal(said)))
    insider.reseal()
    assert words in insider.said("conclusions")


def test_a_gzip_member_with_a_name(insider):
    entries = insider.entries()
    entry = insider.warc(0)
    named = bytearray(entries[entry])
    named[3] = 8
    insider.pack(entries | {entry: bytes(named[:10]) + b"x\x00" + bytes(named[10:])})
    insider.reseal()
    assert "records" in insider.failed()


@pytest.mark.parametrize("where", ["document", "object", "opening"])
def test_a_post_alone_that_says_more(alone, where):
    (path,) = [name for name in alone.files() if name.startswith("data/posts/")][:1]
    place = {
        "document": lambda said: said,
        "object": lambda said: said["objects"][0],
        "opening": lambda said: said["block"],
    }[where]
    alone.edit(path, lambda said: place(said).update(caption="never written"))
    alone.reseal()
    assert alone.failed() == {"posts": {path}}


def test_gaps_within_a_post_are_counted_and_said_to_prove_nothing(alone):
    said = alone.said("posts")
    gaps = sum(
        isinstance(piece, str)
        for name in alone.files()
        if name.startswith("data/posts/")
        for each in alone.json(name)["objects"]
        for piece in each["pieces"]
    )
    assert gaps
    assert f"At {gaps} places within posts' objects what is said to be of other posts is left out" in said
