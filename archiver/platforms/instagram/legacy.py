"""The legacy dialect: `GraphImage` and `XDTGraph…` nodes, before 2025 and in embeds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archiver.formats.json_values import (
    Node,
    edges,
    identifier,
    node,
    number,
    objects,
    size,
    text,
    time,
    truth,
)
from archiver.model.post import Candidate, Count
from archiver.platforms.instagram.dialects import Part, check_id, ids_of, part, place, user_id

_KINDS = {"Image": "image", "Video": "video", "Sidecar": "carousel"}
_COUNTS = (("likes", "edge_media_preview_like"), ("comments", "edge_media_to_comment"))


@dataclass(frozen=True, slots=True)
class Legacy:
    """A node of the legacy dialect."""

    node: Node

    def ids(self) -> tuple[str, str]:
        """Give permanent id and shortcode."""
        found = self.node.get("id")
        plain = found.partition("_")[0] if isinstance(found, str) else found
        return identifier(plain), text(self.node.get("shortcode")) or ""

    def kind(self) -> str:
        """Give the kind that `__typename` names, or `is_video` where it names none that is known."""
        name = (text(self.node.get("__typename")) or "").removeprefix("XDT").removeprefix("Graph")
        return _KINDS.get(name) or ("video" if self.node.get("is_video") is True else "image")

    def owner(self) -> tuple[str, str]:
        """Give the owner."""
        owner = node(self.node.get("owner"))
        return user_id(owner), text(owner.get("username")) or ""

    def published_at(self) -> datetime | None:
        """Give `taken_at_timestamp`."""
        return time(self.node.get("taken_at_timestamp"))

    def caption(self) -> str | None:
        """Give the first caption; a connection without edges is an empty one, a null is not known."""
        connection = self.node.get("edge_media_to_caption")
        if not isinstance(connection, dict) or not isinstance(connection.get("edges"), list):
            return None
        texts = edges(connection)
        return text(texts[0].get("text")) if texts else ""

    def location(self) -> tuple[str, ...] | None:
        """Give the place; a null one is none."""
        return place(self.node, "location")

    def tagged(self) -> Iterator[str]:
        """Give the names of who is tagged."""
        for tag in edges(self.node.get("edge_media_to_tagged_user")):
            name = text(node(tag.get("user")).get("username"))
            if name:
                yield name

    def tagged_ids(self) -> tuple[str, ...] | None:
        """Give the ids of who is tagged, where the field is there."""
        if "edge_media_to_tagged_user" not in self.node:
            return None
        return ids_of([node(tag.get("user")) for tag in edges(self.node["edge_media_to_tagged_user"])])

    def caption_marks(self) -> tuple[bool | None, bool | None]:
        """Give what this dialect marks: whether the caption was edited."""
        return truth(self.node.get("caption_is_edited")), None

    def counts(self) -> Iterator[tuple[str, Count]]:
        """Give the numbers shown."""
        for name, key in _COUNTS:
            value = number(node(self.node.get(key)).get("count"))
            if value is not None:
                yield name, Count(value)
        views = number(self.node.get("video_view_count"))
        if views is not None:
            yield "views", Count(views)

    def promised(self) -> int | None:
        """Give how many edges a carousel has, read or not: it does not say how many slides."""
        children = node(self.node.get("edge_sidecar_to_children")).get("edges")
        if self.kind() != "carousel":
            return None
        return len(children) if isinstance(children, list) else 0

    def pinned_on(self) -> tuple[str, ...]:
        """Give the grid where `pinned_for_users` names its owner."""
        owner = self.owner()[0]
        pinned = owner and any(user_id(user) == owner for user in objects(self.node.get("pinned_for_users")))
        return ("grid",) if pinned else ()

    def parts(self) -> list[Part]:
        """Give the children, or the medium itself."""
        children = edges(self.node.get("edge_sidecar_to_children"))
        for child in children:
            if isinstance(child.get("shortcode"), str):
                check_id(identifier(child.get("id")), child["shortcode"])
        return [_part(child) for child in children or [self.node]]


def _part(child: Node) -> Part:
    pictures = [
        Candidate(picture["src"], size(picture.get("config_width")), size(picture.get("config_height")))
        for picture in objects(child.get("display_resources"))
        if text(picture.get("src"))
    ]
    shape = node(child.get("dimensions"))
    width, height = size(shape.get("width")), size(shape.get("height"))
    own = text(child.get("display_url"))
    if own and own not in [picture.address for picture in pictures]:
        pictures.append(Candidate(own, width, height))
    film = text(child.get("video_url"))
    videos = [Candidate(film, width, height)] if film else []
    manifest = text(node(child.get("dash_info")).get("video_dash_manifest")) or ""
    return part(child, pictures, videos, manifest, video=child.get("is_video") is True, whole=True)
