"""A time stamp (RFC 3161, in the form of RFC 5652): what it was made over, when, and whether its authority made it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import new

from archiver.verify.signatures import der, public_key, x509
from archiver.verify.signatures.der import NotDerError, Value
from archiver.verify.signatures.public_key import HASHES, UnknownAlgorithmError
from archiver.verify.signatures.x509 import Certificate

_SIGNED_DATA, _TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_SIGNING_CERTIFICATE = {"1.2.840.113549.1.9.16.2.12": "sha1", "1.2.840.113549.1.9.16.2.47": "sha256"}
"""The attributes that name the certificate by its digest, and by which hash where they name none (RFC 5035)."""
_GRANTED, _VERSION = 0, 1
_FIRST, _SECOND = 0xA0, 0xA1
_WEAK = "1.3.14.3.2.26"


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
    except NotDerError as error:
        raise RefusedError(f"It is no time stamp of RFC 3161: {error}.") from error
    except (ValueError, IndexError, KeyError) as error:
        raise RefusedError(
            "It is no time stamp of RFC 3161: something is missing, or there too often."
        ) from error
    if not chain:
        raise RefusedError("It leads to no root that is trusted, as it was at the stamp's own time.")
    root = chain[-1]
    return Stamp(at, leaf.name, root.fingerprint, root.name, min(each.ends for each in chain))


def _read(reply: bytes) -> _Token:
    status, *tokens = der.read(reply).a(der.SEQUENCE).parts()
    if status.a(der.SEQUENCE).parts()[0].whole() != _GRANTED or not tokens:
        raise RefusedError("The authority granted none.")
    (token,) = tokens
    data = _within(token, _SIGNED_DATA).a(der.SEQUENCE)
    _, _, content, *sets, signers = data.parts()
    (signer,) = signers.a(der.SET).parts()
    _, who, digest, attributes, algorithm, signature, *_ = signer.parts()
    issuer, serial = who.a(der.SEQUENCE).parts()
    carried = [each for part in sets if part.tag == _FIRST for each in part.parts()]
    return _Token(
        content=_within(content, _TST_INFO).a(der.OCTETS).content,
        certificates=[x509.read(each.encoded) for each in carried if each.tag == der.SEQUENCE],
        issuer=issuer.encoded,
        serial=serial.whole(),
        digest=_hash(digest),
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
    version, _, imprint, _, at, *more = der.read(content).a(der.SEQUENCE).parts()
    algorithm, digest = imprint.parts()
    if digest.a(der.OCTETS).content != new(_hash(algorithm), message).digest():
        raise RefusedError("It was made over something else than what it stands beside.")
    rules = [x509.extensions(part.parts()) for part in more if part.tag == _SECOND]
    if version.whole() != _VERSION or any(critical for each in rules for critical, _ in each.values()):
        raise UnknownAlgorithmError("It has a version or a rule that is not known here.")
    return at.time()


def _hash(algorithm: Value, *, weak: bool = False) -> str:
    """Name a hash; SHA-1 only where it need not prove anything alone."""
    named = algorithm.parts()[0].oid()
    if named == _WEAK and weak:
        return "sha1"
    if named == _WEAK:
        raise RefusedError("It is made by SHA-1, by which two things can be made to look like one.")
    if named not in HASHES:
        raise UnknownAlgorithmError(f"It is made by a hash that is not known here: {named}.")
    return HASHES[named]


def _leaf(token: _Token) -> Certificate:
    """Give the certificate that a token was made with, once its signature holds by it."""
    who = (token.issuer, token.serial)
    leaf = next((each for each in token.certificates if (each.issuer, each.serial) == who), None)
    if leaf is None:
        raise RefusedError("It carries no certificate that it was made with.")
    if not leaf.may_stamp:
        raise RefusedError("The certificate that it was made with is not one for time stamps alone.")
    told = _attributes(token.attributes)
    (kind,), (digest,) = told[_CONTENT_TYPE], told[_MESSAGE_DIGEST]
    if kind.oid() != _TST_INFO or digest.a(der.OCTETS).content != new(token.digest, token.content).digest():
        raise RefusedError("What it says is not what its authority signed.")
    named = [_names(told[each], leaf, usual) for each, usual in _SIGNING_CERTIFICATE.items() if each in told]
    if not named or not all(named):
        raise RefusedError("The certificate that it carries is not the one that its authority named.")
    signed = bytes([der.SET]) + token.attributes.encoded[1:]
    if not public_key.holds(leaf.key, token.algorithm, token.digest, signed, token.signature):
        raise RefusedError("Its signature does not hold.")
    return leaf


def _attributes(listed: Value) -> dict[str, list[Value]]:
    """Give the values of attributes, each of which may be there once (RFC 5652 section 5.3)."""
    found: dict[str, list[Value]] = {}
    for each in listed.parts():
        kind, values = each.parts()
        if kind.oid() in found:
            raise NotDerError("an attribute is there twice")
        found[kind.oid()] = values.a(der.SET).parts()
    return found


def _names(values: Sequence[Value], leaf: Certificate, usual: str) -> bool:
    """Tell whether an attribute names a certificate, first of all, by its digest."""
    (attribute,) = values
    first = attribute.parts()[0].parts()[0].parts()
    if first[0].tag == der.SEQUENCE:
        usual = _hash(first.pop(0), weak=True)
    return first[0].a(der.OCTETS).content == new(usual, leaf.encoded).digest()
