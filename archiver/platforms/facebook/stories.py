"""A Story, which is what Facebook calls a post: read from a timeline, a tab or its own page alike.

A Story bears its post's number three times: plain, within its own id and within its feedback's; its author stands at
several places too. Where they contradict each other it is not read. What it passes on of somebody else's stands inside
it, abridged, and is not its own.
"""

from collections.abc import Iterator
from dataclasses import replace

from archiver.formats.json_values import Node, identifier, node, objects, text
from archiver.model.post import Observation
from archiver.model.refs import PostRef
from archiver.platforms.facebook import attachments, counts, dates, ids, links, urls
from archiver.platforms.facebook.attachments import Attached


class NotUnderstoodError(ValueError):
    """A node that should be a Story is not one that is known here."""


class IdMismatchError(NotUnderstoodError):
    """The numbers that a Story bears contradict each other."""


def is_story(found: Node) -> bool:
    """Tell whether a node is meant as a Story of its own, whole or broken, and does not only name one."""
    named = text(found.get("__typename")) == "Story" or "__isFeedUnit" in found
    tells = "comet_sections" in found or (
        "actors" in found and ("attachments" in found or "message" in found)
    )
    return ("post_id" in found and (named or tells)) or (named and tells)


def read(found: object, record: str) -> Observation:
    """Read a Story; raise NotUnderstoodError."""
    if not isinstance(found, dict):
        raise NotUnderstoodError(f"not an object but {type(found).__name__}")
    post = _post_id(found)
    owner = _owner(found)
    attached = attachments.read(found)
    caption = _caption(found)
    published_at = dates.displayed(found)
    shared = _shared(found)
    observation = Observation(
        ref=PostRef(urls.NAME, post),
        permanent_id=post,
        owner_id=identifier(owner.get("id")),
        owner_name=urls.handle_of(text(owner.get("url")) or "") or identifier(owner.get("id")),
        kind="text",
        product="",
        published_at=published_at,
        caption=caption,
        alt=None,
        location=None,
        tagged=(),
        coauthors=_coauthors(found, owner),
        media=(),
        counts=tuple(counts.of(found)),
        whole=False,
        record=record,
        made_at=dates.made(found),
        set_back=dates.is_set_back(found),
        shared=shared,
    )
    return observation if attached is None else _with(observation, found, attached)


def _with(observation: Observation, found: Node, attached: Attached) -> Observation:
    """Add what hangs on it, which tells what kind of post it is and whether all of it is known."""
    message = _message(found)
    linked = tuple(dict.fromkeys((*attached.links, *links.of_message(message))))
    told = observation.caption is not None and not attached.unknown and links.are_told(message)
    dated = observation.published_at is not None or observation.made_at is not None
    return replace(
        observation,
        kind="share" if observation.shared else _kind(attached),
        product=attached.product,
        alt=attached.media[0].alt if len(attached.media) == 1 else None,
        media=tuple(attached.media),
        links=linked if told else None,
        promised=attached.promised,
        whole=dated and observation.caption is not None and attached.whole,
    )


def is_reel(found: Node) -> bool:
    """Tell whether a Story's film bears a reel's address: a reel holds nothing else."""
    hung = objects(found.get("attachments"))
    addresses = (text(node(one.get("media")).get("permalink_url")) or "" for one in hung)
    return any(urls.path_of(address).startswith("/reel/") for address in addresses)


def unclear_in(found: Node) -> list[str]:
    """Say what of a Story is not read here: attachments, a film's renditions, and words that contradict each other."""
    attached = attachments.read(found)
    unknown = [*(f"an attachment {kind}" for kind in attached.unknown), *attached.unread] if attached else []
    return [*unknown, "several texts"] if len(_texts(found)) > 1 else unknown


def _kind(attached: Attached) -> str:
    if attached.shown > 1:
        return "carousel"
    if attached.media:
        return attached.media[0].kind.value
    return "link" if attached.links else "text"


def _post_id(found: Node) -> str:
    post = identifier(found.get("post_id"))
    by_id = ids.story(found.get("id"))
    by_feedback = ids.feedback(node(found.get("feedback")).get("id"))
    named = {number for number in (post, by_id[1] if by_id else "", by_feedback) if number}
    if not named:
        raise NotUnderstoodError("a Story without its post's number")
    if len(named) > 1:
        raise IdMismatchError(f"numbers {' and '.join(sorted(named))} of one Story")
    return named.pop()


def _owner(found: Node) -> Node:
    """Give the author. The number within the Story's own id may be another: that of the page behind a profile."""
    told = [next(iter(objects(place.get("actors"))), {}) for place in (found, _content(found), _title(found))]
    authors = [one for one in told if identifier(one.get("id"))]
    if not authors:
        raise NotUnderstoodError("a Story without an author")
    numbers = {identifier(one["id"]) for one in authors}
    if len(numbers) > 1:
        raise IdMismatchError(f"authors {' and '.join(sorted(numbers))} of one Story")
    return next((one for one in authors if text(one.get("url"))), authors[0])


def author_of(found: Node) -> str:
    """Give the numeric id of a Story's author; empty where none is told, or several contradict each other."""
    try:
        return identifier(_owner(found).get("id"))
    except NotUnderstoodError:
        return ""


def _content(found: Node) -> Node:
    return node(node(node(found.get("comet_sections")).get("content")).get("story"))


def _title(found: Node) -> Node:
    layout = node(node(node(found.get("comet_sections")).get("context_layout")).get("story"))
    return node(node(node(layout.get("comet_sections")).get("title")).get("story"))


def _coauthors(found: Node, owner: Node) -> tuple[str, ...] | None:
    title = _title(found)
    if not isinstance(title.get("collaborators"), list):
        return None
    others = (identifier(one.get("id")) for one in objects(title["collaborators"]))
    return tuple(dict.fromkeys(other for other in others if other and other != identifier(owner.get("id"))))


def _caption(found: Node) -> str | None:
    """Give the text: empty where there is none, None where the answer does not show whether there is, or which."""
    texts = _texts(found)
    if texts:
        # Of several one may be a translation, or cut short: which are its author's words is not told.
        return texts.pop() if len(texts) == 1 else None
    return "" if any("message" in story and story["message"] is None for story in _bearers(found)) else None


def _message(found: Node) -> Node:
    """Give the text with its links: the form that tells most of it."""
    told = _messages(found)
    return next((message for message in told if message.get("ranges")), next(iter(told), {}))


def _texts(found: Node) -> set[str]:
    return {text(message["text"]) or "" for message in _messages(found)}


def _messages(found: Node) -> list[Node]:
    told = [node(story.get("message")) for story in _bearers(found)]
    return [message for message in told if text(message.get("text")) is not None]


def _bearers(found: Node) -> Iterator[Node]:
    """Give the places within a Story at which its text stands."""
    content = _content(found)
    sections = node(content.get("comet_sections"))
    yield content
    for key in ("message", "message_container"):
        yield node(node(sections.get(key)).get("story"))
    yield found


def _shared(found: Node) -> PostRef | None:
    """Name the post that is passed on, where there is one and it tells its number."""
    for holder in (found, _content(found)):
        inner = node(holder.get("attached_story"))
        by_id = ids.story(inner.get("id"))
        number = identifier(inner.get("post_id")) or (by_id[1] if by_id else "")
        if number:
            return PostRef(urls.NAME, number)
    return None
