"""The simulated Stories have what real ones have, where they have it."""

import base64
import json
from pathlib import Path

import pytest
from facebook_asking import Page
from wired_page import PAGE, of_form

from archiver.simulator.facebook import stories
from archiver.simulator.facebook.signing import Signer

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "facebook"

STORY = """
__typename __isFeedUnit id post_id permalink_url cache_id encrypted_tracking trackingdata attached_story to th_dat_spo
actors[].__typename actors[].id actors[].name actors[].url
feedback.id feedback.owning_profile.__typename feedback.associated_group
comet_sections.content.__typename comet_sections.content.story.post_id comet_sections.content.story.wwwURL
comet_sections.content.story.message.__typename comet_sections.content.story.message.text
comet_sections.content.story.comet_sections.message.__typename
comet_sections.content.story.comet_sections.message.story.message.text
comet_sections.content.story.comet_sections.message.story.message.ranges
comet_sections.content.story.comet_sections.message_container.story.message.text
comet_sections.content.story.actors[].profile_picture.uri
comet_sections.timestamp.__typename comet_sections.timestamp.story.creation_time comet_sections.timestamp.story.url
comet_sections.context_layout.story.comet_sections.metadata[].__typename
comet_sections.context_layout.story.comet_sections.metadata[].story.creation_time
comet_sections.context_layout.story.comet_sections.metadata[].story.url
comet_sections.context_layout.story.comet_sections.metadata[].story.privacy_scope.description
comet_sections.context_layout.story.comet_sections.actor_photo.story.actors[].delegate_page.id
comet_sections.context_layout.story.comet_sections.title.story.collaborators
comet_sections.call_to_action.story.tracking
""".split()

_FEEDBACK = (
    "comet_sections.feedback.story.story_ufi_container.story.feedback_context.feedback_target_with_context"
)
_SUMMARY = f"{_FEEDBACK}.comet_ufi_summary_and_actions_renderer.feedback"
COUNTS = (
    f"{_FEEDBACK}.id",
    f"{_FEEDBACK}.owning_profile.id",
    f"{_SUMMARY}.subscription_target_id",
    f"{_SUMMARY}.adaptive_ufi_action_renderers[].__typename",
    f"{_SUMMARY}.adaptive_ufi_action_renderers[].feedback.reaction_count.count",
    f"{_SUMMARY}.adaptive_ufi_action_renderers[].feedback.comment_rendering_instance.comments.total_count",
    f"{_SUMMARY}.adaptive_ufi_action_renderers[].feedback.share_count.count",
    f"{_SUMMARY}.top_reactions.edges[].node.id",
    f"{_SUMMARY}.top_reactions.edges[].node.localized_name",
    f"{_SUMMARY}.top_reactions.edges[].reaction_count",
)

_FULL = "comet_sections.content.story.attachments[]"
PHOTO = """
.media.__typename .media.__isNode .media.id .styles.__typename
.styles.attachment.media.__typename .styles.attachment.media.__isMedia .styles.attachment.media.id
.styles.attachment.media.photo_image.uri .styles.attachment.media.photo_image.width
.styles.attachment.media.photo_image.height .styles.attachment.media.viewer_image.width
.styles.attachment.media.accessibility_caption .styles.attachment.media.url
.styles.attachment.media.creation_story.id
""".split()
VIDEO = [
    *(f".styles.attachment.media.{name}" for name in """
    __typename id permalink_url length_in_second playable_duration_in_ms original_width original_height height width
    first_frame_thumbnail preferred_thumbnail.image.uri is_live_streaming captions_url owner.id
    videoDeliveryLegacyFields url
    videoDeliveryResponseFragment.videoDeliveryResponseResult.progressive_urls[].progressive_url
    videoDeliveryResponseFragment.videoDeliveryResponseResult.progressive_urls[].failure_reason
    videoDeliveryResponseFragment.videoDeliveryResponseResult.progressive_urls[].metadata.quality
    videoDeliveryResponseFragment.videoDeliveryResponseResult.dash_manifests[].manifest_xml
    videoDeliveryResponseFragment.videoDeliveryResponseResult.dash_manifests[].failure_reason
    videoDeliveryResponseFragment.videoDeliveryResponseResult.dash_manifest_urls[].manifest_url
    videoDeliveryResponseFragment.videoDeliveryResponseResult.hls_playlist_urls[].hls_playlist_url
    """.split()),
    ".media.id",
    ".styles.__typename",
]  # fmt: skip
ALL = {
    "video": [*(f"attachments[]{path}" for path in VIDEO), *(_FULL + path for path in VIDEO)],
    "photo": [*(f"attachments[]{path}" for path in PHOTO), *(_FULL + path for path in PHOTO)],
}


def paths(node, before=""):
    """Give the path of every key, with what kind of thing stands there."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield f"{before}.{key}".lstrip("."), type(value)
            yield from paths(value, f"{before}.{key}")
    if isinstance(node, list):
        for value in node:
            yield from paths(value, f"{before}[]")


def kinds(node):
    told = {}
    for path, kind in paths(node):
        told.setdefault(path, set()).add(kind)
    return told


def simulated(form):
    return stories.story(PAGE, of_form(form), Signer("x", 1_795_000_000), "B")


@pytest.fixture(scope="module")
def real():
    source = REAL / "timeline_stories_2026-05.json"
    if not source.exists():
        pytest.skip("no real payloads here")
    found, pending = [], [json.loads(source.read_text())]
    while pending:
        node = pending.pop(0)
        if isinstance(node, dict) and node.get("__typename") == "Story" and "comet_sections" in node:
            found.append(node)
        elif isinstance(node, dict | list):
            pending.extend(node.values() if isinstance(node, dict) else node)
    assert len(found) == 4
    return found


def of_style(stories, style):
    return next(
        story
        for story in stories
        if any(style in one["styles"]["__typename"] for one in story["attachments"])
    )


@pytest.mark.parametrize("path", [*STORY, *COUNTS])
def test_a_story_has_what_real_ones_have(real, path):
    ours, theirs = kinds(simulated("photo")), [kinds(story) for story in real]
    assert path in ours
    assert any(path in told for told in theirs)
    allowed = set().union(*(told.get(path, set()) for told in theirs)) | {type(None)}
    assert ours[path] <= allowed


@pytest.mark.parametrize(("form", "style"), [("photo", "Photo"), ("video", "UnifiedLightweightVideo")])
def test_what_is_attached_is_where_real_ones_have_it(real, form, style):
    ours, theirs = kinds(simulated(form)), kinds(of_style(real, style))
    assert [path for path in ALL[form] if path not in theirs] == []
    assert [path for path in ALL[form] if path not in ours] == []


@pytest.mark.parametrize("form", ["photo", "video", "text", "coloured"])
def test_nothing_stands_above_a_story_that_is_not_in_real_ones(real, form):
    known = set().union(*real)
    assert set(simulated(form)) <= known
    assert "creation_time" not in known


def test_texts_on_a_ground_are_told_as_real_ones_are(real):
    section = "comet_sections.content.story.comet_sections.message"
    (theirs,) = (story for story in real if not story["attachments"])
    ours = simulated("coloured")
    assert ours["attachments"] == []
    assert {path for path in kinds(ours) if path.startswith(section)} <= set(kinds(theirs))
    contents = [story["comet_sections"]["content"]["story"] for story in (ours, theirs)]
    names = {content["comet_sections"]["message"]["__typename"] for content in contents}
    assert names == {"CometFeedStoryFormattedBackgroundMessageRenderingStrategy"}


def test_keys_are_made_as_real_ones_are(real):
    for story in (*real, simulated("photo")):
        owner, number = story["actors"][0]["id"], story["post_id"]
        assert base64.b64decode(story["id"]).decode() == f"S:_I{owner}:{number}:{number}"
        assert base64.b64decode(story["feedback"]["id"]).decode() == f"feedback:{number}"
        media = [one["media"]["id"] for one in story["attachments"] if one.get("media")]
        assert number not in media


def test_the_older_wrapper_is_read_as_a_real_page_s(real, facing):
    page = Page((REAL / "page_2023-01.html").read_text())
    ours = next(one for _ in range(20) if (one := facing[0].page("/hartmann.werkzeuge/")).is_lazy)
    for query in ("ProfileCometHeaderQuery", "ProfileCometTimelineFeedQuery"):
        assert query in page.answers
        assert query in ours.answers
    assert set(ours.header) - set(page.header) == set()
    assert page.timeline["timeline_list_feed_units"]["page_info"]["has_next_page"] is True
    assert set(ours.timeline) <= set(page.timeline) | {"timeline_list_feed_units"}
    listing = ["user", "timeline_list_feed_units"]
    labels = [
        {part["label"] for parts in one.parts.values() for part in parts[1:] if part["path"] == listing}
        for one in (page, ours)
    ]
    assert labels[0] == labels[1]
