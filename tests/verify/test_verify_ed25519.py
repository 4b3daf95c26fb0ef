"""Ed25519 in the verifier: held to the vectors of RFC 8032 and to a library of another make."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from archiver.verify.signatures import ed25519

ORDER = 2**252 + 27742317777372353535851937790883648493
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe"
            "24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302a"
            "eeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed2"
            "8dc027beceea1ec40a"
        ),
    ),
]
"""RFC 8032, section 7.1: public key, message, signature."""
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_standard_s_own_vectors_hold(key, message, signature):
    assert ed25519.holds(*map(bytes.fromhex, (key, message, signature)))


@given(st.binary(max_size=300), st.binary(min_size=32, max_size=32))
def test_what_a_library_signs_holds_and_for_no_other_message(message, seed):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    signature = key.sign(message)
    assert ed25519.holds(key.public_key().public_bytes_raw(), message, signature)
    assert not ed25519.holds(key.public_key().public_bytes_raw(), message + b"x", signature)


@given(st.integers(0, 64 * 8 - 1))
def test_no_bit_of_a_signature_may_differ(bit):
    changed = bytearray(KEY.sign(b"words"))
    changed[bit // 8] ^= 1 << bit % 8
    assert not ed25519.holds(PUBLIC, b"words", bytes(changed))


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
def test_of_anything_it_says_what_a_library_says(key, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, b"words")
        held = True
    except (InvalidSignature, ValueError):
        held = False
    assert ed25519.holds(key, b"words", signature) == held


def test_a_number_beyond_the_order_is_another_spelling_and_not_taken():
    signature = KEY.sign(b"words")
    number = int.from_bytes(signature[32:], "little") + ORDER
    assert not ed25519.holds(PUBLIC, b"words", signature[:32] + number.to_bytes(32, "little"))


@pytest.mark.parametrize(("key", "signature"), [(b"", b""), (PUBLIC, b"x" * 63), (PUBLIC + b"x", b"x" * 64)])
def test_what_has_another_length_is_no_signature(key, signature):
    assert not ed25519.holds(key, b"words", signature)
