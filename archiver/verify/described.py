"""What a bundle says it holds (`bundle.json`), and the documents and files beside its copies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from archiver.verify.canonical import Json, parse
from archiver.verify.event import Event
from archiver.verify.files import UnreadableError, content, digest
from archiver.verify.finding import Check, Finding

FILE = "bundle.json"
FORMAT = "archiver-bundle/"
VERSION = 1
_CONCLUDED = "concluded"
_LONGEST = 5
"""Digits of a version."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a bundle says of itself."""

    newer: bool = False
    """Written by a newer version: nothing else can be checked here."""
    checkpoint: int = 0
    captures: frozenset[str] = frozenset()
    media: Mapping[str, tuple[str, str]] | None = None
    """By path: capture and record that each came as."""
    alone: bool = False
    full: bool = False


def read(root: Path) -> tuple[Description, list[Finding]]:
    """Read what a bundle says it holds."""
    told = Check("bundle", FILE)
    try:
        document, canonical = parse(content(root, FILE))
    except UnreadableError as error:
        told.note(error.status, error.detail)
        return Description(), told.findings("")
    except ValueError as error:
        told.fault(f"It is no JSON: {error}.")
        return Description(), told.findings("")
    if not canonical:
        told.fault("It is not in its canonical form (RFC 8785).")
    match document:
        case {"format": str(form)} if form.startswith(FORMAT) and _version(form) > VERSION:
            told.unchecked(
                f"It was written by a newer version ({form}); this verifier knows {FORMAT}{VERSION}."
            )
            return Description(newer=True), told.findings("")
        case {
            "format": str(form),
            "checkpoint": int(checkpoint),
            "captures": [*captures],
            "media": [*media],
            "alone": bool(alone),
            "full": bool(full),
        } if _version(form) == VERSION:
            found = Description(
                checkpoint=checkpoint,
                captures=frozenset(map(_capture, captures)),
                media=dict(map(_medium, media)),
                alone=alone,
                full=full,
            )
            return found, told.findings(f"It says that {len(captures)} captures are here.")
    told.fault("It does not say what a bundle says of itself.")
    return Description(), told.findings("")


def _version(form: str) -> int:
    number = form.removeprefix(FORMAT)
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= _LONGEST else 0


def _capture(told: Json) -> str:
    return str(told.get("capture")) if isinstance(told, dict) else ""


def _medium(told: Json) -> tuple[str, tuple[str, str]]:
    match told:
        case {"path": str(path), "capture": str(capture), "record": str(record)}:
            return path, (capture, record)
    return "", ("", "")


def check(said: Description, captures: Sequence[str], last: int) -> list[Finding]:
    """Hold what a bundle says against what is here."""
    told = Check("bundle", FILE)
    if said.captures != set(captures):
        told.fault("It names other captures than are here.")
    if said.checkpoint != last:
        told.fault(f"It is as of checkpoint {said.checkpoint}, and the last that is here is {last}.")
    return told.findings(f"It names the {len(captures)} captures that are here.")


def check_media(
    root: Path, paths: Sequence[str], said: Description, digests: Mapping[tuple[str, str], str]
) -> list[Finding]:
    """Hold the files of media and pictures against the records that they came as."""
    told, named = Check("media", "media"), said.media or {}
    for path in paths:
        stem = PurePosixPath(path).name.partition(".")[0]
        try:
            if digest(root, path) != stem:
                told.fault("It has another digest than its name says.", path)
        except UnreadableError as error:
            told.note(error.status, error.detail, path)
        if path not in named:
            told.fault("No record is named that it came as.", path)
        elif digests.get(named[path]) != f"sha256:{stem}":
            told.fault(
                "The record that it is said to have come as holds something else, or is not here.", path
            )
    for path in sorted(set(named) - set(paths)):
        told.fault("It is named, and not here.", path)
    return told.findings(f"{len(paths)} media and pictures are what records hold.") if paths or named else []


def check_removals(root: Path, path: str, events: Sequence[Event]) -> list[Finding]:
    """Hold each removal that is told as concluded against the ledger's own event."""
    told = Check("conclusions", path)
    try:
        document = parse(content(root, path))[0]
    except UnreadableError as error:
        told.note(error.status, error.detail)
        return told.findings("")
    except ValueError as error:
        told.fault(f"It is no JSON: {error}.")
        return told.findings("")
    concluded = {event.said.concluded for event in events}
    count = 0
    for target in document.values() if isinstance(document, dict) else ():
        match target:
            case {"removals": [*removals]}:
                for each in removals:
                    match each:
                        case {"post": str(post), "state": str(state)} if state == _CONCLUDED:
                            count += 1
                            if (post, state) not in concluded:
                                told.fault(f"No event of the ledger concludes what it says of {post[:80]}.")
    return told.findings(f"{count} posts are told as no longer shown, each by an event of the ledger.")
