"""One reading of a medium for the three dialects in which Instagram writes it.

- *xdt* and REST: `pk, code, taken_at, caption.text, image_versions2, carousel_media` (signed in);
- *polaris*: the same names, fewer fields, `__typename` XIGPolaris… (logged out);
- *legacy*: `shortcode, taken_at_timestamp, edge_media_to_caption, display_url` (before 2025, embeds).

Names absent and values null are common everywhere; a field that is not there is not known, and is never taken
for empty. Whoever owns the post is read from its own `owner` or `user`, whose `pk` is the numeric id: on
logged-out pages `id` there is another number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archiver.model import instant
from archiver.model.post import Candidate, Count, Medium, MediumKind, Observation
from archiver.model.refs import PostRef
from archiver.platforms.instagram import urls

Node = dict[str, Any]
_KINDS = {1: "image", 2: "video", 8: "carousel"}
_LEGACY_KINDS = {"Image": "image", "Video": "video", "Sidecar": "carousel"}


class NotUnderstoodError(ValueError):
    """A node that should be a medium is not one that is known here."""


class IdMismatchError(NotUnderstoodError):
    """Permanent id and shortcode of a medium contradict each other."""


def is_medium(node: object) -> bool:
    """Tell whether a node is a medium with an address of its own, in any dialect."""
    if not isinstance(node, dict):
        return False
    modern = (
        isinstance(node.get("code"), str) and "pk" in node and ("media_type" in node or "taken_at" in node)
    )
    return modern or (isinstance(node.get("shortcode"), str) and "id" in node)


def is_advertisement(node: Node) -> bool:
    """Tell whether a medium is shown because someone paid for its place."""
    link = node.get("link")
    return (
        node.get("product_type") == "ad"
        or bool(node.get("ad_id"))
        or (isinstance(link, str) and link.startswith("https://www.facebook.com/ads"))
    )


def read(node: object, record: str) -> Observation:
    """Read a medium; raise NotUnderstoodError."""
    if not isinstance(node, dict):
        raise NotUnderstoodError(f"not an object but {type(node).__name__}")
    try:
        reader = _Legacy(node) if "shortcode" in node else _Modern(node)
        return _observed(reader, record)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise NotUnderstoodError(f"{type(error).__name__} at {error}") from error


def _observed(reader: "_Modern | _Legacy", record: str) -> Observation:
    permanent_id, code = reader.permanent_id(), reader.code()
    check_id(permanent_id, code)
    owner_id, owner_name = reader.owner()
    media = tuple(reader.media())
    return Observation(
        ref=PostRef(urls.NAME, code),
        permanent_id=permanent_id,
        owner_id=owner_id,
        owner_name=owner_name,
        kind=reader.kind(),
        product=_text(reader.node.get("product_type")) or "",
        published_at=reader.published_at(),
        caption=reader.caption(),
        alt=_text(reader.node.get("accessibility_caption")),
        location=reader.location(),
        tagged=tuple(reader.tagged()),
        coauthors=tuple(_id(user) for user in _objects(reader.node.get("coauthor_producers"))),
        media=media,
        counts=tuple(reader.counts()),
        whole=reader.whole(media),
        record=record,
    )


def check_id(permanent_id: str, code: str) -> None:
    """Hold a medium's two ids against each other; raise IdMismatchError."""
    if not permanent_id.isdigit() or urls.code_of(permanent_id) != code:
        raise IdMismatchError(f"permanent id {permanent_id[:40]} is not that of {code[:40]}")


@dataclass(frozen=True, slots=True)
class _Modern:
    """The xdt, REST and polaris dialects."""

    node: Node

    def permanent_id(self) -> str:
        return str(self.node["pk"])

    def code(self) -> str:
        return str(self.node["code"])

    def kind(self) -> str:
        return _KINDS[self.node["media_type"]]

    def owner(self) -> tuple[str, str]:
        for user in (self.node.get("owner"), self.node.get("user")):
            if isinstance(user, dict) and user.get("pk"):
                return str(user["pk"]), _text(user.get("username")) or ""
        raise NotUnderstoodError("a medium without an owner")

    def published_at(self) -> datetime | None:
        return _instant(self.node.get("taken_at"))

    def caption(self) -> str | None:
        if "caption" not in self.node:
            return None
        caption = self.node["caption"]
        return "" if caption is None else str(caption["text"] or "")

    def location(self) -> tuple[str, str] | None:
        place = self.node.get("location")
        return (
            (_id(place), _text(place.get("name")) or "") if isinstance(place, dict) and _id(place) else None
        )

    def tagged(self) -> Iterator[str]:
        tags = self.node.get("usertags")
        for tag in _objects(tags.get("in") if isinstance(tags, dict) else None):
            user = tag.get("user")
            yield (_text(user.get("username")) or _id(user)) if isinstance(user, dict) else ""

    def counts(self) -> Iterator[tuple[str, Count]]:
        hidden = self.node.get("like_and_view_counts_disabled") is True
        for name, key in (
            ("likes", "like_count"),
            ("comments", "comment_count"),
            ("plays", "play_count"),
            ("views", "view_count"),
        ):
            value = self.node.get(key)
            if isinstance(value, int) and value >= 0 and not (hidden and name != "comments"):
                yield name, Count(value)

    def media(self) -> Iterator[Medium]:
        slides = _objects(self.node.get("carousel_media"))
        for part in slides or [self.node]:
            # A slide's own code, where it has one, must fit its own id.
            if part is not self.node and isinstance(part.get("code"), str):
                check_id(str(part["pk"]), part["code"])
            medium = _modern_medium(part)
            if medium is not None:
                yield medium

    def whole(self, media: tuple[Medium, ...]) -> bool:
        known = self.node.get("taken_at") is not None and "caption" in self.node
        slides = self.node.get("carousel_media_count")
        counted = slides is None or self.kind() != "carousel" or slides == len(media)
        listed = self.kind() != "carousel" or bool(self.node.get("carousel_media"))
        return known and listed and counted and "image_versions2" in (_first_slide(self.node))


def _first_slide(node: Node) -> Node:
    return next(iter(_objects(node.get("carousel_media"))), node)


def _modern_medium(part: Node) -> Medium | None:
    versions = part.get("image_versions2")
    pictures = [
        Candidate(picture["url"], _size(picture.get("width")), _size(picture.get("height")))
        for picture in _objects(versions.get("candidates") if isinstance(versions, dict) else None)
        if _text(picture.get("url"))
    ]
    preview = _text(part.get("display_uri"))
    if preview and preview not in [picture.address for picture in pictures]:
        # 640 pixels from another host: the last resort where the larger ones get no answer.
        pictures.append(Candidate(preview, None, None))
    videos = [
        Candidate(video["url"], _size(video.get("width")), _size(video.get("height")))
        for video in _objects(part.get("video_versions"))
        if _text(video.get("url"))
    ]
    video = part.get("media_type") == 2  # noqa: PLR2004 - the platform's own number for video
    return _medium(part, videos or pictures, pictures, video=video and bool(videos))


def _medium(
    part: Node, candidates: list[Candidate], pictures: list[Candidate], *, video: bool
) -> Medium | None:
    if not candidates:
        return None
    named = (pictures or candidates)[0].address
    return Medium(
        asset=(urls.video_asset(candidates[0].address) if video else "") or urls.file_of(named),
        kind=MediumKind.VIDEO if video else MediumKind.IMAGE,
        candidates=tuple(largest_first(candidates)),
        permanent_id=str(part.get("pk") or part.get("id") or "").partition("_")[0],
        alt=_text(part.get("accessibility_caption")),
    )


def largest_first(candidates: list[Candidate]) -> list[Candidate]:
    """Order renditions by width; those without one keep the platform's order, largest first, behind the others."""
    return sorted(dict.fromkeys(candidates), key=lambda candidate: -(candidate.width or 0))


@dataclass(frozen=True, slots=True)
class _Legacy:
    """The dialect of `GraphImage` and `XDTGraph…` nodes."""

    node: Node

    def permanent_id(self) -> str:
        return str(self.node["id"]).partition("_")[0]

    def code(self) -> str:
        return str(self.node["shortcode"])

    def kind(self) -> str:
        name = str(self.node.get("__typename", "")).removeprefix("XDT").removeprefix("Graph")
        if name in _LEGACY_KINDS:
            return _LEGACY_KINDS[name]
        return "video" if self.node["is_video"] else "image"

    def owner(self) -> tuple[str, str]:
        owner = self.node["owner"]
        return str(owner["id"]), _text(owner.get("username")) or ""

    def published_at(self) -> datetime | None:
        return _instant(self.node.get("taken_at_timestamp"))

    def caption(self) -> str | None:
        if "edge_media_to_caption" not in self.node:
            return None
        texts = _edges(self.node["edge_media_to_caption"])
        return str(texts[0]["text"]) if texts else ""

    def location(self) -> tuple[str, str] | None:
        place = self.node.get("location")
        return (
            (_id(place), _text(place.get("name")) or "") if isinstance(place, dict) and _id(place) else None
        )

    def tagged(self) -> Iterator[str]:
        for tag in _edges(self.node.get("edge_media_to_tagged_user")):
            user = tag.get("user")
            yield (_text(user.get("username")) or _id(user)) if isinstance(user, dict) else ""

    def counts(self) -> Iterator[tuple[str, Count]]:
        for name, key in (("likes", "edge_media_preview_like"), ("comments", "edge_media_to_comment")):
            value = self.node.get(key)
            if isinstance(value, dict) and isinstance(value.get("count"), int) and value["count"] >= 0:
                yield name, Count(value["count"])
        if isinstance(self.node.get("video_view_count"), int):
            yield "views", Count(self.node["video_view_count"])

    def media(self) -> Iterator[Medium]:
        for part in _edges(self.node.get("edge_sidecar_to_children")) or [self.node]:
            if part is not self.node and isinstance(part.get("shortcode"), str):
                check_id(str(part["id"]), part["shortcode"])
            medium = _legacy_medium(part)
            if medium is not None:
                yield medium

    def whole(self, media: tuple[Medium, ...]) -> bool:
        carousel = self.kind() == "carousel"
        dated = self.node.get("taken_at_timestamp") is not None and "edge_media_to_caption" in self.node
        return dated and bool(media) and (not carousel or "edge_sidecar_to_children" in self.node)


def _legacy_medium(part: Node) -> Medium | None:
    pictures = [
        Candidate(picture["src"], _size(picture.get("config_width")), _size(picture.get("config_height")))
        for picture in _objects(part.get("display_resources"))
        if _text(picture.get("src"))
    ]
    found = part.get("dimensions")
    size = found if isinstance(found, dict) else {}
    own = Candidate(part.get("display_url") or "", _size(size.get("width")), _size(size.get("height")))
    if own.address and own.address not in [picture.address for picture in pictures]:
        pictures.append(own)
    video = _text(part.get("video_url")) if part.get("is_video") else None
    candidates = [Candidate(video, own.width, own.height)] if video else pictures
    return _medium(part, candidates, pictures, video=bool(video))


def _edges(connection: object) -> list[Node]:
    edges = connection.get("edges") if isinstance(connection, dict) else None
    return _objects([edge.get("node") for edge in _objects(edges)])


def _objects(value: object) -> list[Node]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _id(node: object) -> str:
    found = (node.get("pk") or node.get("id")) if isinstance(node, dict) else None
    return "" if found is None else str(found)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _size(value: object) -> int | None:
    return value if isinstance(value, int) and value > 0 else None


def _instant(value: object) -> datetime | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    try:
        return instant.from_epoch(value)
    except ValueError as error:
        raise NotUnderstoodError(f"no time: {value}") from error
