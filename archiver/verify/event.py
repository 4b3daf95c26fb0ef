"""What a custody event says, as far as later steps need it."""

import re
from dataclasses import dataclass

from archiver.verify.canonical import Json
from archiver.verify.finding import Check
from archiver.verify.identity import Identity

_SLUG = re.compile(r"[a-z0-9._-]{1,60}/[a-z0-9._-]{1,60}")
_SALT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Event:
    """What later steps need of an event."""

    path: str
    leaf: str
    """Leaf hash, in hex."""
    slug: str
    number: int
    previous: str | None
    capture: str | None
    seal: str | None
    said: tuple[str, str, str]
    """Kind, outcome and reason."""
    inputs: tuple[tuple[str, str], ...] = ()
    """Of a conclusion: the captures it was drawn from, with their seals."""


def parsed(document: Json, path: str, leaf: str, identity: Identity, check: Check) -> Event | None:
    """Read what an event says; None where it does not say what every event says."""
    match document:
        case {
            "format": "archiver-event/1",
            "archive": archive,
            "slug": str(slug),
            "number": int(number),
            "previous": None | str() as previous,
            "salt": str(salt),
        } if type(number) is int and _SLUG.fullmatch(slug) and _SALT.fullmatch(salt):
            if identity.digest and archive != identity.digest:
                check.fault("It belongs to another archive.json.", path)
            said = _said(document)
            return said and Event(path, leaf, slug, number, previous, *said)
    return None


def _said(
    document: Json,
) -> tuple[str | None, str | None, tuple[str, str, str], tuple[tuple[str, str], ...]] | None:
    """Give what an event says: the capture it is of with its seal, how that ended, and captures it was drawn from."""
    match document:
        case {
            "event": "capture",
            "capture": None | str() as capture,
            "seal": None | str() as seal,
            "kind": str(kind),
            "outcome": str(outcome),
            "reason": str(reason),
        } if (capture is None) == (seal is None):
            return capture, seal, (kind, outcome, reason), ()
        case {
            "event": "conclusion",
            "post": str(),
            "state": str(),
            "rule": {"version": str()},
            "inputs": [*inputs],
        }:
            named = [found for each in inputs if (found := _input(each)) is not None]
            return (None, None, ("", "", ""), tuple(named)) if len(named) == len(inputs) else None
        case {"event": "agreement", "about": str(), "agreed": bool(), "operator": str(), "words": str()}:
            return None, None, ("", "", ""), ()
        case {"event": "mark", "words": str(), "happened_at": str(), "operator": str()}:
            return None, None, ("", "", ""), ()
    return None


def _input(value: Json) -> tuple[str, str] | None:
    match value:
        case {"capture": str(capture), "seal": str(seal)}:
            return capture, seal
    return None
