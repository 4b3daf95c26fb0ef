"""The post that an answer is about: a Story, or the story of the film or photo whose page it is."""

from dataclasses import replace

from archiver.formats.json_values import Node, node, text
from archiver.model.gap import GapReason
from archiver.model.post import Observation
from archiver.model.refs import PostRef
from archiver.platforms.facebook import photos, stories, urls
from archiver.platforms.facebook.findings import Findings

_ROOTS = ("node_v2", "node")


def read(data: Node, found: Findings) -> None:
    """Read what an answer is about, if it is about a post."""
    for key in _ROOTS:
        if stories.is_story(node(data.get(key))):
            found.subject = found.post(data[key]) or found.subject
    story = node(node(data.get("video")).get("creation_story"))
    if stories.is_story(story):
        _film(story, data, found)
    photo = node(data.get("currMedia"))
    if photos.is_subject(photo):
        _photo(photo, data, found)


def _film(story: Node, data: Node, found: Findings) -> None:
    shown = found.post(story, product="video")
    if shown is not None and not _stands_alone(shown, story):
        # The page of one film of an album shows that film alone, and does not say that there are others.
        shown = _with_next(replace(shown, whole=False, promised=None), data, found)
        found.observations[-1] = shown
    found.subject = shown or found.subject


def _photo(photo: Node, data: Node, found: Findings) -> None:
    found.seen += 1
    shown = photos.on_its_page(photo, found.record)
    if shown is None:
        found.gap(GapReason.UNKNOWN_SHAPE, "a photo", "without number, owner or address")
        return
    found.subject = _with_next(shown, data, found)
    found.observations.append(found.subject)


def _with_next(shown: Observation, data: Node, found: Findings) -> Observation:
    """Name the medium behind the one shown, where the page is one of the post's own album, not of another set."""
    album = f"pcb.{shown.ref.key}"
    told = text(data.get("mediasetToken")) or album
    return photos.with_next(shown, data) if told == album and album in found.exchange.address else shown


def _stands_alone(shown: Observation, story: Node) -> bool:
    """Tell whether a film is all that its post holds.

    The post's own address is the film's then, outside any set; where it tells no address, the film is a reel.
    """
    films = {PostRef(urls.NAME, medium.permanent_id) for medium in shown.media}
    told = [text(story.get(key)) or "" for key in ("wwwURL", "permalink_url", "url")]
    own = [address for address in told if urls.parse(address) is not None]
    if not own:
        return shown.ref in films or stories.is_reel(story)
    return all(urls.parse(address) in films and "pcb." not in address for address in own)
