"""Bodies that hold more or other than one document in plain UTF-8."""

import json
import time

import pytest
from instagram_answers import SITE, medium, only, read, read_page

from archiver.model.gap import GapReason


def worded(words):
    """Give an answer with one post of this caption, in bytes as they may come."""
    text = json.dumps({"items": [medium(caption={"text": "WORDS"})]})
    return text.encode().replace(b"WORDS", words)


@pytest.mark.parametrize("words", [b"a\xffb", b"caf\xe9", b"\xed\xa0\x80"])
def test_words_that_are_no_utf_8_leave_a_gap(words):
    reading = read(worded(words))
    assert [gap.reason for gap in reading.gaps] == [GapReason.NOT_JSON]
    assert not any("\ufffd" in (post.caption or "") for post in reading.observations)


def test_a_sign_of_replacement_that_was_written_is_read():
    assert only(read(worded("a\ufffdb".encode()))).caption == "a\ufffdb"


@pytest.mark.parametrize("words", ["\\ud83d\\ude00", "😀"])
def test_a_sign_beyond_the_first_plane_is_one_in_either_form(words):
    assert only(read(worded(words.encode()))).caption == "😀"


def test_half_a_sign_that_is_escaped_is_kept_as_it_stands():
    assert only(read(worded(b"\\ud83d"))).caption == "\ud83d"


@pytest.mark.parametrize("between", ["", "\n", "\r\n", " ", "for (;;);", "\nfor (;;);\n"])
def test_two_documents_are_two_whatever_stands_between_them(between):
    one = json.dumps({"items": [medium()]})
    assert len(read(f"for (;;);{one}{between}{one}\n").observations) == 2


@pytest.mark.parametrize("rest", ["{", '{"a":', "]", "<html>", "for"])
def test_what_stands_behind_a_document_and_is_none_is_a_gap(rest):
    reading = read(json.dumps({"items": [medium()]}) + rest)
    assert (len(reading.observations), [gap.reason for gap in reading.gaps]) == (1, [GapReason.NOT_JSON])


def seconds(body):
    began = time.process_time()
    read(body)
    return time.process_time() - began


def test_four_times_as_many_documents_take_about_four_times_as_long():
    short, long = seconds(b"{}" + b"1\n" * 40_000), seconds(b"{}" + b"1\n" * 160_000)
    assert long < 8 * short


def test_a_page_of_many_blocks_takes_no_longer_than_it_is_long():
    page = b"<script data-sjs>{}</script>" * 20_000
    began = time.process_time()
    read_page(page, f"{SITE}/brandt.pumpen/")
    assert time.process_time() - began < 2.0
