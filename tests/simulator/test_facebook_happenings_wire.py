"""What a visitor without a session and one with a session get of Facebook after each thing that owners do."""

from dataclasses import replace

import pytest
from facebook_asking import NOT_FOUND, SHOWN
from wired_page import ALBUM, FILM, PAGE, POST, REEL, TOGETHER

from archiver.simulator import happenings as owners
from archiver.simulator.conditions import Locate, Speak, under
from archiver.simulator.facebook.hartmann import hartmann
from archiver.simulator.facebook.ids import account_id, medium_id, post_id
from archiver.simulator.facebook.listings import SURFACES, pinned
from archiver.simulator.facebook.truth import media_places, places, truths
from archiver.simulator.hartmann import ACCOUNT, PARTNER, VISITOR
from archiver.simulator.staalborg import staalborg
from archiver.simulator.visitors import STRANGER, Session, Visitor

LIESL = Visitor(Session("liesl", ""))
P, R, F, A = POST.code, REEL.code, FILM.code, ALBUM.code

# A verb, the post that it is about, and what a stranger and a session then get: its page, and its listings.
HAPPENINGS = {
    "nothing": (lambda one: one, POST, SHOWN, SHOWN, {"posts", "photos"}),
    "nothing, to a reel": (lambda one: one, REEL, SHOWN, SHOWN, {"posts", "reels"}),
    "nothing, to a film": (lambda one: one, FILM, SHOWN, SHOWN, {"posts", "videos"}),
    "edit_caption": (lambda one: owners.edit_caption(one, P, "x"), POST, SHOWN, SHOWN, {"posts", "photos"}),
    "remove_slide": (lambda one: owners.remove_slide(one, A, 2), ALBUM, SHOWN, SHOWN, {"posts", "photos"}),
    "delete": (lambda one: owners.delete(one, P), POST, NOT_FOUND, NOT_FOUND, set()),
    "hide_post": (lambda one: owners.hide_post(one, P), POST, NOT_FOUND, NOT_FOUND, set()),
    "take_down": (lambda one: owners.take_down(one, P), POST, NOT_FOUND, NOT_FOUND, set()),
    "delete, a reel": (lambda one: owners.delete(one, R), REEL, NOT_FOUND, NOT_FOUND, set()),
    "delete, by a partner": (
        lambda one: owners.delete(one, TOGETHER.code), TOGETHER, NOT_FOUND, NOT_FOUND, set(),
    ),
    "restore": (
        lambda one: owners.restore(owners.delete(one, P), P), POST, SHOWN, SHOWN, {"posts", "photos"},
    ),
    "pin": (lambda one: owners.pin(one, P), POST, SHOWN, SHOWN, {"posts", "photos"}),
    "unpin": (lambda one: owners.unpin(one, A), ALBUM, SHOWN, SHOWN, {"posts", "photos"}),
    "pin, a reel": (lambda one: owners.pin(one, R, "reels"), REEL, SHOWN, SHOWN, {"posts", "reels"}),
    "reorder_grid": (
        lambda one: owners.reorder_grid(one, [TOGETHER.code, P]), POST, SHOWN, SHOWN, {"posts", "photos"},
    ),
    "hide_from_grid": (lambda one: owners.hide_from_grid(one, P), POST, SHOWN, SHOWN, set()),
    "hide_from_grid, a reel": (lambda one: owners.hide_from_grid(one, R), REEL, SHOWN, SHOWN, set()),
    "reels_only": (lambda one: owners.reels_only(one, R), REEL, SHOWN, SHOWN, {"reels"}),
    "show_in_grid": (
        lambda one: owners.show_in_grid(owners.hide_from_grid(one, P), P), POST, SHOWN, SHOWN, {"posts", "photos"},
    ),
    "add_collaborator": (
        lambda one: owners.add_collaborator(one, P, VISITOR), POST, SHOWN, SHOWN, {"posts", "photos"},
    ),
    "a partner's post": (lambda one: one, TOGETHER, SHOWN, SHOWN, {"posts", "photos"}),
    "withdraw_collaborator": (
        lambda one: owners.withdraw_collaborator(one, TOGETHER.code, ACCOUNT), TOGETHER, SHOWN, SHOWN, set(),
    ),
    "owner_of_collab_leaves": (
        lambda one: owners.owner_of_collab_leaves(one, TOGETHER.code), TOGETHER, NOT_FOUND, NOT_FOUND, set(),
    ),
    "go_private": (owners.go_private, POST, NOT_FOUND, NOT_FOUND, set()),
    "go_private, to a follower": (
        lambda one: owners.admit(owners.go_private(one), "liesl"), POST, NOT_FOUND, SHOWN, {"posts", "photos"},
    ),
    "go_public": (
        lambda one: owners.go_public(owners.go_private(one)), POST, SHOWN, SHOWN, {"posts", "photos"},
    ),
    "close_account": (owners.close_account, POST, NOT_FOUND, NOT_FOUND, set()),
    "reopen_account": (
        lambda one: owners.reopen_account(owners.close_account(one)), POST, SHOWN, SHOWN, {"posts", "photos"},
    ),
    "rename": (lambda one: owners.rename(one, "hartmann.maschinen"), POST, SHOWN, SHOWN, {"posts", "photos"}),
    "restrict, country": (
        lambda one: owners.restrict(one, P, owners.country("DE")), POST, SHOWN, SHOWN, {"posts", "photos"},
    ),
    "restrict, age": (
        lambda one: owners.restrict(one, P, owners.AGE), POST, NOT_FOUND, SHOWN, {"posts", "photos"},
    ),
    "restrict, audience": (
        lambda one: owners.restrict(one, P, owners.AUDIENCE), POST, NOT_FOUND, NOT_FOUND, set(),
    ),
    "lift": (
        lambda one: owners.lift(owners.restrict(one, P, owners.AGE), P, owners.AGE),
        POST, SHOWN, SHOWN, {"posts", "photos"},
    ),
    "reencode": (lambda one: owners.reencode(one, P), POST, SHOWN, SHOWN, {"posts", "photos"}),
    "regenerate_alt_text": (owners.regenerate_alt_text, POST, SHOWN, SHOWN, {"posts", "photos"}),
    "translate_caption": (
        lambda one: owners.translate_caption(one, P, "de", "x"), POST, SHOWN, SHOWN, {"posts", "photos"},
    ),
}  # fmt: skip


@pytest.mark.some(of=3)
@pytest.mark.parametrize("verb", HAPPENINGS)
def test_what_either_visitor_gets_of_a_post(facing, facebook, verb):
    happen, post, to_stranger, to_liesl, listings = HAPPENINGS[verb]
    facebook.company = happen(PAGE)
    stranger, liesl = facing
    assert (stranger.post(post_id(post)), liesl.post(post_id(post))) == (to_stranger, to_liesl)
    if liesl.profile(facebook.company.handle) == NOT_FOUND:
        assert listings == set()
        return
    for surface in SURFACES:
        number = post_id(post) if surface in ("posts", "reels") else medium_id(post.media[0])
        assert (number in liesl.listed(facebook.company, surface)) is (surface in listings), surface


@pytest.mark.some(of=3)
@pytest.mark.parametrize("verb", HAPPENINGS)
def test_listings_are_in_the_order_of_truth(facing, facebook, verb):
    facebook.company = company = HAPPENINGS[verb][0](PAGE)
    stranger, liesl = facing
    if company.closed:
        assert (stranger.profile(), liesl.profile()) == (NOT_FOUND, NOT_FOUND)
        return
    first = 1 + (pinned(company) is not None)
    assert tuple(stranger.listed(company)) == places(company, "posts", STRANGER)[:first]
    for surface in SURFACES:
        told = places if surface in ("posts", "reels") else media_places
        assert tuple(liesl.listed(company, surface)) == told(company, surface, LIESL), surface


def test_truth_names_posts_by_their_numbers():
    gone = owners.restrict(owners.delete(PAGE, P), R, owners.AGE)
    told = truths(gone)
    assert told[post_id(POST)].standing == "absent_for_all"
    assert told[post_id(REEL)].standing == "absent_for_some"
    assert len(told) == len(PAGE.posts)


def test_publish_and_edit(facing, facebook):
    new = replace(POST, pk=PAGE.posts[0].pk + 2**23, taken_at=PAGE.posts[0].taken_at.replace(year=2027))
    facebook.company = owners.edit_caption(owners.publish(PAGE, new), P, None)
    liesl = facing[1]
    assert liesl.listed(PAGE)[1] == post_id(new)
    assert (
        liesl.page(f"/hartmann.werkzeuge/posts/{post_id(POST)}").subject["comet_sections"]["content"][
            "story"
        ]["message"]
        is None
    )
    facebook.company = owners.edit_caption(PAGE, P, "Neu")
    story = facing[0].page(f"/{ACCOUNT.username}/posts/{post_id(POST)}").subject
    said = story["comet_sections"]["content"]["story"]
    assert said["message"]["text"] == "Neu"
    assert said["comet_sections"]["message"]["story"]["message"]["text"] == "Neu"
    assert said["comet_sections"]["message_container"]["story"]["message"]["text"] == "Neu"


def test_a_page_under_another_name_keeps_its_number(facing, facebook):
    facebook.company = owners.handle_taken_by_other_id(owners.rename(PAGE, "neu"), hartmann_twin())
    for one in facing:
        assert one.page("/neu/").header["id"] == account_id(ACCOUNT)
        assert one.page(f"/profile.php?id={account_id(ACCOUNT)}").header["url"].endswith("/neu/")
        assert one.page(f"/{ACCOUNT.username}/").header["id"] != account_id(ACCOUNT)


def hartmann_twin():
    account = replace(ACCOUNT, pk=ACCOUNT.pk + 1, username="twin", name="Twin")
    return replace(hartmann(), account=account, posts=())


def test_a_country_is_told_apart(facing, facebook):
    facebook.company = owners.restrict(PAGE, P, owners.country("DE"))
    facebook.conditions = under(Locate("DE"))
    assert [one.post(post_id(POST)) for one in facing] == [NOT_FOUND, NOT_FOUND]


def test_words_are_another_s_in_another_language(facing, facebook):
    facebook.company = owners.translate_caption(PAGE, P, "ru", "По-русски")
    path = f"/hartmann.werkzeuge/posts/{post_id(POST)}"
    said = facing[0].page(path, [("accept-language", "ru-RU,ru")])
    assert said.subject["comet_sections"]["content"]["story"]["message"]["text"] == "По-русски"
    assert 'lang="ru"' in said.html
    facebook.conditions = under(Speak("de-DE"))
    page = facing[0].page("/nobody.here/")
    assert '"props":{"title":"Dieser Inhalt ist momentan nicht verf' in page.html
    assert 'lang="de"' in page.html


def test_media_written_anew_keep_their_number(facing, facebook):
    facebook.company = owners.reencode(PAGE, P)
    (before,), (after,) = POST.media, facebook.company.post(P).media
    told = facing[0].page(f"/photo/?fbid={medium_id(before)}").answers["CometPhotoRootContentQuery"]
    assert (told["currMedia"]["id"], before.sha256 != after.sha256) == (medium_id(after), True)
    assert facing[0].visitor.ask(told["currMedia"]["image"]["uri"]).content == after.content


def test_a_partner_s_page_stands_beside(facing):
    for one in facing:
        assert one.page(f"/{PARTNER.username}/").header["id"] == account_id(PARTNER)
    assert tuple(facing[1].listed(staalborg())) == places(staalborg(), "posts")
    story = facing[0].page(f"/{PARTNER.username}/posts/{post_id(TOGETHER)}").subject
    assert story["actors"][0]["id"] == account_id(PARTNER)


def test_a_gated_post_is_shown_to_sessions_alone(facing, facebook):
    posts = (replace(post, gated=post.code == P) for post in PAGE.posts)
    facebook.company = replace(PAGE, posts=tuple(posts))
    assert [one.post(post_id(POST)) for one in facing] == [NOT_FOUND, SHOWN]
    assert post_id(POST) not in places(facebook.company, "posts")
    assert post_id(POST) in places(facebook.company, "posts", LIESL)
