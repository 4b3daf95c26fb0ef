"""What a page or answer is said to be, by its content."""

import json

import pytest
from instagram_answers import GOLDEN, SITE, answer, document, medium, read, read_page

from archiver.model.reading import Availability
from archiver.platforms.instagram.extract import extract
from archiver.simulator.company import Company, Person
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram import listings, markup, pages
from archiver.simulator.instagram.signing import Signer
from archiver.simulator.markup import tag

CODE = medium()["code"]
POST = f"{SITE}/p/{CODE}/"
HOME = f"{SITE}/brandt.pumpen/"


def block(value):
    return f'<script type="application/json" data-sjs>{json.dumps(value)}</script>'


def routed(route, *answers):
    """Write a page of a route and of answers to its queries."""
    calls = [
        ["RelayPrefetchedStreamCache", "next", [], ["A", {"__bbox": {"result": {"data": data}}}]]
        for data in answers
    ]
    return (
        "<html>" + "".join(map(block, [{"canonicalRouteName": f"comet.igweb.{route}"}, *calls])) + "</html>"
    )


def said(reading):
    (page,) = reading.pages
    return page.availability, page.signal


def test_a_page_is_live_only_with_the_post_it_is_the_address_of():
    page = routed("PolarisLoggedOutDesktopWWWPostRoute", {"items": [medium()]})
    assert said(read_page(page, POST)) == (Availability.LIVE, "content")
    assert said(read_page(page, f"{SITE}/p/DanotherOne/"))[0] is Availability.UNKNOWN


def test_a_page_is_live_only_with_the_account_it_is_the_address_of():
    company = hartmann()
    page = pages.profile_page(company, Signer("p", 0))
    assert said(read_page(page, f"{SITE}/{company.handle.upper()}/"))[0] is Availability.LIVE
    assert said(read_page(page, HOME))[0] is Availability.UNKNOWN


def test_content_counts_more_than_a_route_of_errors():
    page = routed("PolarisErrorRoute", {"items": [medium()]})
    assert said(read_page(page, POST))[0] is Availability.LIVE


@pytest.mark.parametrize(
    ("route", "status"), [("PolarisLoginRoute", 200), ("PolarisLoggedOutDesktopWWWPostRoute", 429)]
)
def test_content_counts_more_than_a_route_of_logins_or_a_status(route, status):
    page = routed(route, {"items": [medium()]})
    assert said(read_page(page, POST, status=status))[0] is Availability.LIVE


@pytest.mark.parametrize(
    ("address", "signal"),
    [
        (f"{SITE}/accounts/login/?next=%2Fp%2F{CODE}%2F", "accounts/login"),
        (f"{SITE}/accounts/login/", "accounts/login"),
        (f"{SITE}/challenge/AbC/xyz/", "challenge"),
    ],
)
def test_an_address_of_the_login_or_a_challenge_is_a_wall_whatever_stands_there(address, signal):
    assert said(read_page("<html></html>", address)) == (Availability.WALLED, signal)


def test_the_signal_of_a_wall_is_the_route_that_says_so():
    page = routed("PolarisOtherRoute") + block({"canonicalRouteName": "comet.igweb.PolarisLoginRoute"})
    assert said(read_page(page, POST)) == (Availability.WALLED, "PolarisLoginRoute")


def test_the_signal_of_what_is_not_found_is_the_route_that_says_so():
    page = routed("PolarisOtherRoute") + block({"canonicalRouteName": "comet.igweb.PolarisErrorRoute"})
    assert said(read_page(page, POST)) == (Availability.NOT_FOUND, "PolarisErrorRoute")


def test_words_about_age_in_a_caption_gate_nothing_that_is_shown():
    words = "You must be 25 years old or over to see this profile"
    page = routed("PolarisLoggedOutDesktopWWWPostRoute", {"items": [medium(caption={"text": words})]})
    assert said(read_page(page, POST))[0] is Availability.LIVE


def test_the_words_of_what_is_not_there_do_not_make_it_not_found():
    assert said(read_page("<html>Sorry, this page isn't available.</html>", POST))[0] is Availability.UNKNOWN


@pytest.mark.parametrize("status", [200, 204, 302, 404, 410, 500])
def test_a_status_alone_concludes_nothing(status):
    assert said(read_page("", POST, status=status)) == (
        Availability.UNKNOWN,
        f"HTTP {status}, no data blocks",
    )


def test_a_gate_without_a_ruling_is_no_gate():
    page = routed(
        "PolarisPostRoute", {"xig_polaris_media": {"if_not_gated_logged_out": None, "gating_ruling": None}}
    )
    assert said(read_page(page, POST)) == (Availability.UNKNOWN, "PolarisPostRoute without data")


@pytest.mark.parametrize(
    ("ruling", "signal"),
    [
        ({"gating_type": "AGE"}, "gating ruling AGE"),
        ({"reason": "geo"}, "gating ruling geo"),
        ({"gating_type": 5}, "gating ruling"),
        ({}, "gating ruling"),
        ("x", "gating ruling"),
        ([], "gating ruling"),
    ],
)
def test_a_ruling_gates_and_is_quoted_where_it_says_something(ruling, signal):
    page = routed(
        "PolarisPostRoute", {"xig_polaris_media": {"if_not_gated_logged_out": None, "gating_ruling": ruling}}
    )
    assert said(read_page(page, POST)) == (Availability.GATED, signal)


def test_a_private_account_s_page_is_private_and_another_private_account_s_name_on_it_does_not_make_it_so():
    company = hartmann()
    page = pages.private_profile_page(company, Signer("p", 0))
    assert said(read_page(page, f"{SITE}/{company.handle}/"))[0] is Availability.PRIVATE
    user = {"pk": "5", "username": "lotte", "biography": "", "is_private": True}
    both = routed("Profile", {"u": user | {"username": "brandt.pumpen", "is_private": False}}, {"u": user})
    assert said(read_page(both, HOME))[0] is Availability.LIVE


@pytest.mark.parametrize("message", ["checkpoint_required", "challenge_required", "feedback_required"])
def test_a_challenge_that_comes_as_json_in_a_page_s_place_is_a_wall(message):
    exchange = document(
        json.dumps({"message": message, "status": "fail"}), POST, mime="application/json", status=400
    )
    assert [page.availability for page in extract([exchange]).pages] == [Availability.WALLED]


@pytest.mark.parametrize(
    ("said_by_it", "status", "availability"),
    [
        ({"message": "challenge_required"}, 400, Availability.WALLED),
        ({"message": "feedback_required", "spam": True}, 400, Availability.WALLED),
        ({"require_login": True}, 401, Availability.WALLED),
        ({"message": "", "authenticated": False}, 200, Availability.WALLED),
        ({"message": ["challenge_required"], "status": "fail"}, 400, Availability.UNKNOWN),
        ({"status": "fail"}, 500, Availability.UNKNOWN),
        ([], 429, Availability.RATE_LIMITED),
    ],
)
def test_an_answer_that_refuses_is_told_as_what_it_says(said_by_it, status, availability):
    assert said(read(said_by_it, status=status))[0] is availability


@pytest.mark.parametrize(
    "plain",
    [
        {"status": "ok"},
        {"message": "checkpoint"},
        {"authenticated": True},
        {"require_login": "x"},
        [],
        [None],
    ],
)
def test_an_answer_that_does_not_refuse_is_no_page(plain):
    assert read(plain).pages == ()


def test_a_session_that_ended_is_a_wall():
    assert said(read({"message": "login_required", "status": "fail"}, status=403))[0] is Availability.WALLED


@pytest.mark.parametrize("space", [" ", "\n", "\r\n"])
def test_space_may_stand_behind_the_guard(space):
    reading = read(f"for (;;);{space}{json.dumps({'items': [medium()]})}")
    assert (len(reading.observations), reading.gaps) == (1, ())


def test_a_document_before_one_that_is_cut_off_is_still_read():
    first = json.dumps({"items": [medium()]})
    reading = read(f'{first}\n{{"data": ')
    assert (len(reading.observations), len(reading.gaps)) == (1, 1)


def test_what_is_neither_json_nor_markup_is_passed_over():
    for body in ("", "OK", "<svg/>", "window._sharedData = {}"):
        assert read(body).gaps == ()


def test_a_page_without_a_body_is_unknown():
    exchange = document("", POST)
    assert said(extract([exchange]))[0] is Availability.UNKNOWN


def test_pages_are_told_in_the_order_in_which_they_were_answered():
    first = document("", f"{SITE}/old.name/", status=302)
    second = document("<html></html>", f"{SITE}/accounts/login/")
    found = extract([first, answer({"status": "ok"}), second]).pages
    assert [page.availability for page in found] == [Availability.UNKNOWN, Availability.WALLED]


def profile_of(tags, *accounts):
    signer = Signer("made", 0)
    made = [markup.answered(f"Q{place}", {"user": one}, signer) for place, one in enumerate(accounts)]
    return markup.document("Instagram", tags, made, "", signer)


ACCOUNT = listings.account(hartmann(), Signer("a", 0))
OTHER = Company(Person(990_000_999_111, 1, "other.maker", "Other"), "Tools", (), 5, 5, ())
HARTMANN = f"{SITE}/{hartmann().handle}/"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("12K Followers, 37 Following, 26 Posts - See", 26),
        ("268M Followers, 1 Following, 31K Posts - See", 31_000),
        ("1 Followers, 1 Following, 1,026 Posts - See", 1_026),
        ("1 Followers, 1 Following, 1.2M Posts - See", 1_200_000),
        ("1 Followers, 1 Following, 1 Post - See", None),
        ("1 Followers, 1 Following", None),
    ],
)
def test_how_many_posts_there_are_is_read_from_the_words_and_never_exact(words, count):
    (account,) = read_page(profile_of(tag("og:description", words), ACCOUNT), HARTMANN).accounts
    assert (account.posts and account.posts.value, account.posts and account.posts.exact) == (
        count,
        count and False,
    )


def test_a_number_that_the_account_itself_tells_counts_more_than_words():
    words = tag("og:description", "1 Followers, 1 Following, 31K Posts - See")
    (account,) = read_page(profile_of(words, ACCOUNT | {"all_media_count": 31_204}), HARTMANN).accounts
    assert (account.posts.value, account.posts.exact) == (31_204, True)


def test_a_suggested_account_is_not_given_the_number_of_posts_of_the_page_s_subject():
    words = tag("og:description", "1 Followers, 1 Following, 26 Posts - See")
    beside = listings.account(OTHER, Signer("b", 0))
    found = read_page(profile_of(words, ACCOUNT, beside), HARTMANN).accounts
    assert {account.handle: account.posts and account.posts.value for account in found} == {
        hartmann().handle: 26,
        "other.maker": None,
    }


def test_a_name_is_no_number_of_posts():
    tags = tag("og:title", "Fun with 7 Posts (@hartmann)") + tag(
        "og:description", "1 Followers, 1 Following, 26 Posts - See"
    )
    (account,) = read_page(profile_of(tags, ACCOUNT), HARTMANN).accounts
    assert account.posts.value == 26


def test_the_gated_golden_names_no_post_as_read():
    reading = read_page((GOLDEN / "permalink_gated.html").read_bytes(), POST)
    assert (reading.observations, reading.seen) == ((), 0)


def framed(viewer, html="<html lang='en'>"):
    return html + block(["CurrentUserInitialData", [], viewer, 270])


MADE_FOR = {
    "nobody": (framed({"USER_ID": "0", "NAME": ""}), False),
    "somebody": (framed({"USER_ID": "990003", "NAME": "Liesl"}), True),
    "a page that does not say": (framed({}), None),
    "another answer under the name": (block(["CurrentUserInitialData", [], None]), None),
    "a number where an id should be": (framed({"USER_ID": 0}), None),
    "a route for strangers": (routed("PolarisLoggedOutDesktopWWWProfileRoute"), False),
    "a route for all": (routed("PolarisProfilePostsTabRoute"), None),
}


@pytest.mark.parametrize(("page", "signed_in"), MADE_FOR.values(), ids=MADE_FOR)
def test_a_page_says_for_whom_it_was_made(page, signed_in):
    (found,) = read_page(page, HOME).pages
    assert found.signed_in is signed_in


def test_whom_a_page_names_as_its_viewer_is_kept_to_be_withheld():
    reading = read_page(
        framed({"USER_ID": "990003", "ACCOUNT_ID": "990003", "NAME": "Liesl", "APP_ID": "9"}), HOME
    )
    assert reading.viewer == {("USER_ID", "990003"), ("ACCOUNT_ID", "990003"), ("NAME", "Liesl")}
    assert read_page(framed({"USER_ID": "0", "ACCOUNT_ID": "0", "NAME": ""}), HOME).viewer == frozenset()


LIESL = {
    "id": "990003",
    "username": "liesl.sieht",
    "full_name": "Liesl",
    "profile_pic_url": "https://scontent.cdninstagram.com/v/t51.2885-19/61_1220_7_n.jpg?stp=s150x150&oh=00_A&oe=1",
    "profile_pic_url_hd": "https://instagram.fham.fna.fbcdn.net/v/t51.2885-19/61_1220_7_n.jpg?oh=00_B&oe=2",
}
TOLD_OF_HER = {
    "its settings": block(["PolarisViewer", [], {"data": LIESL, "id": "990003"}, 7365]),
    "its older settings": block(["XIGSharedData", [], {"native": {"config": {"viewer": LIESL}}}, 6166]),
    "an answer": routed("PolarisHomeRoute", {"xdt_viewer": {"user": LIESL}}),
}


@pytest.mark.parametrize("page", TOLD_OF_HER.values(), ids=TOLD_OF_HER)
def test_a_viewer_s_picture_is_kept_by_what_stays_the_same_of_its_address(page):
    assert read_page(page, HOME).viewer == {
        ("id", "990003"),
        ("username", "liesl.sieht"),
        ("full_name", "Liesl"),
        ("picture", "61_1220_7_n.jpg"),
    }


@pytest.mark.parametrize("address", [None, "", 7, "https://x.example/", "https://[", ["a"], {"uri": "b"}])
def test_what_is_no_picture_s_address_names_none(address):
    page = block(["PolarisViewer", [], {"data": {"username": "liesl", "profile_pic_url": address}}])
    assert read_page(page, HOME).viewer == {("username", "liesl")}


@pytest.mark.parametrize(
    "said", [None, [], {}, {"data": None, "id": None}, {"data": [LIESL]}, {"native": LIESL}]
)
def test_settings_that_describe_nobody_name_nobody(said):
    for name in ("PolarisViewer", "XIGSharedData"):
        assert read_page(block([name, [], said]), HOME).viewer == frozenset()


LANGUAGES = {
    "as the platform writes it": ('<!DOCTYPE html><html class="_9dls" lang="en" dir="ltr">', "en"),
    "with a country": ('<HTML LANG="zh-Hans-CN">', "zh"),
    "without quotes": ("<html lang=ru>", "ru"),
    "none": ("<html>", ""),
    "one of another element": ('<html><body lang="de">', ""),
    "beyond a page's beginning": (" " * 5000 + '<html lang="en">', ""),
    "no language": ('<html lang="1">', ""),
}


@pytest.mark.parametrize(("html", "language"), LANGUAGES.values(), ids=LANGUAGES)
def test_a_page_says_in_which_language_it_is(html, language):
    (found,) = read_page(html + block({}), HOME).pages
    assert found.language == language
