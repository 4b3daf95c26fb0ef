"""When a Story was published, as displayed and, where its author set it back, when it was made.

A time counts as displayed only where the answer says how it is shown: by itself it is when the post was made, which an
author who set the date back does not show. The paths are those of 2026; the order of `metadata[]` is not fixed.
"""

from datetime import datetime

from archiver.formats.json_values import Node, node, objects, text, time

_BACKDATED = "Backdated"
_TIMESTAMP = "Timestamp"


def is_set_back(story: Node) -> bool:
    """Tell whether the displayed date is one that the author set."""
    return any(_BACKDATED in (text(one.get("__typename")) or "") for one in _told(story))


def displayed(story: Node) -> datetime | None:
    """Give the displayed date; None where none is shown."""
    told = _told(story)
    backdated = [one for one in told if _BACKDATED in (text(one.get("__typename")) or "")]
    dates = [_creation(node(one.get("story"))) for one in (*backdated, *told)]
    return next((date for date in dates if date is not None), None)


def made(story: Node) -> datetime | None:
    """Give when a post was made; None where it is not told, or is the displayed date."""
    plain = [one for one in _told(story) if _BACKDATED not in (text(one.get("__typename")) or "")]
    dates = [_creation(story), *(_creation(node(one.get("story"))) for one in plain)]
    shown = displayed(story)
    return next((date for date in dates if date is not None and date != shown), None)


def _told(story: Node) -> list[Node]:
    """Give the places at which a time is told, each with how it is shown."""
    sections = node(story.get("comet_sections"))
    layout = node(node(node(sections.get("context_layout")).get("story")).get("comet_sections"))
    shown = [node(sections.get("timestamp")), *objects(layout.get("metadata"))]
    return [one for one in shown if _TIMESTAMP in (text(one.get("__typename")) or "")]


def _creation(story: Node) -> datetime | None:
    return time(story.get("creation_time"))
