"""Media presentation descriptions (ISO/IEC 23009-1, MPD), as far as each rendition is one file of its own.

What they say is hostile until proven otherwise: a bounded text, no document type and so no entities, bounded depth
and breadth, and of addresses only those of `https`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from xml.parsers import expat

TEXT_LIMIT = 1 << 20
"""Longest manifest, in characters, that is read."""
_DEEPEST, _MOST_ELEMENTS, _LONGEST_ADDRESS = 16, 5_000, 8_192
_NAMESPACE = "urn:mpeg:dash:schema:mpd:"
_REMOTE = "http://www.w3.org/1999/xlink href"
_IN_PIECES = ("SegmentTemplate", "SegmentList")
_PROTECTED = "ContentProtection"
_NUMBER = re.compile(r"[0-9]{1,10}")
_SPAN = re.compile(
    r"P(?:([0-9]{1,5})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,8})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?)?"
)


class NotAManifestError(ValueError):
    """A text that is no manifest, or none of a kind that is read here."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One rendition of pictures or of sound, a file of its own."""

    address: str
    mime: str
    codecs: str
    bandwidth: int
    """Bits a second; 0 where not told."""
    width: int | None = None
    height: int | None = None

    @property
    def side(self) -> int:
        """The shorter side of its pictures, in pixels; 0 where not told."""
        return min(self.width or 0, self.height or 0)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest offers, the best first."""

    seconds: float | None
    """How long the film is; None where not told."""
    pictures: tuple[Stream, ...]
    sounds: tuple[Stream, ...]
    passed_over: int = 0
    """Renditions that are protected, in pieces, or without an address that may be asked for."""


@dataclass(frozen=True, slots=True)
class _Element:
    name: str
    attributes: dict[str, str]
    children: "list[_Element]" = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def of(self, name: str) -> "Iterator[_Element]":
        return (child for child in self.children if child.name == name)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


def read(text: str) -> Manifest:
    """Read a manifest; raise NotAManifestError."""
    root = _parsed(text)
    if root.get("type") not in ("", "static"):
        raise NotAManifestError("of a live film")
    periods = list(root.of("Period"))
    if len(periods) != 1:
        raise NotAManifestError(f"of {len(periods)} periods")
    streams = list(_streams(root, periods[0]))
    known = [stream for stream in streams if stream is not None]
    return Manifest(
        seconds=_seconds(root.get("mediaPresentationDuration")),
        pictures=_best_first(stream for stream in known if stream.mime.startswith("video/")),
        sounds=_best_first(stream for stream in known if stream.mime.startswith("audio/")),
        passed_over=len(streams) - len(known),
    )


def _best_first(streams: Iterator[Stream]) -> tuple[Stream, ...]:
    # Of two alike in size the one with more bits, and of those the one that is named first.
    return tuple(sorted(streams, key=lambda stream: (-stream.side, -stream.bandwidth)))


def _streams(root: _Element, period: _Element) -> Iterator[Stream | None]:
    """Give the renditions of pictures and sound; None for one that cannot be fetched as a file."""
    for adaptation in period.of("AdaptationSet"):
        for one in adaptation.of("Representation"):
            around = (root, period, adaptation, one)
            mime = (one.get("mimeType") or adaptation.get("mimeType")).lower()
            kind = mime.partition("/")[0] or adaptation.get("contentType").lower()
            if kind in ("video", "audio"):
                yield _stream(around, mime or f"{kind}/mp4")


def _stream(around: tuple[_Element, ...], mime: str) -> Stream | None:
    kinds = {child.name for each in around for child in each.children}
    address = _address(around)
    if kinds & {*_IN_PIECES, _PROTECTED} or not address:
        return None
    told = {name: next((each.get(name) for each in reversed(around) if each.get(name)), "") for name in _TOLD}
    return Stream(
        address=address,
        mime=mime,
        codecs=told["codecs"][:100],
        bandwidth=_number(told["bandwidth"]) or 0,
        width=_number(told["width"]),
        height=_number(told["height"]),
    )


_TOLD = ("codecs", "bandwidth", "width", "height")


def _address(around: tuple[_Element, ...]) -> str:
    """Put together the address of a file: each `BaseURL` goes from the one around it."""
    address = ""
    try:
        for each in around:
            told = next((child for child in each.of("BaseURL")), None)
            address = urljoin(address, "".join(told.texts).strip()) if told else address
        named = bool(urlsplit(address).hostname)
    except ValueError:
        return ""
    fits = named and address.startswith("https://") and len(address) <= _LONGEST_ADDRESS
    return address if fits and address.isprintable() and " " not in address else ""


def _number(value: str) -> int | None:
    return (int(value) or None) if _NUMBER.fullmatch(value) else None


def _seconds(span: str) -> float | None:
    match = _SPAN.fullmatch(span)
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def _parsed(text: str) -> _Element:
    if len(text) > TEXT_LIMIT:
        raise NotAManifestError(f"longer than {TEXT_LIMIT:,} characters")
    reader = _Reader()
    try:
        reader.parser.Parse(text, True)  # noqa: FBT003 - the library names no parameter
    except (expat.ExpatError, UnicodeError) as error:
        raise NotAManifestError(f"not XML: {error}") from error
    root = reader.root
    if root is None or root.name != "MPD":
        raise NotAManifestError("not an MPD")
    return root


class _Reader:
    """Takes a text apart into elements, within bounds."""

    def __init__(self) -> None:
        self.root: _Element | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._open: list[_Element] = []
        self._count = 0

    @staticmethod
    def _refuse(*_: object) -> None:
        # Entities can be declared there only, and what they grow to is bounded by nothing.
        raise NotAManifestError("with a document type")

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS or len(self._open) >= _DEEPEST:
            raise NotAManifestError("too many elements, or too deep")
        if _REMOTE in attributes:
            raise NotAManifestError("a part of it stands elsewhere")
        namespace, _, local = name.rpartition(" ")
        element = _Element(local if namespace.startswith(_NAMESPACE) else "", attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].texts.append(text)
