"""RSA and the NIST curves in the verifier: of every signature it says what a library of another make says."""

import hashlib
import math

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from token_building import SHA256, SHA512, algorithm, integer, oid, spki, tlv

from archiver.verify.signatures import der, public_key
from archiver.verify.signatures.der import NotDerError
from archiver.verify.signatures.public_key import UnknownAlgorithmError

HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
RSA, EC = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1"
RSA_WITH = dict(zip(HASHES, (f"1.2.840.113549.1.1.{last}" for last in (11, 12, 13)), strict=True))
ECDSA_WITH = dict(zip(HASHES, (f"1.2.840.10045.4.3.{last}" for last in (2, 3, 4)), strict=True))
CURVES = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
ORDERS = {
    "P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "P-384": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
}
PRIMES = {"P-256": 2**256 - 2**224 + 2**192 + 2**96 - 1, "P-384": 2**384 - 2**128 - 2**96 + 2**32 - 1}
MESSAGE = b"words"
few = settings(max_examples=15, deadline=None)
of_all_hashes = pytest.mark.parametrize("hashed", HASHES)
on_all_curves = pytest.mark.parametrize("curve", CURVES)


@pytest.fixture(scope="module", params=[2048, 3072])
def rsa_key(request):
    return rsa.generate_private_key(public_exponent=65537, key_size=request.param)


@pytest.fixture(scope="module")
def plain():
    """One RSA key, for what is the same of any."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def of_three():
    """An RSA key of exponent 3, for which signatures can be made up where padding is read carelessly."""
    return rsa.generate_private_key(public_exponent=3, key_size=2048)


@pytest.fixture(scope="module")
def keys():
    return {name: ec.generate_private_key(curve) for name, curve in CURVES.items()}


def holds(key, named, message, signature, digest=""):
    """Tell what the verifier says; `named` is how the signature was made, in points."""
    about = named if isinstance(named, bytes) else algorithm(named)
    told = key if isinstance(key, bytes) else spki(key)
    return public_key.holds(der.read(told), der.read(about), digest, message, signature)


def holds_by_a_library(key, hashed, message, signature):
    public = key if isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) else key.public_key()
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, message, padding.PKCS1v15(), HASHES[hashed])
        else:
            public.verify(signature, message, ec.ECDSA(HASHES[hashed]))
    except InvalidSignature:
        return False
    return True


def refused(*asked):
    """Tell that a signature does not hold, or is none."""
    try:
        return not holds(*asked)
    except NotDerError:
        return True


def rsa_spki(modulus, exponent):
    return tlv(0x30, algorithm(RSA), tlv(0x03, b"\x00", tlv(0x30, integer(modulus), integer(exponent))))


def ec_spki(curve, point):
    name = {"P-256": "1.2.840.10045.3.1.7", "P-384": "1.3.132.0.34"}[curve]
    return tlv(0x30, tlv(0x30, oid(EC), oid(name)), tlv(0x03, b"\x00", point))


def pair(r, s):
    """Write a signature on a curve."""
    return tlv(0x30, integer(r), integer(s))


def numbers(signature):
    return [part.whole() for part in der.read(signature).parts()]


@of_all_hashes
@few
@given(message=st.binary(max_size=300))
def test_what_a_library_signs_by_rsa_holds_and_for_no_other_message_or_hash(rsa_key, hashed, message):
    signature = rsa_key.sign(message, padding.PKCS1v15(), HASHES[hashed])
    assert holds(rsa_key, RSA_WITH[hashed], message, signature)
    assert holds(rsa_key, RSA, message, signature, hashed)
    assert not holds(rsa_key, RSA_WITH[hashed], message + b"x", signature)
    for other in HASHES:
        assert holds(rsa_key, RSA_WITH[other], message, signature) == (other == hashed)


@of_all_hashes
@on_all_curves
@few
@given(message=st.binary(max_size=300))
def test_what_a_library_signs_on_a_curve_holds_and_for_no_other_message(keys, curve, hashed, message):
    signature = keys[curve].sign(message, ec.ECDSA(HASHES[hashed]))
    assert holds(keys[curve], ECDSA_WITH[hashed], message, signature)
    assert not holds(keys[curve], ECDSA_WITH[hashed], message + b"x", signature)


def test_a_signature_holds_by_no_other_key(plain, of_three, keys):
    assert not holds(of_three, RSA_WITH["sha256"], MESSAGE, signed(plain))
    other = ec.generate_private_key(ec.SECP256R1())
    assert not holds(other, ECDSA_WITH["sha256"], MESSAGE, signed(keys["P-256"]))
    assert not holds(keys["P-384"], ECDSA_WITH["sha256"], MESSAGE, signed(keys["P-256"]))


def signed(key):
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(MESSAGE, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(MESSAGE, ec.ECDSA(hashes.SHA256()))


@settings(max_examples=40, deadline=None)
@given(bit=st.integers(0, 2047))
def test_no_bit_of_a_signature_by_rsa_may_differ(plain, bit):
    changed = bytearray(signed(plain))
    changed[bit // 8] ^= 1 << bit % 8
    assert not holds(plain, RSA_WITH["sha256"], MESSAGE, bytes(changed))


@few
@given(bit=st.integers(0, 70 * 8))
def test_no_bit_of_a_signature_on_a_curve_may_differ(keys, bit):
    changed = bytearray(signed(keys["P-256"]))
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    assert refused(keys["P-256"], ECDSA_WITH["sha256"], MESSAGE, bytes(changed))


def test_the_kind_of_a_key_must_be_that_of_the_signature(plain, keys):
    assert not holds(plain, ECDSA_WITH["sha256"], MESSAGE, signed(plain))
    assert not holds(keys["P-256"], RSA_WITH["sha256"], MESSAGE, signed(keys["P-256"]))


DIGEST = hashlib.sha256(MESSAGE).digest()
RIGHT = tlv(0x30, tlv(0x30, oid(SHA256), b"\x05\x00"), tlv(0x04, DIGEST))
"""What a signature by RSA holds: the hash, with the parameters that must be there, and the digest."""
FULL = 256 - 3 - len(RIGHT)
UNTOLD = tlv(0x30, algorithm(SHA256), tlv(0x04, DIGEST))
BLOATED = tlv(0x30, tlv(0x30, oid(SHA256), tlv(0x04, bytes(FULL - 11))), tlv(0x04, DIGEST))


def padded(content, count, begin=b"\x00\x01", by=b"\xff", end=b"\x00"):
    return begin + by * count + end + content


FORGERIES = {
    "no parameters": padded(UNTOLD, FULL + 2),
    "garbage as parameters": padded(BLOATED, 8),
    "garbage behind": padded(RIGHT, 8) + bytes(FULL - 8),
    "short padding and zeros in front": bytes(FULL - 8) + padded(RIGHT, 8),
    "no padding": padded(RIGHT, 0) + b"\xff" * FULL,
    "padding of an encryption": padded(RIGHT, FULL, begin=b"\x00\x02"),
    "padding of zeros": padded(RIGHT, FULL, begin=b"\x00\x00", by=b"\x00"),
    "another padding": padded(RIGHT, FULL, by=b"\xfe"),
    "a hole in the padding": padded(b"\xff" * (FULL - 21) + b"\x00" + RIGHT, 20, end=b"\xfe"),
    "no end of the padding": padded(RIGHT, FULL, end=b"\xff"),
    "another first byte": padded(RIGHT, FULL, begin=b"\x01\x01"),
    "the digest alone": padded(DIGEST, 253 - 32),
    "another hash's name": padded(RIGHT.replace(oid(SHA256), oid(SHA512)), FULL),
    "another digest": padded(RIGHT[:-1] + bytes([RIGHT[-1] ^ 1]), FULL),
    "a length written longer": padded(b"\x30\x81" + RIGHT[1:], FULL - 1),
    "nothing": bytes(256),
    "one": bytes(255) + b"\x01",
}


def made_up(key, content):
    own = key.private_numbers()
    return pow(int.from_bytes(content, "big"), own.d, own.public_numbers.n).to_bytes(256, "big")


def test_right_padding_is_what_these_forgeries_differ_from(plain):
    assert made_up(plain, padded(RIGHT, FULL)) == signed(plain)


@pytest.mark.parametrize("content", FORGERIES.values(), ids=FORGERIES)
def test_padding_that_is_not_exactly_right_is_a_forgery(plain, content):
    assert len(content) == 256
    signature = made_up(plain, content)
    assert not holds(plain, RSA_WITH["sha256"], MESSAGE, signature)
    assert not holds_by_a_library(plain, "sha256", MESSAGE, signature)


def cube_root(number):
    low, high = 0, 1 << (number.bit_length() // 3 + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**3 <= number else (low, middle - 1)
    return low


def test_a_cube_that_begins_rightly_is_no_signature(of_three):
    begun = padded(RIGHT, 8)
    cube = cube_root(int.from_bytes(begun.ljust(256, b"\xff"), "big"))
    assert (cube**3).to_bytes(256, "big").startswith(begun)
    assert not holds(of_three, RSA_WITH["sha256"], MESSAGE, cube.to_bytes(256, "big"))


def test_a_signature_by_rsa_is_as_long_as_its_key(plain):
    signature = signed(plain)
    for other in (b"", signature[:-1], signature[1:], signature + b"\x00", b"\x00" + signature):
        assert not holds(plain, RSA_WITH["sha256"], MESSAGE, other)


def test_a_number_beyond_the_modulus_is_another_spelling_and_not_taken():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2052)
    modulus = key.public_key().public_numbers().n
    signature = key.sign(MESSAGE, padding.PKCS1v15(), hashes.SHA256())
    longer = (int.from_bytes(signature, "big") + modulus).to_bytes(257, "big")
    assert holds(key, RSA_WITH["sha256"], MESSAGE, signature)
    assert not holds(key, RSA_WITH["sha256"], MESSAGE, longer)
    assert not holds_by_a_library(key, "sha256", MESSAGE, longer)


@pytest.mark.parametrize("exponent", [-65537, -1, 0, 1, 1 << 32, (1 << 2048) + 1])
def test_an_exponent_beyond_reason_is_not_taken(plain, exponent):
    modulus = plain.public_key().public_numbers().n
    for signature in (padded(RIGHT, FULL), signed(plain)):
        assert not holds(rsa_spki(modulus, exponent), RSA_WITH["sha256"], MESSAGE, signature)


def test_a_modulus_below_zero_is_not_taken(plain):
    modulus = plain.public_key().public_numbers().n
    assert not holds(rsa_spki(-modulus, 65537), RSA_WITH["sha256"], MESSAGE, signed(plain))


@pytest.mark.parametrize("bits", [1, 512, 1024, 2047, 8193, 40000])
def test_a_key_that_is_too_small_or_too_big_to_judge_is_said_to_be(bits):
    with pytest.raises(UnknownAlgorithmError, match=f" {bits} bits"):
        holds(rsa_spki((1 << bits) - 1, 65537), RSA_WITH["sha256"], MESSAGE, bytes(math.ceil(bits / 8)))


def test_a_real_key_of_1024_bits_is_not_taken_any_more():
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    with pytest.raises(UnknownAlgorithmError):
        holds(key, RSA_WITH["sha256"], MESSAGE, signed(key))


UNKNOWN = {
    "RSA by SHA-1": "1.2.840.113549.1.1.5",
    "RSA by MD5": "1.2.840.113549.1.1.4",
    "RSASSA-PSS": "1.2.840.113549.1.1.10",
    "ECDSA by SHA-1": "1.2.840.10045.4.1",
    "Ed25519": "1.3.101.112",
    "a curve's key": EC,
}


@pytest.mark.parametrize("named", UNKNOWN.values(), ids=UNKNOWN)
def test_a_way_to_sign_that_is_not_known_is_said_to_be(plain, named):
    with pytest.raises(UnknownAlgorithmError, match=named.replace(".", "[.]")):
        holds(plain, named, MESSAGE, signed(plain))


@pytest.mark.parametrize("digest", ["", "sha1", "md5", "sha3_256"])
def test_plain_rsa_by_a_hash_that_is_not_known_is_said_to_be(plain, digest):
    with pytest.raises(UnknownAlgorithmError):
        holds(plain, RSA, MESSAGE, signed(plain), digest)


@pytest.mark.parametrize(
    "curve", [ec.SECP256K1(), ec.SECP521R1(), ec.BrainpoolP256R1()], ids=lambda each: each.name
)
def test_a_curve_that_is_not_known_is_said_to_be(curve):
    key = ec.generate_private_key(curve)
    with pytest.raises(UnknownAlgorithmError):
        holds(key, ECDSA_WITH["sha256"], MESSAGE, signed(key))


def test_a_key_of_a_kind_that_is_not_known_is_said_to_be():
    key = ed25519.Ed25519PrivateKey.generate()
    with pytest.raises(UnknownAlgorithmError):
        holds(key, ECDSA_WITH["sha256"], MESSAGE, b"")


@on_all_curves
def test_numbers_out_of_range_are_no_signature(keys, curve):
    n, p = ORDERS[curve], PRIMES[curve]
    r, s = numbers(signed(keys[curve]))
    odd = (0, 1, -1, n, n - 1, n + 1, p, 2 * n, -r, r + n, s + n, 1 << 384, 1 << 4000)
    for changed in [
        *((each, s) for each in odd),
        *((r, each) for each in odd),
        *((each, each) for each in odd),
    ]:
        assert not holds(keys[curve], ECDSA_WITH["sha256"], MESSAGE, pair(*changed))


@on_all_curves
def test_the_other_root_is_a_signature_too_as_the_standard_has_it(keys, curve):
    r, s = numbers(signed(keys[curve]))
    assert holds(keys[curve], ECDSA_WITH["sha256"], MESSAGE, pair(r, ORDERS[curve] - s))


@on_all_curves
@few
@given(data=st.data())
def test_of_any_two_numbers_it_says_what_a_library_says(keys, curve, data):
    n = ORDERS[curve]
    either = st.integers(1, n - 1) | st.sampled_from([1, 2, n - 1, n // 2])
    signature = pair(data.draw(either), data.draw(either))
    expected = holds_by_a_library(keys[curve], "sha256", MESSAGE, signature)
    assert holds(keys[curve], ECDSA_WITH["sha256"], MESSAGE, signature) == expected


def otherwise_written(signature):
    r, s = (part.encoded for part in der.read(signature).parts())
    longer = tlv(0x02, b"\x00" + der.read(r).content)
    return {
        "nothing": b"",
        "plain numbers": der.read(r).content + der.read(s).content,
        "more behind": signature + b"\x00",
        "three numbers": tlv(0x30, r, s, s),
        "one number": tlv(0x30, r),
        "no number": tlv(0x30),
        "a set": tlv(0x31, r, s),
        "a zero in front": tlv(0x30, longer, s),
        "a length written longer": b"\x30\x81" + signature[1:],
        "no length": b"\x30\x80" + signature[2:] + b"\x00\x00",
        "cut off": signature[:-1],
        "texts": tlv(0x30, b"\x04" + r[1:], s),
        "empty numbers": tlv(0x30, b"\x02\x00", b"\x02\x00"),
    }


@pytest.mark.parametrize("how", otherwise_written(pair(1, 2)))
def test_a_signature_on_a_curve_is_written_in_one_way(keys, how):
    key = keys["P-256"]
    signature = otherwise_written(signed(key))[how]
    with pytest.raises(NotDerError):
        holds(key, ECDSA_WITH["sha256"], MESSAGE, signature)
    assert not holds_by_a_library(key, "sha256", MESSAGE, signature)


def root(curve, x):
    """Give a y that stands with x on a curve, if there is one."""
    p, b = PRIMES[curve], {
        "P-256": 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        "P-384": 0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    }[curve]  # fmt: skip
    square = (x**3 - 3 * x + b) % p
    y = pow(square, (p + 1) // 4, p)
    return y if y * y % p == square else None


def no_points(curve, key):
    size, public = PRIMES[curve].bit_length() // 8, key.public_key()
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    x, y = point[1 : 1 + size], point[1 + size :]
    small, beside = next((x, root(curve, x)) for x in range(99) if root(curve, x) is not None)
    return {
        "compressed": public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint),
        "hybrid": bytes([6 + (y[-1] & 1)]) + x + y,
        "at infinity": b"\x00",
        "nothing": b"",
        "cut off": point[:-1],
        "longer": point + b"\x00",
        "beside the curve": point[:-1] + bytes([point[-1] ^ 1]),
        "zero": b"\x04" + bytes(2 * size),
        "beyond the field": b"\x04"
        + (small + PRIMES[curve]).to_bytes(size, "big")
        + beside.to_bytes(size, "big"),
        "turned round": b"\x04" + y + x,
    }


@on_all_curves
@pytest.mark.parametrize("how", no_points("P-256", ec.generate_private_key(ec.SECP256R1())))
def test_what_is_no_point_of_the_curve_is_no_key(keys, curve, how):
    point = no_points(curve, keys[curve])[how]
    with pytest.raises(NotDerError):
        holds(ec_spki(curve, point), ECDSA_WITH["sha256"], MESSAGE, signed(keys[curve]))


def test_a_point_of_one_curve_is_none_of_the_other(keys):
    point = keys["P-256"].public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    with pytest.raises(NotDerError):
        holds(ec_spki("P-384", point), ECDSA_WITH["sha256"], MESSAGE, signed(keys["P-256"]))


@on_all_curves
@pytest.mark.parametrize("private", [1, 2, 3, -1, -2])
def test_keys_that_are_nearly_nothing_work_as_others_do(curve, private):
    key = ec.derive_private_key(private % ORDERS[curve], CURVES[curve])
    assert holds(key, ECDSA_WITH["sha256"], MESSAGE, signed(key))
    assert not holds(key, ECDSA_WITH["sha256"], MESSAGE + b"x", signed(key))


def known(curve):
    """Give the order of a curve, and the number that is signed for the message."""
    return ORDERS[curve], int.from_bytes(DIGEST, "big")


@on_all_curves
def test_two_halves_that_are_the_same_point_are_added_rightly(curve):
    n, number = known(curve)
    once = ec.derive_private_key(5, CURVES[curve])
    r = once.public_key().public_numbers().x % n
    key = ec.derive_private_key(number * pow(r, -1, n) % n, CURVES[curve])
    signature = pair(r, pow(5, -1, n) * 2 * number % n)
    assert holds_by_a_library(key, "sha256", MESSAGE, signature)
    assert holds(key, ECDSA_WITH["sha256"], MESSAGE, signature)


@on_all_curves
def test_two_halves_that_cancel_out_are_no_signature(keys, curve):
    n, number = known(curve)
    private = keys[curve].private_numbers().private_value
    r = -number * pow(private, -1, n) % n
    for s in (1, 2, r):
        assert not holds(keys[curve], ECDSA_WITH["sha256"], MESSAGE, pair(r, s))


@on_all_curves
def test_a_point_beyond_the_order_counts_by_its_remainder(curve):
    n, number = known(curve)
    x, y = next((x, root(curve, x)) for x in range(n + 1, PRIMES[curve]) if root(curve, x) is not None)
    r, known_curve = (
        x - n,
        public_key._CURVES[{"P-256": "1.2.840.10045.3.1.7", "P-384": "1.3.132.0.34"}[curve]],
    )
    across, up, z = public_key._sum(
        known_curve,
        public_key._times(known_curve, pow(r, -1, n), (x, y, 1)),
        public_key._times(known_curve, -number * pow(r, -1, n) % n, (known_curve.x, known_curve.y, 1)),
    )
    point = (value * pow(z, -power, known_curve.p) % known_curve.p for value, power in ((across, 2), (up, 3)))
    key = ec.EllipticCurvePublicNumbers(*point, CURVES[curve]).public_key()
    encoded = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert holds_by_a_library(key, "sha256", MESSAGE, pair(r, 1))
    assert holds(encoded, ECDSA_WITH["sha256"], MESSAGE, pair(r, 1))
    assert not holds(encoded, ECDSA_WITH["sha256"], MESSAGE, pair(x, 1))


@given(st.binary(max_size=90), st.binary(max_size=40), st.binary(max_size=90))
def test_of_anything_it_says_that_it_holds_not_or_is_none(key, about, signature):
    for kind in (RSA, EC, "1.2.840.10045.3.1.7"):
        for inside in (key, tlv(0x03, b"\x00", key)):
            with pytest.raises((NotDerError, UnknownAlgorithmError)):
                holds(tlv(0x30, algorithm(kind), inside), tlv(0x30, about), MESSAGE, signature)
            for named in (RSA_WITH["sha256"], ECDSA_WITH["sha256"]):
                try:
                    assert not holds(tlv(0x30, algorithm(kind), inside), named, MESSAGE, signature)
                except (NotDerError, UnknownAlgorithmError):
                    continue


NO_KEYS = {
    "nothing": tlv(0x30),
    "one part": tlv(0x30, algorithm(RSA)),
    "three parts": tlv(0x30, algorithm(RSA), tlv(0x03, b"\x00"), b"\x05\x00"),
    "a curve that is not named": tlv(0x30, algorithm(EC), tlv(0x03, b"\x00\x04")),
    "no algorithm": tlv(0x30, tlv(0x30), tlv(0x03, b"\x00")),
    "one number": tlv(0x30, algorithm(RSA), tlv(0x03, b"\x00", tlv(0x30, integer(1 << 2047)))),
}


@pytest.mark.parametrize("key", NO_KEYS.values(), ids=NO_KEYS)
def test_what_is_no_key_is_said_to_be_none(key):
    for named in (RSA_WITH["sha256"], ECDSA_WITH["sha256"]):
        assert refused(key, named, MESSAGE, bytes(256))
