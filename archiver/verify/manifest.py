"""Step 3: a capture's manifest is canonical, and is of this capture and of this archive."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archiver.verify.canonical import Json, parse
from archiver.verify.checksums import MANIFEST
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import Check, Finding
from archiver.verify.identity import Identity
from archiver.verify.said import instant

FORMAT = "archiver-capture/1"
RULE = "segments/2"
_SHOWN = 80
"""Letters of a value that a finding repeats: hostile ones are long."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a manifest says of the time stamp that was there before its capture began."""

    token: str
    """Digest of all its bytes."""
    checkpoint: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Continues:
    """The capture whose listings another went on with, as its manifest names it."""

    capture: str
    seal: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What later steps need of a manifest."""

    said: tuple[str, str, str]
    """Kind, outcome and reason, as the custody event must say them too."""
    not_authenticated: str
    """Why the origin is not authenticated; empty where it is."""
    records: tuple[Json, ...]
    """Commitments to the WARC's records, in file order."""
    root: str
    """Root over them, in hex."""
    opening: Opening | None
    """None where it names no stamp."""
    continues: Continues | None
    """None where its listings were begun anew."""


def read(root: Path, capture: str, identity: Identity) -> tuple[Manifest | None, list[Finding]]:
    """Read a capture's manifest; None where it is none."""
    path = f"captures/{capture}/{MANIFEST}"
    check = Check("manifest", path)
    manifest = None
    try:
        document, canonical = parse(content(root, path))
    except UnreadableError as error:
        check.note(error.status, error.detail)
    except ValueError as error:
        check.fault(f"It is no JSON: {error}.")
    else:
        if not canonical:
            check.fault("It is not in its canonical form (RFC 8785).")
        manifest = _manifest(document, capture, identity, check)
    return manifest, check.findings("It is canonical, and names this capture and this archive.")


def _manifest(document: Json, capture: str, identity: Identity, check: Check) -> Manifest | None:
    match document:
        case {
            "format": str(form),
            "archive": {"id": archive_id, "key": key},
            "capture": stated,
            "kind": str(kind),
            "outcome": str(outcome),
            "reason": str(reason),
            "commitments": {"rule": rule, "records": list(records), "root": str(root)},
        }:
            if (form, rule) != (FORMAT, RULE):
                check.fault(f"It is not of format {FORMAT} with commitments by rule {RULE}.")
            if stated != capture:
                check.fault("It is the manifest of another capture than the one it stands in.")
            if not (identity.archive_id and identity.key):
                check.unchecked(
                    "Whether it names this archive, since archive.json does not say which that is."
                )
            elif (archive_id, key) != (identity.archive_id, identity.key):
                check.fault("It names another archive, by id or key, than archive.json.")
            return Manifest(
                (kind, outcome, reason),
                _not_authenticated(document),
                tuple(records),
                root,
                _opening(document, check),
                _continues(document, check),
            )
        case _:
            check.fault("It lacks what every manifest says.")
            return None


def _opening(document: Json, check: Check) -> Opening | None:
    match document:
        case {"opening_stamp": {"token": str(digest), "checkpoint": int(checkpoint), "stamped_at": str(at)}}:
            return Opening(digest, checkpoint, instant(at))
        case {"opening_stamp": {"reason": str()}}:
            return None
        case {"opening_stamp": said} if said != {}:
            check.fault("It names no stamp that was there before it, and says no reason why.")
    return None


def _continues(document: Json, check: Check) -> Continues | None:
    match document:
        case {"continues": {"capture": str(named), "seal": str(seal)}}:
            return Continues(named, seal)
        case {"continues": _}:
            check.fault("It goes on from another capture, and does not name it by path and seal.")
    return None


def _not_authenticated(document: Json) -> str:
    said = document.get("not_authenticated") if isinstance(document, dict) else None
    return "" if said is None else str(said)[:_SHOWN]
