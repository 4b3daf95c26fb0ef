"""Facebook's pages over the wire, for strangers and with a session: what they carry, in either wrapper."""

import base64
import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from facebook_asking import NOT_FOUND, SHOWN, SITE, WALL, Asking
from wired_page import ALBUM, FILM, NUMBERS, PAGE, POST, REEL, of_form

from archiver.simulator import happenings as owners
from archiver.simulator.facebook.ids import account_id, album_set, form_of, medium_id, post_id, timeline_set
from archiver.simulator.facebook.manner import Manner
from archiver.simulator.facebook.truth import places
from archiver.simulator.hartmann import ACCOUNT
from archiver.simulator.messages import Request
from archiver.simulator.signing import asset

PROFILE = "/hartmann.werkzeuge/"
FORMS = ("text", "coloured", "link", "share", "photo", "album", "video", "reel")


def attachment(story):
    (found,) = story["comet_sections"]["content"]["story"]["attachments"]
    return found["styles"]


@pytest.mark.parametrize(
    "path",
    [PROFILE, "/hartmann.werkzeuge", f"/profile.php?id={account_id(ACCOUNT)}", f"/{account_id(ACCOUNT)}/"],
)
def test_a_profile_brings_the_account_and_one_story_beside_the_pinned_one(facing, path):
    for one in facing:
        page = one.page(path)
        assert (page.outcome, page.header["name"], page.header["id"]) == (
            SHOWN,
            ACCOUNT.name,
            account_id(ACCOUNT),
        )
        assert "primaryActions" in page.header
        units = page.timeline["timeline_list_feed_units"]
        listed = [page.timeline["profile_pinned_post"], *(edge["node"] for edge in units["edges"])]
        assert tuple(story["post_id"] for story in listed) == places(PAGE, "posts")[:2]
        assert units["page_info"]["has_next_page"] is True
        assert units["page_info"]["end_cursor"] == units["edges"][0]["cursor"]
        assert ('id="login_popup_cta_form"' in page.html) is not one.session
        assert '<meta property="og:title" content="Hartmann Werkzeuge GmbH" />' in page.html


def test_more_is_said_in_a_later_part(facing):
    page = facing[0].page(PROFILE)
    (parts,) = [parts for name, parts in page.parts.items() if "TimelineFeed" in name]
    assert "page_info" not in parts[0]["data"]["user"]["timeline_list_feed_units"]
    assert ["user", "timeline_list_feed_units"] in [part["path"] for part in parts[1:]]
    assert [part["extensions"]["is_final"] for part in parts] == [False] * (len(parts) - 1) + [True]


def test_a_page_says_who_looks(facing):
    stranger, liesl = facing
    assert stranger.page(PROFILE).viewer == ("0", "")
    assert liesl.page(PROFILE).viewer == (liesl.kept["c_user"], "liesl")
    assert liesl.page("/").viewer == (liesl.kept["c_user"], "liesl")
    assert stranger.outcome("/") == WALL


def test_a_session_is_a_document_for_a_browser(facebook):
    cookies = facebook.admit("analyst")["cookies"]
    assert {cookie["name"] for cookie in cookies} >= {"c_user", "xs"}
    assert {cookie["domain"] for cookie in cookies} == {".facebook.com"}
    assert all(cookie["value"].isdecimal() for cookie in cookies if cookie["name"] == "c_user")


def test_a_session_that_was_ended_is_a_stranger_s(facing, facebook):
    facebook.expel("liesl")
    assert facing[1].page(PROFILE).viewer == ("0", "")


@pytest.mark.parametrize("wrapper", ["scheduled", "lazy"])
def test_both_wrappers_carry_the_same(facing, facebook, wrapper):
    facebook.manner = Manner(wrapper=wrapper)
    for one in facing:
        page = one.page(PROFILE)
        assert page.is_lazy is (wrapper == "lazy")
        assert page.timeline["timeline_list_feed_units"]["page_info"]["has_next_page"] is True
        assert one.page(f"{PROFILE}posts/{post_id(POST)}/").subject["post_id"] == post_id(POST)


def test_which_wrapper_comes_is_chance_and_settled_by_the_seed(facebook):
    from archiver.simulator.facebook.network import FacebookNetwork

    def kinds(seed):
        network = FacebookNetwork(PAGE, seed, lambda: 1.8e9)
        pages = [network.answer(Request("GET", "www.facebook.com", PROFILE)).body for _ in range(12)]
        return pages, {b'requireLazy(["JSScheduler"' in page for page in pages}

    assert kinds("a") == kinds("a")
    assert kinds("a")[1] == {True, False}
    assert kinds("a")[0] != kinds("b")[0]


@pytest.mark.parametrize("form", FORMS)
def test_a_post_s_own_page_tells_of_it(facing, form):
    post = of_form(form)
    for one in facing:
        page = one.page(f"/permalink.php?story_fbid={post_id(post)}&id={account_id(ACCOUNT)}")
        story = page.subject
        assert (page.outcome, story["post_id"]) == (SHOWN, post_id(post))
        shown = post.dated or post.taken_at
        assert story["creation_time"] == int(shown.timestamp())
        assert (story["comet_sections"]["content"]["story"]["message"] or {}).get("text") == post.caption
        beside = page.answers["CometSinglePostMoreFromPageQuery"]["user"]["more_from_page"]["edges"]
        assert beside
        assert post_id(post) not in [edge["node"]["post_id"] for edge in beside]


def test_a_subject_stands_at_either_place(facing):
    path = f"{PROFILE}posts/{post_id(POST)}/"
    answers = [facing[0].page(path).answers["CometSinglePostDialogContentQuery"] for _ in range(12)]
    assert {name for answer in answers for name in answer} == {"node", "node_v2"}


def test_every_kind_of_post_is_told_apart(facing):
    one = facing[0]
    told = {form: one.page(f"{PROFILE}posts/{post_id(of_form(form))}").subject for form in FORMS}
    kinds = {
        form: attachment(told[form])["__typename"] for form in ("photo", "album", "video", "reel", "link")
    }
    assert kinds == {
        "photo": "StoryAttachmentPhotoStyleRenderer",
        "album": "StoryAttachmentAlbumStyleRenderer",
        "video": "StoryAttachmentUnifiedLightweightVideoStyleRenderer",
        "reel": "StoryAttachmentFBReelsStyleRenderer",
        "link": "StoryAttachmentShareStyleRenderer",
    }
    assert told["text"]["attachments"] == told["coloured"]["attachments"] == []
    sections = told["coloured"]["comet_sections"]["content"]["story"]["comet_sections"]
    assert sections["message"]["__typename"] == "CometFeedStoryFormattedBackgroundMessageRenderingStrategy"
    assert told["share"]["attached_story"]["actors"][0]["name"] == "Staalborg Automation"
    assert not {"attachments", "comet_sections", "message"} & set(told["share"]["attached_story"])
    link = of_form("link").link
    renderer = attachment(told["link"])["attachment"]["story_attachment_link_renderer"]
    assert renderer["attachment"]["web_link"]["external_url"] == link.url
    assert attachment(told["link"])["attachment"]["title_with_entities"]["text"] == link.title


def test_an_album_shows_five_and_tells_of_all(facing):
    for one in facing:
        album = attachment(one.page(f"{PROFILE}posts/{post_id(ALBUM)}/").subject)["attachment"]
        assert album["mediaset_token"] == f"pcb.{post_id(ALBUM)}"
        nodes = album["all_subattachments"]["nodes"]
        assert (album["all_subattachments"]["count"], len(nodes)) == (8, 5)
        assert [node["media"]["id"] for node in nodes] == [medium_id(medium) for medium in ALBUM.media[:5]]


def test_a_share_whose_original_is_gone_says_so_within_a_page_that_is_there(facing):
    gone = next(post for post in PAGE.posts if post.shared and post.shared.gone)
    page = facing[0].page(f"{PROFILE}posts/{post_id(gone)}/")
    assert (page.outcome, page.subject["attached_story"]) == (SHOWN, None)
    words = attachment(page.subject)
    assert words["__typename"] == "StoryAttachmentUnavailableStyleRenderer"
    assert words["attachment"]["title_with_entities"]["text"] == "This content isn't available right now"


def test_a_back_dated_post_says_so(facing):
    dated = next(post for post in PAGE.posts if post.dated)
    story = facing[0].page(f"{PROFILE}posts/{post_id(dated)}/").subject
    metadata = story["comet_sections"]["context_layout"]["story"]["comet_sections"]["metadata"]
    (time,) = [one for one in metadata if "creation_time" in one["story"]]
    assert time["__typename"] == "CometFeedStoryBackdatedTimestampStrategy"
    assert time["story"]["creation_time"] == int(dated.dated.timestamp())
    tracked = story["comet_sections"]["call_to_action"]["story"]["tracking"]
    assert f'"publish_time":{int(dated.taken_at.timestamp())}' in tracked


def test_metadata_has_no_order(facing):
    path = f"{PROFILE}posts/{post_id(POST)}/"
    orders = set()
    for _ in range(12):
        sections = facing[0].page(path).subject["comet_sections"]["context_layout"]["story"]["comet_sections"]
        orders.add(tuple("Audience" in one["__typename"] for one in sections["metadata"]))
    assert orders == {(True, False), (False, True)}


@pytest.mark.parametrize("form", ["/photo/?fbid={}", "/photo.php?fbid={}", "/photo/?fbid={}&set="])
def test_a_photo_s_page(facing, form):
    (medium,) = POST.media
    told = facing[0].page(form.format(medium_id(medium))).answers["CometPhotoRootContentQuery"]
    assert told["currMedia"]["id"] == medium_id(medium)
    assert told["currMedia"]["created_time"] == int(POST.taken_at.timestamp())
    assert told["currMedia"]["container_story"]["post_id"] == post_id(POST)
    assert told["mediasetToken"] == timeline_set(ACCOUNT)


def test_a_set_leads_on_from_photo_to_photo_and_round(facing):
    seen, number = [], medium_id(ALBUM.media[0])
    while number not in [one for one, _ in seen]:
        path = (
            "/photo/?fbid={}&set={}"
            if not seen or seen[-1][1] == "Photo"
            else f"{PROFILE}videos/{{1}}/{{0}}/"
        )
        page = facing[0].page(path.format(number, album_set(ALBUM)))
        told = next(iter(page.answers.values()))
        seen.append((number, told["nextMediaAfterNodeId"]["__typename"]))
        number = told["nextMediaAfterNodeId"]["id"]
    assert [one for one, _ in seen] == [medium_id(medium) for medium in ALBUM.media]
    assert number == medium_id(ALBUM.media[0])


@pytest.mark.parametrize("post", [FILM, REEL], ids=["video", "reel"])
@pytest.mark.parametrize("form", ["/watch/?v={}", "/reel/{}/", "/hartmann.werkzeuge/videos/{}/"])
def test_a_video_s_page(facing, form, post):
    told = (
        facing[0].page(form.format(medium_id(post.media[0]))).answers["CometVideoHomeContentQuery"]["video"]
    )
    assert (told["id"], told["publish_time"]) == (medium_id(post.media[0]), int(post.taken_at.timestamp()))
    playback = told["creation_story"]["short_form_video_context"]["playback_video"]
    assert playback["playable_duration_in_ms"] == int(post.media[0].seconds * 1000)


@pytest.mark.parametrize(
    "path",
    ["/nobody.here/", "/profile.php?id=17", "/1320000000000000", "/hartmann.werkzeuge/posts/1320000000000000/",
     "/photo/?fbid=17", "/watch/?v=17", "/reel/17/", "/media/set/?set=pcb.17", "/a/b/c/d/"],
)  # fmt: skip
def test_what_is_not_there_is_said_with_status_200(facing, path):
    for one in facing:
        page = one.page(path)
        assert (page.outcome, page.answers) == (NOT_FOUND, {})
        assert 'role="article"' not in page.html


def test_every_address_of_every_page_is_served(facing, digest):
    one, truth = facing[0], {}
    for post in PAGE.posts:
        page = one.page(f"{PROFILE}posts/{post_id(post)}/")
        found = re.findall(r'https:[^"\s<]+?fbcdn\.net/(?:v|o1)/[^"\s<\\]+', re.sub(r"\\/", "/", page.html))
        addresses = [address.replace("&amp;", "&") for address in found]
        assert {one.visitor.ask(address).status_code for address in addresses[:6]} == {200}
        truth[post.code] = addresses
    (medium,) = POST.media
    largest = [url for url in truth[POST.code] if medium.picture_name in url and "stp=dst-jpg_tt6" in url]
    assert digest(one.visitor.ask(largest[0]).content) == medium.sha256
    (film,) = FILM.media
    files = [url for url in truth[FILM.code] if film.track_name("progressive") in url]
    assert digest(one.visitor.ask(files[0]).content) == film.sha256


def test_addresses_are_signed_anew_and_keep_what_names_the_file(facing):
    said = []
    for _ in range(2):
        told = (
            facing[0]
            .page(f"/reel/{medium_id(REEL.media[0])}/")
            .answers["CometVideoHomeContentQuery"]["video"]
        )
        film = told["creation_story"]["short_form_video_context"]["playback_video"]
        (sd, hd) = film["videoDeliveryResponseFragment"]["videoDeliveryResponseResult"]["progressive_urls"]
        assert (hd["progressive_url"], sd["metadata"]["quality"]) == (None, "SD")
        said.append(urlsplit(sd["progressive_url"]))
    first, second = said
    assert first.path == second.path
    assert first.path.startswith("/o1/v/t2/f2/m366/")
    assert first.hostname.endswith(".fna.fbcdn.net")
    one, other = (parse_qs(address.query) for address in said)
    assert (one["efg"] == other["efg"], one["oh"] == other["oh"]) == (True, False)
    assert json.loads(base64.b64decode(one["efg"][0]))["xpv_asset_id"] == asset(REEL.media[0])


def test_media_and_posts_have_numbers_of_their_own():
    media = [medium_id(medium) for post in PAGE.posts for medium in post.media]
    assert len({*media, *NUMBERS.values()}) == len(media) + len(NUMBERS)
    assert {len(number) for number in NUMBERS.values()} == {15, 16}
    assert {form_of(post) for post in PAGE.posts} == set(FORMS)


def test_the_other_host_leads_to_the_site(facing):
    answer = facing[0].visitor.ask(f"https://facebook.com{PROFILE}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"{SITE}{PROFILE}")


@pytest.mark.parametrize("verb", [owners.go_private, owners.close_account], ids=["private", "closed"])
def test_what_an_account_keeps_is_kept_under_every_address(facing, facebook, verb):
    facebook.company = verb(replace(PAGE, neighbours=()))
    for one in facing:
        for path in (
            f"{PROFILE}posts/{post_id(POST)}/",
            f"/{post_id(POST)}",
            f"/photo/?fbid={medium_id(POST.media[0])}",
            f"/watch/?v={medium_id(FILM.media[0])}",
            f"/media/set/?set={album_set(ALBUM)}",
        ):
            assert one.outcome(path) == NOT_FOUND


def test_a_login_lets_anybody_in_and_leads_back(facing, facebook):
    stranger = facing[0]
    kind = ("content-type", "application/x-www-form-urlencoded")
    page = stranger.page("/login/")
    action = re.search(r'id="login_form" action="([^"]+)"', page.html)[1].replace("&amp;", "&")
    assert "You must log in to continue" in page.html
    answer = stranger.ask(action, [kind], method="POST", content="email=hans&pass=x")
    assert answer.status_code == 302
    hans = Asking(stranger.visitor, facebook)
    hans.kept = dict(
        cookie.partition(";")[0].split("=", 1) for cookie in answer.headers.get_list("set-cookie")
    )
    assert hans.page(PROFILE).viewer == (hans.kept["c_user"], "hans")
