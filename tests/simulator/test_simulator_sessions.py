"""What a visitor with a session is answered, and who is taken for one."""

import base64
import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from archiver.simulator.hartmann import ACCOUNT, PARTNER, hartmann
from archiver.simulator.instagram.network import SocialNetwork

SITE = "https://www.instagram.com"
PROFILE = f"/{ACCOUNT.username}/"
TIMELINE = "xdt_api__v1__feed__user_timeline_graphql_connection"
CLIPS = "xdt_api__v1__clips__user__connection_v2"
WEB_INFO = "xdt_api__v1__media__shortcode__web_info"
POSTS = {"data": {"count": 12}, "username": ACCOUNT.username, "first": 12}


class Member:
    """Asks as a browser does that keeps a session."""

    def __init__(self, ask, read, state):
        self._ask, self._read = ask, read
        self.cookies = {cookie["name"]: cookie["value"] for cookie in state["cookies"]}

    @property
    def header(self):
        return ("cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))

    def get(self, path):
        return self._ask(SITE + path, headers=[self.header])

    def page(self, path):
        return self._read(self.get(path).content)

    def post(self, path, form, csrf=None):
        said = self.cookies.get("csrftoken", "") if csrf is None else csrf
        headers = [self.header, ("x-csrftoken", said), ("content-type", "application/x-www-form-urlencoded")]
        return self._ask(SITE + path, "POST", headers, content=urlencode(form))

    def query(self, variables, path="/graphql/query", **more):
        return self.post(path, {"variables": json.dumps(variables), "doc_id": "1", **more})


@pytest.fixture
def network():
    return SocialNetwork(hartmann(older=30), "sessions")


@pytest.fixture
def member(visitor, network, read):
    return Member(visitor.ask, read, network.admit("analyst"))


@pytest.fixture
def stranger(visitor, read):
    return Member(visitor.ask, read, {"cookies": []})


def listed(answer, root=TIMELINE):
    assert answer.status_code == 200
    return answer.json()["data"][root]


def failed(answer):
    document = answer.json()
    return (document["data"], document["errors"][0]["code"]) == (None, 1675002)


def test_a_session_is_a_document_for_a_browser(network):
    state = network.admit("analyst")
    assert [cookie["name"] for cookie in state["cookies"]] == [
        "sessionid", "ds_user_id", "csrftoken", "mid", "ig_did",
    ]  # fmt: skip
    assert {cookie["domain"] for cookie in state["cookies"]} == {".instagram.com"}
    hidden = {cookie["name"]: cookie["httpOnly"] for cookie in state["cookies"]}
    assert (hidden["sessionid"], hidden["csrftoken"]) == (True, False)
    assert state["origins"] == []
    assert network.admit("analyst") != state


def test_who_has_a_session_is_sent_other_pages(member, stranger, network):
    assert member.page(PROFILE).route == "PolarisProfileRoute"
    assert stranger.page(PROFILE).route == "PolarisLoggedOutDesktopWWWProfileRoute"
    assert member.page("/").route == "PolarisHomeRoute"
    assert member.page("/nobody/").route == "PolarisErrorRoute"
    assert member.page(f"/p/{network.company.posts[0].code}/").route == "PolarisPostRoute"
    assert member.get("/accounts/login/").headers["location"] == "/"


def test_a_session_that_was_ended_is_a_stranger_s(member, network, visitor, read):
    other = Member(visitor.ask, read, network.admit("somebody"))
    network.expel("analyst")
    assert member.page(PROFILE).route == "PolarisLoggedOutDesktopWWWProfileRoute"
    assert member.query(POSTS).status_code == 401
    assert other.page(PROFILE).route == "PolarisProfileRoute"


def test_a_name_may_have_two_sessions(member, network, visitor, read):
    other = Member(visitor.ask, read, network.admit("analyst"))
    assert other.cookies["sessionid"] != member.cookies["sessionid"]
    assert other.cookies["ds_user_id"] == member.cookies["ds_user_id"]
    assert [one.page(PROFILE).route for one in (member, other)] == ["PolarisProfileRoute"] * 2


@pytest.mark.parametrize("wrong", [{"sessionid": "1%3Ax"}, {"sessionid": ""}, {"ds_user_id": "17"}])
def test_cookies_that_do_not_fit_are_a_stranger_s(member, wrong):
    member.cookies |= wrong
    assert member.page(PROFILE).route == "PolarisLoggedOutDesktopWWWProfileRoute"


def test_a_session_shows_itself_in_the_apps_header_too(member, visitor):
    said = {name: member.cookies[name] for name in ("sessionid", "ds_user_id")}
    packed = base64.b64encode(json.dumps(said).encode()).decode()
    address = f"https://i.instagram.com/api/v1/users/{ACCOUNT.pk}/info/"
    assert visitor.ask(address).status_code == 401
    answer = visitor.ask(address, headers=[("authorization", f"Bearer IGT:2:{packed}")])
    assert answer.json()["user"]["username"] == ACCOUNT.username
    assert visitor.ask(address, headers=[("authorization", "Bearer IGT:2:no")]).status_code == 401


def test_the_page_keeps_the_session_s_token(member):
    names = dict(
        cookie.partition(";")[0].split("=", 1) for cookie in member.get("/").headers.get_list("set-cookie")
    )
    assert names["csrftoken"] == member.cookies["csrftoken"]
    assert "sessionid" not in names


def test_the_login_form_is_answered_and_asks_no_password(stranger, visitor):
    answer = stranger.post("/accounts/login/ajax/", {"username": "liesl", "enc_password": "x"})
    assert answer.json()["authenticated"] is True
    kept = [cookie.partition(";")[0] for cookie in answer.headers.get_list("set-cookie")]
    page = visitor.ask(SITE + PROFILE, headers=[("cookie", "; ".join(kept))])
    assert "PolarisProfileRoute" in page.text
    assert stranger.post("/accounts/login/ajax/", {"username": ""}).json()["authenticated"] is False


def test_a_profile_tells_of_the_account_and_of_who_looks(member, network):
    page = member.page(PROFILE)
    (account,) = (data["user"] for data in page.data if "user" in data)
    company = network.company
    assert (account["pk"], account["id"]) == (str(ACCOUNT.pk), str(ACCOUNT.graph_id))
    assert (account["biography"], account["full_name"]) == (company.biography, ACCOUNT.name)
    counts = (account["follower_count"], account["following_count"], account["media_count"])
    assert counts == (company.followers, company.following, 36)
    assert [link["url"] for link in account["bio_links"]] == [url for _, url in company.links]
    assert account["hd_profile_pic_url_info"]["url"] != account["profile_pic_url"]
    (viewer,) = (node for node in page.nodes() if "USER_ID" in node)
    assert viewer["USER_ID"] == member.cookies["ds_user_id"] != account["pk"]
    assert TIMELINE not in json.dumps(page.data)


def test_a_profile_lays_traps(member):
    page = member.page(PROFILE)
    (feed,) = (data["xdt_api__v1__feed__timeline__connection"] for data in page.data if "user" not in data
               and "xdt_api__v1__feed__timeline__connection" in data)  # fmt: skip
    media = [edge["node"]["media"] for edge in feed["edges"]]
    assert ACCOUNT.username not in {one["user"]["username"] for one in media}
    assert [one["product_type"] for one in media] == ["feed", "ad", "feed"]
    assert [bool(one["ad_id"]) for one in media] == [False, True, False]
    (suggested,) = (data["xdt_api__v1__discover__chaining"] for data in page.data if len(data) == 1
                    and "xdt_api__v1__discover__chaining" in data)  # fmt: skip
    assert PARTNER.username in {one["username"] for one in suggested["users"]}


def test_every_picture_of_the_pages_is_served(member, visitor, network):
    paths = (PROFILE, f"{PROFILE}reels/", "/", *(f"/p/{post.code}/" for post in network.company.posts[:6]))
    for path in paths:
        for address in {address.replace("&amp;", "&") for address in member.page(path).addresses()}:
            if "stp=dst-jpg_e35_tt6" in address or "-19/" in address or ".mp4" in address:
                assert visitor.ask(address).status_code == 200


def test_a_permalink_holds_the_post(member, network):
    for post in network.company.posts[:6]:
        page = member.page(f"/p/{post.code}/")
        (items,) = (data[WEB_INFO]["items"] for data in page.data if WEB_INFO in data)
        assert [item["code"] for item in items] == [post.code]


def test_pages_follow_one_another_to_the_end(member, network):
    codes, after, pages = [], None, 0
    while pages == 0 or after:
        page = listed(member.query({**POSTS, "after": after}))
        codes += [edge["node"]["code"] for edge in page["edges"]]
        after = page["page_info"]["end_cursor"] if page["page_info"]["has_next_page"] else None
        pages += 1
    assert codes == [post.code for post in network.company.grid]
    assert pages == 3


def test_cursors_count_where_they_were_given_and_unaltered(member, network):
    end = listed(member.query(POSTS))["page_info"]["end_cursor"]
    assert listed(member.query({**POSTS, "after": end}))["edges"]
    reels = {"data": {"target_user_id": str(ACCOUNT.pk), "page_size": 12}}
    for wrong in (end[:-6] + "AAAAAA", end[:60], "QVFI", "1", "é", network.company.posts[0].code):
        assert failed(member.query({**POSTS, "after": wrong}))
    assert failed(member.query({**reels, "after": end}))


def test_a_page_goes_on_though_posts_came_and_went(member, network):
    company = network.company
    end = listed(member.query(POSTS))["page_info"]["end_cursor"]
    twelfth = company.grid[11]
    network.company = replace(company, posts=tuple(post for post in company.posts if post is not twelfth))
    rest = listed(member.query({**POSTS, "after": end}))
    assert rest["edges"][0]["node"]["code"] == company.grid[12].code


def test_reels_come_flat_or_within_their_owner(member, network):
    (reel,) = network.company.reels
    asked = {"data": {"target_user_id": str(ACCOUNT.pk), "page_size": 12}}
    flat = listed(member.query(asked), CLIPS)
    nested = listed(member.query({**asked, "id": str(ACCOUNT.pk)}), "fetch__XDTUserDict")[CLIPS]
    for answer in (flat, nested):
        (media,) = (edge["node"]["media"] for edge in answer["edges"])
        assert (media["code"], media["play_count"] > reel.likes) == (reel.code, True)
        assert not {"taken_at", "caption"} & set(media)


def test_status_is_said_by_one_surface_alone(member):
    assert member.query(POSTS).json()["status"] == "ok"
    answer = member.query(POSTS, "/api/graphql").json()
    assert "status" not in answer
    assert answer["extensions"] == {"is_final": True}


def test_what_does_not_come_from_a_page_of_the_session_is_refused(member):
    assert member.post("/graphql/query", {"variables": json.dumps(POSTS)}, csrf="").status_code == 403
    assert member.post("/graphql/query", {"variables": json.dumps(POSTS)}, csrf="x").status_code == 403
    stale = member.query(POSTS, fb_dtsg="NAstale")
    assert stale.text.startswith("for (;;);")
    assert json.loads(stale.text.removeprefix("for (;;);"))["error"] == 1357004


@pytest.mark.parametrize(
    "variables", [{"nothing": 1}, {"username": "nobody"}, {"data": {"target_user_id": "5"}}, {"data": 3}]
)
def test_a_query_that_finds_nothing_fails_with_status_200(member, variables):
    assert failed(member.query(variables))


def test_a_stranger_is_answered_what_their_pages_ask(stranger, network):
    posts = network.company.posts
    one = stranger.query({"shortcode": posts[0].code}, "/api/graphql").json()["data"][WEB_INFO]
    assert one["items"][0]["code"] == posts[0].code
    gate = stranger.query({"media_id": str(posts[1].pk)}, "/api/graphql").json()["data"]["xig_polaris_media"]
    assert gate["if_not_gated_logged_out"]["code"] == posts[1].code
    gone = stranger.query({"media_id": "12"}, "/api/graphql").json()["data"]
    assert gone == {"xig_polaris_media": None}
    for refused in (
        POSTS,
        {"data": {"target_user_id": str(ACCOUNT.pk)}},
        {},
        {"id": "1", "render_surface": "P"},
    ):
        assert stranger.query(refused).status_code == 401


def test_a_stranger_s_listing_goes_on_from_the_page(stranger, network):
    (first,) = (
        data["xig_user_by_username"]["polaris_ordered_timeline_connection"]
        for data in stranger.page(PROFILE).data
        if "polaris_ordered_timeline_connection" in data["xig_user_by_username"]
    )
    assert len(first["edges"]) == 12
    asked = {"id": str(ACCOUNT.graph_id), "after": first["page_info"]["end_cursor"], "first": 12}
    second = stranger.query(asked, "/api/graphql").json()["data"]["node"][
        "polaris_ordered_timeline_connection"
    ]
    codes = [edge["node"]["code"] for page in (first, second) for edge in page["edges"]]
    assert codes == [post.code for post in network.company.grid[:24]]


def test_rest_is_for_sessions(stranger, member, network):
    post = network.company.posts[0]
    paths = (
        f"/api/v1/users/web_profile_info/?username={ACCOUNT.username}",
        f"/api/v1/users/{ACCOUNT.pk}/info/",
        f"/api/v1/feed/user/{ACCOUNT.pk}/",
        f"/api/v1/feed/user/{ACCOUNT.username}/username/",
        f"/api/v1/media/{post.pk}/info/",
        f"/api/v1/media/{post.pk}_{ACCOUNT.pk}/comments/",
        f"/api/v1/clips/user/?target_user_id={ACCOUNT.pk}",
    )
    for path in paths:
        assert stranger.get(path).json()["require_login"] is True
        assert member.get(path).json()["status"] == "ok"
    assert member.get("/api/v1/media/1/info/").status_code == 404
    assert member.get("/api/v1/friendships/1/followers/").status_code == 404


def test_a_feed_is_paged_through(member, network):
    path, codes, after = f"/api/v1/feed/user/{ACCOUNT.pk}/", [], ""
    for expected in (True, True, False):
        page = member.get(f"{path}?{urlencode({'count': 12, 'max_id': after})}").json()
        codes += [item["code"] for item in page["items"]]
        after = page.get("next_max_id", "")
        assert (page["more_available"], bool(after)) == (expected, expected)
    assert codes == [post.code for post in network.company.grid]
    assert member.get(f"{path}?max_id=none").status_code == 404


def test_a_ruling_names_what_is_kept_from_strangers(stranger, member, network):
    first, *rest = network.company.posts
    network.company = replace(network.company, posts=(replace(first, gated=True), *rest))
    path = f"/api/v1/web/get_ruling_for_content/?content_type=MEDIA&target_id={first.pk}"
    assert stranger.get(path).json()["title"] == "Restricted Video"
    assert member.get(path).json() == {"title": "", "description": "", "status": "ok"}
    hidden = stranger.query({"shortcode": first.code}, "/api/graphql").json()["data"][WEB_INFO]
    assert hidden["items"] == []
    (items,) = (data[WEB_INFO]["items"] for data in member.page(f"/p/{first.code}/").data if WEB_INFO in data)
    assert [item["code"] for item in items] == [first.code]


def test_a_private_account_is_no_error_and_has_no_posts(member, network):
    network.company = replace(network.company, private=True)
    page = member.page(PROFILE)
    (account,) = (data["user"] for data in page.data if "user" in data)
    assert (account["is_private"], account["friendship_status"]["following"]) == (True, False)
    assert 'class="rows"' not in page.html
    answer = listed(member.query(POSTS))
    assert (answer["edges"], answer["page_info"]["has_next_page"]) == ([], False)
    assert member.page(f"/p/{network.company.posts[0].code}/").route == "PolarisErrorRoute"
