"""Step 0: `archive.json` says who the archive is, in a format that is known here."""

import base64
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from archiver.verify.canonical import Json, parse
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import Check, Finding

FILE = "archive.json"
FORMAT = 1
_KEY_TYPE = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"
_KEY_BYTES = len(_KEY_TYPE) + 32


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the archive is, as far as its file could be read."""

    archive_id: str = ""
    """32 hex digits; empty where the file does not give it."""
    key: str = ""
    """Fingerprint of the public key; empty likewise."""
    public_key: str = ""
    """The public key itself, in OpenSSH form; empty likewise."""
    digest: str = ""
    """Digest of archive.json, which every event names."""
    simulated: bool = False
    newer: bool = False
    """Written by a newer version: nothing else can be checked here."""


def read(root: Path) -> tuple[Identity, list[Finding]]:
    """Read who the archive is."""
    check = Check("archive", FILE)
    try:
        text = content(root, FILE)
        document, canonical = parse(text)
    except UnreadableError as error:
        check.note(error.status, error.detail)
        return Identity(), check.findings("")
    except ValueError as error:
        check.fault(f"It is no JSON: {error}.")
        return Identity(digest=f"sha256:{sha256(text).hexdigest()}"), check.findings("")
    if not canonical:
        check.fault("It is not in its canonical form (RFC 8785).")
    identity = _identity(document, f"sha256:{sha256(text).hexdigest()}", check)
    return identity, check.findings(
        f"Archive {identity.archive_id} of format {FORMAT}, with key {identity.key}."
    )


def _identity(document: Json, digest: str, check: Check) -> Identity:
    fields = document if isinstance(document, dict) else {}
    form = fields.get("format")
    if type(form) is int and form > FORMAT:
        check.unchecked(
            f"It was written by a newer version (format {form}); this verifier knows format {FORMAT}."
        )
        return Identity(newer=True)
    if type(form) is not int or form != FORMAT:
        check.fault("It does not name a format that ever was.")
    archive_id, public = fields.get("id"), str(fields.get("public_key"))
    key = fingerprint(fields.get("public_key"))
    if not isinstance(archive_id, str) or not re.fullmatch(r"[0-9a-f]{32}", archive_id):
        check.fault("It gives no id of 32 hex digits.")
        archive_id = ""
    if not key:
        check.fault("It gives no Ed25519 key in OpenSSH form.")
    if fields.get("simulated", True) is not True:
        check.fault("It says `simulated` with another value than true.")
    return Identity(archive_id, key, public if key else "", digest, simulated="simulated" in fields)


def fingerprint(public: Json) -> str:
    """Give the fingerprint that `ssh-keygen -l` prints of an OpenSSH Ed25519 key; empty where it is none."""
    key = raw(public)
    if not key:
        return ""
    return "SHA256:" + base64.b64encode(sha256(_KEY_TYPE + key).digest()).decode().rstrip("=")


def raw(public: Json) -> bytes:
    """Give the 32 bytes of an OpenSSH Ed25519 key; none where it is none."""
    if not isinstance(public, str) or not re.fullmatch(r"ssh-ed25519 [A-Za-z0-9+/]+", public):
        return b""
    try:
        blob = base64.b64decode(public.split(" ")[1], validate=True)
    except ValueError:
        return b""
    fits = len(blob) == _KEY_BYTES and blob.startswith(_KEY_TYPE)
    return blob.removeprefix(_KEY_TYPE) if fits else b""
