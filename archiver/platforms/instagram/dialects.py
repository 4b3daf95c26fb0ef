"""One reading of a medium for the three dialects in which Instagram writes it.

- *xdt* and REST: `pk, code, taken_at, caption.text, image_versions2, carousel_media` (signed in);
- *polaris*: the same names, fewer fields, `__typename` XIGPolaris… (logged out);
- *legacy*: `shortcode, taken_at_timestamp, edge_media_to_caption, display_url` (`legacy.py`).

Names absent and values null are common everywhere; a field that is not there is not known, and is never taken
for empty. Whoever owns the post is read from its own `owner` or `user`, whose `pk` is the numeric id: on
logged-out pages `id` there is another number. An observation is *whole* only where date, caption and an address
for each of its media, a film's own, were read; else it is an abridged form.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from archiver.formats import automatic_alt, meta_cdn, meta_films
from archiver.formats.json_values import (
    Node,
    identifier,
    node,
    number,
    objects,
    size,
    text,
    time,
    truth,
)
from archiver.model.post import Candidate, Count, Medium, MediumKind, Observation
from archiver.model.refs import PostRef
from archiver.platforms.instagram import urls

KINDS = {1: "image", 2: "video", 8: "carousel"}
_VIDEO = 2
_PINS = (("grid", "timeline_pinned_user_ids"), ("reels", "clips_tab_pinned_user_ids"))
_COUNTS = (
    ("likes", "like_count"),
    ("comments", "comment_count"),
    ("plays", "play_count"),
    ("views", "view_count"),
)


class NotUnderstoodError(ValueError):
    """A node that should be a medium is not one that is known here."""


class IdMismatchError(NotUnderstoodError):
    """Permanent id and shortcode of a medium contradict each other."""


@dataclass(frozen=True, slots=True)
class Part:
    """One slide of a post, or the post's only medium."""

    medium: Medium | None
    whole: bool
    """Whether it has an address of its own kind: of a film the film's, not its cover's."""
    unread: tuple[str, ...] = ()
    """What of its renditions was not read."""


class Dialect(Protocol):
    """What each dialect must tell of a medium. All raise NotUnderstoodError where a node contradicts itself."""

    def ids(self) -> tuple[str, str]:
        """Give permanent id and shortcode."""
        ...

    def kind(self) -> str:
        """Give `image`, `video` or `carousel`."""
        ...

    def owner(self) -> tuple[str, str]:
        """Give the owner's numeric id and name."""
        ...

    def published_at(self) -> datetime | None:
        """Give the displayed date."""
        ...

    def caption(self) -> str | None:
        """Give the caption: empty where there is none, None where that is not shown."""
        ...

    def location(self) -> tuple[str, ...] | None:
        """Give id and name of the place: empty where there is none, None where that is not shown."""
        ...

    def tagged(self) -> Iterator[str]:
        """Give the names of who is tagged."""
        ...

    def tagged_ids(self) -> tuple[str, ...] | None:
        """Give the numeric ids of who is tagged; None where they are not shown."""
        ...

    def caption_marks(self) -> tuple[bool | None, bool | None]:
        """Say whether the caption is marked as edited, and as one there is a translation of."""
        ...

    def counts(self) -> Iterator[tuple[str, Count]]:
        """Give the numbers shown."""
        ...

    def parts(self) -> list[Part]:
        """Give the slides, or the one medium."""
        ...

    def promised(self) -> int | None:
        """Give how many slides a carousel says it has."""
        ...

    def pinned_on(self) -> tuple[str, ...]:
        """Give the surfaces on which its owner pinned it."""
        ...


def observed(medium: Node, dialect: Dialect, record: str) -> Observation:
    """Put together what a dialect tells of a medium; raise NotUnderstoodError."""
    permanent_id, code = dialect.ids()
    check_id(permanent_id, code)
    owner = dialect.owner()
    if not owner[0]:
        raise NotUnderstoodError("a medium without an owner")
    ref = PostRef(urls.NAME, code)
    return put_together(medium, dialect, record, ref=ref, permanent_id=permanent_id, owner=owner)


def put_together(
    medium: Node, dialect: Dialect, record: str, *, ref: PostRef, permanent_id: str, owner: tuple[str, str]
) -> Observation:
    """Put together what a dialect tells of a medium whose key, number and owner (id, name) are known.

    Raises NotUnderstoodError.
    """
    parts = dialect.parts()
    published_at, caption = dialect.published_at(), dialect.caption()
    edited, translated = dialect.caption_marks()
    counted = dialect.promised() in (None, len(parts))
    all_there = bool(parts) and counted and all(part.whole for part in parts)
    return Observation(
        ref=ref,
        permanent_id=permanent_id,
        owner_id=owner[0],
        owner_name=owner[1],
        kind=dialect.kind(),
        product=text(medium.get("product_type")) or "",
        published_at=published_at,
        caption=caption,
        alt=text(medium.get("accessibility_caption")),
        location=dialect.location(),
        tagged=tuple(dialect.tagged()),
        coauthors=coauthors(medium),
        media=tuple(part.medium for part in parts if part.medium is not None),
        counts=tuple(dialect.counts()),
        whole=all_there and published_at is not None and caption is not None,
        record=record,
        tagged_ids=dialect.tagged_ids(),
        caption_edited=edited,
        caption_translated=translated,
        pinned_on=dialect.pinned_on(),
    )


def check_id(permanent_id: str, code: str) -> None:
    """Hold a medium's two ids against each other; raise IdMismatchError."""
    if not permanent_id or urls.code_of(permanent_id) != code:
        raise IdMismatchError(f"permanent id {permanent_id[:40]} is not that of {code[:40]}")


def ids_of(users: list[Node]) -> tuple[str, ...] | None:
    """Give users' numeric ids; None where one has none."""
    found = tuple(map(user_id, users))
    return found if all(found) else None


def user_id(user: Node) -> str:
    """Give a user's numeric id; where `pk` is there, `id` may be another number."""
    return identifier(user.get("pk") if "pk" in user else user.get("id"))


def place(medium: Node, key: str) -> tuple[str, ...] | None:
    """Give id and name of the place under a key: empty where that is null, None where it is not there or not known."""
    if key not in medium:
        return None
    if medium[key] is None:
        return ()
    found = node(medium[key])
    number_ = identifier(found.get("pk") or found.get("id"))
    return (number_, text(found.get("name")) or "") if number_ else None


def coauthors(medium: Node) -> tuple[str, ...] | None:
    """Give the numeric ids of who made a post together with its owner; None where they are not shown."""
    found = medium.get("coauthor_producers")
    return tuple(filter(None, map(user_id, objects(found)))) if isinstance(found, list) else None


def largest_first(candidates: list[Candidate]) -> list[Candidate]:
    """Order renditions by width; those without one keep the platform's order, largest first, behind the others."""
    return sorted(dict.fromkeys(candidates), key=lambda candidate: -(candidate.width or 0))


def part(
    owner: Node,
    pictures: list[Candidate],
    videos: list[Candidate],
    manifest: str,
    *,
    video: bool,
    whole: bool,
) -> Part:
    """Make a part of its renditions: a film by its own, or by its cover where it has none of its own.

    A film's own are `videos`, each in one file, and what its `manifest` offers in parts.
    """
    films = meta_films.offered(largest_first(videos), [manifest] if manifest else []) if video else ()
    candidates = films or tuple(largest_first(pictures))
    if not candidates:
        return Part(None, whole=False)
    named = (pictures or candidates)[0].address
    medium = Medium(
        asset=(meta_cdn.video_asset((videos or films)[0].address) if films else "")
        or meta_cdn.file_of(named),
        kind=MediumKind.VIDEO if films else MediumKind.IMAGE,
        candidates=candidates,
        permanent_id=identifier(str(owner.get("pk") or owner.get("id") or "").partition("_")[0]),
        alt=text(owner.get("accessibility_caption")),
        alt_is_guessed=automatic_alt.is_guessed(text(owner.get("accessibility_caption")) or ""),
        streamless=video and not films,
    )
    unread = meta_films.flaws([manifest]) if video and manifest else []
    return Part(medium, whole=whole and bool(films) is video, unread=tuple(unread))


@dataclass(frozen=True, slots=True)
class Modern:
    """The xdt, REST and polaris dialects."""

    node: Node

    def ids(self) -> tuple[str, str]:
        """Give permanent id and shortcode."""
        return identifier(self.node.get("pk")), text(self.node.get("code")) or ""

    def kind(self) -> str:
        """Give the kind that `media_type` numbers."""
        found = KINDS.get(number(self.node.get("media_type")) or 0)
        if found is None:
            raise NotUnderstoodError(f"media_type {str(self.node.get('media_type'))[:20]}")
        return found

    def owner(self) -> tuple[str, str]:
        """Give the owner: `owner` where it is, else `user`."""
        for user in (node(self.node.get("owner")), node(self.node.get("user"))):
            if identifier(user.get("pk")):
                return identifier(user["pk"]), text(user.get("username")) or ""
        return "", ""

    def published_at(self) -> datetime | None:
        """Give `taken_at`."""
        return time(self.node.get("taken_at"))

    def caption(self) -> str | None:
        """Give `caption.text`; a null caption is none."""
        if "caption" not in self.node:
            return None
        return "" if self.node["caption"] is None else text(node(self.node["caption"]).get("text"))

    def location(self) -> tuple[str, ...] | None:
        """Give the place; a null one is none."""
        return place(self.node, "location")

    def tagged(self) -> Iterator[str]:
        """Give the names in `usertags`."""
        for tag in objects(node(self.node.get("usertags")).get("in")):
            name = text(node(tag.get("user")).get("username"))
            if name:
                yield name

    def tagged_ids(self) -> tuple[str, ...] | None:
        """Give the ids in `usertags`: none where there is no tag, not known where the field is not there."""
        if "usertags" not in self.node:
            return None
        tags = objects(node(self.node["usertags"]).get("in"))
        users = [node(tag.get("user")) for tag in tags]
        return ids_of(users) if all("pk" in user for user in users) else None

    def caption_marks(self) -> tuple[bool | None, bool | None]:
        """Give `caption_is_edited` and `caption.has_translation`."""
        return truth(self.node.get("caption_is_edited")), truth(
            node(self.node.get("caption")).get("has_translation")
        )

    def counts(self) -> Iterator[tuple[str, Count]]:
        """Give the counts that are not hidden."""
        hidden = self.node.get("like_and_view_counts_disabled") is True
        for name, key in _COUNTS:
            value = number(self.node.get(key))
            if value is not None and not (hidden and name != "comments"):
                yield name, Count(value)

    def promised(self) -> int | None:
        """Give `carousel_media_count`; a carousel whose slides are not here promises more than are."""
        if self.kind() != "carousel":
            return None
        slides = self.node.get("carousel_media")
        counted = number(self.node.get("carousel_media_count"))
        here = len(slides) if isinstance(slides, list) else 0
        return counted if counted is not None and here else here

    def pinned_on(self) -> tuple[str, ...]:
        """Give the surfaces whose list of who pinned it names its owner."""
        owner = self.owner()[0]
        return tuple(
            surface
            for surface, key in _PINS
            if owner and owner in map(identifier, _listed(self.node.get(key)))
        )

    def parts(self) -> list[Part]:
        """Give the slides of `carousel_media`, or the medium itself."""
        slides = objects(self.node.get("carousel_media"))
        for slide in slides:
            # A slide's own code, where it has one, must fit its own id.
            if isinstance(slide.get("code"), str):
                check_id(identifier(slide.get("pk")), slide["code"])
        return [self._part(slide) for slide in slides or [self.node]]

    @staticmethod
    def _part(slide: Node) -> Part:
        versions = node(slide.get("image_versions2")).get("candidates")
        pictures = _candidates(versions)
        large = bool(pictures)
        preview = text(slide.get("display_uri"))
        if preview and preview not in [picture.address for picture in pictures]:
            # 640 pixels from another host: the last resort where the larger ones get no answer.
            pictures.append(Candidate(preview, None, None))
        video = number(slide.get("media_type")) == _VIDEO
        films = _candidates(slide.get("video_versions"))
        manifest = text(slide.get("video_dash_manifest")) or ""
        return part(slide, pictures, films, manifest, video=video, whole=video or large)


def _candidates(versions: object) -> list[Candidate]:
    return [
        Candidate(version["url"], size(version.get("width")), size(version.get("height")))
        for version in objects(versions)
        if text(version.get("url"))
    ]


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
