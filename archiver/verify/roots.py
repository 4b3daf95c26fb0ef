"""The root certificates that time stamps must lead to: given from outside, or those that came along."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import Check
from archiver.verify.signatures import x509
from archiver.verify.signatures.der import NotDerError
from archiver.verify.signatures.token import Stamp
from archiver.verify.signatures.x509 import Certificate

_LIMIT = 64 << 10


def root_certificates(root: Path, kept: Sequence[str], given: bytes | None, told: Check) -> list[Certificate]:
    """Read the roots that are given (PEM), or where that is None those that are kept, by their paths."""
    return _kept(root, kept, told) if given is None else _given(given, told)


def _kept(root: Path, paths: Sequence[str], told: Check) -> list[Certificate]:
    """Read the root certificates that the archive keeps, each under its own digest."""
    found = []
    for path in paths:
        try:
            (certificate,) = x509.from_pem(content(root, path, _LIMIT))
        except UnreadableError as error:
            told.note(error.status, error.detail, path)
        except (NotDerError, ValueError):
            told.fault("It is not one certificate.", path)
        else:
            if certificate.fingerprint == Path(path).stem:
                found.append(certificate)
            else:
                told.fault("It is another certificate than its name says.", path)
    return found


def _given(given: bytes, told: Check) -> list[Certificate]:
    try:
        found = x509.from_pem(given)
    except NotDerError:
        found = []
    if not found:
        told.fault("What was given as roots holds no certificate that can be read.")
    return found


def unproven(stamps: Iterable[Stamp]) -> str:
    """Say what stamps leave open that lead to roots which came along."""
    roots = sorted({(each.root_name, each.root) for each in stamps})
    named = "; ".join(f"{name} (SHA-256 {digest})" for name, digest in roots)
    return f"That these roots are the authorities' own, only what they publish can show: {named}."
