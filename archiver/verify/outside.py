"""What a bundle is held against that did not come with it, and what its reader must know before all else."""

from collections.abc import Sequence
from dataclasses import dataclass

from archiver.verify import checkpoints
from archiver.verify.cautions import ORIGIN
from archiver.verify.copies import Copy
from archiver.verify.excerpt import Part
from archiver.verify.finding import ARCHIVE, BUNDLE, Check, Finding, Status
from archiver.verify.identity import Identity, fingerprint

SIGNER = "signer"
"""Name of the check that comes before all others."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was kept elsewhere, and is held against what is verified."""

    trusted: str = ""
    """Fingerprint of the key that is trusted; empty where none is given."""
    checkpoint: bytes | None = None
    roots: bytes | None = None
    """Certificates (PEM) to which time stamps must lead."""


def first(
    archive: Identity, keys: Sequence[str], seal: Sequence[Finding], trusted: str, made: Sequence[Copy]
) -> list[Finding]:
    """Say by whose key a bundle is signed and whether that is trusted, and whether a platform answered at all.

    `seal` is what was found of its signature: a key that it only names did not sign it.
    """
    named = _signer(archive, keys, trusted)
    if any(finding.status is Status.FAILED for finding in seal) and named.status is not Status.FAILED:
        detail = f"It names the key {_last(archive, keys)}, which did not sign it as it is here."
        named = Finding(SIGNER, BUNDLE, Status.FAILED, detail)
    return [named, *_origin(archive, made)]


def _last(archive: Identity, keys: Sequence[str]) -> str:
    return fingerprint(keys[-1]) if keys else archive.key


def _signer(archive: Identity, keys: Sequence[str], trusted: str) -> Finding:
    known = [fingerprint(key) for key in keys]
    signer = _last(archive, keys)
    if not trusted:
        detail = (
            f"It says of itself that the key {signer} signed it. Whether that is the collector's, only a fingerprint "
            "that came another way can show: name it with --trust."
        )
        return Finding(SIGNER, BUNDLE, Status.NOT_CHECKED, detail, required=False)
    if trusted == signer:
        return Finding(SIGNER, BUNDLE, Status.VERIFIED, f"The signer is the trusted one: {signer}.")
    if trusted in known:
        detail = f"The signer is {signer}, which follows the trusted {trusted} by that one's signature."
        return Finding(SIGNER, BUNDLE, Status.VERIFIED, detail)
    return Finding(
        SIGNER, BUNDLE, Status.FAILED, f"The signer is {signer or 'not known'}, not the trusted {trusted}."
    )


def _origin(archive: Identity, made: Sequence[Copy]) -> list[Finding]:
    marked = sum(bool(each.not_authenticated) for each in made)
    if archive.simulated:
        return [_said("It was made by the rehearsal: no platform was asked.")]
    if marked:
        return [_said(f"{marked} of {len(made)} captures met stand-ins, not the platform's own servers.")]
    detail = (
        "The platform's servers were authenticated by their certificates when each capture was made, as the "
        "collector's program tells. That they sent what is shown cannot be shown to others."
    )
    return [_said(detail)]


def _said(detail: str) -> Finding:
    return Finding(ORIGIN, ARCHIVE, Status.NOT_CHECKED, detail, required=False)


def check_checkpoint(text: bytes | None, parts: Sequence[Part]) -> list[Finding]:
    """Hold a bundle against a checkpoint that was kept elsewhere, by the one of it that is as large."""
    told = Check("checkpoint from outside", BUNDLE)
    if text is None:
        return []
    found = checkpoints.read(text)
    if found is None:
        told.fault("What was given is no checkpoint: three lines of origin, size and root.")
        return told.findings("")
    _, size, root = found
    alike = [part for part in parts if part.size == size]
    if not alike:
        told.unchecked(f"The checkpoint that was given covers {size} events, and none that is here does.")
    elif alike[0].root != root:
        told.fault(f"The first {size} events are not those that the checkpoint which was given covers.")
    return told.findings(f"The first {size} events are those that the checkpoint which was given covers.")
