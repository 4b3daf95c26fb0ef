"""Photos and films on their own: in the tabs that list them, and on a photo's own page.

A tab names a photo by its number alone; which post it stands in, the post itself tells, or the photo's own page.
"""

from dataclasses import replace

from archiver.formats.json_values import Node, identifier, node, text, time
from archiver.model.post import Medium, MediumKind, Observation
from archiver.model.refs import PostRef
from archiver.platforms.facebook import ids, media, urls


def on_tab(edge: Node, record: str) -> Observation | None:
    """Read an edge of a tab as a photo or film by itself; None where it is neither. Whose it is stands nowhere."""
    tile = node(edge.get("node"))
    described = node(tile.get("node"))
    number = identifier(described.get("id"))
    # The small picture of the tab is the last resort of a photo.
    medium = media.read({"image": tile.get("image"), **described})
    if medium is None:
        return None
    return replace(_blank(number, "", record), media=(medium,), kind=medium.kind.value, alt=medium.alt)


def on_its_page(found: Node, record: str) -> Observation | None:
    """Read the photo that a page is about as the one medium it shows of its post; None where it is none."""
    number = identifier(found.get("id"))
    owner = node(found.get("owner"))
    medium = media.read(found)
    if medium is None or not medium.candidates or not identifier(owner.get("id")):
        return None
    container = node(found.get("container_story")) or node(found.get("creation_story"))
    post = _post_of(container, identifier(owner.get("id"))) or number
    alone = post == number
    return replace(
        _blank(post, identifier(owner["id"]), record),
        owner_name=urls.handle_of(text(owner.get("url")) or "") or identifier(owner["id"]),
        made_at=time(found.get("created_time")) if alone else None,
        media=(medium,),
        kind=medium.kind.value,
        alt=medium.alt if alone else None,
    )


def with_next(shown: Observation, data: Node) -> Observation:
    """Add the medium that follows in an album: by its number alone, without an address."""
    following = node(data.get("nextMediaAfterNodeId"))
    other = identifier(following.get("id"))
    if not other or any(medium.permanent_id == other for medium in shown.media):
        return shown
    kind = MediumKind.VIDEO if text(following.get("__typename")) == media.VIDEO else MediumKind.IMAGE
    return replace(shown, media=(*shown.media, Medium("", kind, (), permanent_id=other)))


def is_subject(found: Node) -> bool:
    """Tell whether a node is a photo with what its own page tells of it."""
    return text(found.get("__typename")) == media.PHOTO and (
        "container_story" in found or ("creation_story" in found and "created_time" in found)
    )


def _post_of(story: Node, owner_id: str) -> str:
    """Give the number of the post that a photo stands in; empty where its story is another's, or names none."""
    by_id = ids.story(story.get("id"))
    number = identifier(story.get("post_id"))
    if by_id is None:
        return number
    return by_id[1] if by_id[0] == owner_id and number in ("", by_id[1]) else ""


def _blank(number: str, owner_id: str, record: str) -> Observation:
    return Observation(
        ref=PostRef(urls.NAME, number),
        permanent_id=number,
        owner_id=owner_id,
        owner_name="",
        kind="image",
        product="",
        published_at=None,
        caption=None,
        alt=None,
        location=None,
        tagged=(),
        coauthors=None,
        media=(),
        counts=(),
        whole=False,
        record=record,
    )
