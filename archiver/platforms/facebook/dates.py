"""When a Story was published, as displayed and, where its author set it back, when it was made.

The paths are those of 2026; the order of `metadata[]` is not fixed.
"""

from datetime import datetime

from archiver.formats.json_values import Node, node, objects, text, time

_BACKDATED = "Backdated"
_TIMESTAMP = "Timestamp"


def displayed(story: Node) -> datetime | None:
    """Give the displayed date; None where none is shown."""
    sections = node(story.get("comet_sections"))
    told = [node(sections.get("timestamp")), *_metadata(sections)]
    backdated = [one for one in told if _BACKDATED in (text(one.get("__typename")) or "")]
    dates = [_creation(node(one.get("story"))) for one in (*backdated, *told)]
    return next((date for date in (*dates, _creation(story)) if date is not None), None)


def made(story: Node) -> datetime | None:
    """Give when a back-dated post was made; None where it is not told beside the displayed date."""
    sections = node(story.get("comet_sections"))
    told = [node(sections.get("timestamp")), *_metadata(sections)]
    plain = [one for one in told if _BACKDATED not in (text(one.get("__typename")) or "")]
    dates = [_creation(story), *(_creation(node(one.get("story"))) for one in plain)]
    shown = displayed(story)
    return next((date for date in dates if date is not None and date != shown), None)


def _metadata(sections: Node) -> list[Node]:
    layout = node(node(node(sections.get("context_layout")).get("story")).get("comet_sections"))
    return [
        one for one in objects(layout.get("metadata")) if _TIMESTAMP in (text(one.get("__typename")) or "")
    ]


def _creation(story: Node) -> datetime | None:
    return time(story.get("creation_time"))
