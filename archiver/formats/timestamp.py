"""Time stamps (RFC 3161): a request for one, and what a reply says once it was held against the request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

_GRANTED = 0
_LEADS_NOWHERE = "its signature does not hold, or leads to none of the trusted roots"
_FAULTS = {
    "Nonce mismatch": "it answers another request",
    "Mismatch between messages": "it stamps something else than was asked",
    "Error while verifying certificates": _LEADS_NOWHERE,
}
"""What the library says first, and how that is said here."""


class NotAStampError(ValueError):
    """A reply that stamps nothing, or not what was asked; says why."""


@dataclass(frozen=True, slots=True)
class Request:
    """What an authority is asked: to stamp the SHA-256 of a message, and to send its certificates along."""

    content: bytes
    """`TimeStampReq` (section 2.4.1), in DER."""
    nonce: int
    message: bytes


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a reply says that holds."""

    at: datetime
    """When the message was there, in UTC and whole seconds."""
    root: bytes
    """The trusted root that it leads to, in PEM."""


def request(message: bytes) -> Request:
    """Ask for a stamp on a message, with a nonce of its own."""
    builder = TimestampRequestBuilder(data=message, hash_algorithm=HashAlgorithm.SHA256)
    made = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    return Request(made.as_bytes(), made.nonce or 0, message)


def are_roots(text: bytes) -> bool:
    """Tell whether a text holds root certificates in PEM that can be read."""
    try:
        return bool(x509.load_pem_x509_certificates(text))
    except ValueError:
        return False


def held(reply: bytes, asked: Request, roots: bytes) -> Stamp:
    """Hold a reply (`TimeStampResp`, section 2.4.2) against what was asked, at its own time, by trusted roots in PEM.

    Raises NotAStampError.
    """
    try:
        decoded = decode_timestamp_response(in_order(reply))
    except ValueError as error:
        raise NotAStampError("it is no reply of RFC 3161") from error
    if decoded.status != _GRANTED:
        raise NotAStampError(f"the authority refuses: status {decoded.status}")
    faults = []
    for root in x509.load_pem_x509_certificates(roots):
        fault = _fault(root, decoded, asked)
        if not fault:
            return Stamp(decoded.tst_info.gen_time, root.public_bytes(Encoding.PEM))
        faults.append(fault)
    raise NotAStampError(next((fault for fault in faults if fault != _LEADS_NOWHERE), _LEADS_NOWHERE))


def _fault(root: x509.Certificate, reply: TimeStampResponse, asked: Request) -> str:
    verifier = VerifierBuilder(roots=[root], nonce=asked.nonce).build()
    try:
        verifier.verify_message(reply, asked.message)
    except (VerificationError, ValueError) as error:
        told = next((said for known, said in _FAULTS.items() if str(error).startswith(known)), "")
        return told or f"it does not hold: {' '.join(str(error).split())}"
    return ""


@asn1.sequence
class _SignedData:
    version: int
    digests: asn1.TLV
    content: asn1.TLV
    # SETs, but read as lists, whose order is free.
    certificates: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    revoked: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]
    signers: asn1.TLV


@asn1.sequence
class _Token:
    kind: x509.ObjectIdentifier
    content: Annotated[_SignedData, asn1.Explicit(0)]


@asn1.sequence
class _Reply:
    status: asn1.TLV
    token: _Token | None


def in_order(reply: bytes) -> bytes:
    """Give a reply with its certificates in the order that DER asks of a SET (X.690 section 11.6).

    DigiCert does not sort them, and they are not signed; a strict reader refuses them as they come. What is no reply
    is given back as it is.
    """
    try:
        read = asn1.decode_der(_Reply, reply)
    except ValueError:
        return reply
    if read.token is None or read.token.content.certificates is None:
        return reply
    read.token.content.certificates.sort(key=asn1.encode_der)
    return asn1.encode_der(read)
