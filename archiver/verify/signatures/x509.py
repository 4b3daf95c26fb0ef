"""Certificates (RFC 5280), as far as a time stamp needs them: read, and led to a root that is trusted."""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from archiver.verify.signatures import der, public_key
from archiver.verify.signatures.der import NotDerError, Value
from archiver.verify.signatures.public_key import UnknownAlgorithmError

_TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
_ANYTHING = "2.5.29.37.0"
_BASIC, _KEY_USE, _EXTENDED_USE = "2.5.29.19", "2.5.29.15", "2.5.29.37"
_POLICIES, _OTHER_NAMES = "2.5.29.32", "2.5.29.17"
_UNDERSTOOD = {_BASIC, _KEY_USE, _EXTENDED_USE, _POLICIES, _OTHER_NAMES}
"""Extensions that may be critical: read here, or about what a time stamp says nothing of."""
_COMMON_NAME, _ORGANISATION = "2.5.4.3", "2.5.4.10"
_CERT_SIGN, _SIGNS = 0x04, 0xC0
_VERSION, _EXTENSIONS = 0xA0, 0xA3
_MOST = 50
"""Signatures that are tried for one chain, so that a bundle of certificates cannot take hours."""
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
    name: str
    """The subject's common name, or its organisation."""
    begins: datetime
    ends: datetime
    key: Value
    """SubjectPublicKeyInfo."""
    extensions: dict[str, tuple[bool, bytes]]
    """By object identifier: whether it is critical, and what it holds."""

    @property
    def fingerprint(self) -> str:
        """Give its SHA-256, in hex."""
        return sha256(self.encoded).hexdigest()

    @property
    def may_stamp(self) -> bool:
        """Tell whether it is for time stamps and nothing else (RFC 3161 section 2.3)."""
        critical, _ = self.extensions.get(_EXTENDED_USE, (False, b""))
        return critical and self._purposes() == [_TIME_STAMPING] and self._used_for(_SIGNS)

    def may_issue(self, below: int) -> bool:
        """Tell whether it may issue others that lead to time stamps, with so many authorities between."""
        _, basic = self.extensions.get(_BASIC, (False, b"\x30\x00"))
        told = der.read(basic).a(der.SEQUENCE).parts()
        if not told or not told[0].true() or any(longest.whole() < below for longest in told[1:]):
            return False
        return self._used_for(_CERT_SIGN) and bool({_TIME_STAMPING, _ANYTHING} & {*self._purposes()})

    def _purposes(self) -> list[str]:
        if _EXTENDED_USE not in self.extensions:
            return [_ANYTHING]
        return [each.oid() for each in der.read(self.extensions[_EXTENDED_USE][1]).a(der.SEQUENCE).parts()]

    def _used_for(self, bits: int) -> bool:
        if _KEY_USE not in self.extensions:
            return True
        use = der.read(self.extensions[_KEY_USE][1]).a(der.BITS).content
        return bool(bits & int.from_bytes(use[1:2], "big"))


def read(encoded: bytes) -> Certificate:
    """Read a certificate in DER. Raises NotDerError."""
    try:
        signed, algorithm, signature = der.read(encoded).a(der.SEQUENCE).parts()
        told = [part for part in signed.a(der.SEQUENCE).parts() if part.tag != _VERSION]
        serial, inner, issuer, validity, subject, key, *more = told
        begins, ends = (each.time() for each in validity.parts())
        listed = [each.a(der.SEQUENCE) for part in more if part.tag == _EXTENSIONS for each in part.parts()]
        if inner.encoded != algorithm.encoded:
            raise NotDerError("a certificate names two ways in which it is signed")
        return Certificate(
            encoded=encoded,
            signed=signed.encoded,
            algorithm=algorithm,
            signature=signature.bits(),
            serial=serial.whole(),
            issuer=issuer.encoded,
            subject=subject.encoded,
            name=_name(subject),
            begins=begins,
            ends=ends,
            key=key,
            extensions=extensions([each for part in listed for each in part.parts()]),
        )
    except (ValueError, IndexError) as error:
        raise NotDerError("it is no certificate") from error


def extensions(listed: Sequence[Value]) -> dict[str, tuple[bool, bytes]]:
    """Read extensions (section 4.1.2.9), each of which may be there once. Raises NotDerError, ValueError."""
    found: dict[str, tuple[bool, bytes]] = {}
    for each in listed:
        named, *critical, value = each.parts()
        if named.oid() in found:
            raise NotDerError("an extension is there twice")
        found[named.oid()] = (any(part.true() for part in critical), value.a(der.OCTETS).content)
    return found


def _name(subject: Value) -> str:
    told = {}
    for each in (each for group in subject.parts() for each in group.parts()):
        kind, value = each.parts()
        told[kind.oid()] = value.content.decode("utf-8", "replace")
    return told.get(_COMMON_NAME) or told.get(_ORGANISATION) or "a certificate without a name"


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

    Raises UnknownAlgorithmError where there may be one, by a signature or a rule that is not known here; NotDerError.
    """
    ways, met, tried, unknown = [[leaf]], {leaf.encoded}, 0, None
    for way in ways:
        for issuer in _issuers(way, [*roots, *others], at):
            if issuer.encoded in met:
                continue
            if tried == _MOST:
                return []
            tried += 1
            try:
                issued = _issued(issuer.encoded, way[-1].encoded)
            except UnknownAlgorithmError as error:
                unknown = error
                continue
            if issued and issuer in roots:
                return [*way, issuer]
            if issued:
                met.add(issuer.encoded)
                ways.append([*way, issuer])
    if unknown is not None:
        raise unknown
    return []


def _issuers(way: Sequence[Certificate], among: Sequence[Certificate], at: datetime) -> Iterator[Certificate]:
    """Give those that may have issued the last certificate of a way, as far as they say themselves."""
    last, below = way[-1], sum(each.issuer != each.subject for each in way[1:])
    for each in among if last.begins <= at <= last.ends else ():
        if each.subject == last.issuer and each.begins <= at <= each.ends and each.may_issue(below):
            yield each


@lru_cache(maxsize=256)
def _issued(one: bytes, other: bytes) -> bool:
    """Tell whether one certificate signed another; asked again for each of an authority's stamps."""
    issuer, issued = read(one), read(other)
    for named, (critical, _) in (*issuer.extensions.items(), *issued.extensions.items()):
        if critical and named not in _UNDERSTOOD:
            raise UnknownAlgorithmError(f"A certificate has a rule that is not known here: {named}.")
    return public_key.holds(issuer.key, issued.algorithm, "", issued.signed, issued.signature)
