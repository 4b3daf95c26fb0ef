"""What a visitor without a session and one with a session get, for every verb and condition, over the wire."""

import time
from dataclasses import replace

import httpx
import pytest
from network_asking import CHALLENGE, NOT_FOUND, SHELL, SITE, TIMELINE, WALL, Asking

from archiver.simulator import happenings as owners
from archiver.simulator.conditions import (
    CALM,
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
    Locate,
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
from archiver.simulator.hartmann import ACCOUNT, PARTNER, VISITOR, hartmann
from archiver.simulator.network import SocialNetwork
from archiver.simulator.staalborg import joint, staalborg
from archiver.simulator.truth import places, truths
from archiver.simulator.views import shown_to
from archiver.simulator.visitors import STRANGER, Session, Visitor

WHOLE = replace(owners.publish(hartmann(older=20), joint()), neighbours=(staalborg(),))
POST = WHOLE.posts[2].code
REEL = next(post.code for post in WHOLE.posts if post.kind == "video")
CAROUSEL = next(post.code for post in WHOLE.posts if post.kind == "carousel")
TOGETHER = joint().code


@pytest.fixture
def wire():
    return SocialNetwork(WHOLE, seed="wire")


@pytest.fixture
def asking(serve, wire):
    """Somebody without a session, and Liesl with one."""
    visitor = serve(wire.answer)[1]
    return Asking(visitor, wire), Asking(visitor, wire, "liesl")


def seen(one, company, code):
    """Give what a visitor gets of a post: its own page, and whether the listings hold it."""
    surfaces = ("grid", "reels") if one.session else ("grid",)
    return one.post(code), *(code in one.listed(company, surface) for surface in surfaces)


SHOWN = (("shown", True), ("shown", True, False))
GONE = ((NOT_FOUND, False), (NOT_FOUND, False, False))
UNLISTED = (("shown", False), ("shown", False, False))
FILM = (("shown", True), ("shown", True, True))

# A verb, the post that it is about, and what either visitor then gets of it.
HAPPENINGS = {
    "nothing": (lambda one: one, POST, SHOWN),
    "nothing, to a film": (lambda one: one, REEL, FILM),
    "edit_caption": (lambda one: owners.edit_caption(one, POST, "x"), POST, SHOWN),
    "remove_slide": (lambda one: owners.remove_slide(one, CAROUSEL, 2), CAROUSEL, SHOWN),
    "delete": (lambda one: owners.delete(one, POST), POST, GONE),
    "hide_post": (lambda one: owners.hide_post(one, POST), POST, GONE),
    "take_down": (lambda one: owners.take_down(one, POST), POST, GONE),
    "delete, a film": (lambda one: owners.delete(one, REEL), REEL, GONE),
    "delete, by a partner": (lambda one: owners.delete(one, TOGETHER), TOGETHER, GONE),
    "restore": (lambda one: owners.restore(owners.delete(one, POST), POST), POST, SHOWN),
    "pin": (lambda one: owners.pin(one, POST), POST, SHOWN),
    "reorder_grid": (lambda one: owners.reorder_grid(one, [TOGETHER, POST]), POST, SHOWN),
    "hide_from_grid": (lambda one: owners.hide_from_grid(one, POST), POST, UNLISTED),
    "reels_only": (
        lambda one: owners.reels_only(one, REEL),
        REEL,
        (("shown", False), ("shown", False, True)),
    ),
    "add_collaborator": (lambda one: owners.add_collaborator(one, POST, VISITOR), POST, SHOWN),
    "a partner's post": (lambda one: one, TOGETHER, SHOWN),
    "withdraw_collaborator": (
        lambda one: owners.withdraw_collaborator(one, TOGETHER, ACCOUNT),
        TOGETHER,
        UNLISTED,
    ),
    "owner_of_collab_leaves": (
        lambda one: owners.owner_of_collab_leaves(one, TOGETHER),
        TOGETHER,
        GONE,
    ),
    "go_private": (owners.go_private, POST, (("gated", False), (NOT_FOUND, False, False))),
    "go_private, to a follower": (
        lambda one: owners.admit(owners.go_private(one), "liesl"),
        POST,
        (("gated", False), ("shown", True, False)),
    ),
    "close_account": (owners.close_account, POST, GONE),
    "restrict, country": (lambda one: owners.restrict(one, POST, owners.country("DE")), POST, SHOWN),
    "restrict, age": (
        lambda one: owners.restrict(one, POST, owners.AGE),
        POST,
        ((NOT_FOUND, False), ("shown", True, False)),
    ),
    "restrict, audience": (lambda one: owners.restrict(one, POST, owners.AUDIENCE), POST, GONE),
    "reencode": (lambda one: owners.reencode(one, POST), POST, SHOWN),
    "regenerate_alt_text": (owners.regenerate_alt_text, POST, SHOWN),
    "translate_caption": (lambda one: owners.translate_caption(one, POST, "de", "x"), POST, SHOWN),
}


@pytest.mark.parametrize("verb", HAPPENINGS)
def test_what_either_visitor_gets_of_a_post(asking, wire, verb):
    happen, code, expected = HAPPENINGS[verb]
    wire.company = happen(WHOLE)
    assert (
        tuple(
            seen(one, wire.company, code) if _is_there(one, wire) else GONE[bool(one.session)]
            for one in asking
        )
        == expected
    )


def _is_there(one, wire):
    return one.profile(wire.company.handle) == "shown"


@pytest.mark.parametrize("verb", HAPPENINGS)
def test_listings_are_in_the_order_of_truth(asking, wire, verb):
    wire.company = HAPPENINGS[verb][0](WHOLE)
    if wire.company.closed:
        assert [one.profile() for one in asking] == [NOT_FOUND, NOT_FOUND]
        return
    for one, visitor in zip(asking, (STRANGER, Visitor(Session("liesl", ""))), strict=True):
        assert tuple(one.listed(wire.company)) == places(wire.company, "grid", visitor)
    assert tuple(asking[1].listed(wire.company, "reels")) == places(wire.company, "reels", visitor)


def test_publish(asking, wire):
    new = replace(
        WHOLE.posts[3], pk=WHOLE.posts[0].pk + 2**23, taken_at=WHOLE.posts[0].taken_at.replace(year=2027)
    )
    wire.company = owners.publish(WHOLE, new)
    for one in asking:
        assert one.listed(wire.company)[1] == new.code
        assert one.post(new.code) == "shown"


def test_an_edited_caption_is_what_everybody_reads(asking, wire):
    wire.company = owners.edit_caption(WHOLE, POST, "Keine Angaben")
    for one in asking:
        media = one.media(POST)
        assert (media["caption"]["text"], media["caption_is_edited"]) == ("Keine Angaben", True)


def test_a_removed_slide_is_served_to_who_knows_its_address(asking, wire):
    before = asking[0].media(CAROUSEL)["carousel_media"]
    wire.company = owners.remove_slide(WHOLE, CAROUSEL, 2)
    for one in asking:
        assert [slide["pk"] for slide in one.media(CAROUSEL)["carousel_media"]] == [
            slide["pk"] for slide in before if slide is not before[1]
        ]
    gone = before[1]["image_versions2"]["candidates"][0]["url"]
    assert asking[0].visitor.ask(gone).status_code == 200


def test_a_partner_s_post_names_its_owner(asking, wire):
    for one in asking:
        media = one.media(TOGETHER)
        assert media["user"]["pk"] == str(PARTNER.pk)
        assert [person["pk"] for person in media["coauthor_producers"]] == [str(ACCOUNT.pk)]
        node = next(edge["node"] for edge in one.first(WHOLE)["edges"] if edge["node"]["code"] == TOGETHER)
        assert node["user"]["pk"] == str(PARTNER.pk)
    beside = asking[0].media(TOGETHER)["user"]["polaris_ordered_timeline_connection"]["edges"]
    assert [edge["node"]["code"] for edge in beside] == [post.code for post in staalborg().grid]


def test_what_a_profile_claims_counts_what_no_listing_holds(asking, wire):
    wire.company = owners.hide_from_grid(owners.delete(WHOLE, POST), REEL)
    assert "26 Posts - See" in asking[0].page("/hartmann.werkzeuge/").html
    told = asking[1].page("/hartmann.werkzeuge/").data
    assert next(one["user"] for one in told if "user" in one)["media_count"] == 26
    assert [len(one.listed(wire.company)) for one in asking] == [25, 25]


def test_a_pin_is_the_account_s_that_pinned(asking, wire):
    wire.company = owners.pin(WHOLE, TOGETHER)
    (first, *_) = asking[1].connection(wire.company)["edges"]
    assert (first["node"]["code"], first["node"]["timeline_pinned_user_ids"]) == (TOGETHER, [str(ACCOUNT.pk)])


def test_a_partner_of_whom_no_more_is_known_owns_their_post_still(asking, wire):
    wire.company = replace(WHOLE, neighbours=())
    assert asking[0].media(TOGETHER)["user"]["username"] == PARTNER.username


def test_a_renamed_account_is_found_under_its_new_handle_only(asking, wire):
    wire.company = owners.rename(WHOLE, "hartmann.hw")
    for one in asking:
        assert (one.profile(), one.profile("hartmann.hw"), one.post(POST)) == (NOT_FOUND, "shown", "shown")
        assert one.listed(wire.company) == [post.code for post in WHOLE.grid]


def test_a_handle_may_be_another_account_s(asking, wire):
    wire.company = owners.handle_taken_by_other_id(
        replace(owners.rename(WHOLE, "hw"), neighbours=()), staalborg()
    )
    (other,) = wire.company.neighbours
    for one in asking:
        assert one.profile() == "shown"
        assert one.listed(other) == [post.code for post in other.grid]
        (node, *_) = one.connection(other)["edges"]
        assert node["node"]["user"]["pk"] == str(PARTNER.pk)
    wire.company = owners.handle_taken_by_other_id(
        replace(owners.close_account(WHOLE), neighbours=()), staalborg()
    )
    for one in asking:
        assert (one.profile(), one.post(POST)) == ("shown", NOT_FOUND)


def test_a_restriction_by_country_is_for_who_comes_from_there(asking, wire):
    wire.company = owners.restrict(WHOLE, POST, owners.country("DE"))
    wire.conditions = under(Locate("DE", who=LOGGED_OUT))
    assert [seen(one, WHOLE, POST) for one in asking] == [GONE[0], SHOWN[1]]


def test_reencoded_media_are_other_bytes_under_the_same_names(asking, wire, digest):
    def picture(one):
        address = one.media(POST)["image_versions2"]["candidates"][0]["url"]
        return address.partition("?")[0].rpartition("/")[2], digest(one.visitor.ask(address).content)

    before = [picture(one) for one in asking]
    wire.company = owners.reencode(WHOLE, POST)
    after = [picture(one) for one in asking]
    truth = wire.company.post(POST).media[0]
    assert {name for name, _ in before} == {name for name, _ in after} == {truth.picture_name}
    assert {content for _, content in after} == {truth.sha256}
    assert {content for _, content in before} == {WHOLE.post(POST).media[0].sha256}


def test_a_film_s_older_files_are_served_until_they_expire(asking, wire, digest):
    address = asking[0].media(REEL)["video_versions"][0]["url"]
    wire.company = owners.reencode(WHOLE, REEL)
    assert digest(asking[0].visitor.ask(address).content) == WHOLE.post(REEL).media[0].sha256
    again = asking[0].media(REEL)["video_versions"][0]["url"]
    assert digest(asking[0].visitor.ask(again).content) == wire.company.post(REEL).media[0].sha256


def test_alternative_text_is_guessed_anew(asking, wire):
    before = asking[0].media(POST).get("accessibility_caption")
    wire.company = owners.regenerate_alt_text(WHOLE)
    assert [one.media(POST)["accessibility_caption"] == before for one in asking] == [
        WHOLE.post(POST).media[0].alt == wire.company.post(POST).media[0].alt
    ] * 2


@pytest.mark.parametrize("how", ["asked for", "spoken"])
def test_a_translated_caption_is_marked(asking, wire, how):
    wire.company = owners.translate_caption(WHOLE, POST, "de", "Übersetzt")
    headers = [("accept-language", "de-DE,de;q=0.9")] if how == "asked for" else []
    wire.conditions = CALM if how == "asked for" else under(Speak("de-DE"))
    for one in asking:
        told = one.page(f"/p/{POST}/", headers).html
        assert '"text":"\\u00dcbersetzt"' in told
        assert '"has_translation":true' in told
        assert '<html lang="de"' in told
    wire.conditions = CALM
    for one in asking:
        assert one.media(POST)["caption"]["text"] == WHOLE.post(POST).caption
        assert one.media(POST)["caption"]["has_translation"] is None


# Conditions.


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
    assert seen(stranger, WHOLE, POST) == SHOWN[0]
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


@pytest.mark.parametrize("verb", [verb for verb in HAPPENINGS if "close" not in verb])
def test_answers_never_contradict_truth(asking, wire, verb):
    """Of every post the own page is what the view says, which the truth cannot contradict."""
    wire.company = HAPPENINGS[verb][0](WHOLE)
    told = truths(wire.company)
    for code in (POST, REEL, CAROUSEL, TOGETHER):
        for one, visitor in zip(asking, (STRANGER, Visitor(Session("liesl", ""))), strict=True):
            answered = one.post(code)
            assert (answered != NOT_FOUND) == (
                code in {post.code for post in shown_to(wire.company, CALM, visitor).posts}
                and not (one.session and shown_to(wire.company, CALM, visitor).withheld)
            )
            if told[code].standing == "absent_for_all":
                assert answered == NOT_FOUND
            if told[code].standing == "shown":
                assert answered == "shown"
