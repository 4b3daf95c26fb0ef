"""What would betray the collector, sought by value: what private.json knows of who looked, and from where."""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from archiver.formats import finders
from archiver.formats.disclosure import Find
from archiver.formats.redaction import Span
from archiver.formats.spelling import Spellings, spellings

_UNKNOWN = ("", "unknown")
_COLLECTOR = ("operator", "organisation", "egress_address", "proxy", "host")
_KIND = "collector"
_SHORTEST = 3
"""Letters; a shorter value would be found everywhere, and shows nobody."""
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")


def find_of(private: Mapping[str, Any], also: Iterable[str] = (), manifest: bytes = b"") -> Find:
    """Give what finds in a text all that would betray the collector, by a capture's private.json and its manifest.

    Values that the visit met as secrets are found wherever they stand, by their finders; names, ids and places of the
    collector, and what is sought `also`, where no letter or digit stands beside them, since they may be short. Raises
    KeyError, TypeError, ValueError where the document is none.
    """
    kept = [finders.read(each) for each in private["finders"]]
    seed = bytes.fromhex(private["seed"])
    names = spellings((*named(private, manifest), *also))

    def find(text: bytes) -> list[Span]:
        spans = set(finders.found(text, kept, seed))
        spans |= {Span(*place, _KIND) for place in (*names.places(text), *_certificates(text, names))}
        return sorted(spans, key=lambda span: (span.start, span.end, span.kind))

    return find


def shown(text: bytes, values: Iterable[str]) -> bytes:
    """Write a text of ours without values that would betray the collector."""
    written = bytearray(text)
    for start, end in spellings(values).places(text):
        written[start:end] = b"x" * (end - start)
    return bytes(written)


def named(private: Mapping[str, Any], manifest: bytes = b"") -> Iterator[str]:
    """Give the names, ids and places of the collector, by a capture's private.json.

    What the operator calls a session is left out where the `manifest` has that word: never from there, but many a
    session is called as its network is, and nothing could be shown.
    """
    collector, viewer = private["collector"], private["viewer"].values()
    session = "" if is_public(private["session"], manifest) else private["session"]
    for value in (*(collector[name] for name in _COLLECTOR), session, *viewer):
        if value not in _UNKNOWN and len(value) >= _SHORTEST:
            yield value
    # A port alone would be found in many a count; a machine is called by the first part of its name alone, too.
    parts = [*re.split(r"[:/@]+", collector["proxy"]), collector["host"].partition(".")[0]]
    parts += [part for value in viewer for part in _of_address(value)]
    yield from (
        part for part in parts if len(part) >= _SHORTEST and not part.isdecimal() and part not in _UNKNOWN
    )


def is_public(word: str, *manifests: bytes) -> bool:
    """Tell whether a word stands in manifests."""
    sought = spellings([word] if word else [])
    return any(next(sought.places(each), None) for each in manifests)


def _of_address(value: str) -> Iterator[str]:
    """Give by what an account's address names it: pages link to it by that alone."""
    if "://" in value:
        parts = urlsplit(value)
        yield from (each for each in parts.path.split("/") if each != "profile.php")
        yield from (each for _, each in parse_qsl(parts.query))


def _certificates(text: bytes, names: Spellings) -> Iterator[tuple[int, int]]:
    """Find certificates that name the collector, such as those of a house that reads all that its people send."""
    for match in _CERTIFICATE.finditer(text):
        if next(names.places(_decoded(match[1])), None):
            yield match.span(1)


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""
