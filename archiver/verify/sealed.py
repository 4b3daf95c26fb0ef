"""What stands in `proof/`: whose key sealed the bundle, and when authorities saw it.

1. Nothing stands there but the seal, stamps, a list of these, and the list's signature.
2. `SHA256SUMS` names each with the digest it has, and the archive's key signed that: what an authority signs does not
   cover all bytes of its stamp, and here too none is left that could be changed unseen.
3. The seal: the archive's key signed `tagmanifest-sha256.txt`, which stands for all files of the bag.
4. Each stamp is over the same bytes, and leads to a root that is trusted.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from archiver.verify import listing
from archiver.verify.entries import Kind, entries
from archiver.verify.files import UnreadableError, content, digest
from archiver.verify.finding import BUNDLE, Check, Finding, Status
from archiver.verify.identity import fingerprint, raw
from archiver.verify.listing import NotListedError
from archiver.verify.roots import root_certificates, unproven
from archiver.verify.signatures import sshsig, token
from archiver.verify.signatures.public_key import UnknownAlgorithmError
from archiver.verify.signatures.token import RefusedError

NAME, STAMPS = "seal", "time stamps of the bundle"
SEALED = "tagmanifest-sha256.txt"
_PROOF = "proof"
_SEAL = f"{_PROOF}/{SEALED}.sshsig"
_SUMS, _SUMS_SIGNED = f"{_PROOF}/SHA256SUMS", f"{_PROOF}/SHA256SUMS.sshsig"
_STAMP = re.compile(rf"{_PROOF}/{re.escape(SEALED)}\.[a-z0-9][a-z0-9-]{{0,39}}\.tsr")
_BAG_NAMESPACE, _PROOF_NAMESPACE = "archiver-bag@v1", "archiver-proof@v1"
_LIMIT = 64 << 10


def check(root: Path, public_key: str, roots: Sequence[str], trusted: bytes | None) -> list[Finding]:
    """Hold a bundle against what was said of it when it was sealed; never raise for damage.

    `public_key` is the archive's that signs last, in OpenSSH form, and empty where that is not known. Stamps must lead
    to a root of `trusted` (PEM), or where that is None to one that the bundle brings along, by its path below `root`.
    """
    told = Check(NAME, BUNDLE)
    kinds = dict(entries(root, "", told))
    if kinds.get(_PROOF) is not Kind.FOLDER:
        told.fault("It is missing.", _PROOF)
        return told.findings("")
    here = _here(root, told)
    key = raw(public_key)
    if not key:
        told.unchecked("By whose key it is signed, since the archive's is not known.")
    sealed = _content(root, SEALED, told)
    if _SUMS in here:
        _check_list(root, here, key, told)
    if key and _SEAL in here and sealed is not None:
        _check_signed(root, _SEAL, key, _BAG_NAMESPACE, sealed, told)
    findings = told.findings(
        f"The key {fingerprint(public_key)} signed it, and the list of what bears it out."
    )
    stamps = [path for path in here if _STAMP.fullmatch(path)]
    return [*findings, *_stamped(root, stamps, sealed, roots, trusted)]


def _here(root: Path, told: Check) -> list[str]:
    """Give the paths of what may stand in `proof/` and does, and say what else there is."""
    found = []
    for name, kind in entries(root, f"{_PROOF}/", told):
        path = f"{_PROOF}/{name}"
        if kind is Kind.FILE and (path in (_SEAL, _SUMS, _SUMS_SIGNED) or _STAMP.fullmatch(path)):
            found.append(path)
        else:
            told.fault(f"No {kind.value} of this name stands in a bundle's {_PROOF}/.", path)
    for path in (_SEAL, _SUMS, _SUMS_SIGNED):
        if path not in found:
            told.fault("It is missing.", path)
    return found


def _content(root: Path, path: str, told: Check) -> bytes | None:
    try:
        return content(root, path)
    except UnreadableError as error:
        told.note(error.status, error.detail, path)
        return None


def _check_signed(root: Path, path: str, key: bytes, namespace: str, message: bytes, told: Check) -> bool:
    signature = _content(root, path, told)
    fault = "" if signature is None else sshsig.fault(signature, key, namespace, message)
    if fault:
        told.fault(fault, path)
    return signature is not None and not fault


def _check_list(root: Path, here: Sequence[str], key: bytes, told: Check) -> None:
    """Hold the list of what stands in `proof/` against it, once its own signature is looked at."""
    text = _content(root, _SUMS, told)
    if text is None:
        return
    signed = not key or (
        _SUMS_SIGNED in here and _check_signed(root, _SUMS_SIGNED, key, _PROOF_NAMESPACE, text, told)
    )
    try:
        named = {f"{_PROOF}/{name}": stated for name, stated in listing.read(BytesIO(text), 64).items()}
    except NotListedError as error:
        told.fault(str(error), _SUMS)
        return
    found = _digests(root, [path for path in here if path not in (_SUMS, _SUMS_SIGNED)], told)
    if not signed and named != found:
        # Not signed as it stands, it accuses nothing but itself.
        told.fault(f"It is not the list of what stands in {_PROOF}/.", _SUMS)
    for path in sorted(named.keys() | found.keys()) if signed else ():
        if path not in found:
            told.fault(f"{_SUMS} names it, and it is not here.", path)
        elif path not in named:
            told.fault(f"{_SUMS} does not name it.", path)
        elif named[path] != found[path]:
            told.fault(f"Its bytes do not have the digest that {_SUMS} states.", path)


def _digests(root: Path, paths: Sequence[str], told: Check) -> dict[str, str]:
    found = {}
    for path in paths:
        try:
            found[path] = digest(root, path)
        except UnreadableError as error:
            told.note(error.status, error.detail, path)
    return found


def _stamped(
    root: Path, paths: Sequence[str], sealed: bytes | None, roots: Sequence[str], trusted: bytes | None
) -> list[Finding]:
    """Hold stamps, by their paths, against what was sealed, and say when each authority saw it."""
    if not paths:
        none = "No authority stamped the bundle, so that none says when it was there."
        return [Finding(STAMPS, BUNDLE, Status.NOT_CHECKED, none, required=False)]
    if sealed is None:
        return [Finding(STAMPS, BUNDLE, Status.NOT_CHECKED, f"{SEALED} cannot be read.")]
    told, held = Check(STAMPS, BUNDLE), []
    certificates = root_certificates(root, roots, trusted, told)
    for path in paths:
        try:
            held.append(token.held(content(root, path, _LIMIT), sealed, certificates))
        except UnreadableError as error:
            told.note(error.status, error.detail, path)
        except RefusedError as error:
            told.fault(str(error), path)
        except UnknownAlgorithmError as error:
            told.unchecked(str(error), path)
    seen = [f"{stamp.authority} saw the bundle at {stamp.at:%Y-%m-%dT%H:%M:%SZ}." for stamp in held]
    findings = [Finding(STAMPS, BUNDLE, Status.VERIFIED, sentence) for sentence in seen]
    findings += told.findings(f"{len(held)} stamps, each over {SEALED}, and each leads to a trusted root.")
    if held and trusted is None:
        findings.append(Finding(STAMPS, BUNDLE, Status.NOT_CHECKED, unproven(held), required=False))
    return findings
