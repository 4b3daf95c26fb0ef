"""Certificates and time stamps as a test wants them, right or wrong, written down by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import new

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

BEGINS, AT, ENDS = (datetime(year, 7, 1, 12, tzinfo=UTC) for year in (2020, 2027, 2040))
SHA1, SHA3 = "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.8"
SHA256, SHA384, SHA512 = (f"2.16.840.1.101.3.4.2.{last}" for last in (1, 2, 3))
_HASHES = {SHA1: "sha1", SHA3: "sha3_256", SHA256: "sha256", SHA384: "sha384", SHA512: "sha512"}
DATA, SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
TST_INFO = "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
BY_SHA1, BY_HASH = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
UNHEARD = x509.ObjectIdentifier("1.3.6.1.4.1.99999.7")
STAMPS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])


def tlv(tag: int, *contents: bytes) -> bytes:
    """Write a value."""
    content = b"".join(contents)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    told = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(told)]) + told + content


def integer(number: int) -> bytes:
    """Write an INTEGER."""
    return tlv(0x02, number.to_bytes(max(number, ~number).bit_length() // 8 + 1, "big", signed=True))


def oid(dotted: str) -> bytes:
    """Write an OBJECT IDENTIFIER."""
    return asn1.encode_der(x509.ObjectIdentifier(dotted))


def algorithm(dotted: str) -> bytes:
    """Write an AlgorithmIdentifier without parameters."""
    return tlv(0x30, oid(dotted))


def use(*named: str) -> x509.KeyUsage:
    """Say what a key is for, and nothing else."""
    names = """digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign
    crl_sign encipher_only decipher_only""".split()
    return x509.KeyUsage(**{name: name in named for name in names})


def authority(below: int | None = None) -> x509.BasicConstraints:
    """Say that a certificate may issue others, with so many authorities between."""
    return x509.BasicConstraints(ca=True, path_length=below)


AUTHORITY = ((authority(), True), (use("key_cert_sign"), True))
STAMPING = ((STAMPS, True),)
Extensions = Sequence[tuple[x509.ExtensionType, bool]]


@dataclass(frozen=True)
class Party:
    """Somebody with a key and a certificate on it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def encoded(self) -> bytes:
        """Give the certificate in DER."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        """Give the certificate in PEM."""
        return self.certificate.public_bytes(Encoding.PEM)


def party(
    name: str,
    by: Party | None = None,
    extensions: Extensions = AUTHORITY,
    *,
    key: ec.EllipticCurvePrivateKey | None = None,
    begins: datetime = BEGINS,
    ends: datetime = ENDS,
    serial: int = 0,
) -> Party:
    """Make somebody whose certificate another issued, or their own."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(
        issuer_name=by.certificate.subject if by else named,
        subject_name=named,
        public_key=key.public_key(),
        serial_number=serial or x509.random_serial_number(),
        not_valid_before=begins,
        not_valid_after=ends,
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    signing = by.key if by else key
    unhashed = not isinstance(signing, ec.EllipticCurvePrivateKey)
    return Party(key, builder.sign(signing, None if unhashed else hashes.SHA256()))


def resigned(of: Party, by: Party, change: tuple[bytes, bytes]) -> Party:
    """Change what a certificate says, and sign it again."""
    told, (before, after) = of.certificate.tbs_certificate_bytes, change
    inside = told[3 if told[1] == 0x81 else 4 :]
    assert told == tlv(0x30, inside)
    assert inside.count(before) >= 1
    told = tlv(0x30, inside.replace(before, after))
    signature = by.key.sign(told, ec.ECDSA(hashes.SHA256()))
    whole = tlv(0x30, told, algorithm(ECDSA_SHA256), tlv(0x03, b"\x00", signature))
    return Written(of.key, of.certificate, whole)


@dataclass(frozen=True)
class Written(Party):
    """Somebody whose certificate no library would make."""

    written: bytes

    @property
    def encoded(self) -> bytes:
        """Give the certificate in DER."""
        return self.written


def spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Give a public key as certificates hold it."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def attribute(kind: str, *values: bytes) -> bytes:
    """Write an attribute."""
    return tlv(0x30, oid(kind), tlv(0x31, *values))


def named_by(kind: str, certificate: bytes, dotted: str = "") -> bytes:
    """Write the attribute that names a certificate by its digest, by a hash that it names or its usual one."""
    usual = SHA1 if kind == BY_SHA1 else SHA256
    digest = tlv(0x04, new(_HASHES[dotted or usual], certificate).digest())
    return attribute(kind, tlv(0x30, tlv(0x30, tlv(0x30, algorithm(dotted) if dotted else b"", digest))))


@dataclass(frozen=True)
class Stamping:
    """A time stamp to be made; each field is a thing to get wrong."""

    by: Party
    carried: Sequence[bytes]
    at: bytes = b"20270701120000Z"
    status: bytes = b"\x02\x01\x00"
    version: int = 1
    imprint: str = SHA256
    digest: str = SHA256
    kind: str = TST_INFO
    data: str = SIGNED_DATA
    more: bytes = b""
    """At the end of what is said."""
    signers: int = 1
    unsigned: bytes = b""
    odd: Callable[[dict[str, bytes]], object] = field(default=lambda found: None)
    """Changes the attributes."""

    def over(self, message: bytes) -> bytes:
        """Stamp a message."""
        digest = tlv(0x04, new(_HASHES[self.imprint], message).digest())
        info = tlv(
            0x30,
            integer(self.version),
            oid("1.3.6.1.4.1.99999.1"),
            tlv(0x30, algorithm(self.imprint), digest),
            integer(7),
            tlv(0x18, self.at),
            self.more,
        )
        data = tlv(
            0x30,
            integer(3),
            tlv(0x31, algorithm(self.digest)),
            tlv(0x30, oid(self.kind), tlv(0xA0, tlv(0x04, info))),
            tlv(0xA0, *self.carried),
            tlv(0x31, self._signer(info) * self.signers),
        )
        token = tlv(0x30, oid(self.data), tlv(0xA0, data))
        return tlv(0x30, tlv(0x30, self.status), token)

    def but(self, **changes) -> "Stamping":
        """Make it otherwise."""
        return replace(self, **changes)

    def _signer(self, info: bytes) -> bytes:
        certificate = self.by.certificate
        found = {
            CONTENT_TYPE: attribute(CONTENT_TYPE, oid(TST_INFO)),
            MESSAGE_DIGEST: attribute(MESSAGE_DIGEST, tlv(0x04, new(_HASHES[self.digest], info).digest())),
            BY_HASH: named_by(BY_HASH, self.by.encoded),
        }
        self.odd(found)
        told = b"".join(found.values())
        return tlv(
            0x30,
            integer(1),
            tlv(0x30, certificate.issuer.public_bytes(), integer(certificate.serial_number)),
            algorithm(self.digest),
            tlv(0xA0, told),
            algorithm(ECDSA_SHA256),
            tlv(0x04, self.by.key.sign(tlv(0x31, told), ec.ECDSA(hashes.SHA256()))),
            self.unsigned,
        )
