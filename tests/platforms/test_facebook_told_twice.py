"""What several answers, or several places of one, tell of a post: seen twice, a part is no whole, no date another."""

import json
from datetime import UTC, datetime

import pytest
from facebook_answers import SITE, only, read, read_page
from facebook_stories import ENDS, OWNER, album, entries, failed, film, film_page, story, timeline

from archiver.catalog import fields
from archiver.derive import editing
from archiver.model.gap import GapReason
from archiver.model.merging import together
from archiver.model.post import MediumKind

COVER = {"image": {"uri": "https://scontent.xx.fbcdn.net/v/t15/30001_n.jpg", "width": 640, "height": 360}}
BARE_FILM = {"__typename": "Video", "id": "30001", "preferred_thumbnail": COVER}
EVENT = {"styles": {"__typename": "StoryAttachmentEventStyleRenderer", "attachment": {"title": "x"}}}


def single(medium):
    kind = medium["__typename"]
    return {"styles": {"__typename": f"StoryAttachment{kind}StyleRenderer", "attachment": {"media": medium}}}


def renamed(attachment, key):
    return json.loads(json.dumps(attachment).replace(f'"{key}"', f'"{key}_v2"'))


ALBUM = album(["20001", "20002"], 2)
PARTLY_TOLD = {
    "an album without its count": [album(["20001", "20002"], None)],
    "something of a kind that is not read": [EVENT],
    "a photo and something that is not read": [single({"__typename": "Photo", "id": "20001"}), EVENT],
    "an album under another key": [renamed(ALBUM, "all_subattachments")],
    "an attachment under another key": [renamed(ALBUM, "attachment")],
    "styles under another key": [renamed(ALBUM, "styles")],
    "a film of which only the cover is told": [single(BARE_FILM)],
    "a photo without an address": [single({"__typename": "Photo", "id": "20001"})],
    "an album of which one is without an address": [album(["20001"], 1), single(BARE_FILM)],
}


@pytest.mark.parametrize("hung", PARTLY_TOLD.values(), ids=PARTLY_TOLD)
def test_a_post_of_which_a_part_is_told_twice_is_not_whole(hung):
    seen = only(read(timeline(story("111111", hung=hung), ends=ENDS)))
    assert not seen.whole
    assert not together(seen, seen).whole
    assert not together(together(seen, seen), seen).whole


@pytest.mark.parametrize("hung", PARTLY_TOLD.values(), ids=PARTLY_TOLD)
def test_a_photo_s_own_page_beside_it_makes_no_whole_of_it(hung):
    seen = only(read(timeline(story("111111", hung=hung), ends=ENDS)))
    (photo,) = read_page(
        photo_page("20001", post="111111"), f"{SITE}/photo/?fbid=20001&set=pcb.111111"
    ).observations
    if hung != PARTLY_TOLD["a photo without an address"]:
        assert not together(seen, photo).whole
        assert not together(photo, seen).whole


def test_a_film_without_its_file_is_a_film_without_an_address_and_never_its_cover():
    (medium,) = only(read(timeline(story("111111", hung=[single(BARE_FILM)]), ends=ENDS))).media
    assert (medium.kind, medium.candidates, medium.permanent_id) == (MediumKind.VIDEO, (), "30001")


def test_of_a_film_and_a_film_without_its_file_the_first_is_kept():
    bare = only(read(timeline(story("111111", hung=[single(BARE_FILM)]), ends=ENDS)))
    full = only(read(timeline(story("111111", hung=[single(film(f"{SITE}/reel/30001/"))]), ends=ENDS)))
    for pair in ((bare, full), (full, bare)):
        both = together(*pair)
        assert (both.whole, len(both.media), len(both.media[0].candidates)) == (True, 1, 1)


def script(data):
    call = ["RelayPrefetchedStreamCache", "next", [], ["adp_Q_1", {"__bbox": {"result": {"data": data}}}]]
    return f'<script type="application/json" data-sjs>{json.dumps({"require": [call]})}</script>'


def photo_page(number, *, post, made=1_784_027_471):
    image = {"uri": f"https://scontent.xx.fbcdn.net/v/t39/{number}_n.jpg", "width": 2048}
    shown = {
        "__typename": "Photo",
        "id": number,
        "image": image,
        "created_time": made,
        "owner": {"id": OWNER, "url": f"{SITE}/brandt.pumpen"},
        "container_story": {"post_id": post} if post != number else None,
        "creation_story": {"id": "x"},
    }
    return script({"currMedia": shown})


SET_TO = datetime(2012, 5, 4, 12, tzinfo=UTC)


def set_back(number, hung):
    told = story(number, hung=hung)
    told["comet_sections"]["timestamp"] = {
        "__typename": "CometFeedStoryBackdatedTimestampStrategy",
        "story": {"creation_time": int(SET_TO.timestamp())},
    }
    return only(read(timeline(told, ends=ENDS)))


def film_page_without_a_displayed_date():
    hung = [{"media": film(f"{SITE}/reel/30001/")}]
    told = story("111111", hung=hung) | {"creation_time": 1_784_027_471}
    del told["comet_sections"]["timestamp"]
    return only(read_page(script({"video": {"creation_story": told}}), f"{SITE}/reel/30001/"))


def its_photo_s_page():
    page = photo_page("111111", post="111111")
    return only(read_page(page, f"{SITE}/photo/?fbid=111111"))


MADE_BESIDE = {
    "a film's page": ([single(film(f"{SITE}/reel/30001/"))], film_page_without_a_displayed_date),
    "its photo's page": ([single({"__typename": "Photo", "id": "111111"} | COVER)], its_photo_s_page),
}


@pytest.mark.parametrize(("hung", "other"), MADE_BESIDE.values(), ids=MADE_BESIDE)
def test_a_date_that_was_set_back_stands_beside_one_that_says_when_it_was_made(hung, other):
    displayed, made = set_back("111111", hung), other()
    assert (made.published_at, made.made_at) == (None, datetime.fromtimestamp(1_784_027_471, UTC))
    for pair in ((displayed, made), (made, displayed)):
        both = together(*pair)
        assert (both.published_at, both.set_back, both.made_at) == (SET_TO, True, made.made_at)


@pytest.mark.parametrize(("hung", "other"), MADE_BESIDE.values(), ids=MADE_BESIDE)
def test_a_later_look_that_shows_only_when_it_was_made_is_no_edit_of_the_date(hung, other):
    known = fields.of_post(set_back("111111", hung))
    made = other()
    after = fields.merged(known, fields.of_post(made), whole=made.whole)
    assert "published_at" not in {change.field for change in editing.of_post(known, after, lambda *_: None)}
    assert after["published_at"] == known["published_at"]


def test_when_it_was_made_is_not_told_twice_where_it_is_the_displayed_date():
    plain = only(read(timeline(story("111111") | {"creation_time": 1_700_000_000}, ends=ENDS)))
    made = only(
        read_page(script({"node_v2": story("111111") | {"creation_time": 1_700_000_000}}), f"{SITE}/111111")
    )
    assert plain.made_at is made.made_at is together(plain, made).made_at is None


def test_a_pinned_post_that_failed_is_one_all_the_same():
    holder = timeline(story("111111"), ends=ENDS)
    holder["errors"] = [{"message": "A server error", "path": ["node", "profile_pinned_post"]}]
    assert entries(read(holder)) == ([None, "111111"], False)
    holder["data"]["node"]["profile_pinned_post"] = {"comet_sections": "?"}
    del holder["errors"]
    assert entries(read(holder)) == ([None, "111111"], False)
    holder["data"]["node"]["profile_pinned_post"] = None
    assert entries(read(holder)) == (["111111"], False)


def tiles(*views):
    return {"edges": [{"node": {"profile_tile_views": {"nodes": list(views)}}}]}


def view(*items):
    return {"view_style_renderer": {"view": {"profile_tile_items": {"nodes": list(items)}}}}


def item(kind, title, url=None):
    about = {"title": {"text": title}, "url": url}
    told = {"timeline_context_list_item_type": kind, "renderer": {"context_item": about}}
    return {"node": {"timeline_context_item": told}}


BIOGRAPHY = {"node": {"profile_status_text": {"text": "Pumps"}}}
INTRODUCTION = tiles(
    view(BIOGRAPHY),
    view(
        item("INTRO_CARD_INFLUENCER_CATEGORY", "Factory"),
        item("INTRO_CARD_WEBSITE", "brandt.example", "https://brandt.example/"),
    ),
)
SECTIONS = ["user", "profile_tile_sections", "edges", 0, "node", "profile_tile_views", "nodes"]


def introduced(sections, *errors):
    user = {
        "__typename": "User",
        "id": OWNER,
        "name": "Brandt",
        "url": f"{SITE}/brandt.pumpen",
        "profile_social_context": {"content": []},
        "profile_tile_sections": sections,
    }
    failures = [{"message": "A server error", "path": path} for path in errors]
    (account,) = read({"data": {"user": user}} | ({"errors": failures} if errors else {})).accounts
    return account


def test_a_part_of_the_introduction_that_failed_leaves_open_which_links_there_are():
    whole = introduced(INTRODUCTION)
    assert (whole.biography, whole.links, whole.category) == (
        "Pumps",
        ("https://brandt.example/",),
        "Factory",
    )
    without = introduced(tiles(view(BIOGRAPHY), view(item("INTRO_CARD_INFLUENCER_CATEGORY", "Factory"))))
    assert without.links == ()
    for part, errors in (
        (tiles(view(BIOGRAPHY), None), [[*SECTIONS, 1]]),
        (tiles(view(BIOGRAPHY), None), []),
        (tiles(view(BIOGRAPHY, {"node": None})), []),
        (INTRODUCTION, [[*SECTIONS, 1, "view_style_renderer"]]),
    ):
        assert introduced(json.loads(json.dumps(part)), *errors).links is None


def with_texts(*texts, ranges=()):
    told = story("111111", words=texts[0])
    message = {"text": texts[1], "ranges": list(ranges)}
    told["comet_sections"]["content"]["story"]["comet_sections"] = {
        "message": {"story": {"message": message}}
    }
    return read(timeline(told, ends=ENDS))


HASHTAG = {"offset": 6, "length": 5, "entity": {"__typename": "Hashtag", "url": f"{SITE}/hashtag/werk"}}


def test_of_several_texts_none_is_taken_for_the_author_s():
    """One of them may be a translation, or cut short: with or without a hashtag."""
    for texts in (("Hallo #Werk", "Hello #Werk"), ("Hallo #Werk und vieles", "Hallo #Werk …")):
        reading = with_texts(*texts, ranges=[HASHTAG])
        assert (only(reading).caption, only(reading).whole, only(reading).links) == (None, False, None)
        assert [(gap.reason, gap.detail) for gap in reading.gaps] == [
            (GapReason.UNKNOWN_SHAPE, "several texts")
        ]


def test_one_text_at_several_places_is_that():
    reading = with_texts("Hallo #Werk", "Hallo #Werk", ranges=[HASHTAG])
    assert (only(reading).caption, only(reading).whole, reading.gaps) == ("Hallo #Werk", True, ())


def test_a_failure_of_an_edge_s_words_leaves_them_open():
    path = ("edges", 0, "node", "comet_sections", "content", "story", "message")
    reading = read(timeline(story("111111", words=None), ends=ENDS, errors=[failed(*path)]))
    assert only(reading).caption is None


def test_a_film_s_own_page_is_whole_though_it_tells_no_displayed_date():
    seen = film_page_without_a_displayed_date()
    assert (seen.whole, film_page(f"{SITE}/reel/30001/").whole) == (True, True)
