"""What hangs on a Story: photos, an album, a film, a reel, a page that is linked to, or something that is gone."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from archiver.formats.json_values import Node, node, number, objects, text
from archiver.model.post import Medium
from archiver.platforms.facebook import links, media

_KNOWN_WITHOUT_MEDIA = ("Unavailable", "Fallback")
_LINKS = ("Share", "AnimatedImageShare")
_REELS = "FBReels"


@dataclass(slots=True)
class Attached:
    """What was understood of all that hangs on a Story."""

    media: list[Medium] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    shown: int = 0
    """How many media there are said to be, as far as that is told."""
    countless: bool = False
    """Whether an album does not tell how many it holds."""
    product: str = ""
    """The platform's own class of what is attached."""
    unknown: list[str] = field(default_factory=list)
    """Names of kinds that are not read here."""
    unread: list[str] = field(default_factory=list)
    """What of a film's renditions was not read."""

    @property
    def promised(self) -> int | None:
        """Give how many media there are said to be; None where that is not told of all that hangs on it."""
        return None if self.countless or self.unknown else self.shown

    @property
    def whole(self) -> bool:
        """Tell whether all of it is known, and each medium has an address."""
        return self.promised == len(self.media) and all(medium.candidates for medium in self.media)


def read(story: Node) -> Attached | None:
    """Read what hangs on a Story; None where the answer does not show whether anything does."""
    content = node(node(node(story.get("comet_sections")).get("content")).get("story"))
    given = [one for one in (story.get("attachments"), content.get("attachments")) if isinstance(one, list)]
    if not given:
        return None
    found = Attached()
    # The same list stands in two places, and one of them may be the shorter form.
    for attachment in max(given, key=_fullness):
        if isinstance(attachment, dict):
            _take(attachment, found)
        else:
            found.unknown.append("that is none")
    return found


def _fullness(attachments: list[object]) -> int:
    return sum(bool(_style(one)) for one in objects(attachments))


def _style(attachment: Node) -> Node:
    return node(attachment.get("styles")) or node(attachment.get("style_type_renderer"))


def _take(attachment: Node, found: Attached) -> None:
    style = _style(attachment)
    inner = node(style.get("attachment"))
    name = (text(style.get("__typename")) or "").removeprefix("StoryAttachment").removesuffix("StyleRenderer")
    album = node(inner.get("all_subattachments"))
    if album:
        _take_album(album, found)
    elif name.startswith(_REELS):
        found.product = "reel"
        _take_media(
            list(_of_reel(inner)) or [node(inner.get("media")) or node(attachment.get("media"))], found
        )
    elif name.startswith(_LINKS):
        found.product = found.product or "link"
        linked = list(links.of_attachment(inner or attachment))
        found.links += linked
        found.unknown += [] if linked else [f"{name} without an address"]
    elif any(known in name for known in _KNOWN_WITHOUT_MEDIA):
        found.product = found.product or "unavailable"
    else:
        medium = node(inner.get("media")) or node(attachment.get("media"))
        if text(medium.get("__typename")) in (media.PHOTO, media.VIDEO):
            _take_media([medium], found)
        else:
            found.unknown.append(name or "without a name")


def _take_album(album: Node, found: Attached) -> None:
    nodes = [node(one.get("media")) for one in objects(album.get("nodes"))]
    counted = number(album.get("count"))
    _take_media(nodes, found)
    found.shown += max(0, (counted or 0) - len(nodes))
    # Without its count an album may hold more than it shows.
    found.countless |= counted is None
    found.product = "album"


def _of_reel(inner: Node) -> Iterator[Node]:
    """Give the films of a reel, which stand within a Story of their own."""
    for about in objects(inner.get("style_infos")):
        for attachment in objects(node(about.get("fb_shorts_story")).get("attachments")):
            yield node(attachment.get("media"))


def _take_media(nodes: list[Node], found: Attached) -> None:
    for described in nodes:
        medium = media.read(described)
        found.shown += 1
        if medium is not None:
            found.media.append(medium)
            found.unread += media.unread_of(described)
