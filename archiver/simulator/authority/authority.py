"""An authority that answers: stamps what it is asked to, or misbehaves as it is told."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from hashlib import sha256

from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding

from archiver.simulator.authority import certificates, forms
from archiver.simulator.authority.certificates import Chain
from archiver.simulator.messages import Answer, Request

_POLICY = forms.Oid("1.3.6.1.4.1.99999.1")
_NULL = asn1.Null()
_REJECTED = 2


class Trouble(Enum):
    """What an authority can do wrong."""

    REFUSES = auto()
    """Answers with HTTP 503."""
    REJECTS = auto()
    """Answers by the protocol that it stamps nothing."""
    SILENT = auto()
    """Never answers."""
    TALKS = auto()
    """Answers with a page for people."""
    ANOTHER_NONCE = auto()
    """Answers what somebody else asked."""
    ANOTHER_DIGEST = auto()
    """Stamps something else."""
    NO_CERTIFICATES = auto()
    """Leaves out its certificates, although they were asked for."""
    UNSORTED = auto()
    """Does not sort its certificates, as DER asks for and a large authority does not."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Authority:
    """One authority; `answer` is what a server calls."""

    name: str = "A simulated authority"
    clock: Callable[[], datetime] = _now
    lasts: timedelta = timedelta(days=3650)
    """How long it may stamp with its certificate."""
    rsa_bits: int | None = None
    """Of its keys; None for elliptic curves."""
    trouble: Trouble | None = None
    served: int = 0
    """How often it stamped."""
    chain: Chain = field(init=False)

    def __post_init__(self) -> None:
        """Make its keys."""
        self.chain = certificates.made(self.name, self.clock(), self.lasts, rsa_bits=self.rsa_bits)

    @property
    def root(self) -> bytes:
        """Give its root certificate, in PEM, for those who trust it."""
        return self.chain.root.public_bytes(Encoding.PEM)

    def answer(self, request: Request) -> Answer:
        """Answer a query that came by HTTP (RFC 3161 section 3.4)."""
        if self.trouble is Trouble.REFUSES:
            return Answer(status=503)
        if self.trouble is Trouble.SILENT:
            return Answer(status=503, delay=3600.0)
        if self.trouble is Trouble.TALKS:
            return Answer(body=b"<html>Welcome</html>", headers=(("content-type", "text/html"),))
        return Answer(
            body=self.reply(request.body), headers=(("content-type", "application/timestamp-reply"),)
        )

    def reply(self, query: bytes) -> bytes:
        """Stamp what a query (DER) asks for; give the reply (DER)."""
        if self.trouble is Trouble.REJECTS:
            return asn1.encode_der(forms.Reply(status=forms.Status(status=_REJECTED), token=None))
        self.served += 1
        return self._stamped(asn1.decode_der(forms.Query, query))

    def _stamped(self, query: forms.Query) -> bytes:
        info = forms.Info(
            version=1,
            policy=_POLICY,
            imprint=self._imprint(query),
            serial=secrets.randbits(63),
            at=asn1.GeneralizedTime(self.clock()),
            accuracy=forms.Accuracy(seconds=1),
            ordering=False,
            nonce=secrets.randbits(64) if self.trouble is Trouble.ANOTHER_NONCE else query.nonce,
        )
        content = asn1.encode_der(info)
        wanted = query.wants_certificates and self.trouble is not Trouble.NO_CERTIFICATES
        token = forms.SignedData(
            version=3,
            digests=asn1.SetOf([_sha256()]),
            content=forms.Content(kind=forms.TST_INFO, content=content),
            certificates=asn1.SetOf([_raw(each) for each in self._certificates()]) if wanted else None,
            signers=asn1.SetOf([self._signer(content)]),
        )
        whole = forms.Token(kind=forms.SIGNED_DATA, content=token)
        reply = asn1.encode_der(forms.Reply(status=forms.Status(status=0), token=whole))
        return _turned(reply, self._certificates()) if self.trouble is Trouble.UNSORTED else reply

    def _imprint(self, query: forms.Query) -> forms.Imprint:
        if self.trouble is not Trouble.ANOTHER_DIGEST:
            return query.imprint
        return forms.Imprint(algorithm=query.imprint.algorithm, digest=bytes(len(query.imprint.digest)))

    def _certificates(self) -> Sequence[bytes]:
        """Give what a reply carries: all of its chain, the root too, as a large authority does."""
        chain = self.chain
        return [each.public_bytes(Encoding.DER) for each in (chain.leaf, chain.issuing, chain.root)]

    def _signer(self, content: bytes) -> forms.Signer:
        leaf = self.chain.leaf
        named = forms.CertificateId(digest=sha256(leaf.public_bytes(Encoding.DER)).digest())
        signed = asn1.SetOf(
            [
                _attribute(forms.CONTENT_TYPE, asn1.encode_der(forms.TST_INFO)),
                _attribute(forms.MESSAGE_DIGEST, asn1.encode_der(sha256(content).digest())),
                _attribute(
                    forms.SIGNING_CERTIFICATE_V2,
                    asn1.encode_der(forms.SigningCertificate(certificates=[named])),
                ),
            ]
        )
        algorithm, signature = self._signature(asn1.encode_der(signed))
        return forms.Signer(
            version=1,
            who=forms.SignerId(issuer=_raw(leaf.issuer.public_bytes()), serial=leaf.serial_number),
            digests=_sha256(),
            signed=signed,
            signatures=algorithm,
            signature=signature,
        )

    def _signature(self, message: bytes) -> tuple[forms.Algorithm, bytes]:
        key = self.chain.key
        if isinstance(key, ec.EllipticCurvePrivateKey):
            told = forms.Algorithm(algorithm=forms.ECDSA_SHA256, parameters=None)
            return told, key.sign(message, ec.ECDSA(hashes.SHA256()))
        told = forms.Algorithm(algorithm=forms.RSA, parameters=_NULL)
        return told, key.sign(message, padding.PKCS1v15(), hashes.SHA256())


def _sha256() -> forms.Algorithm:
    return forms.Algorithm(algorithm=forms.SHA256, parameters=_NULL)


def _attribute(kind: forms.Oid, value: bytes) -> forms.Attribute:
    return forms.Attribute(kind=kind, values=asn1.SetOf([_raw(value)]))


def _raw(encoded: bytes) -> asn1.TLV:
    return asn1.decode_der(asn1.TLV, encoded)


def _turned(reply: bytes, certificates_: Sequence[bytes]) -> bytes:
    """Write a reply's certificates in the order in which DER does not."""
    ordered = sorted(certificates_)
    return reply.replace(b"".join(ordered), b"".join(reversed(ordered)))
