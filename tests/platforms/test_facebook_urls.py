"""Which addresses are Facebook's, what they name, and what of them stays the same."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archiver.errors import AddressError
from archiver.model.refs import PostRef, TargetRef
from archiver.platforms.facebook import PLATFORM, urls

SITE = "https://www.facebook.com"
NUMBER, OWNER = "800000000000001", "100099000111222"
ALIAS = "pfbid0Synthetic1Alias2Of3One4Post5l"
BRANDT, NUMBERED = TargetRef("facebook", "brandt.pumpen"), TargetRef("facebook", OWNER)
POST, ALIASED = PostRef("facebook", NUMBER), PostRef("facebook", ALIAS)

NAMED = [
    f"{SITE}/brandt.pumpen/",
    f"{SITE}/brandt.pumpen",
    f"{SITE}/Brandt.Pumpen/?fref=ts",
    f"{SITE}//brandt.pumpen//",
    f"{SITE}:443/brandt.pumpen/#",
    "http://www.facebook.com/brandt.pumpen",
    "https://facebook.com/brandt.pumpen/",
    "https://fb.com/brandt.pumpen",
    "https://m.facebook.com/brandt.pumpen/",
    "https://web.facebook.com/brandt.pumpen/?_rdc=1&_rdr",
    "https://mbasic.facebook.com/brandt.pumpen?v=timeline",
    "https://touch.facebook.com/brandt.pumpen",
    "https://de-de.facebook.com/brandt.pumpen/",
    "HTTPS://WWW.FACEBOOK.COM/brandt.pumpen/",
    "www.facebook.com/brandt.pumpen",
    "facebook.com/brandt.pumpen?locale=de_DE",
    "https://fr.facebook.com/brandt.pumpen/",
    f"{SITE}/pg/brandt.pumpen/posts/",
    f"{SITE}/brandt%2Epumpen/",
    f"{SITE}/brandt.pumpen/about_details",
    f"{SITE}/brandt.pumpen/about_profile_transparency",
    f"{SITE}/brandt.pumpen/followers",
    "facebook:brandt.pumpen",
    "facebook:@Brandt.Pumpen",
    *(
        f"{SITE}/brandt.pumpen/{tab}"
        for tab in ("photos", "photos_by/", "videos/", "reels/", "about", "posts/", "mentions", "Photos")
    ),
]
BY_NUMBER = [
    f"{SITE}/profile.php?id={OWNER}",
    f"{SITE}/profile.php?id={OWNER}&sk=photos",
    f"{SITE}/profile.php/?sk=reels_tab&id={OWNER}",
    f"https://m.facebook.com/profile.php?id={OWNER}&eav=Afb",
    f"{SITE}/people/Brandt-Pumpen-GmbH/{OWNER}/",
    f"{SITE}/people/Br%C3%BCder/{OWNER}/?paipv=0",
    f"{SITE}/pages/Brandt-Pumpen/{OWNER}",
    f"{SITE}/pages/category/Industrial-Company/Brandt-Pumpen-{OWNER}/",
    f"{SITE}/p/Brandt-Pumpen-GmbH-{OWNER}/",
    f"{SITE}/Brandt-Pumpen-{OWNER}/",
    f"{SITE}/Brandt-Pumpen-{OWNER}/photos",
    f"facebook:{OWNER}",
]
POSTS = [
    f"{SITE}/{{key}}",
    f"{SITE}/{{key}}/",
    f"{SITE}/brandt.pumpen/posts/{{key}}",
    f"{SITE}/brandt.pumpen/posts/{{key}}/?__cft__[0]=AZsynthetic&__tn__=%2CO",
    f"{SITE}/brandt.pumpen/posts/pumpen-seit-1921/{{key}}/",
    f"{SITE}/{OWNER}/posts/{{key}}",
    f"{SITE}/permalink.php?story_fbid={{key}}&id={OWNER}",
    f"{SITE}/permalink.php?id={OWNER}&story_fbid={{key}}&locale=de_DE",
    f"https://m.facebook.com/story.php?story_fbid={{key}}&id={OWNER}&m_entstream_source=timeline",
    f"https://mbasic.facebook.com/story.php?story_fbid={{key}}&id={OWNER}",
    "https://de-de.facebook.com/brandt.pumpen/posts/{key}",
    "facebook.com/brandt.pumpen/posts/{key}",
]
MEDIA = [
    f"{SITE}/photo.php?fbid={NUMBER}&set=a.12345&type=3",
    f"{SITE}/photo/?fbid={NUMBER}&set=pcb.800000000000004",
    f"{SITE}/photo?fbid={NUMBER}",
    f"https://web.facebook.com/photo/?set=a.1&fbid={NUMBER}",
    f"{SITE}/brandt.pumpen/photos/a.397338611406/{NUMBER}/",
    f"{SITE}/brandt.pumpen/photos/{NUMBER}",
    f"{SITE}/watch/?v={NUMBER}",
    f"{SITE}/watch?v={NUMBER}&ref=sharing",
    f"{SITE}/watch/live/?v={NUMBER}",
    f"{SITE}/video.php?v={NUMBER}",
    f"{SITE}/reel/{NUMBER}/",
    f"{SITE}/reel/{NUMBER}?s=single_unit",
    f"{SITE}/brandt.pumpen/videos/{NUMBER}/",
    f"{SITE}/brandt.pumpen/reel/{NUMBER}/",
    f"{SITE}/brandt.pumpen/videos/die-neue-pumpe/{NUMBER}/",
    f"{SITE}/brandt.pumpen/videos/vb.{OWNER}/{NUMBER}/?type=3",
]
NEITHER = [
    "",
    " ",
    "brandt.pumpen",
    "facebook",
    "facebook:",
    "facebook:@",
    "facebook:a b",
    "facebook:../etc",
    "facebook:...",
    "facebook:" + "a" * 51,
    "facebook:login",
    "facebook:me",
    f"{SITE}/me",
    f"{SITE}/settings",
    f"{SITE}/friends",
    f"{SITE}/index.php",
    f"{SITE}/br%2Fandt/",
    f"{SITE}/br%00andt/",
    "https://lm.facebook.com/brandt.pumpen",
    "facebook.com",
    SITE,
    f"{SITE}/",
    f"{SITE}/?ref=logo",
    f"{SITE}/login/?next=x",
    f"{SITE}/login.php",
    f"{SITE}/checkpoint/1501092823525282/",
    f"{SITE}/watch/",
    f"{SITE}/watch/?v=",
    f"{SITE}/reel/",
    f"{SITE}/reel/abc/",
    f"{SITE}/permalink.php",
    f"{SITE}/permalink.php?story_fbid=abc&id={OWNER}",
    f"{SITE}/photo/",
    f"{SITE}/photo/?fbid=0012345",
    f"{SITE}/profile.php",
    f"{SITE}/profile.php?id=brandt",
    f"{SITE}/people/Brandt/x/",
    f"{SITE}/brandt.pumpen/posts/abc",
    f"{SITE}/brandt.pumpen/friends",
    f"{SITE}/groups/12345678/",
    f"{SITE}/groups/12345678/posts/{NUMBER}/",
    f"{SITE}/events/12345678/",
    f"{SITE}/events/posts/{NUMBER}",
    f"{SITE}/hashtag/pumpen",
    f"{SITE}/marketplace/item/{NUMBER}/",
    f"{SITE}/stories/{OWNER}/",
    f"{SITE}/share/p/abcDEF123/",
    f"{SITE}/sharer/sharer.php?u=x",
    f"{SITE}/plugins/post.php?href=x",
    f"{SITE}/br%20andt/",
    f"{SITE}/{'a' * 51}/",
    f"facebook:{ALIAS}",
    f"{SITE}/{ALIAS}/photos",
    f"ftp://www.facebook.com/{NUMBER}",
    f"javascript://www.facebook.com/{NUMBER}",
    f"//www.facebook.com/{NUMBER}",
    f"/{NUMBER}",
    "https://www.instagram.com/brandt.pumpen/",
    "instagram:brandt.pumpen",
]
LOOK_ALIKES = [
    f"https://{host}/{NUMBER}"
    for host in (
        "facebook.com.evil.example",
        "evil-facebook.com",
        "www.facebook.com@evil.example",
        "www.facebook.com:x@evil.example",
        "wwwfacebook.com",
        "www.facebo0k.com",
        "www.facebook.com.",
        "l.facebook.com",
        "evil.example/www.facebook.com",
        "evil.example?www.facebook.com",
        "evil.example#www.facebook.com",
        "developers.facebook.com",
    )
]


@pytest.mark.parametrize("text", NAMED)
def test_each_form_of_a_named_account_s_address_names_it(text):
    assert urls.parse(text) == BRANDT


@pytest.mark.parametrize("text", BY_NUMBER)
def test_each_form_of_a_nameless_account_s_address_names_its_number(text):
    assert urls.parse(text) == NUMBERED


@pytest.mark.parametrize("form", POSTS)
def test_each_form_of_a_post_s_address_names_it_by_number_or_alias(form):
    assert urls.parse(form.format(key=NUMBER)) == POST
    assert urls.parse(form.format(key=ALIAS)) == ALIASED


@pytest.mark.parametrize("text", MEDIA)
def test_each_form_of_a_photo_s_or_film_s_address_names_its_number(text):
    assert urls.parse(text) == POST


@pytest.mark.parametrize("text", [*NEITHER, *LOOK_ALIKES])
def test_what_is_neither_is_none(text):
    assert urls.parse(text) is None


def test_an_alias_is_known_as_what_changes_with_each_visitor():
    assert urls.is_alias(ALIASED)
    assert not urls.is_alias(POST)


HANDLES = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,49}", fullmatch=True).filter(
    lambda name: name not in urls._OTHER_WORDS and not re.fullmatch(r"pfbid[a-z0-9]{10,}", name)
)
NAMES = HANDLES.filter(lambda name: not name.isdigit())
NUMBERS = st.integers(10_000, 10**25 - 1).map(str)
ALIASES = st.from_regex(r"pfbid[A-Za-z0-9]{10,120}", fullmatch=True)
often = settings(max_examples=150, deadline=None)


@given(
    (NAMES | NUMBERS).map(lambda name: TargetRef("facebook", name))
    | (NUMBERS | ALIASES).map(lambda key: PostRef("facebook", key))
)
@example(TargetRef("facebook", "pfbid12345"))
@example(TargetRef("facebook", "12345a"))
@often
def test_the_address_of_a_reference_reads_back_as_the_reference(ref):
    assert urls.parse(urls.address(ref)) == ref


@given(NAMES | NUMBERS)
@often
def test_the_written_form_of_a_target_reads_back_as_the_target(name):
    ref = TargetRef("facebook", name)
    assert urls.parse(str(ref)) == ref


@given(NAMES | NUMBERS, st.sampled_from(urls.SURFACES))
@often
def test_the_address_of_a_tab_names_its_account(name, surface):
    ref = TargetRef("facebook", name)
    assert urls.parse(urls.surface_address(ref, surface)) == ref


@given(st.text(max_size=80))
@example("[")
@example("https://www.facebook.com:x/a")
@example("\ud800")
@often
def test_any_text_is_an_address_or_none(text):
    for written in (text, f"{SITE}/{text}", f"facebook:{text}", f"facebook.com/{text}"):
        assert urls.parse(written) is None or isinstance(urls.parse(written), TargetRef | PostRef)
        assert urls.is_own(urls.as_asked(written, POST))


AS_ASKED = {
    f"{SITE}/permalink.php?story_fbid={ALIAS}&id={OWNER}&mibextid=Nif5oz": (
        f"{SITE}/permalink.php?story_fbid={NUMBER}&id={OWNER}"
    ),
    f"https://m.facebook.com/story.php?story_fbid={NUMBER}&id={OWNER}&refid=17&__tn__=-R": (
        f"{SITE}/permalink.php?story_fbid={NUMBER}&id={OWNER}"
    ),
    f"{SITE}/permalink.php?story_fbid={NUMBER}": f"{SITE}/{NUMBER}",
    f"{SITE}/permalink.php?story_fbid={NUMBER}&id=x%26c_user%3D1": f"{SITE}/{NUMBER}",
    f"{SITE}/photo.php?fbid={NUMBER}&set=a.1&type=3&fbclid=IwAR": f"{SITE}/photo/?fbid={NUMBER}",
    f"{SITE}/photo/?fbid={NUMBER}&set=pcb.1": f"{SITE}/photo/?fbid={NUMBER}",
    f"{SITE}/watch/live/?v={NUMBER}&ref=watch_permalink": f"{SITE}/watch/?v={NUMBER}",
    f"{SITE}/video.php?v={NUMBER}": f"{SITE}/watch/?v={NUMBER}",
    f"{SITE}/reel/{NUMBER}/?fs=e&s=cH2Rsynthetic": f"{SITE}/reel/{NUMBER}/",
    f"{SITE}/brandt.pumpen/posts/{ALIAS}?__cft__[0]=AZ&rdid=abc#": f"{SITE}/brandt.pumpen/posts/{NUMBER}/",
    f"https://de-de.facebook.com/brandt.pumpen/videos/slug/{NUMBER}/": f"{SITE}/brandt.pumpen/videos/{NUMBER}/",
    f"facebook.com/brandt.pumpen/posts/{NUMBER}": f"{SITE}/brandt.pumpen/posts/{NUMBER}/",
    f"{SITE}/{NUMBER}?fbclid=IwAR": f"{SITE}/{NUMBER}",
    f"facebook:{NUMBER}": f"{SITE}/{NUMBER}",
    f"https://evil.example/permalink.php?story_fbid={NUMBER}&id={OWNER}": f"{SITE}/{NUMBER}",
}


@pytest.mark.parametrize("text", list(AS_ASKED))
def test_an_address_is_asked_in_its_own_form_without_what_names_a_visitor(text):
    asked = PLATFORM.page_address(text, POST)
    assert asked == AS_ASKED[text]
    assert urls.parse(asked) == POST


MARKS = st.dictionaries(
    st.sampled_from("fbclid mibextid rdid share_url __tn__ c_user xs av eav paipv ref locale".split()),
    st.from_regex(r"Zq[A-Za-z0-9]{6,18}", fullmatch=True),
    min_size=1,
)


@given(st.sampled_from([*POSTS, *MEDIA]), MARKS)
@often
def test_no_mark_of_a_visitor_is_left_in_what_is_asked(form, marks):
    text = form.format(key=NUMBER)
    text += ("&" if "?" in text else "?") + "&".join(f"{name}={value}" for name, value in marks.items())
    asked = urls.as_asked(text, POST)
    assert urls.parse(asked) == POST
    assert not [value for value in marks.values() if value in asked]


def test_the_address_of_each_tab_of_an_account_is_by_its_name_or_its_number():
    assert [urls.surface_address(BRANDT, surface) for surface in urls.SURFACES] == [
        f"{SITE}/brandt.pumpen/",
        f"{SITE}/brandt.pumpen/photos/",
        f"{SITE}/brandt.pumpen/videos/",
        f"{SITE}/brandt.pumpen/reels/",
    ]
    assert [urls.surface_address(NUMBERED, surface) for surface in urls.SURFACES] == [
        f"{SITE}/profile.php?id={OWNER}",
        f"{SITE}/profile.php?id={OWNER}&sk=photos",
        f"{SITE}/profile.php?id={OWNER}&sk=videos",
        f"{SITE}/profile.php?id={OWNER}&sk=reels_tab",
    ]


def test_a_post_never_seen_is_a_number_of_fifteen_digits_and_another_each_time():
    made = [PLATFORM.never_seen(datetime.now(UTC), POST) for _ in range(200)]
    assert len(set(made)) == 200
    for post in made:
        assert len(post.key) == 15
        assert post.key[0] != "0"
        assert urls.parse(urls.address(post)) == post
        assert not urls.is_alias(post)


@pytest.mark.parametrize(
    "text",
    [
        f"{SITE}/share/p/1AbCdEfGhI/",
        f"{SITE}/share/v/1AbCdEfGhI/?mibextid=wwXIfr",
        "facebook.com/share/r/1AbCdEfGhI",
        "https://m.facebook.com/share/1AbCdEfGhI/",
        "https://fb.watch/abc123/",
        f"https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2F{NUMBER}&h=AT0",
    ],
)
def test_of_an_address_that_only_leads_to_another_it_is_said_what_to_do(text):
    with pytest.raises(AddressError, match="only leads to another") as error:
        PLATFORM.parse(text)
    assert "browser" in error.value.advice
