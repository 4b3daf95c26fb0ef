"""Time stamps in the verifier: real ones hold, and whatever is not quite one is refused, for the right reason."""

import subprocess
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from token_building import (
    AT,
    BY_HASH,
    BY_SHA1,
    CONTENT_TYPE,
    DATA,
    ENDS,
    MESSAGE_DIGEST,
    SHA1,
    SHA3,
    SHA384,
    SHA512,
    STAMPING,
    TST_INFO,
    UNHEARD,
    attribute,
    integer,
    named_by,
    oid,
    party,
    tlv,
    use,
)
from token_holding import (
    ISSUING,
    LEADS_NOWHERE,
    LEAF,
    MESSAGE,
    NO_STAMP,
    RIGHT,
    ROOT,
    SECOND,
    held,
    judged_by_openssl,
    needs_openssl,
    refused,
)

from archiver.formats import timestamp
from archiver.simulator.authority.authority import Authority, Trouble
from archiver.verify.signatures import token, x509
from archiver.verify.signatures.public_key import UnknownAlgorithmError
from archiver.verify.signatures.token import RefusedError

of_both_kinds = pytest.mark.parametrize("bits", [None, 2048], ids=["on curves", "by RSA"])


@pytest.fixture(scope="module")
def authorities():
    return {bits: Authority(rsa_bits=bits) for bits in (None, 2048)}


def asked(authority_):
    query = timestamp.request(MESSAGE)
    return query, authority_.reply(query.content)


@of_both_kinds
def test_a_stamp_of_an_authority_holds_and_says_what_the_program_reads(authorities, bits):
    query, reply = asked(authorities[bits])
    chain = authorities[bits].chain
    stamp = token.held(reply, MESSAGE, x509.from_pem(authorities[bits].root))
    told = timestamp.held(reply, query, authorities[bits].root)
    assert stamp.at.replace(microsecond=0) == told.at
    assert stamp.authority == "A simulated authority"
    assert stamp.root == sha256(chain.root.public_bytes(Encoding.DER)).hexdigest()
    assert stamp.root_name == "A simulated authority root"
    assert stamp.ends == min(each.not_valid_after_utc for each in (chain.leaf, chain.issuing, chain.root))


@needs_openssl
@of_both_kinds
def test_openssl_judges_the_stamps_of_an_authority_alike(authorities, bits, tmp_path):
    _, reply = asked(authorities[bits])
    root = authorities[bits].root
    assert judged_by_openssl(tmp_path, reply, root)
    assert not judged_by_openssl(tmp_path, reply, root, b"something else")
    assert not judged_by_openssl(tmp_path, reply, authorities[2048 if bits is None else None].root)


@needs_openssl
def test_openssl_takes_a_stamp_as_these_tests_make_them(tmp_path):
    assert judged_by_openssl(tmp_path, RIGHT.over(MESSAGE), ROOT.pem, at=AT)
    stamp = held(RIGHT.over(MESSAGE))
    assert (stamp.at, stamp.authority, stamp.root_name, stamp.ends) == (AT, "Stamper", "Root", ENDS)


SETTINGS = """
[tsa]
default_tsa = it
[it]
dir = .
serial = serial
signer_digest = {hashed}
default_policy = 1.2.3.4
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500
tsa_name = yes
ordering = yes
ess_cert_id_chain = yes
ess_cert_id_alg = {named_by}
"""


def stamped_by_openssl(folder, hashed="sha256", named_by="sha256"):
    """Have openssl stamp the message with the certificate of these tests, as of today."""
    leaf = party("Stamper", ISSUING, [*STAMPING, (use("digital_signature"), True)])
    key = leaf.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for name, content in (
        ("settings", SETTINGS.format(hashed=hashed, named_by=named_by).encode()),
        ("serial", b"01"),
        ("key.pem", key),
        ("leaf.pem", leaf.pem),
        ("chain.pem", ISSUING.pem + ROOT.pem),
        ("message", MESSAGE),
    ):
        (folder / name).write_bytes(content)
    for command in (
        f"ts -query -data message -{hashed} -cert -out query.tsq",
        "ts -reply -config settings -queryfile query.tsq -signer leaf.pem -inkey key.pem -chain chain.pem -out r.tsr",
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, capture_output=True, check=True)
    return (folder / "r.tsr").read_bytes()


@needs_openssl
@pytest.mark.parametrize("hashed", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize("named_by", ["sha1", "sha256", "sha512"])
def test_a_stamp_that_openssl_makes_holds(tmp_path, hashed, named_by):
    reply = stamped_by_openssl(tmp_path, hashed, named_by)
    stamp = held(reply)
    assert (stamp.authority, stamp.root_name) == ("Stamper", "Root")
    assert timedelta() <= datetime.now(UTC) - stamp.at < timedelta(minutes=5)
    assert judged_by_openssl(tmp_path, reply, ROOT.pem)
    refused(reply, message=MESSAGE + b".", why="something else")


def test_a_stamp_holds_for_its_message_alone():
    refused(RIGHT.over(MESSAGE), message=MESSAGE + b" ", why="something else")
    refused(RIGHT.over(b""), why="something else")


def test_a_stamp_holds_by_its_own_root_alone():
    reply = RIGHT.over(MESSAGE)
    refused(reply, party("Another"), why=LEADS_NOWHERE)
    refused(reply, party("Root"), why=LEADS_NOWHERE)
    refused(reply, LEAF, why=LEADS_NOWHERE)
    with pytest.raises(RefusedError, match=LEADS_NOWHERE):
        token.held(reply, MESSAGE, [])


def test_among_several_roots_the_right_one_is_found():
    assert held(RIGHT.over(MESSAGE), party("Root"), party("Another"), ROOT, party("Root")).root_name == "Root"


def test_an_authority_below_the_root_may_be_trusted_itself():
    assert held(RIGHT.over(MESSAGE), ISSUING).root_name == "Issuing"


@of_both_kinds
def test_certificates_that_are_not_sorted_hold(bits):
    unsorted = Authority(rsa_bits=bits, trouble=Trouble.UNSORTED)
    _, reply = asked(unsorted)
    assert token.held(reply, MESSAGE, x509.from_pem(unsorted.root))


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (Trouble.NO_CERTIFICATES, "carries no certificate"),
        (Trouble.REJECTS, "granted none"),
        (Trouble.ANOTHER_DIGEST, "something else"),
    ],
)
def test_an_authority_that_misbehaves_is_refused(trouble, why):
    troubled = Authority(trouble=trouble)
    with pytest.raises(RefusedError, match=why):
        token.held(troubled.reply(timestamp.request(MESSAGE).content), MESSAGE, x509.from_pem(troubled.root))


def test_a_stamp_holds_when_its_certificate_has_long_ended():
    old = Authority(clock=lambda: datetime(2009, 3, 4, tzinfo=UTC), lasts=timedelta(days=30))
    stamp = token.held(old.reply(timestamp.request(MESSAGE).content), MESSAGE, x509.from_pem(old.root))
    assert stamp.at == datetime(2009, 3, 4, tzinfo=UTC)
    assert stamp.ends == datetime(2009, 4, 3, tzinfo=UTC)


def test_a_stamp_by_sha_1_is_refused():
    for odd in ({"imprint": SHA1}, {"digest": SHA1}):
        refused(RIGHT.but(**odd).over(MESSAGE), why="SHA-1")


def test_a_stamp_by_a_hash_that_is_not_known_is_said_to_be():
    for odd in ({"imprint": SHA3}, {"digest": SHA3}):
        with pytest.raises(UnknownAlgorithmError, match=SHA3.replace(".", "[.]")):
            held(RIGHT.but(**odd).over(MESSAGE))


@pytest.mark.parametrize("dotted", [SHA384, SHA512], ids=["SHA-384", "SHA-512"])
def test_a_stamp_by_a_longer_hash_holds(dotted):
    assert held(RIGHT.but(imprint=dotted, digest=dotted).over(MESSAGE)).at == AT


def without(kind):
    return lambda found: found.pop(kind)


def added(kind, value):
    return lambda found: found.update({kind: value})


OTHER = ISSUING.encoded
NOT_NAMED, NOT_SAID = "not the one that its authority named", "not what its authority signed"
ODD_ATTRIBUTES = {
    "no type": (without(CONTENT_TYPE), NO_STAMP),
    "no digest": (without(MESSAGE_DIGEST), NO_STAMP),
    "no attribute": (lambda found: found.clear(), NO_STAMP),
    "another type": (added(CONTENT_TYPE, attribute(CONTENT_TYPE, oid(DATA))), NOT_SAID),
    "two types": (added(CONTENT_TYPE, attribute(CONTENT_TYPE, oid(TST_INFO), oid(TST_INFO))), NO_STAMP),
    "a type twice": (added("again", attribute(CONTENT_TYPE, oid(TST_INFO))), "attribute is there twice"),
    "another digest": (added(MESSAGE_DIGEST, attribute(MESSAGE_DIGEST, tlv(0x04, bytes(32)))), NOT_SAID),
    "no bytes of a digest": (added(MESSAGE_DIGEST, attribute(MESSAGE_DIGEST, tlv(0x04))), NOT_SAID),
    "a digest that is a number": (added(MESSAGE_DIGEST, attribute(MESSAGE_DIGEST, integer(1))), NO_STAMP),
    "a digest twice": (
        added("again", attribute(MESSAGE_DIGEST, tlv(0x04, bytes(32)))),
        "attribute is there twice",
    ),
    "no certificate": (without(BY_HASH), NOT_NAMED),
    "another certificate": (added(BY_HASH, named_by(BY_HASH, OTHER)), NOT_NAMED),
    "another certificate by SHA-1": (added(BY_SHA1, named_by(BY_SHA1, OTHER)), NOT_NAMED),
    "certificates, but none": (added(BY_HASH, attribute(BY_HASH, tlv(0x30, tlv(0x30)))), NO_STAMP),
}


@pytest.mark.parametrize(("odd", "why"), ODD_ATTRIBUTES.values(), ids=ODD_ATTRIBUTES)
def test_what_is_signed_must_name_what_is_said_and_by_whom(odd, why):
    refused(RIGHT.but(odd=odd).over(MESSAGE), why=why)


SOUND_ATTRIBUTES = {
    "by SHA-1 alone, as of old": lambda found: found.update(
        {BY_HASH: b"", BY_SHA1: named_by(BY_SHA1, LEAF.encoded)}
    ),
    "by both": added(BY_SHA1, named_by(BY_SHA1, LEAF.encoded)),
    "by SHA-1 in the new way": added(BY_HASH, named_by(BY_HASH, LEAF.encoded, SHA1)),
    "by SHA-512": added(BY_HASH, named_by(BY_HASH, LEAF.encoded, SHA512)),
    "with more attributes": added("more", attribute(str(UNHEARD.dotted_string), integer(1), integer(2))),
}


@pytest.mark.parametrize("odd", SOUND_ATTRIBUTES.values(), ids=SOUND_ATTRIBUTES)
def test_a_certificate_may_be_named_in_these_ways(odd):
    assert held(RIGHT.but(odd=odd).over(MESSAGE)).at == AT


def test_another_certificate_of_the_same_name_number_and_key_is_not_the_one_that_was_named():
    serial = LEAF.certificate.serial_number
    twin = party("Stamper", ISSUING, STAMPING, key=LEAF.key, serial=serial, ends=ENDS - SECOND)
    refused(RIGHT.but(carried=[twin.encoded, ISSUING.encoded]).over(MESSAGE), why=NOT_NAMED)


def test_another_s_signature_is_none():
    twin = party("Stamper", ISSUING, STAMPING, serial=LEAF.certificate.serial_number)

    def named(found):
        found[BY_HASH] = named_by(BY_HASH, LEAF.encoded)

    refused(RIGHT.but(by=twin, odd=named).over(MESSAGE), why="signature does not hold")


ODD_FORMS = {
    "nobody signed": ({"signers": 0}, NO_STAMP),
    "two signed": ({"signers": 2}, NO_STAMP),
    "something else is said": ({"kind": DATA}, "holds something else"),
    "something else is signed": ({"data": DATA}, "holds something else"),
    "granted otherwise": ({"status": integer(1)}, "granted none"),
    "rejected, with a stamp": ({"status": integer(2)}, "granted none"),
    "no status": ({"status": b""}, NO_STAMP),
    "no certificates": ({"carried": []}, "carries no certificate"),
    "the authority above alone": ({"carried": [ISSUING.encoded]}, "carries no certificate"),
    "a certificate that is none": ({"carried": [LEAF.encoded, tlv(0x30)]}, NO_STAMP),
    "no time": ({"at": b""}, NO_STAMP),
    "a time without seconds": ({"at": b"202707011200Z"}, NO_STAMP),
    "a time of somewhere": ({"at": b"20270701120000+0100"}, NO_STAMP),
}


@pytest.mark.parametrize(("odd", "why"), ODD_FORMS.values(), ids=ODD_FORMS)
def test_what_is_formed_otherwise_is_no_stamp(odd, why):
    refused(RIGHT.but(**odd).over(MESSAGE), why=why)


def rule(*, critical):
    told = tlv(
        0x30, oid(UNHEARD.dotted_string), tlv(0x01, b"\xff") if critical else b"", tlv(0x04, b"\x05\x00")
    )
    return tlv(0xA1, told)


def test_a_version_or_a_rule_that_must_be_understood_and_is_not_is_said():
    for odd in (
        {"version": 2},
        {"more": rule(critical=True)},
        {"more": b"\x01\x01\xff" + rule(critical=True)},
    ):
        with pytest.raises(UnknownAlgorithmError, match="version or a rule"):
            held(RIGHT.but(**odd).over(MESSAGE))


BESIDES = b"".join(
    (
        tlv(0x30, integer(1)),
        b"\x01\x01\xff",
        integer(99),
        tlv(0xA0, tlv(0xA4, LEAF.certificate.subject.public_bytes())),
    )
)
"""How exact it is, that stamps are in order, what was asked along, and the authority's name."""


def test_what_a_stamp_may_say_besides_does_no_harm():
    assert held(RIGHT.but(more=BESIDES + rule(critical=False), unsigned=tlv(0xA1)).over(MESSAGE)).at == AT


def test_an_attribute_certificate_beside_it_does_no_harm():
    carried = [LEAF.encoded, tlv(0xA1, b"\x05\x00"), ISSUING.encoded]
    assert held(RIGHT.but(carried=carried).over(MESSAGE)).at == AT


def test_what_stands_around_a_stamp_is_refused():
    whole = RIGHT.over(MESSAGE)
    status, stamp = tlv(0x30, integer(0)), whole[4 + 5 :]
    assert tlv(0x30, status, stamp) == whole
    for other in (whole + b"\x00", tlv(0x30, status, stamp, stamp), tlv(0x31, status, stamp), stamp):
        refused(other, why=NO_STAMP)
    refused(tlv(0x30, status), why="granted none")


SOUND = {
    **{name: RIGHT.but(odd=odd) for name, odd in SOUND_ATTRIBUTES.items()},
    "with more beside it": RIGHT.but(more=BESIDES, unsigned=tlv(0xA1)),
    "over a longer digest": RIGHT.but(imprint=SHA384),
}


@needs_openssl
@pytest.mark.parametrize("stamping", SOUND.values(), ids=SOUND)
def test_what_holds_here_holds_with_openssl(tmp_path, stamping):
    reply = stamping.over(MESSAGE)
    assert held(reply)
    assert judged_by_openssl(tmp_path, reply, ROOT.pem, at=AT)


def said(reply, roots):
    """Give what a stamp says that holds, or nothing."""
    try:
        stamp = token.held(reply, MESSAGE, roots)
    except (RefusedError, UnknownAlgorithmError):
        return None
    return stamp.at, stamp.authority, stamp.root


@pytest.fixture(scope="module")
def untouched(authorities):
    """A stamp by RSA, which is quick to check, the roots, and what it says."""
    _, reply = asked(authorities[2048])
    roots = x509.from_pem(authorities[2048].root)
    return reply, roots, said(reply, roots)


def test_no_byte_that_says_something_may_differ(untouched):
    reply, roots, expected = untouched
    assert expected
    for at in range(0, len(reply), 7):
        for by_what in (0x01, 0x20, 0x80, 0xFF):
            changed = reply[:at] + bytes([reply[at] ^ by_what]) + reply[at + 1 :]
            assert said(changed, roots) in {None, expected}


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, 1 << 12), value=st.integers(0, 255))
def test_no_byte_that_says_something_may_be_any_other(untouched, at, value):
    reply, roots, expected = untouched
    at %= len(reply)
    assert said(reply[:at] + bytes([value]) + reply[at + 1 :], roots) in {None, expected}


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, 1 << 12), gone=st.integers(0, 40), more=st.binary(max_size=40))
def test_nothing_may_be_taken_out_or_put_in(untouched, at, gone, more):
    reply, roots, expected = untouched
    at %= len(reply)
    assert said(reply[:at] + more + reply[at + gone :], roots) in {None, expected}


@settings(max_examples=40, deadline=None)
@given(at=st.integers(0, 1 << 12), value=st.integers(0, 255))
def test_no_byte_of_a_stamp_on_curves_may_be_any_other(at, value):
    reply = RIGHT.over(MESSAGE)
    roots = [x509.read(ROOT.encoded)]
    at %= len(reply)
    assert said(reply[:at] + bytes([value]) + reply[at + 1 :], roots) in {None, said(reply, roots)}


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda inside: tlv(0x30, inside)))
def test_anything_else_is_no_stamp(content):
    for reply in (content, tlv(0x30, tlv(0x30, integer(0)), content)):
        with pytest.raises(RefusedError):
            held(reply)


TREES = st.recursive(
    st.sampled_from(
        [oid(TST_INFO), oid(SHA512), integer(0), integer(7), tlv(0x18, b"20270701120000Z"), LEAF.encoded]
    )
    | st.binary(max_size=40).map(lambda content: tlv(0x04, content)),
    lambda inner: st.tuples(st.sampled_from([0x30, 0x31, 0xA0, 0xA1, 0xA3]), st.lists(inner, max_size=7)).map(
        lambda found: tlv(found[0], *found[1])
    ),
    max_leaves=40,
)


@settings(deadline=None)
@given(st.lists(TREES, max_size=6), st.lists(TREES, max_size=6))
def test_whatever_stands_where_a_stamp_should_it_holds_or_is_said_to_be_none(parts, others):
    signed = tlv(0x30, oid("1.2.840.113549.1.7.2"), tlv(0xA0, tlv(0x30, integer(3), *parts)))
    replies = [tlv(0x30, tlv(0x30, integer(0)), signed)]
    replies += [RIGHT.but(more=b"".join(parts), unsigned=b"".join(others)).over(MESSAGE)]
    replies += [RIGHT.but(odd=lambda found: found.update(odd=b"".join(parts))).over(MESSAGE)]
    for reply in replies:
        said(reply, [x509.read(ROOT.encoded)])
