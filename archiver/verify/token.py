"""A time stamp (RFC 3161, in the form of RFC 5652): what it was made over, when, and whether its authority made it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import new

from archiver.verify import der, public_key, x509
from archiver.verify.der import NotDerError, Value
from archiver.verify.public_key import HASHES
from archiver.verify.x509 import Certificate

_SIGNED_DATA, _TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_SIGNING_CERTIFICATE = {"1.2.840.113549.1.9.16.2.12": "sha1", "1.2.840.113549.1.9.16.2.47": "sha256"}
"""The attributes that name the certificate by its digest, and by which hash where they name none (RFC 5035)."""
_GRANTED = 0
_FIRST = 0xA0
_WEAK = "sha1"


class RefusedError(Exception):
    """A time stamp that is none, or does not hold; says why."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp that holds."""

    at: datetime
    """When, as the authority says."""
    authority: str
    """Name in the certificate that it was made with."""
    root: str
    """SHA-256 of the root that this leads to, in hex."""
    root_name: str
    ends: datetime
    """When the first certificate on the way to the root ends."""


@dataclass(frozen=True, slots=True)
class _Token:
    """What stands in a token."""

    content: bytes
    """Of TSTInfo."""
    certificates: list[Certificate]
    issuer: bytes
    serial: int
    digest: str
    """Name of the hash over the content."""
    attributes: Value
    """What is signed."""
    algorithm: Value
    signature: bytes


def held(reply: bytes, message: bytes, roots: Sequence[Certificate]) -> Stamp:
    """Hold an authority's reply against the message that it was asked to stamp, and against trusted roots.

    All certificates are taken as they were at the stamp's own time. Raises RefusedError, and UnknownAlgorithmError
    where it is made in a way that is not known here.
    """
    try:
        token = _read(reply)
        at = _time(token.content, message)
        leaf = _leaf(token)
        chain = x509.led(leaf, token.certificates, roots, at)
    except (NotDerError, ValueError, IndexError, KeyError) as error:
        raise RefusedError(f"It is no time stamp of RFC 3161: {error}.") from error
    if not chain:
        raise RefusedError("It leads to no root that is trusted, as it was at the stamp's own time.")
    root = chain[-1]
    return Stamp(at, leaf.name, root.fingerprint, root.name, min(each.ends for each in chain))


def _read(reply: bytes) -> _Token:
    status, *token = der.read(reply).a(der.SEQUENCE).parts()
    if status.parts()[0].whole() != _GRANTED or not token:
        raise RefusedError("The authority granted none.")
    data = _within(token[0], _SIGNED_DATA).a(der.SEQUENCE)
    _, _, content, *sets, signers = data.parts()
    (signer,) = signers.a(der.SET).parts()
    _, who, digest, attributes, algorithm, signature, *_ = signer.parts()
    issuer, serial = who.a(der.SEQUENCE).parts()
    return _Token(
        content=_within(content, _TST_INFO).a(der.OCTETS).content,
        certificates=[
            x509.read(each.encoded) for part in sets if part.tag == _FIRST for each in part.parts()
        ],
        issuer=issuer.encoded,
        serial=serial.whole(),
        digest=HASHES[digest.parts()[0].oid()],
        attributes=attributes.a(_FIRST),
        algorithm=algorithm,
        signature=signature.a(der.OCTETS).content,
    )


def _within(content: Value, kind: str) -> Value:
    """Give what stands in a ContentInfo of a kind."""
    told, held_in = content.a(der.SEQUENCE).parts()
    if told.oid() != kind:
        raise NotDerError("it holds something else")
    return der.read(held_in.a(_FIRST).content)


def _time(content: bytes, message: bytes) -> datetime:
    """Give the time of a TSTInfo that was made over a message."""
    _, _, imprint, _, at, *_ = der.read(content).a(der.SEQUENCE).parts()
    algorithm, digest = imprint.parts()
    name = HASHES[algorithm.parts()[0].oid()]
    if name == _WEAK or digest.a(der.OCTETS).content != new(name, message).digest():
        raise RefusedError("It was made over something else than what it stands beside.")
    return at.time()


def _leaf(token: _Token) -> Certificate:
    """Give the certificate that a token was made with, once its signature holds by it."""
    named = (
        each for each in token.certificates if (each.issuer, each.serial) == (token.issuer, token.serial)
    )
    leaf = next(named, None)
    if leaf is None:
        raise RefusedError("It carries no certificate that it was made with.")
    if not leaf.may_stamp:
        raise RefusedError("The certificate that it was made with is not one for time stamps alone.")
    told = {
        kind.oid(): values.parts() for kind, values in (each.parts() for each in token.attributes.parts())
    }
    (kind,), (digest,) = told[_CONTENT_TYPE], told[_MESSAGE_DIGEST]
    if kind.oid() != _TST_INFO or digest.content != new(token.digest, token.content).digest():
        raise RefusedError("What it says is not what its authority signed.")
    if not any(
        _names(told[each][0], leaf, usual) for each, usual in _SIGNING_CERTIFICATE.items() if each in told
    ):
        raise RefusedError("The certificate that it carries is not the one that its authority named.")
    signed = bytes([der.SET]) + token.attributes.encoded[1:]
    if not public_key.holds(leaf.key, token.algorithm, token.digest, signed, token.signature):
        raise RefusedError("Its signature does not hold.")
    return leaf


def _names(attribute: Value, leaf: Certificate, usual: str) -> bool:
    """Tell whether an attribute names a certificate, first of all, by its digest."""
    first = attribute.parts()[0].parts()[0].parts()
    algorithm, digest = (
        (HASHES[first[0].parts()[0].oid()], first[1]) if first[0].tag == der.SEQUENCE else (usual, first[0])
    )
    return digest.a(der.OCTETS).content == new(algorithm, leaf.encoded).digest()
