"""Signatures by RSA (RFC 8017 section 8.2.2, PKCS #1 v1.5) and on the NIST curves (FIPS 186-5 section 6.4.2)."""

import hashlib
from dataclasses import dataclass

from archiver.verify.signatures import der
from archiver.verify.signatures.der import NotDerError, Value

HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
"""Hash algorithms by their object identifiers."""
_RSA, _ECDSA = "rsa", "ecdsa"
_RSA_KEY = "1.2.840.113549.1.1.1"
_KEYS = {_RSA_KEY: _RSA, "1.2.840.10045.2.1": _ECDSA}
_ALGORITHMS = {
    "1.2.840.113549.1.1.11": (_RSA, "sha256"),
    "1.2.840.113549.1.1.12": (_RSA, "sha384"),
    "1.2.840.113549.1.1.13": (_RSA, "sha512"),
    "1.2.840.10045.4.3.2": (_ECDSA, "sha256"),
    "1.2.840.10045.4.3.3": (_ECDSA, "sha384"),
    "1.2.840.10045.4.3.4": (_ECDSA, "sha512"),
}
_PREFIX = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
"""What stands before a digest in a signature by RSA (RFC 8017 section 9.2, note 1)."""
_LEAST_RSA_BITS, _MOST_RSA_BITS = 2048, 8192
_UNCOMPRESSED = 4


class UnknownAlgorithmError(Exception):
    """A way to sign, or a rule, that is not known here, or not taken any more; says which."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The curve y² = x³ - 3x + b over p, with a point of order n (FIPS 186-5, SP 800-186)."""

    p: int
    n: int
    b: int
    x: int
    y: int


_CURVES = {
    "1.2.840.10045.3.1.7": Curve(
        p=0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
        n=0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        b=0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        x=0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        y=0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
    "1.3.132.0.34": Curve(
        p=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF,
        n=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
        b=0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        x=0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        y=0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
}


def holds(key: Value, algorithm: Value, digest: str, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature of a message holds.

    `key` is a SubjectPublicKeyInfo, `algorithm` an AlgorithmIdentifier; `digest` names the hash that counts where that
    names none, as in a token. Raises UnknownAlgorithmError, NotDerError.
    """
    try:
        return _holds(key, algorithm, digest, message, signature)
    except (ValueError, IndexError) as error:
        raise NotDerError("a key or a signature is not written as one") from error


def _holds(key: Value, algorithm: Value, digest: str, message: bytes, signature: bytes) -> bool:
    named = algorithm.parts()[0].oid()
    kind, hashed = (_RSA, digest) if named == _RSA_KEY else _ALGORITHMS.get(named, ("", ""))
    about, bits = key.parts()
    of_key = _KEYS.get(about.parts()[0].oid(), "")
    if not kind or not of_key or hashed not in _PREFIX:
        raise UnknownAlgorithmError(f"It is signed in a way that is not known here: {named}.")
    if kind != of_key:
        return False
    if kind == _RSA:
        return _holds_by_rsa(bits.bits(), hashed, message, signature)
    curve = _CURVES.get(about.parts()[1].oid())
    if curve is None:
        raise UnknownAlgorithmError("It is signed on a curve that is not known here.")
    return _holds_on_curve(curve, bits.bits(), hashlib.new(hashed, message).digest(), signature)


def _holds_by_rsa(key: bytes, hashed: str, message: bytes, signature: bytes) -> bool:
    modulus, exponent = (each.whole() for each in der.read(key).a(der.SEQUENCE).parts())
    size = (modulus.bit_length() + 7) // 8
    if not _LEAST_RSA_BITS <= modulus.bit_length() <= _MOST_RSA_BITS:
        raise UnknownAlgorithmError(f"It is signed by RSA with a key of {modulus.bit_length()} bits.")
    number = int.from_bytes(signature, "big")
    if not 1 < exponent < 1 << 32 or len(signature) != size or number >= modulus:
        return False
    told = _PREFIX[hashed] + hashlib.new(hashed, message).digest()
    expected = b"\x00\x01" + b"\xff" * (size - 3 - len(told)) + b"\x00" + told
    return pow(number, exponent, modulus) == int.from_bytes(expected, "big")


def _holds_on_curve(curve: Curve, key: bytes, digest: bytes, signature: bytes) -> bool:
    size = (curve.p.bit_length() + 7) // 8
    if len(key) != 1 + 2 * size or key[0] != _UNCOMPRESSED:
        raise NotDerError("a public key is no point of its curve")
    x, y = int.from_bytes(key[1 : 1 + size], "big"), int.from_bytes(key[1 + size :], "big")
    if max(x, y) >= curve.p or (y * y - (x * x * x - 3 * x + curve.b)) % curve.p:
        raise NotDerError("a public key is no point of its curve")
    r, s = (each.whole() for each in der.read(signature).a(der.SEQUENCE).parts())
    if not (0 < r < curve.n and 0 < s < curve.n):
        return False
    told = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - curve.n.bit_length())
    inverse = pow(s, -1, curve.n)
    x, _, z = _sum(
        curve,
        _times(curve, told * inverse % curve.n, (curve.x, curve.y, 1)),
        _times(curve, r * inverse % curve.n, (x, y, 1)),
    )
    return bool(z) and x * pow(z, -2, curve.p) % curve.p % curve.n == r


_Point = tuple[int, int, int]
"""x, y and z for the point (x/z², y/z³): without a division at each step. Where z is 0 it is the one at infinity."""
_INFINITE: _Point = (1, 1, 0)


def _times(curve: Curve, factor: int, point: _Point) -> _Point:
    total = _INFINITE
    for bit in f"{factor:b}":
        total = _doubled(curve, total)
        if bit == "1":
            total = _sum(curve, total, point)
    return total


def _doubled(curve: Curve, point: _Point) -> _Point:
    (x, y, z), p = point, curve.p
    square = y * y % p
    middle, slope = 4 * x * square % p, 3 * (x - z * z) * (x + z * z) % p
    x3 = (slope * slope - 2 * middle) % p
    return x3, (slope * (middle - x3) - 8 * square * square) % p, 2 * y * z % p


def _sum(curve: Curve, one: _Point, other: _Point) -> _Point:
    (x1, y1, z1), (x2, y2, z2), p = one, other, curve.p
    if not (z1 and z2):
        return other if z2 else one
    x1, x2 = x1 * z2 * z2 % p, x2 * z1 * z1 % p
    y1, y2 = y1 * z2 * z2 * z2 % p, y2 * z1 * z1 * z1 % p
    across, up = x2 - x1, y2 - y1
    if not across:
        return _INFINITE if up else _doubled(curve, one)
    square = across * across % p
    middle, cube = x1 * square, across * square
    x3 = (up * up - cube - 2 * middle) % p
    return x3, (up * (middle - x3) - y1 * cube) % p, across * z1 * z2 % p
