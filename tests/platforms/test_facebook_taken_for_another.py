"""What on Facebook looks like something else: a live post like one that is gone, a post's alias like an account."""

from dataclasses import replace

import facebook_small as small
import pytest

from archiver.model.reading import Availability
from archiver.platforms.facebook import PLATFORM

SHARING = next(one for one in small.STORIES if small.GONE in one["attachments"])
PAGE = small.own_page(SHARING)
WORDS = b"This content isn't available right now"


def kind(body):
    (page,) = PLATFORM.extract((replace(PAGE, body=body),)).pages
    return page.availability


def test_a_post_that_shares_what_is_gone_is_live():
    assert WORDS in PAGE.body
    assert kind(PAGE.body) is Availability.LIVE


def test_such_a_page_that_broke_off_behind_the_words_is_not_said_to_be_gone():
    assert kind(PAGE.body[: PAGE.body.index(WORDS) + len(WORDS) + 2]) is Availability.UNKNOWN


def test_such_a_page_of_which_a_block_is_illegible_is_not_said_to_be_gone():
    assert kind(PAGE.body.replace(b'"post_id"', b'"post_id\xff"')) is Availability.UNKNOWN


def test_such_a_post_under_a_key_that_is_not_known_is_not_said_to_be_gone():
    assert kind(PAGE.body.replace(b'"node_v2"', b'"node_v9"')) is Availability.UNKNOWN


@pytest.mark.parametrize("text", ["facebook:pfbid02abcDEF123456789", "facebook:@PFBID02abcDEF123456789"])
def test_an_alias_of_a_post_is_no_account_s_name(text):
    assert PLATFORM.parse(text) is None
