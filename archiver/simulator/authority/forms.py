"""How requests and tokens are written: RFC 3161 section 2.4, RFC 5652 section 5, RFC 5035 section 3."""

from typing import Annotated

from cryptography import x509
from cryptography.hazmat import asn1

Oid = x509.ObjectIdentifier

SHA256, SHA384, SHA512 = (Oid(f"2.16.840.1.101.3.4.2.{last}") for last in (1, 2, 3))
SIGNED_DATA = Oid("1.2.840.113549.1.7.2")
TST_INFO = Oid("1.2.840.113549.1.9.16.1.4")
CONTENT_TYPE = Oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = Oid("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE_V2 = Oid("1.2.840.113549.1.9.16.2.47")
RSA, ECDSA_SHA256 = Oid("1.2.840.113549.1.1.1"), Oid("1.2.840.10045.4.3.2")


@asn1.sequence
class Algorithm:
    """`AlgorithmIdentifier`."""

    algorithm: Oid
    parameters: asn1.Null | None


@asn1.sequence
class Imprint:
    """`MessageImprint`."""

    algorithm: Algorithm
    digest: bytes


@asn1.sequence
class Query:
    """`TimeStampReq`."""

    version: int
    imprint: Imprint
    policy: Oid | None
    nonce: int | None
    wants_certificates: Annotated[bool, asn1.Default(False)]  # noqa: FBT003 - of the form


@asn1.sequence
class Accuracy:
    """How far the time may be off."""

    seconds: int | None


@asn1.sequence
class Info:
    """`TSTInfo`."""

    version: int
    policy: Oid
    imprint: Imprint
    serial: int
    at: asn1.GeneralizedTime
    accuracy: Accuracy | None
    ordering: Annotated[bool, asn1.Default(False)]  # noqa: FBT003 - of the form
    nonce: int | None


@asn1.sequence
class Attribute:
    """A signed attribute."""

    kind: Oid
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class CertificateId:
    """`ESSCertIDv2`, by its usual hash, SHA-256."""

    digest: bytes


@asn1.sequence
class SigningCertificate:
    """`SigningCertificateV2`."""

    certificates: list[CertificateId]


@asn1.sequence
class SignerId:
    """`IssuerAndSerialNumber`."""

    issuer: asn1.TLV
    serial: int


@asn1.sequence
class Signer:
    """`SignerInfo`."""

    version: int
    who: SignerId
    digests: Algorithm
    signed: Annotated[asn1.SetOf[Attribute], asn1.Implicit(0)]
    signatures: Algorithm
    signature: bytes


@asn1.sequence
class Content:
    """`EncapsulatedContentInfo`."""

    kind: Oid
    content: Annotated[bytes, asn1.Explicit(0)]


@asn1.sequence
class SignedData:
    """`SignedData`."""

    version: int
    digests: asn1.SetOf[Algorithm]
    content: Content
    certificates: Annotated[asn1.SetOf[asn1.TLV] | None, asn1.Implicit(0)]
    signers: asn1.SetOf[Signer]


@asn1.sequence
class Token:
    """`ContentInfo`."""

    kind: Oid
    content: Annotated[SignedData, asn1.Explicit(0)]


@asn1.sequence
class Status:
    """`PKIStatusInfo`, without its texts."""

    status: int


@asn1.sequence
class Reply:
    """`TimeStampResp`."""

    status: Status
    token: Token | None
