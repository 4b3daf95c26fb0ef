"""What ties an account to a site, and what does not though it looks so."""

import pytest

from archiver.derive import ties
from archiver.derive.imprint import contact
from archiver.derive.ties import Linking, Picture, Seen, Shown, Stated, Tie, TieKind
from archiver.model.refs import PostRef

SITE = "https://www.brandt.example"
SEEN = Seen(
    "instagram/brandt/20261101T000000Z-00000001", "instagram/brandt/20261102T000000Z-00000001", "urn:1"
)
PAGE, POST = PostRef("web", f"{SITE}/kontakt/"), PostRef("instagram", "CODE1")


@pytest.mark.parametrize(
    "link", ["https://brandt.example/", "http://www.Brandt.example/shop?x=1", "https://www.brandt.example"]
)
def test_a_link_to_any_page_of_the_site_is_one_to_the_site(link):
    assert [tie.said for tie in ties.to_site([Linking((link,), SEEN)], SITE)] == [link]


@pytest.mark.parametrize(
    "link",
    ["https://shop.brandt.example/", "https://brandt.example.evil.example/", "brandt", "", "https://["],
)
def test_a_link_to_another_host_is_none(link):
    assert list(ties.to_site([Linking((link,), SEEN)], SITE)) == []


def test_a_page_that_links_to_the_account_is_named():
    account = "https://www.instagram.com/brandt/"
    page = Linking(("https://x.example/", account), SEEN, PAGE)
    assert list(ties.from_site([page], frozenset({account}))) == [
        Tie(TieKind.LINKED_FROM_SITE, account, SEEN, page=PAGE)
    ]


def test_what_both_state_is_the_same_contact_however_it_is_written():
    account = Stated(contact("+49 341 5550417, a@brandt.example"), SEEN)
    page = Stated(contact("Tel. 0049 341 555-0417, b@brandt.example"), SEEN, PAGE)
    assert [tie.said for tie in ties.same_contact([account], [page])] == ["+493415550417"]


def shown(ref, sha256, phash, dhash="a5" * 8, hashed="likeness/1/full", side=640):
    return Shown(ref, Picture(sha256, hashed, phash, dhash, side), SEEN)


def test_pictures_with_the_same_bytes_or_that_are_the_same_by_look_are_told_once():
    post = shown(POST, "aa", "f" * 16)
    pages = [shown(PAGE, "aa", "f" * 16), shown(PAGE, "bb", "f" * 15 + "e"), shown(PAGE, "aa", "f" * 16)]
    said = [tie.said for tie in ties.same_pictures([post], pages)]
    assert said == ["sha256:aa sha256:aa", "sha256:aa sha256:bb"]


def test_a_picture_on_several_pages_is_told_of_each():
    other = PostRef("web", f"{SITE}/halle/")
    found = ties.same_pictures(
        [shown(POST, "aa", "f" * 16)], [shown(page, "bb", "f" * 16) for page in (PAGE, other)]
    )
    assert [tie.page for tie in found] == [PAGE, other]


OTHERS = {
    "another picture": {"phash": "0" * 16},
    "one that merely looks alike": {"phash": "f" * 14 + "00"},
    "one alike by one hash alone": {"phash": "f" * 16, "dhash": "5a" * 8},
    "one hashed in another way": {"phash": "f" * 16, "hashed": "likeness/1/draft"},
    "one of a single colour": {"phash": "f" * 16, "dhash": "0" * 16},
    "one too small to tell": {"phash": "f" * 16, "side": 95},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_what_is_not_known_to_be_the_same_picture_is_no_tie(other):
    post = shown(POST, "aa", "f" * 16)
    assert list(ties.same_pictures([post], [shown(PAGE, "bb", **other)])) == []


def test_one_tie_seen_by_several_looks_is_told_once_from_the_first_to_the_last():
    early = Seen("web/a/20261101T000000Z-1", "web/a/20261103T000000Z-1", "urn:early")
    late = Seen("instagram/b/20261105T000000Z-1", "instagram/b/20261109T000000Z-1", "urn:late")
    both = [Tie(TieKind.LINKS_TO_SITE, SITE, each) for each in (late, early)]
    assert ties.together(both) == [
        Tie(TieKind.LINKS_TO_SITE, SITE, Seen(early.capture, late.last_capture, "urn:early"))
    ]
