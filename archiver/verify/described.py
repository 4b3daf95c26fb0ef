"""What a bundle says it holds (`bundle.json`), and the media beside its copies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from archiver.verify.canonical import Json, parse, same
from archiver.verify.copies import Copy
from archiver.verify.disclosed import Map
from archiver.verify.files import UnreadableError, content, digest
from archiver.verify.finding import Check, Finding
from archiver.verify.identity import Identity
from archiver.verify.leading import Place

FILE = "bundle.json"
FORMAT = "archiver-bundle/"
VERSION = 1
_PICTURES = ("urn:archiver:picture:content:", "urn:archiver:picture:page:")
_ENDINGS = {".jpg", ".png", ".gif", ".webp", ".avif", ".mp4", ".webm", ".m4a", ".mp3", ".bin"}
_LONGEST = 5
"""Digits of a version."""
_SHOWN = 200
"""Letters of a path that a finding repeats: hostile ones are long."""


@dataclass(frozen=True, slots=True)
class Medium:
    """What a bundle says of a medium or picture that stands beside the copies."""

    place: Place
    """Capture and record that it came as."""
    address: str


@dataclass(frozen=True, slots=True)
class Description:
    """What a bundle says of itself."""

    newer: bool = False
    """Written by a newer version: nothing else can be checked here."""
    checkpoint: int = 0
    origin: str = ""
    captures: tuple[Json, ...] = ()
    """What it says of each."""
    not_shown: tuple[Json, ...] = ()
    media: Mapping[str, Medium] = field(default_factory=dict)
    """By path."""
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
            "origin": str(origin),
            "checkpoint": int(checkpoint),
            "captures": [*captures],
            "not_shown": [*not_shown],
            "media": [*media],
            "alone": bool(alone),
            "full": bool(full),
        } if _version(form) == VERSION and type(checkpoint) is int:
            named = dict(map(_medium, media))
            if len(named) != len(media):
                told.fault("It names a medium twice.")
            found = Description(
                checkpoint=checkpoint,
                origin=origin,
                captures=tuple(captures),
                not_shown=tuple(not_shown),
                media=named,
                alone=alone,
                full=full,
            )
            return found, told.findings(f"It says that {len(captures)} captures are here.")
    told.fault("It does not say what a bundle says of itself.")
    return Description(), told.findings("")


def _version(form: str) -> int:
    number = form.removeprefix(FORMAT)
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= _LONGEST else 0


def _medium(told: Json) -> tuple[str, Medium]:
    match told:
        case {
            "path": str(path),
            "capture": str(capture),
            "record": str(record),
            "address": str(address),
        }:
            return path, Medium((capture, record), address)
    return "", Medium(("", ""), "")


def check(said: Description, made: Sequence[Copy], archive: Identity, last: int) -> list[Finding]:
    """Hold what a bundle says of itself against what is here."""
    told = Check("bundle", FILE)
    here = {each.sealed.capture: each for each in made}
    named = [str(each.get("capture"))[:_SHOWN] if isinstance(each, dict) else "" for each in said.captures]
    if sorted(named) != sorted(here):
        told.fault("It names other captures than are here.")
    for capture, stated in zip(named, said.captures, strict=True):
        copy = here.get(capture)
        if copy is not None and copy.told is not None and not same(stated, _counted(copy.told, capture)):
            told.fault(f"It says something else of what is shown of {capture} than that itself does.")
        if copy is not None and copy.told is not None and said.full and copy.told.withheld:
            told.fault(f"It says that nothing is withheld, and something of {capture} is.")
    for each in said.not_shown:
        if isinstance(each, dict) and each.get("capture") in here:
            told.fault("It says of a capture that is here that it is not shown.")
    if archive.archive_id and said.origin != f"archiver/{archive.archive_id}":
        told.fault("It names another ledger than that of archive.json.")
    if said.checkpoint != last:
        told.fault(f"It is as of checkpoint {said.checkpoint}, and the last that is here is {last}.")
    if not made:
        told.unchecked("There is no capture to check.")
    return told.findings(f"It names the {len(made)} captures that are here, and what is shown of each.")


def _counted(told: Map, capture: str) -> Json:
    return {
        "capture": capture,
        "records": len(told.shown),
        "left_out": dict(told.left_out),
        "withheld": {
            kind: {"segments": segments, "bytes": size} for kind, (segments, size) in told.withheld.items()
        },
    }


def _is_in_place(path: str, address: str) -> bool:
    """Tell whether a file has the folder that its record's address asks for, and an ending of a medium's."""
    folder = "pictures" if address.startswith(_PICTURES) else "media"
    return path.startswith(f"{folder}/") and PurePosixPath(path).suffix in _ENDINGS


def check_media(
    root: Path, paths: Sequence[str], said: Description, held: Mapping[Place, tuple[str, str]]
) -> list[Finding]:
    """Hold the files of media and pictures against the records that they came as."""
    told, named = Check("media", "media"), said.media
    for path in paths:
        stem = PurePosixPath(path).name.partition(".")[0]
        try:
            if digest(root, path) != stem:
                told.fault("It has another digest than its name says.", path)
        except UnreadableError as error:
            told.note(error.status, error.detail, path)
        if path not in named:
            told.fault("No record is named that it came as.", path)
        elif not _is_in_place(path, named[path].address):
            told.fault("A medium of its address and kind does not stand there, or is not called so.", path)
        elif held.get(named[path].place) != (f"sha256:{stem}", named[path].address):
            told.fault(
                "The record that it is said to have come as holds something else, has another address, or is "
                "not here.",
                path,
            )
    for path in sorted(set(named) - set(paths)):
        told.fault("It is named, and not here.", path)
    return told.findings(f"{len(paths)} media and pictures are what records hold.") if paths or named else []
