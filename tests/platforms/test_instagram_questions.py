"""Which calls only ask: those that leave the browser while stories are read."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.platforms.instagram import PLATFORM

SITE = "https://www.instagram.com"
QUERY = f"{SITE}/graphql/query"


def asks(method="POST", address=QUERY, name=None, header=None, body=None):
    headers = {"x-fb-friendly-name": header} if header else {}
    form = urlencode({"av": "17", **({"fb_api_req_friendly_name": name} if name else {})}).encode()
    return PLATFORM.only_asks(method, address, headers, form if body is None else body)


ASKING = {
    "a page": asks("GET", f"{SITE}/stories/somebody/"),
    "a picture": asks("GET", "https://scontent.cdninstagram.com/v/t51.82787-15/1_n.jpg?stp=x"),
    "a head": asks("HEAD", SITE),
    "the browser's own question": asks("OPTIONS", QUERY),
    "a query by its form": asks(name="PolarisStoriesV3ReelPageStandaloneQuery"),
    "a query by its header": asks(header="PolarisStoriesV3ReelPageStandaloneQuery"),
    "a query that goes on": asks(name="PolarisProfilePostsTabContentQuery_connection"),
    "a query that is asked again": asks(name="PolarisStoriesV3GalleryRefetchQuery"),
    "a query that a page keeps": asks(name="PolarisFeedRootPaginationCachedQuery_subscribe"),
    "the stories of somebody with such a name": asks("GET", f"{SITE}/stories/sight.seen/"),
    "the stories of somebody who begins so": asks("GET", f"{SITE}/stories/seen_works/"),
    "a page of somebody with such a name": asks("GET", f"{SITE}/unseen_works/reels/"),
    "a read of rest": asks("GET", f"{SITE}/api/v1/feed/reels_media/?reel_ids=1"),
}
TELLING = {
    "a mutation": asks(name="PolarisStoriesV3SeenMutation"),
    "a mutation by its header": asks(header="PolarisStoriesV3SeenMutation"),
    "a mutation that is called a query by its header": asks(
        name="PolarisStoriesV3SeenMutation", header="PolarisStoriesQuery"
    ),
    "a query that is called a mutation by its header": asks(
        name="PolarisStoriesQuery", header="PolarisStoriesV3SeenMutation"
    ),
    "a mutation in small letters": asks(name="polarisstoriesseenmutationQuery"),
    "a query of what was seen": asks(name="PolarisStoriesSeenQuery"),
    "a mutation that ends in query": asks(name="PolarisLikeMutationQuery"),
    "a call without a name": asks(),
    "a call with an empty body": asks(body=b""),
    "a call of bytes": asks(body=b"\xff\x00fb_api_req_friendly_name"),
    "two names, one of a mutation": asks(
        body=b"fb_api_req_friendly_name=AQuery&fb_api_req_friendly_name=BMutation"
    ),
    "a name in the address": asks("GET", f"{QUERY}?fb_api_req_friendly_name=SeenMutation"),
    "seen, of rest": asks(address=f"{SITE}/api/v1/stories/reel/seen/"),
    "seen, fetched": asks("GET", f"{SITE}/stories/reel/seen?reelMediaId=1"),
    "seen, in capital letters": asks("GET", f"{SITE}/stories/reel/SEEN/"),
    "seen, with its letters written otherwise": asks("GET", f"{SITE}/stories/reel/s%65en/"),
    "a query that does something besides": asks(name="PolarisStoriesQuery_delete"),
    "seen, by the second version": asks(address=f"{SITE}/api/v2/media/seen/", name="PolarisQuery"),
    "seen, with more to its name": asks("GET", f"{SITE}/api/v1/mark_seen/"),
    "a log": asks(address=f"{SITE}/ajax/bz?__d=dis"),
    "many at once": asks(address=f"{SITE}/api/graphqlbatch/", body=b"queries=%7B%7D"),
    "put": asks("PUT", SITE),
    "delete": asks("DELETE", SITE),
    "no address": asks("GET", "https://[x/"),
}


def test_what_only_asks_passes():
    assert {name for name, passes in ASKING.items() if not passes} == set()


def test_what_may_tell_is_stopped():
    assert {name for name, passes in TELLING.items() if passes} == set()


@pytest.mark.parametrize("name", ["Query", "x" * 300 + "Query", "Polaris Query", "PolarisQuery\nMutation"])
def test_a_name_of_another_form_is_no_question(name):
    assert not asks(name=name)


@given(st.text(max_size=12), st.text(max_size=60), st.text(max_size=40), st.binary(max_size=60))
def test_any_call_is_let_go_or_stopped(method, address, header, body):
    told = PLATFORM.only_asks(method, address, {"x-fb-friendly-name": header}, body)
    assert isinstance(told, bool)
    assert not (told and method.upper() not in ("GET", "HEAD", "OPTIONS", "POST"))
