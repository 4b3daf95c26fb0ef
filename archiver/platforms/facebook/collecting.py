"""Walk one answer and take down what it shows.

Stories are read only where they stand as what was asked for: in an account's own listings, or as the subject of a page.
What stands around them (other posts as an invitation to stay, the viewer's own feed) is not read as shown.
"""

from collections.abc import Iterator, Sequence

from archiver.formats import meta_cdn, relay
from archiver.formats.graphql_stream import Assembled
from archiver.formats.json_values import Node, identifier, node, text
from archiver.formats.relay import Failure
from archiver.model.gap import GapReason
from archiver.model.refs import TargetRef
from archiver.platforms.facebook import abouts, accounts, listings, stories, subjects, urls
from archiver.platforms.facebook.findings import LONGEST_NAME, Findings

_INTRODUCTION = "profile_tile_sections"
_VIEWERS = ("viewer", "viewer_actor", "current_actor")
"""Keys that hold who is signed in."""
_PICTURE = "profile_picture"
"""How the keys begin that hold an account's picture, in several sizes."""
_NOT_SHOWN = frozenset(("news_feed", "more_from_page", "group_feed", "feedback", "attached_story"))


def take(answer: Assembled, failures: Sequence[Failure], where: str, found: Findings) -> None:
    """Take down what an answer shows, and what of it failed or found no place."""
    found.failures, found.misplaced, found.failed_in = tuple(failures), answer.misplaced, {}
    relay.leave_out(answer.data, failures)
    for failure in failures:
        found.gap(GapReason.PARTIAL_ERROR, where, str(failure))
    for path in answer.misplaced:
        found.gap(GapReason.UNKNOWN_SHAPE, where, f"a part without a place: {'/'.join(map(str, path))}")
    # Whoever is signed in is named within Stories too.
    found.viewer.update(_viewers(answer.data))
    subjects.read(node(answer.data), found)
    _walk(answer.data, found)


def _walk(document: object, found: Findings) -> None:
    pending: list[object] = [document]
    while pending:
        here = pending.pop()
        if isinstance(here, list):
            pending.extend(reversed(here))
        elif isinstance(here, dict) and not stories.is_story(here):
            pending.extend(reversed(list(_inner(here, found))))


def _inner(here: Node, found: Findings) -> Iterator[object]:
    """Take down what an object shows itself, and give what is to be walked within it."""
    if accounts.is_account(here):
        found.accounts.append(accounts.read(here, found.record, found.exchange.address))
    for key, value in here.items():
        if key == listings.TIMELINE and value is not None:
            listings.timeline(node(value), here, found)
        elif key in (listings.TILES, listings.SHORTS) and value is not None:
            listings.tab(key, node(value), here, found)
        elif key == abouts.ABOUT:
            found.abouts.extend(abouts.read(here, found.record, _asked_for(found)))
        elif key == _INTRODUCTION:
            _introduce(here, node(value), found)
        elif key not in _NOT_SHOWN and isinstance(value, dict | list):
            yield value


def _asked_for(found: Findings) -> str:
    """Give the account that the address asks for; empty where it asks for none."""
    asked = urls.parse(found.exchange.address)
    return asked.name if isinstance(asked, TargetRef) else ""


def _introduce(account: Node, sections: Node, found: Findings) -> None:
    whole = not any(_INTRODUCTION in failure.path for failure in found.failures)
    told = accounts.introduction(sections, whole=whole)
    if told is not None and identifier(account.get("id")):
        found.introductions[identifier(account["id"])] = told


def _viewers(data: object) -> Iterator[tuple[str, str]]:
    for here in relay.walk(data):
        for key in _VIEWERS:
            if isinstance(here, dict) and key in here:
                yield from _named(node(node(here[key]).get("actor")) or node(here[key]))


def _named(viewer: Node) -> Iterator[tuple[str, str]]:
    """Give what an answer says of whoever is signed in."""
    for key in ("id", "name", "short_name", "profile_url"):
        value = viewer.get(key)
        if isinstance(value, str) and value not in ("", relay.NOBODY):
            yield key, value[:LONGEST_NAME]
    for key, value in viewer.items():
        file = meta_cdn.file_of(text(node(value).get("uri")) or "") if key.startswith(_PICTURE) else ""
        if file:
            # What stays the same of the picture's address, whatever its size and signature.
            yield "picture", file[:LONGEST_NAME]
