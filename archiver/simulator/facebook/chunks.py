"""An answer in parts, as it is streamed: first a document, then what belongs at places within it.

What is deferred is taken out of the document, so that a reader who does not put the parts together lacks it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archiver.simulator.facebook.pieces import Json
from archiver.simulator.facebook.signing import Signer

Path = tuple[str | int, ...]

_FEED = "ProfileCometTimelineFeed_user"
STREAM = f"{_FEED}$stream${_FEED}_timeline_list_feed_units"
PAGE_INFO = f"{_FEED}$defer${_FEED}_timeline_list_feed_units$page_info"

_ATTACHED: Path = ("comet_sections", "content", "story", "attachments", 0)
_COUNTS: Path = (
    "comet_sections", "feedback", "story", "story_ufi_container", "story", "feedback_context",
    "feedback_target_with_context",
)  # fmt: skip
_SUMMARY: Path = (*_COUNTS, "comet_ufi_summary_and_actions_renderer", "feedback")
_COMMENTS = "CommentListComponentsRootQuery$defer$CometUFICommentsList_feedback$comments$page_info"
_DEFERRED: tuple[tuple[str, tuple[Path, ...], tuple[str, ...]], ...] = (
    (
        "CometFeedStoryVideoAttachmentVideoPlayer_video$defer$VideoPlayerWithVideoCardsOverlay_video",
        ((*_ATTACHED, "styles", "attachment", "media"), (*_ATTACHED, "style_type_renderer", "attachment", "media")),
        ("captions_url", "is_huddle", "video_view_count"),
    ),
    (
        "CometFeedStoryPhotoAttachmentStyle_styles$defer$CometFeedStoryPhotoAttachmentAltText_media",
        ((*_ATTACHED, "styles", "attachment", "media"),),
        ("accessibility_caption",),
    ),
    (
        "CometUFISummaryAndActions_feedback$defer$CometUFISummaryBase_feedback",
        (_SUMMARY,),
        ("share_count", "i18n_share_count", "top_reactions"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chunk:
    """One part of an answer that comes after its first."""

    label: str
    path: Path
    data: Json | None
    errors: tuple[Json, ...] = ()

    def written(self, *, last: bool) -> Json:
        """Give it as it is sent."""
        told: Json = {"label": self.label, "path": list(self.path), "data": self.data}
        if self.errors:
            told["errors"] = list(self.errors)
        return told | {"extensions": {"is_final": last}}


def deferred(node: Json, path: Path, signer: Signer) -> list[Chunk]:
    """Take out of a Story what its answer brings later; `path` is where it stands."""
    chunks = []
    for label, places, names in _DEFERRED:
        for place in places:
            bearer = _at(node, place)
            if bearer is None or not set(names) & set(bearer) or not signer.either((True, True, False)):
                continue
            told = {name: bearer.pop(name) for name in names if name in bearer}
            chunks.append(Chunk(label, (*path, *place), {"id": bearer["id"], **told}))
    return chunks


def trap(node: Json, path: Path, signer: Signer) -> Chunk | None:
    """Give the part that says whether there are more comments on a Story, in words a listing says too."""
    if _at(node, _COUNTS) is None:
        return None
    more = {"page_info": {"end_cursor": signer.token(40), "has_next_page": True}}
    return Chunk(_COMMENTS, (*path, *_COUNTS, "comment_rendering_instance", "comments"), more)


def mishap(path: Path) -> Json:
    """Give the error that stands beside something that is null."""
    return {"message": "A server error field_exception occured.", "severity": "CRITICAL", "path": list(path)}


def listing(
    edges: Sequence[Json | None], page_info: Json, root: Path, signer: Signer
) -> tuple[list[Json | None], list[Chunk]]:
    """Give the edge of a listing that comes first, and the chunks that follow it."""
    units: Path = (*root, "timeline_list_feed_units")
    chunks: list[Chunk] = []
    late: list[Chunk] = []
    for place, edge in enumerate(edges):
        path: Path = (*units, "edges", place)
        if edge is None:
            if place:
                chunks.append(Chunk(STREAM, path, None, (mishap(path),)))
            continue
        node = edge["node"]
        parts, more = deferred(node, (*path, "node"), signer), trap(node, (*path, "node"), signer)
        if place:
            chunks.append(Chunk(STREAM, path, edge))
        (chunks if signer.either((True, False)) else late).extend(parts)
        if more and place == len(edges) // 2:
            late.append(more)
    said = Chunk(PAGE_INFO, units, {"page_info": page_info})
    # What belongs within a Story may come before the end of the listing is told, or after.
    ending = [*late, said] if signer.either((True, False)) else [said, *late]
    return list(edges[:1]), [*chunks, *ending]


def _at(node: Json, path: Path) -> Json | None:
    found: Any = node
    for step in path:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return None
    return found if isinstance(found, dict) else None
