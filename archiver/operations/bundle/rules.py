"""What is taken out of captures before they are handed over, and what is not."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from archiver.archive import Archive
from archiver.capture.withholding import SHORTEST_SECRET
from archiver.export import betraying, echoes
from archiver.formats.disclosure import Find
from archiver.formats.json_places import scalars_of
from archiver.formats.redaction import Span
from archiver.model.capture import CaptureId
from archiver.operations.bundle.originals import Original, original
from archiver.operations.bundle.redacting import Redaction

OF_VIEWER = "of-viewer"
"""Class of what stands where an answer speaks of whoever is signed in."""
_AT_LEAST_PARTS = 2


@dataclass(frozen=True, slots=True)
class Rules:
    """What is taken out of captures, and what is not."""

    full: bool = False
    """Nothing is."""
    also: tuple[str, ...] = ()
    """Further values that must not be shown, such as where this archive stands."""
    redaction: Redaction = field(default_factory=Redaction)
    """What is taken out besides."""
    revealed: Container[tuple[str, int, str, int]] = ()
    """Segments that are shown all the same: capture, position of the record, part, number."""

    @property
    def betraying(self) -> tuple[str, ...]:
        """Give the values that must not be shown anywhere; none where nothing is taken out."""
        return () if self.full else self.also

    def by_value(self, found: Original) -> Callable[[bytes], Iterable[Span]]:
        """Give what finds values that would betray the collector in a text of a capture."""
        return (lambda _: []) if self.full else betraying.find_of(found.private, self.also, found.manifest)

    def betrays(self, found: Original) -> Find:
        """Give what finds all that would betray the collector in what a capture's records hold."""
        if self.full:
            return lambda _: []
        by_value, of_viewer = self.by_value(found), found.of_viewer

        def find(text: bytes) -> list[Span]:
            alone = (Span(start, end, OF_VIEWER) for start, end in scalars_of(text, of_viewer))
            return [*by_value(text), *echoes.found(text), *alone]

        return find


def with_collectors(archive: Archive, captures: Iterable[CaptureId], rules: Rules) -> Rules:
    """Add who collected, as any of the captures or the settings know it, and where this archive stands.

    Raises DamagedError.
    """
    settings = archive.settings
    known = {settings.operator.name, settings.operator.organisation} - {"unknown", ""}
    for proxy in (settings.network.proxy, *(target.proxy for target in settings.targets)):
        known |= {part for part in _of_proxy(proxy) if len(part) >= SHORTEST_SECRET}
    places = (archive.layout.root.resolve(), Path.home())
    # A folder at the root of the disk is a word that stands in many an address.
    known |= {str(place) for place in places if len(place.parts) > _AT_LEAST_PARTS}
    return replace(rules, also=(*rules.also, *sorted(known), *_collectors(archive, captures)))


def _of_proxy(proxy: str) -> set[str]:
    parts = urlsplit(proxy)
    return {unquote(part) for part in (parts.username, parts.password, parts.hostname) if part}


def _collectors(archive: Archive, captures: Iterable[CaptureId]) -> tuple[str, ...]:
    """Give the names, ids and places of the collectors of captures: each betrays in all."""
    values, sessions, manifests = set[str](), set[str](), list[bytes]()
    for capture in captures:
        found = original(archive, capture)
        sessions |= {found.private["session"]}
        values |= set(betraying.named(found.private))
        manifests.append(found.manifest)
    return tuple(sorted(values - {each for each in sessions if betraying.is_public(each, *manifests)}))
