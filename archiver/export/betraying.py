"""What would betray the collector, sought by value: what private.json knows of who looked, and from where."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archiver.formats import finders
from archiver.formats.disclosure import Find
from archiver.formats.encodings import encodings
from archiver.formats.redaction import Span

_UNKNOWN = ("", "unknown")
_COLLECTOR = ("operator", "organisation", "egress_address", "proxy", "host")
_SHORTEST = 3
"""Letters; a shorter value would be found everywhere, and shows nobody."""


def find_of(private: Mapping[str, Any], also: Iterable[str] = ()) -> Find:
    """Give what finds in a text all that would betray the collector, by a capture's private.json.

    Values that the visit met as secrets are found wherever they stand, by their finders; names, ids and places of the
    collector, and what is sought `also`, where no letter or digit stands beside them, since they may be short. Raises
    KeyError, TypeError, ValueError where the document is none.
    """
    kept = [finders.read(each) for each in private["finders"]]
    seed = bytes.fromhex(private["seed"])
    names = pattern((*named(private), *also))

    def find(text: bytes) -> list[Span]:
        spans = set(finders.found(text, kept, seed))
        spans |= (
            {Span(match.start(), match.end(), "collector") for match in names.finditer(text)}
            if names
            else set()
        )
        return sorted(spans, key=lambda span: (span.start, span.end, span.kind))

    return find


def shown(text: bytes, values: Iterable[str]) -> bytes:
    """Write a text of ours without values that would betray the collector."""
    found = pattern(values)
    return found.sub(lambda match: b"x" * len(match[0]), text) if found else text


def named(private: Mapping[str, Any]) -> Iterator[str]:
    """Give the names, ids and places of the collector, by a capture's private.json."""
    collector = private["collector"]
    for value in (*(collector[name] for name in _COLLECTOR), private["session"], *private["viewer"].values()):
        if value not in _UNKNOWN and len(value) >= _SHORTEST:
            yield value
    # A port alone would be found in many a count.
    parts = re.split(r"[:/@]+", collector["proxy"])
    yield from (part for part in parts if len(part) >= _SHORTEST and not part.isdecimal())


def pattern(values: Iterable[str]) -> re.Pattern[bytes] | None:
    """Give what finds values in six forms, where no letter or digit stands beside them; None where there are none."""
    forms = {form for value in values for form in encodings(value).values()}
    if not forms:
        return None
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(
        rb"(?<![A-Za-z0-9])(?:" + b"|".join(map(re.escape, longest_first)) + rb")(?![A-Za-z0-9])",
        re.IGNORECASE,
    )
