"""Certificates (RFC 5280), as far as a time stamp needs them: read, and led to a root that is trusted."""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256

from archiver.verify import der, public_key
from archiver.verify.der import NotDerError, Value

_TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
_BASIC, _KEY_USE, _EXTENDED_USE = "2.5.29.19", "2.5.29.15", "2.5.29.37"
_COMMON_NAME, _ORGANISATION = "2.5.4.3", "2.5.4.10"
_CERT_SIGN = 0x04
_LONGEST = 8
_MOST = 20
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate."""

    encoded: bytes
    signed: bytes
    """What its issuer signed."""
    algorithm: Value
    signature: bytes
    serial: int
    issuer: bytes
    subject: bytes
    begins: datetime
    ends: datetime
    key: Value
    """SubjectPublicKeyInfo."""
    extensions: dict[str, tuple[bool, bytes]]
    """By object identifier: whether it is critical, and what it holds."""

    @property
    def name(self) -> str:
        """Give the subject's common name, or its organisation."""
        told = dict(_named(self.subject))
        return told.get(_COMMON_NAME) or told.get(_ORGANISATION) or "a certificate without a name"

    @property
    def fingerprint(self) -> str:
        """Give its SHA-256, in hex."""
        return sha256(self.encoded).hexdigest()

    @property
    def may_stamp(self) -> bool:
        """Tell whether it is for time stamps and nothing else (RFC 3161 section 2.3)."""
        critical, use = self.extensions.get(_EXTENDED_USE, (False, b""))
        return critical and [each.oid() for each in der.read(use).parts()] == [_TIME_STAMPING]

    @property
    def may_issue(self) -> bool:
        """Tell whether it may issue others."""
        _, basic = self.extensions.get(_BASIC, (False, b"\x30\x00"))
        _, use = self.extensions.get(_KEY_USE, (False, b""))
        is_authority = any(part.tag == 1 and part.true() for part in der.read(basic).parts())
        return is_authority and (not use or bool(der.read(use).content[1:2][0] & _CERT_SIGN))


def read(encoded: bytes) -> Certificate:
    """Read a certificate in DER. Raises NotDerError."""
    try:
        signed, algorithm, signature = der.read(encoded).a(der.SEQUENCE).parts()
        told = [part for part in signed.a(der.SEQUENCE).parts() if part.tag != _VERSION]
        serial, _, issuer, validity, subject, key, *more = told
        begins, ends = (each.time() for each in validity.parts())
        return Certificate(
            encoded=encoded,
            signed=signed.encoded,
            algorithm=algorithm,
            signature=signature.bits(),
            serial=serial.whole(),
            issuer=issuer.encoded,
            subject=subject.encoded,
            begins=begins,
            ends=ends,
            key=key,
            extensions=dict(_extensions(more)),
        )
    except (ValueError, IndexError) as error:
        raise NotDerError("it is no certificate") from error


_VERSION, _EXTENSIONS = 0xA0, 0xA3


def _extensions(parts: Sequence[Value]) -> Iterator[tuple[str, tuple[bool, bytes]]]:
    for part in parts:
        for each in part.parts()[0].parts() if part.tag == _EXTENSIONS else ():
            named, *more = each.parts()
            yield named.oid(), (len(more) > 1 and more[0].true(), more[-1].a(der.OCTETS).content)


def _named(name: bytes) -> Iterator[tuple[str, str]]:
    for group in der.read(name).parts():
        for each in group.parts():
            kind, value = each.parts()
            yield kind.oid(), value.content.decode("utf-8", "replace")


def from_pem(text: bytes) -> list[Certificate]:
    """Read all certificates of a PEM file (RFC 7468). Raises NotDerError."""
    try:
        return [read(base64.b64decode(b"".join(found.split()))) for found in _PEM.findall(text)]
    except ValueError as error:
        raise NotDerError("it is no PEM file of certificates") from error


def led(
    leaf: Certificate, others: Sequence[Certificate], roots: Sequence[Certificate], at: datetime
) -> list[Certificate]:
    """Give the chain from a certificate to a root that is trusted, as it was at a time; nothing where there is none.

    Raises UnknownAlgorithmError where a signature on the way is made in a way that is not known here, NotDerError.
    """
    ways = [[leaf]]
    for _ in range(_LONGEST):
        longer = []
        for way in ways:
            if way[-1].begins > at or at > way[-1].ends:
                continue
            for issuer in _issuers(way[-1], roots):
                if issuer.begins <= at <= issuer.ends:
                    return [*way, issuer]
            longer += [[*way, issuer] for issuer in _issuers(way[-1], others) if issuer not in way]
        ways = longer[:_MOST]
    return []


def _issuers(of: Certificate, among: Sequence[Certificate]) -> Iterator[Certificate]:
    for each in among:
        if each.subject == of.issuer and each.may_issue and _issued(each.encoded, of.encoded):
            yield each


@cache
def _issued(one: bytes, other: bytes) -> bool:
    """Tell whether one certificate signed another; asked again for each of an authority's stamps."""
    issuer, issued = read(one), read(other)
    return public_key.holds(issuer.key, issued.algorithm, "", issued.signed, issued.signature)
