"""The chain of a simulated authority: a root, an issuing authority below it, and the certificate it stamps with."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
_NOBODY = "Simulated time stamps: nobody vouches for them"
_ROOT_YEARS, _ISSUING_YEARS = 20, 10
_CA_USE = x509.KeyUsage(
    digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
    key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chain:
    """The certificates of an authority, and the key it stamps with."""

    root: x509.Certificate
    issuing: x509.Certificate
    leaf: x509.Certificate
    key: Key


def made(name: str, now: datetime, lasts: timedelta, *, rsa_bits: int | None) -> Chain:
    """Make the chain of an authority of a name, whose stamping certificate is valid from `now` for some time.

    Its keys are RSA of so many bits, or on curves P-384 and P-256 where none are given.
    """
    root_key, issuing_key, key = (_key(rsa_bits, high=high) for high in (True, True, False))
    root_name, issuing_name = _named(f"{name} root"), _named(f"{name} issuing authority")
    begins = now - timedelta(days=1)
    root = _certificate(root_name, root_key, begins, _years(_ROOT_YEARS))
    issuing = _certificate(issuing_name, issuing_key, begins, _years(_ISSUING_YEARS))
    leaf = _certificate(_named(name), key, begins, timedelta(days=1) + lasts)
    return Chain(
        root=_as_authority(root).issuer_name(root_name).sign(root_key, hashes.SHA384()),
        issuing=_as_authority(issuing).issuer_name(root_name).sign(root_key, hashes.SHA384()),
        leaf=leaf.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .issuer_name(issuing_name)
        .sign(issuing_key, hashes.SHA256()),
        key=key,
    )


def _key(rsa_bits: int | None, *, high: bool) -> Key:
    if rsa_bits is not None:
        return rsa.generate_private_key(public_exponent=65537, key_size=rsa_bits)
    return ec.generate_private_key(ec.SECP384R1() if high else ec.SECP256R1())


def _named(name: str) -> x509.Name:
    attributes = ((NameOID.ORGANIZATION_NAME, _NOBODY), (NameOID.COMMON_NAME, name))
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in attributes])


def _years(count: int) -> timedelta:
    return timedelta(days=365 * count)


def _certificate(name: x509.Name, key: Key, begins: datetime, lasts: timedelta) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + lasts)
    )


def _as_authority(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    return builder.add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    ).add_extension(_CA_USE, critical=True)
