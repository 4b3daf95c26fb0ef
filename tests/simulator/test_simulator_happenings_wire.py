"""What a visitor without a session and one with a session get after each thing that owners do, over the wire."""

from dataclasses import replace

import pytest
from network_asking import NOT_FOUND
from wired_company import CAROUSEL, POST, REEL, TOGETHER, WHOLE

from archiver.simulator import happenings as owners
from archiver.simulator.conditions import (
    CALM,
    LOGGED_OUT,
    Locate,
    Speak,
    under,
)
from archiver.simulator.hartmann import ACCOUNT, PARTNER, VISITOR
from archiver.simulator.staalborg import staalborg
from archiver.simulator.truth import places, truths
from archiver.simulator.views import shown_to
from archiver.simulator.visitors import STRANGER, Session, Visitor


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


@pytest.mark.some(of=3)
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


@pytest.mark.some(of=3)
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
