"""The one rule by which a page's address is written, so that a page met under several is one page."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.model.refs import PostRef, TargetRef
from archiver.platforms import parse
from archiver.platforms.web import PLATFORM, addresses

BASE = "https://example.com/a/b.html"
WRITTEN = {
    "https://Example.COM/": "https://example.com/",
    "http://example.com:80": "https://example.com/",
    "https://example.com:443/x#part": "https://example.com/x",
    "../c": "https://example.com/c",
    "./c?x=1": "https://example.com/a/c?x=1",
    "?seite=2": "https://example.com/a/b.html?seite=2",
    "//other.example/x": "https://other.example/x",
    "/a/./b/../c/": "https://example.com/a/c/",
    "/%7euser/%e4%bd%a0": "https://example.com/~user/%E4%BD%A0",
    "/größe": "https://example.com/gr%C3%B6%C3%9Fe",
    "/x?b=2&a=1": "https://example.com/x?b=2&a=1",
    "/x?utm_source=n&id=7&fbclid=y&PHPSESSID=z": "https://example.com/x?id=7",
    "/x;jsessionid=1A2B?id=7": "https://example.com/x?id=7",
    "/x?sid=0123456789abcdef01&id=7": "https://example.com/x?id=7",
    "/x?sid=42&id=7": "https://example.com/x?sid=42&id=7",
    "/x?session_id=a-much-longer-name-of-it": "https://example.com/x",
    "/de/index.html": "https://example.com/de/",
    "/index.php?id=3": "https://example.com/index.php?id=3",
    "https://user:secret@example.com/x": "https://example.com/x",
    "https://münchen.example/": "https://xn--mnchen-3ya.example/",
    " /padded ": "https://example.com/padded",
}
NONE = [
    "mailto:post@example.com",
    "tel:+49",
    "javascript:void(0)",
    "data:text/html,x",
    "https://example.com:8443/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://localhost/",
    "https://[broken/",
    "/" + "x" * 3000,
]


@pytest.mark.parametrize(("link", "address"), WRITTEN.items(), ids=WRITTEN)
def test_a_link_is_written_by_the_rule_and_what_is_written_stays(link, address):
    assert addresses.canonical(link, BASE) == address
    assert addresses.canonical(address) == address


@pytest.mark.parametrize("link", NONE, ids=[link[:30] for link in NONE])
def test_what_cannot_be_asked_for_is_none(link):
    assert addresses.canonical(link, BASE) is None


@given(
    st.text(max_size=80)
    | st.sampled_from(["https://example.com/", "//", "/../", "?", "%"]).flatmap(
        lambda start: st.text(max_size=40).map(lambda rest: start + rest)
    )
)
@settings(max_examples=500, deadline=None)
def test_any_text_is_written_once_and_for_all(link):
    address = addresses.canonical(link, BASE)
    assert address is None or addresses.canonical(address) == address
    assert address is None or (address.startswith("https://") and address.isascii())


@pytest.mark.parametrize(
    "text",
    [
        "https://www.facebook.com/groups/1/posts/2/",
        "https://www.instagram.com/explore/",
        "https://static.xx.fbcdn.net/x",
        "facebook.com",
    ],
)
def test_what_is_a_network_s_own_and_names_nothing_there_is_no_site(text):
    with pytest.raises(Exception, match="understands"):
        parse(text)


def test_any_other_address_is_that_of_a_site_or_of_a_page():
    assert parse("https://www.acme.example") == TargetRef("web", "https://www.acme.example")
    assert parse("https://www.acme.example/about") == PostRef("web", "https://www.acme.example/about")
    assert parse("https://notfacebook.com/") == TargetRef("web", "https://notfacebook.com")


def test_what_never_was_stands_beside_a_page_and_ends_as_it_does():
    for page, beside in {
        "https://x.example/a/b.html": r"https://x.example/a/[0-9a-f]{16}.html",
        "https://x.example/a/b/": r"https://x.example/a/[0-9a-f]{16}/",
        "https://x.example/a": r"https://x.example/[0-9a-f]{16}",
        "https://x.example/list?page=2": r"https://x.example/[0-9a-f]{16}",
    }.items():
        made = PLATFORM.never_seen(None, PostRef("web", page))
        assert re.fullmatch(beside, made.key), made


def test_pages_that_share_a_folder_stand_in_a_part_and_one_alone_at_the_top():
    pages = ("/", "/kontakt/", "/en/", "/en/about/", "/en/about/branch.html", "/jobs/one.html", "/x.pdf")
    posts = [PostRef("web", f"https://x.example{page}") for page in pages]
    told = {post.key.removeprefix("https://x.example"): part for post, part in PLATFORM.parts(posts).items()}
    assert told == {"/en/": "/en/", "/en/about/": "/en/", "/en/about/branch.html": "/en/"}
