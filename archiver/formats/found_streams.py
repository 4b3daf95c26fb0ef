"""How a film's streams were found that no answer names: a note of ours in the capture, written and read back.

JSON of one object. Addresses stand in it as they are written everywhere: without what could name a visitor.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PREFIX = "urn:archiver:streams:"
MIME = "application/json"


@dataclass(frozen=True, slots=True)
class FoundStreams:
    """What a note tells of a film."""

    subject: str
    """The post's ref."""
    film: str
    """What the post calls it: its permanent id, or the address of its player."""
    asset: str
    """What stays the same of its file between looks."""
    best: str
    """Address, as written, of the best rendition: where it comes in parts, of its pictures."""
    in_parts: bool


def written(
    found: FoundStreams, page: str, version: str, formats: Sequence[Mapping[str, Any]], chosen: Sequence[str]
) -> bytes:
    """Write the note: where it was sought, by what, which formats there are, and which of them were chosen."""
    told = {
        "subject": found.subject,
        "film": found.film,
        "asset": found.asset,
        "best": {"address": found.best, "in_parts": found.in_parts},
        "page": page,
        "with": {"yt-dlp": version},
        "formats": [dict(each) for each in formats],
        "chosen": list(chosen),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def read(content: bytes) -> FoundStreams | None:
    """Read a note; None where it is none that this version wrote."""
    try:
        told = json.loads(content)
        best = told["best"]
        found = FoundStreams(
            told["subject"], told["film"], told["asset"], best["address"], best["in_parts"] is True
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    named = (found.subject, found.film, found.asset, found.best)
    return found if all(isinstance(each, str) for each in named) else None
