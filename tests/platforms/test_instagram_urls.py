"""Which addresses are Instagram's, what they name, and what of them stays the same."""

import base64
import json
from urllib.parse import quote

import pytest
from instagram_answers import number_of

from archiver.errors import AddressError
from archiver.formats import meta_cdn
from archiver.model.refs import PostRef, TargetRef
from archiver.platforms.instagram import PLATFORM, urls

CODE = "DdfU9wtzx9B"
LONG = "B" * 28
SHARED = CODE + "x1y2-z3_" * 3 + "abcd"
BRANDT = TargetRef("instagram", "brandt.pumpen")
POST = PostRef("instagram", CODE)

PROFILES = [
    "https://www.instagram.com/brandt.pumpen/",
    "https://www.instagram.com/brandt.pumpen",
    "https://instagram.com/brandt.pumpen/",
    "https://m.instagram.com/brandt.pumpen/",
    "http://www.instagram.com/brandt.pumpen/",
    "https://www.instagram.com:443/brandt.pumpen/",
    "https://www.instagram.com//brandt.pumpen//",
    "https://www.instagram.com/brandt.pumpen/?hl=de&igsh=abc",
    "https://www.instagram.com/brandt.pumpen/#",
    "https://www.instagram.com/brandt.pumpen/reels/",
    "https://www.instagram.com/brandt.pumpen/tagged/?hl=de",
    "HTTPS://WWW.INSTAGRAM.COM/Brandt.Pumpen/",
    "www.instagram.com/brandt.pumpen/",
    "instagram.com/brandt.pumpen",
    "m.instagram.com/brandt.pumpen?hl=de",
    "instagram:brandt.pumpen",
    "instagram:@brandt.pumpen",
    "instagram:Brandt.Pumpen",
]
POSTS = [
    f"https://www.instagram.com/p/{CODE}/",
    f"https://www.instagram.com/p/{CODE}",
    f"https://www.instagram.com/reel/{CODE}/",
    f"https://www.instagram.com/reels/{CODE}/",
    f"https://www.instagram.com/tv/{CODE}/",
    f"https://www.instagram.com/brandt.pumpen/p/{CODE}/",
    f"https://www.instagram.com/brandt.pumpen/reel/{CODE}/",
    f"https://www.instagram.com/p/{CODE}/embed/captioned/",
    f"https://www.instagram.com/p/{CODE}/?img_index=2",
    f"https://www.instagram.com/p/{CODE}/?utm_source=ig_web_copy_link&igsh=a#comments",
    f"http://m.instagram.com/p/{CODE}/",
    f"instagram.com/p/{CODE}",
    f"https://WWW.Instagram.com/p/{CODE}/",
    f"https://www.instagram.com/p/{SHARED}/",
    f"https://www.instagram.com/reel/{SHARED}/?igsh=abc",
]
NOT_OURS = [
    "",
    " ",
    "brandt.pumpen",
    "@brandt.pumpen",
    "instagram",
    "instagram:",
    "instagram:@",
    "instagram:a b",
    "instagram:../etc",
    "instagram:" + "a" * 31,
    "Instagram.com",
    "instagram.com",
    "www.instagram.com",
    "https://www.instagram.com",
    "https://www.instagram.com/",
    "https://www.instagram.com/?hl=de",
    "https://www.instagram.com/p/",
    "https://www.instagram.com/p/abcd/",
    "https://www.instagram.com/p/abc%20de/",
    "https://www.instagram.com/p/codé5x/",
    "https://www.instagram.com/brandt pumpen/",
    f"https://www.instagram.com/{'a' * 31}/",
    "https://www.instagram.com/brandt.pumpen/followers/",
    "https://www.instagram.com/accounts/login/",
    "https://www.instagram.com/explore/",
    "https://www.instagram.com/explore/tags/pumpen/",
    "https://www.instagram.com/stories/brandt.pumpen/123/",
    "https://www.instagram.com/direct/inbox/",
    "https://www.instagram.com/reels/",
    "https://www.instagram.com/graphql/query",
    f"ftp://www.instagram.com/p/{CODE}/",
    f"javascript://www.instagram.com/p/{CODE}/",
    f"//www.instagram.com/p/{CODE}/",
    f"/p/{CODE}/",
    f"p/{CODE}",
    "https://www.facebook.com/brandt.pumpen/",
    "facebook:brandt.pumpen",
]
LOOK_ALIKES = [
    f"https://{host}/p/{CODE}/"
    for host in (
        "instagram.com.evil.example",
        "evil-instagram.com",
        "www.instagram.com@evil.example",
        "www.instagram.com:x@evil.example",
        "wwwinstagram.com",
        "www.lnstagram.com",
        "instagran.com",
        "\u0131nstagram.com",
        "www.instagram.com.",
        "api.instagram.com",
        "evil.example/www.instagram.com",
        "evil.example?www.instagram.com",
        "evil.example#www.instagram.com",
    )
]


@pytest.mark.parametrize("text", PROFILES)
def test_the_address_of_a_profile(text):
    assert urls.parse(text) == BRANDT


@pytest.mark.parametrize("text", POSTS)
def test_the_address_of_a_post(text):
    assert urls.parse(text) == POST


@pytest.mark.parametrize("text", NOT_OURS)
def test_an_address_of_nothing_that_is_watched(text):
    assert urls.parse(text) is None


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_host_that_only_looks_like_ours(text):
    assert urls.parse(text) is None


def test_the_case_of_a_code_counts_and_that_of_a_handle_does_not():
    assert urls.parse("https://www.instagram.com/p/AbCdE/") != urls.parse(
        "https://www.instagram.com/p/abcde/"
    )
    assert urls.parse("https://www.instagram.com/AbCdE/") == urls.parse("https://www.instagram.com/abcde/")


@pytest.mark.parametrize(("code", "key"), [(LONG, LONG), (SHARED, CODE), (LONG + "CCCCC", "BBBBB")])
def test_twenty_eight_letters_are_cut_only_from_a_longer_code(code, key):
    assert urls.parse(f"https://www.instagram.com/p/{code}/") == PostRef("instagram", key)


@pytest.mark.parametrize("length", [29, 32])
def test_a_private_share_that_leaves_less_than_a_code_is_none(length):
    assert urls.parse(f"https://www.instagram.com/p/{'B' * length}/") is None


@pytest.mark.parametrize(
    "text", ["https://[/x/", "https://[instagram.com]/x/", "instagram.com[/x", "http://a\u2100b/"]
)
def test_an_address_that_cannot_be_split_is_none(text):
    assert urls.parse(text) is None


def test_an_address_without_scheme_may_have_an_address_in_its_query():
    assert urls.parse(f"instagram.com/p/{CODE}/?u=https://example.org/") == POST


@pytest.mark.parametrize("word", ["Explore", "ACCOUNTS", "P", "Reels"])
def test_the_platforms_own_words_are_no_handles_in_any_case(word):
    assert urls.parse(f"https://www.instagram.com/{word}/") is None


@pytest.mark.parametrize("word", ["explore", "p", "accounts"])
def test_the_platforms_own_words_are_no_handles_in_a_written_reference(word):
    assert urls.parse(f"instagram:{word}") is None


@pytest.mark.parametrize("text", ["instagram:..", "instagram:.", "https://www.instagram.com/../"])
def test_dots_alone_are_no_handle(text):
    assert urls.parse(text) is None


@pytest.mark.parametrize(
    ("ref", "address"),
    [
        (BRANDT, "https://www.instagram.com/brandt.pumpen/"),
        (POST, f"https://www.instagram.com/p/{CODE}/"),
    ],
)
def test_the_public_address_reads_back_as_what_it_names(ref, address):
    assert urls.address(ref) == address
    assert urls.parse(address) == ref


def test_a_reel_is_asked_first_where_its_profile_links_it():
    assert urls.page_addresses(POST, "clips") == (f"{urls.SITE}/reel/{CODE}/", f"{urls.SITE}/p/{CODE}/")
    for product in ("", "feed", "carousel_container", "igtv"):
        assert urls.page_addresses(POST, product) == (f"{urls.SITE}/p/{CODE}/",)


@pytest.mark.parametrize("text", [*POSTS, "", str(POST)])
def test_what_is_asked_is_a_page_of_the_post_without_query_or_viewer(text):
    asked = urls.as_asked(text, POST)
    assert asked in {f"{urls.SITE}/{kind}/{CODE}/" for kind in ("p", "reel", "tv")}
    assert ("/reel/" in asked) == ("/reel/" in text)
    assert ("/tv/" in asked) == ("/tv/" in text)


PATH = "/v/t51.82787-15/8001_1800_3990_n.jpg"


@pytest.mark.parametrize(
    "host",
    ["scontent.cdninstagram.com", "scontent-fra3-1.cdninstagram.com", "instagram.ftxl3-1.fna.fbcdn.net"],
)
@pytest.mark.parametrize("signed", ["oh=00_AQa&oe=6B7FA6D0", "_nc_cat=104&oh=00_AQb&oe=6B800000&_nc_gid=x"])
def test_an_asset_is_the_same_whatever_host_and_signature(host, signed):
    assert meta_cdn.asset(f"https://{host}{PATH}?stp=dst-jpg_e35&{signed}") == f"{PATH}?stp=dst-jpg_e35"
    assert meta_cdn.asset(f"https://{host}{PATH}?{signed}") == PATH


def test_two_renditions_and_two_files_are_different_assets():
    forms = ("dst-jpg_e35_tt6", "dst-jpg_e35_s640x640_tt6")
    found = {meta_cdn.asset(f"https://scontent.cdninstagram.com{PATH}?stp={form}") for form in forms}
    found.add(
        meta_cdn.asset(f"https://scontent.cdninstagram.com{PATH.replace('8001', '8002')}?stp={forms[0]}")
    )
    assert len(found) == 3


@pytest.mark.parametrize(
    "address",
    [
        "",
        PATH,
        f"https://www.instagram.com{PATH}",
        f"https://cdninstagram.com.evil.example{PATH}",
        f"https://evilfbcdn.net{PATH}",
        f"https://evil.example/x.fbcdn.net{PATH}",
        f"https://x.fbcdn.net@evil.example{PATH}",
        "urn:archiver:screenshot",
        "data:image/png;base64,AAAA",
    ],
)
def test_what_is_no_medium_has_no_asset(address):
    assert meta_cdn.asset(address) == ""


def test_an_address_that_cannot_be_split_has_no_asset():
    assert meta_cdn.asset("https://[x.fbcdn.net/a.jpg") == ""


def test_the_file_of_a_medium_is_the_end_of_its_path():
    assert meta_cdn.file_of(f"https://scontent.cdninstagram.com{PATH}?stp=a/b") == "8001_1800_3990_n.jpg"
    assert meta_cdn.file_of("https://scontent.cdninstagram.com/") == ""


def video(described, *, pad=True):
    text = described if isinstance(described, str) else json.dumps(described)
    packed = base64.b64encode(text.encode()).decode()
    return (
        f"https://x.fbcdn.net/o1/v/t2/f2/m86/AQ.mp4?efg={quote(packed if pad else packed.rstrip('='))}&oh=1"
    )


@pytest.mark.parametrize("pad", [True, False])
@pytest.mark.parametrize("number", [1_000_000_000_002_901, "1000000000002901"])
def test_a_video_is_known_by_the_number_in_its_address(number, pad):
    assert meta_cdn.video_asset(video({"xpv_asset_id": number, "tag": "ÿ>?"}, pad=pad)) == "1000000000002901"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://x.fbcdn.net/a.mp4",
        "https://x.fbcdn.net/a.mp4?efg=",
        "https://x.fbcdn.net/a.mp4?efg=%C3%BC",
        "https://x.fbcdn.net/a.mp4?efg=A",
        video("no json"),
        video([1]),
        video({}),
        video({"xpv_asset_id": None}),
        video({"xpv_asset_id": [1]}),
        video({"xpv_asset_id": 1.5}),
    ],
)
def test_a_video_whose_address_tells_no_number_has_none(address):
    assert meta_cdn.video_asset(address) == ""


def test_a_video_whose_address_is_nested_without_end_has_no_number():
    assert meta_cdn.video_asset(video("[" * 100_000)) == ""


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1", "B"),
        ("63", "_"),
        ("62", "-"),
        ("64", "BA"),
        ("3990000000000008001", CODE),
        (str(2**63 - 1), "H__________"),
        (str(2**64), "QAAAAAAAAAA"),
    ],
)
def test_the_code_of_a_number(number, code):
    assert urls.code_of(number) == code
    assert number_of(code) == int(number)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.instagram.com/stories/acme/3990000000000008001/",
        "www.instagram.com/stories/acme/",
        "instagram.com/stories/highlights/17990000000000001/?igsh=x",
        "instagram:story/3990000000000008001",
    ],
)
def test_a_story_is_told_to_be_read_with_its_account(text):
    with pytest.raises(AddressError, match="is read with its account") as error:
        PLATFORM.parse(text)
    assert "--stories" in error.value.advice


@pytest.mark.parametrize("text", ["https://example.org/stories/acme/", "facebook.com/stories/1", "[stories/"])
def test_what_is_called_so_elsewhere_is_no_story_of_it(text):
    assert PLATFORM.parse(text) is None
