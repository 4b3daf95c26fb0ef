"""What a visitor without a session and one with a session get under each condition, over the wire."""

import time

import httpx
import pytest
from network_asking import CHALLENGE, NOT_FOUND, SHELL, SITE, TIMELINE, WALL, Asking
from wired_company import POST, REEL, TOGETHER, WHOLE

from archiver.simulator import happenings as owners
from archiver.simulator.conditions import (
    LOGGED_OUT,
    AnswerEmpty,
    BlockViewer,
    BreakShape,
    Challenge,
    ConsentDialog,
    CutConnection,
    DemandLogin,
    Flap,
    Incident,
    NullEdge,
    RateLimit,
    ServeCached,
    SlowDown,
    Speak,
    SplitBySession,
    Throttle,
    TruncateFeed,
    under,
)
from archiver.simulator.hartmann import ACCOUNT, PARTNER
from archiver.simulator.staalborg import staalborg


@pytest.mark.parametrize(
    ("condition", "page", "status"),
    [
        (DemandLogin(), WALL, 401),
        (Throttle(), SHELL, 400),
    ],
    ids=["wall", "throttled"],
)
def test_a_page_s_place_is_taken(asking, wire, condition, page, status):
    wire.conditions = under(condition)
    for one in asking:
        assert (one.post(POST), one.profile(), one.outcome("/nobody.here/")) == (
            page,
            page,
            page if page == WALL else NOT_FOUND,
        )
        refused = one.query(username="hartmann.werkzeuge", data={"count": 12})
        assert (refused.status_code, refused.json()["status"]) == (status, "fail")
        assert refused.json().get("require_login", False) is (status == 401)


@pytest.mark.parametrize(
    ("condition", "where", "page", "message"),
    [
        (DemandLogin(elsewhere=True), "/accounts/login/", WALL, "Please wait a few minutes"),
        (Challenge(), "/challenge/", CHALLENGE, "checkpoint_required"),
    ],
    ids=["login", "challenge"],
)
def test_visitors_are_sent_elsewhere(asking, wire, condition, where, page, message):
    wire.conditions = under(condition)
    for one in asking:
        sent = one.ask(f"/p/{POST}/")
        assert (sent.status_code, sent.headers["location"]) == (302, f"{SITE}{where}?next=/p/{POST}/")
        assert one.outcome(where) == page
        assert one.query(username="x").json()["message"].startswith(message)


def test_a_session_that_is_asked_to_log_in_has_no_page_of_its_own(asking, wire):
    assert asking[1].outcome("/") == "shown"
    for elsewhere in (False, True):
        wire.conditions = under(DemandLogin(elsewhere=elsewhere, who="liesl"))
        home = asking[1].ask("/")
        assert elsewhere == (home.status_code == 302)
        assert elsewhere or asking[1].outcome("/") == WALL
        assert asking[0].post(POST) == "shown"


def test_who_asks_too_much_is_refused(asking, wire):
    address = asking[0].media(POST)["image_versions2"]["candidates"][0]["url"]
    wire.conditions = under(RateLimit())
    for one in asking:
        assert [one.ask(f"/p/{POST}/").status_code, one.query(username="x").status_code] == [429, 429]
    assert asking[0].visitor.ask(address).status_code == 200
    wire.conditions = under(RateLimit(asked=("medium",)))
    assert asking[0].visitor.ask(address).status_code == 429
    assert asking[0].post(POST) == "shown"


def test_a_condition_begins_after_some_requests_and_ends(asking, wire):
    wire.conditions = under(DemandLogin(asked=("post",), after=2, until=3))
    for one in asking:
        assert [one.post(POST) for _ in range(4)] == ["shown", "shown", WALL, "shown"]
        assert one.profile() == "shown"
    wire.conditions = under(DemandLogin(after=1))
    assert [asking[0].post(POST), asking[0].profile()] == ["shown", WALL]


def test_a_listing_may_fail_at_a_later_page(asking, wire):
    wire.conditions = under(RateLimit(asked=("listing",), after=1))
    one = asking[1]
    first = one.connection(WHOLE)
    assert len(first["edges"]) == 12
    asked = one.query(username=WHOLE.handle, after=first["page_info"]["end_cursor"], data={"count": 12})
    assert asked.status_code == 429


@pytest.mark.parametrize("says_more", [False, True])
@pytest.mark.parametrize("posts", [5, 12, 15])
def test_a_feed_is_truncated(asking, wire, says_more, posts):
    wire.conditions = under(TruncateFeed(posts, says_more=says_more))
    whole = [post.code for post in WHOLE.grid]
    for one in asking:
        assert one.listed(WHOLE) == whole[:posts]
        page = one.first(WHOLE)
        if posts > 12:
            page = one.connection(WHOLE, page["page_info"]["end_cursor"])
        assert page["page_info"]["has_next_page"] is says_more
        if says_more:
            assert one.connection(WHOLE, page["page_info"]["end_cursor"]) is None
        assert one.post(whole[20]) == "shown"


def test_a_feed_shorter_than_that_is_whole(asking, wire):
    wire.conditions = under(TruncateFeed(len(WHOLE.posts), says_more=True))
    for one in asking:
        assert one.listed(WHOLE) == [post.code for post in WHOLE.grid]


def test_an_empty_answer_is_no_error(asking, wire):
    wire.conditions = under(AnswerEmpty())
    for one in asking:
        page = one.first(WHOLE)
        assert (page["edges"], page["page_info"]["has_next_page"]) == ([], False)
        assert one.post(POST) == "shown"
    feed = asking[1].ask(f"/api/v1/feed/user/{ACCOUNT.pk}/").json()
    assert (feed["items"], feed["more_available"], feed["status"]) == ([], False, "ok")


@pytest.mark.parametrize(("place", "broken"), [(None, range(12)), (3, [3]), (-1, [11]), (40, [])])
def test_edges_are_of_an_unknown_shape(asking, wire, place, broken):
    wire.conditions = under(BreakShape(place))
    for one in asking:
        edges = one.first(WHOLE)["edges"]
        assert [at for at, edge in enumerate(edges) if "code" not in edge["node"]] == list(broken)
        assert all(edge["cursor"] for edge in edges)
        assert one.profile() == "shown"
    items = asking[1].ask(f"/api/v1/feed/user/{ACCOUNT.pk}/?count=12").json()["items"]
    assert [at for at, item in enumerate(items) if "code" not in item] == list(broken)


def test_one_edge_is_null_and_an_error_stands_beside_it(asking, wire):
    wire.conditions = under(NullEdge(2))
    for one in asking:
        page = one.first(WHOLE)
        assert [edge is None for edge in page["edges"]] == [False, False, True, *[False] * 9]
        assert one.listed(WHOLE) == [post.code for at, post in enumerate(WHOLE.grid) if at % 12 != 2]
    (error,) = asking[1].query(username=WHOLE.handle, data={"count": 12}).json()["errors"]
    assert error["path"] == [TIMELINE, "edges", 2]
    told = [node for node in asking[0].page("/hartmann.werkzeuge/").nodes() if "errors" in node]
    assert told[0]["errors"][0]["path"][-2:] == ["edges", 2]
    assert asking[1].ask(f"/api/v1/feed/user/{ACCOUNT.pk}/").json()["items"][2] is None


def test_what_is_served_may_be_out_of_date(asking, wire, digest):
    wire.company = owners.rename(owners.reencode(owners.delete(WHOLE, POST), REEL), "hw")
    wire.conditions = under(ServeCached(WHOLE, who=LOGGED_OUT))
    stranger, member = asking
    assert (stranger.profile(), stranger.post(POST), stranger.profile("hw")) == ("shown", "shown", NOT_FOUND)
    assert (member.profile(), member.post(POST), member.profile("hw")) == (NOT_FOUND, NOT_FOUND, "shown")
    address = stranger.media(POST)["image_versions2"]["candidates"][0]["url"]
    assert digest(stranger.visitor.ask(address).content) == WHOLE.post(POST).media[0].sha256


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de-DE", ("Diese Seite ist leider nicht verfügbar.", "Foto von")),
        ("ru", ("Страница недоступна.", "Фото:")),
    ],
)
def test_the_platform_speaks_another_language(asking, wire, language, words):
    wire.conditions = under(Speak(language))
    for one in asking:
        assert words[0] in one.page("/nobody.here/").html
        assert one.outcome("/nobody.here/") == NOT_FOUND
        assert one.listed(WHOLE) == [post.code for post in WHOLE.grid]
        alts = {edge["node"]["accessibility_caption"] or "" for edge in one.first(WHOLE)["edges"]}
        assert any(alt.startswith(words[1]) for alt in alts)
        assert not any("May be an image" in alt for alt in alts)
    head = asking[0].page("/hartmann.werkzeuge/").html
    assert "See Instagram photos" not in head
    assert 'property="og:description"' in head


def test_an_author_s_words_stay_whatever_the_platform_speaks(asking, wire):
    wire.conditions = under(Speak("de"))
    for one in asking:
        for post in WHOLE.posts[:6]:
            said = one.media(post.code)["caption"]
            assert (said and said["text"]) == post.caption


def test_a_question_about_cookies_lies_over_pages(asking, wire):
    wire.conditions = under(ConsentDialog(), Speak("de", who="liesl"))
    stranger, member = asking
    for path in ("/hartmann.werkzeuge/", f"/p/{POST}/"):
        assert "Allow all cookies" in stranger.page(path).html
        assert "Alle Cookies erlauben" in member.page(path).html
        assert stranger.outcome(path) == "shown"


@pytest.mark.parametrize("shows_profile", [False, True])
def test_a_blocked_visitor_finds_nothing_or_no_posts(asking, wire, shows_profile):
    wire.conditions = under(BlockViewer(shows_profile=shows_profile, who="liesl"))
    stranger, member = asking
    assert (stranger.post(POST), POST in stranger.listed(WHOLE)) == ("shown", True)
    assert member.post(POST) == NOT_FOUND
    assert member.profile() == ("shown" if shows_profile else NOT_FOUND)
    assert member.profile(PARTNER.username) == "shown"
    if shows_profile:
        assert (member.listed(WHOLE), member.listed(WHOLE, "reels")) == ([], [])


def test_sessions_are_sent_two_layouts(asking, wire):
    wire.conditions = under(SplitBySession(who="hans"))
    hans = Asking(asking[0].visitor, wire, "hans")
    names = [set().union(*one.page(f"/p/{POST}/").data) for one in (asking[1], hans)]
    assert "xdt_api__v1__media__shortcode__web_info" in names[0]
    assert "xdt_shortcode_media" in names[1]
    assert not names[0] & {"xdt_shortcode_media"}
    (subject,) = [
        one["xdt_shortcode_media"] for one in hans.page(f"/p/{POST}/").data if "xdt_shortcode_media" in one
    ]
    assert (subject["shortcode"], subject["__typename"]) == (POST, "XDTGraphImage")
    (first,) = [
        one["xdt_api__v1__profile_timeline"]
        for one in hans.page("/hartmann.werkzeuge/").data
        if "xdt_api__v1__profile_timeline" in one
    ]
    assert [post["code"] for post in first["items"]] == [post.code for post in WHOLE.grid[:12]]
    assert hans.listed(WHOLE) == asking[1].listed(WHOLE)


def test_the_older_layout_is_sent_to_strangers_too(asking, wire):
    wire.conditions = under(SplitBySession(who=LOGGED_OUT))
    (profile,) = asking[0].page("/hartmann.werkzeuge/").data
    edges = profile["user"]["edge_owner_to_timeline_media"]["edges"]
    assert [edge["node"]["shortcode"] for edge in edges] == [post.code for post in WHOLE.grid[:12]]
    (post,) = asking[0].page(f"/p/{POST}/").data
    assert post["xdt_shortcode_media"]["shortcode"] == POST


def test_a_flapping_post_is_shown_by_turns_at_each_address(asking, wire):
    wire.conditions = under(Flap(frozenset({POST})))
    for one in asking:
        assert [one.post(POST) for _ in range(4)] == ["shown", NOT_FOUND, "shown", NOT_FOUND]
        assert one.post(TOGETHER) == one.post(TOGETHER) == "shown"
        listed = [POST in one.listed(WHOLE) for _ in range(2)]
        assert listed == ([True, False] if one.session else listed)
    pages = [[edge["node"]["code"] for edge in asking[0].first(WHOLE)["edges"]] for _ in range(2)]
    assert [POST in page for page in pages].count(True) == 1


def test_an_incident_finds_nothing_until_it_is_over(asking, wire):
    wire.conditions = under(Incident(asked=("profile", "post"), until=4))
    for one in asking:
        asked = (
            one.post(POST),
            one.post(staalborg().posts[0].code),
            one.profile(),
            one.profile(PARTNER.username),
        )
        assert asked == (NOT_FOUND,) * 4
        assert (one.post(POST), one.profile()) == ("shown", "shown")


def test_an_answer_is_slow(asking, wire):
    wire.conditions = under(SlowDown(0.3, asked=("post",), until=1))
    for one in asking:
        begun = time.monotonic()
        assert one.post(POST) == "shown"
        assert time.monotonic() - begun >= 0.3


@pytest.mark.parametrize("kind", ["post", "listing", "medium"])
def test_a_connection_is_cut(asking, wire, kind):
    address = asking[0].media(POST)["image_versions2"]["candidates"][0]["url"]
    wire.conditions = under(CutConnection(50, asked=(kind,)))
    paths = {
        "post": lambda one: one.ask(f"/p/{POST}/"),
        "listing": lambda one: one.query(username=WHOLE.handle, data={"count": 12}, id=str(ACCOUNT.pk)),
        "medium": lambda one: one.visitor.ask(address),
    }
    for one in asking:
        with pytest.raises(httpx.TransportError):
            paths[kind](one)
        for other in paths.keys() - {kind}:
            assert paths[other](one).status_code == 200
