"""Understand: which records of a signed-in visit tell something of what was visited, and which pictures are of it.

Pages that are made for whoever is signed in ask for much that is about that person alone: messages, notices, friends.
Of such a visit only what was read, or stands in a page's place, is handed over.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from archiver import platforms
from archiver.archive import Archive
from archiver.export.describing import Described
from archiver.formats.warc import is_media
from archiver.model.capture import CaptureId
from archiver.model.post import Observation
from archiver.model.reading import Reading
from archiver.model.refs import PostRef
from archiver.operations.rereading import told_together
from archiver.ports import Platform

FRAME, RENDERED, NOBODYS, UNREAD = (
    "a picture of the page with its frame",
    "the page as it was rendered, with its frame",
    "a picture of nobody that was read",
    "an answer that tells nothing of what was visited",
)
_PAGE_PICTURE, _RENDERED = "urn:archiver:picture:page:", "urn:archiver:dom:"
_OF_PAGES = ("page/document", "page/script", "page/stylesheet", "page/font")
_ANSWERS = ("response", "revisit")


@dataclass(frozen=True, slots=True)
class Understood:
    """What a capture's exchanges tell."""

    platform: Platform
    telling: frozenset[str]
    """Records that tell something of what was visited."""
    showing: dict[str, frozenset[PostRef]]
    """Of these: which posts stand in them."""
    files: frozenset[str]
    """What the addresses of media have in common that are of posts and accounts that were read."""

    names: frozenset[str]
    """Keys and permanent ids of these posts."""

    def why_not(self, record: Described) -> str:
        """Say why a record of a signed-in visit is not shown; empty where it is."""
        if record.address.startswith(_PAGE_PICTURE):
            return FRAME
        if record.address.startswith(_RENDERED):
            return RENDERED
        if record.type not in _ANSWERS or not record.obtained.startswith("page/"):
            return ""
        if is_media(record.mime):
            return "" if self.platform.file(record.address) in self.files else NOBODYS
        return "" if record.obtained in _OF_PAGES or record.id in self.telling else UNREAD


def understood(archive: Archive, capture: CaptureId) -> Understood:
    """Read a capture once more. Raises DamagedError."""
    platform = platforms.named(capture.platform)
    showing: dict[str, frozenset[PostRef]] = {}
    telling, files, names = set[str](), set[str](), set[str]()
    answers = (exchange for _, exchange in archive.sealed.answers(capture) if exchange is not None)
    for exchanges in told_together(answers):
        reading = platform.extract(exchanges)
        if replace(reading, viewer=frozenset(), tokens=frozenset(), seen=0, understood=0) == Reading():
            continue
        telling |= {exchange.record for exchange in exchanges}
        for seen in reading.observations:
            names |= {seen.ref.key, seen.permanent_id}
            showing[seen.record] = showing.get(seen.record, frozenset()) | {seen.ref}
        files |= _files(platform, (*reading.observations, *reading.stories))
        files |= {account.picture for account in reading.accounts if account.picture}
    return Understood(platform, frozenset(telling), showing, frozenset(files - {""}), frozenset(names - {""}))


def _files(platform: Platform, seen: Iterable[Observation]) -> set[str]:
    media = (medium for each in seen for medium in each.media)
    candidates = [candidate for medium in media for candidate in medium.candidates]
    return {
        platform.file(address) for each in candidates for address in (each.address, each.sound) if address
    }
