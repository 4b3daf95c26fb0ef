"""How often a Story was reacted to, commented on and shared, in either of the two variants in which that is written."""

from collections.abc import Iterator

from archiver.formats.json_values import Node, node, number, objects, text
from archiver.model.post import Count

_RENDERERS = {
    "UFIStoryReactActionRenderer": "reactions",
    "UFICommentActionRenderer": "comments",
    "XFBUFIAdaptiveShareActionRenderer": "shares",
}


def of(story: Node) -> Iterator[tuple[str, Count]]:
    """Give the numbers shown."""
    found = dict(_of(story))
    yield from ((name, Count(found[name])) for name in sorted(found))


def _of(story: Node) -> Iterator[tuple[str, int]]:
    feedback = _feedback(story)
    yield from _numbers(feedback, frozenset(_RENDERERS.values()))
    for renderer in objects(feedback.get("adaptive_ufi_action_renderers")):
        name = _RENDERERS.get(text(renderer.get("__typename")) or "")
        if name is not None:
            yield from _numbers(node(renderer.get("feedback")), frozenset((name,)))
    views = number(feedback.get("video_view_count"))
    if views is not None:
        yield "views", views


def _feedback(story: Node) -> Node:
    container = node(node(node(story.get("comet_sections")).get("feedback")).get("story"))
    shown = node(node(container.get("story_ufi_container")).get("story"))
    target = node(node(shown.get("feedback_context")).get("feedback_target_with_context"))
    if not target:  # as it was in 2023
        target = node(node(container.get("feedback_context")).get("feedback_target_with_context"))
        target = node(node(target.get("ufi_renderer")).get("feedback"))
    return node(node(target.get("comet_ufi_summary_and_actions_renderer")).get("feedback"))


def _numbers(feedback: Node, wanted: frozenset[str]) -> Iterator[tuple[str, int]]:
    summary = node(node(feedback.get("comments_count_summary_renderer")).get("feedback"))
    told = {
        "reactions": node(feedback.get("reaction_count")).get("count"),
        "shares": node(feedback.get("share_count")).get("count"),
        "comments": _comments(feedback) if _comments(feedback) is not None else _comments(summary),
    }
    for name, value in told.items():
        counted = number(value)
        if name in wanted and counted is not None:
            yield name, counted


def _comments(feedback: Node) -> object:
    counted = node(node(feedback.get("comment_rendering_instance")).get("comments")).get("total_count")
    return node(feedback.get("comment_count")).get("total_count") if counted is None else counted
