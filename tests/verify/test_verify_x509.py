"""Certificates in the verifier: they lead from a time stamp to a root as they may, and in no other way."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509 as library
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID as Use
from hypothesis import given
from hypothesis import strategies as st
from token_building import (
    AT,
    AUTHORITY,
    BEGINS,
    ENDS,
    STAMPING,
    STAMPS,
    UNHEARD,
    Stamping,
    authority,
    integer,
    oid,
    party,
    resigned,
    spki,
    tlv,
    use,
)
from token_holding import (
    ISSUING,
    LEADS_NOWHERE,
    LEAF,
    MESSAGE,
    NOT_FOR_STAMPS,
    ROOT,
    SECOND,
    by,
    held,
    judged_by_openssl,
    needs_openssl,
    refused,
)

from archiver.verify.signatures import x509
from archiver.verify.signatures.der import NotDerError
from archiver.verify.signatures.public_key import UnknownAlgorithmError

VALID = {"to the second": (AT, AT), "just begun": (AT, ENDS), "about to end": (BEGINS, AT)}
NOT_VALID = {"not begun": (AT + SECOND, ENDS), "ended": (BEGINS, AT - SECOND)}


def chain_with(who, begins, ends):
    """Make a chain of which one certificate is valid for another time than the rest."""
    of = {
        each: {"begins": begins, "ends": ends} if each == who else {} for each in ("root", "issuing", "leaf")
    }
    root = party("Root", **of["root"])
    issuing = party("Issuing", root, **of["issuing"])
    return root, issuing, party("Stamper", issuing, STAMPING, **of["leaf"])


@pytest.mark.parametrize("who", ["root", "issuing", "leaf"])
def test_all_certificates_count_as_they_were_at_the_stamp_s_own_time(who):
    for begins, ends in VALID.values():
        root, issuing, leaf = chain_with(who, begins, ends)
        assert held(by(leaf, issuing), root).ends == ends
    for begins, ends in NOT_VALID.values():
        root, issuing, leaf = chain_with(who, begins, ends)
        refused(by(leaf, issuing), root, why=LEADS_NOWHERE)


def test_a_part_of_a_second_after_its_end_is_after_its_end():
    leaf = party("Stamper", ISSUING, STAMPING, ends=AT)
    reply = Stamping(leaf, [leaf.encoded, ISSUING.encoded], at=b"20270701120000.001Z").over(MESSAGE)
    refused(reply, why=LEADS_NOWHERE)


NO_STAMPERS = {
    "no use at all": [],
    "another use": [(library.ExtendedKeyUsage([Use.SERVER_AUTH]), True)],
    "another use beside it": [(library.ExtendedKeyUsage([Use.TIME_STAMPING, Use.CODE_SIGNING]), True)],
    "another use before it": [(library.ExtendedKeyUsage([Use.CODE_SIGNING, Use.TIME_STAMPING]), True)],
    "any use": [(library.ExtendedKeyUsage([Use.ANY_EXTENDED_KEY_USAGE]), True)],
    "the use twice": [(library.ExtendedKeyUsage([Use.TIME_STAMPING, Use.TIME_STAMPING]), True)],
    "a use that is not critical": [(STAMPS, False)],
    "a key that is for secrets": [(STAMPS, True), (use("key_encipherment"), True)],
    "a key that is for certificates": [(STAMPS, True), (use("key_cert_sign"), True)],
    "a key that is for nothing": [(STAMPS, True), (use(), True)],
}


@pytest.mark.parametrize("extensions", NO_STAMPERS.values(), ids=NO_STAMPERS)
def test_a_certificate_that_is_not_for_stamps_alone_makes_none(extensions):
    refused(by(party("Stamper", ISSUING, extensions), ISSUING), why=NOT_FOR_STAMPS)


@pytest.mark.parametrize("named", ["digital_signature", "content_commitment"])
def test_a_key_that_is_for_signatures_makes_stamps(named):
    assert held(by(party("Stamper", ISSUING, [*STAMPING, (use(named), True)]), ISSUING))


NO_ISSUERS = {
    "nothing said": [],
    "no authority": [(library.BasicConstraints(ca=False, path_length=None), True)],
    "a stamper": STAMPING,
    "a key that is not for certificates": [(authority(), True), (use("digital_signature", "crl_sign"), True)],
    "a key that is for nothing": [(authority(), True), (use(), True)],
    "an authority for servers": [*AUTHORITY, (library.ExtendedKeyUsage([Use.SERVER_AUTH]), False)],
}


@pytest.mark.parametrize("extensions", NO_ISSUERS.values(), ids=NO_ISSUERS)
def test_who_may_not_issue_leads_to_nobody(extensions):
    issuing = party("Issuing", ROOT, extensions)
    refused(by(party("Stamper", issuing, STAMPING), issuing), why=LEADS_NOWHERE)
    root = party("Root", None, extensions)
    refused(by(party("Stamper", root, STAMPING)), root, why=LEADS_NOWHERE)


ISSUERS = {
    "without uses": [(authority(), True)],
    "not critical": [(authority(), False), (use("key_cert_sign", "digital_signature"), False)],
    "an authority for stamps": [*AUTHORITY, (STAMPS, False)],
    "an authority for anything": [
        *AUTHORITY,
        (library.ExtendedKeyUsage([Use.ANY_EXTENDED_KEY_USAGE]), False),
    ],
    "nobody between": [(authority(0), True)],
}


@pytest.mark.parametrize("extensions", ISSUERS.values(), ids=ISSUERS)
def test_who_may_issue_does(extensions):
    issuing = party("Issuing", ROOT, extensions)
    assert held(by(party("Stamper", issuing, STAMPING), issuing))


@needs_openssl
@pytest.mark.parametrize("extensions", ISSUERS.values(), ids=ISSUERS)
def test_whose_stamps_hold_here_hold_with_openssl(tmp_path, extensions):
    issuing = party("Issuing", ROOT, extensions)
    reply = by(party("Stamper", issuing, STAMPING), party("Nobody"), issuing, ROOT)
    assert held(reply)
    assert judged_by_openssl(tmp_path, reply, ROOT.pem, at=AT)


def below(limit, *names):
    """Have a stamper stand below a root that allows so many authorities between, and those."""
    chain = [party("Root", None, [(authority(limit), True)])]
    for name in names:
        chain.append(party(name, chain[-1]))
    return chain[0], by(party("Stamper", chain[-1], STAMPING), *chain[1:])


def test_no_more_authorities_stand_between_than_one_above_allows():
    root, reply = below(1, "Upper")
    assert held(reply, root)
    root, reply = below(1, "Upper", "Lower")
    refused(reply, root, why=LEADS_NOWHERE)
    root, reply = below(0, "Upper")
    refused(reply, root, why=LEADS_NOWHERE)


def test_an_authority_that_renewed_its_own_certificate_counts_once():
    root, reply = below(1, "Upper", "Upper", "Upper")
    assert held(reply, root)


UNKNOWN = [(library.UnrecognizedExtension(UNHEARD, b"\x05\x00"), True)]
CONSTRAINED = [
    (
        library.NameConstraints(permitted_subtrees=None, excluded_subtrees=[library.DNSName("example.org")]),
        True,
    )
]


@pytest.mark.parametrize("odd", [UNKNOWN, CONSTRAINED], ids=["unheard of", "names"])
def test_a_rule_that_must_be_understood_and_is_not_is_said(odd):
    root, issuing = party("Root", None, [*AUTHORITY, *odd]), party("Issuing", ROOT, [*AUTHORITY, *odd])
    for reply, trusted in (
        (by(party("Stamper", ISSUING, [*STAMPING, *odd]), ISSUING), ROOT),
        (by(party("Stamper", issuing, STAMPING), issuing), ROOT),
        (by(party("Stamper", root, STAMPING)), root),
    ):
        with pytest.raises(UnknownAlgorithmError, match="rule that is not known"):
            held(reply, trusted)


def test_a_rule_that_need_not_be_understood_is_none():
    soft = [(library.UnrecognizedExtension(UNHEARD, b"\x05\x00"), False)]
    policies = library.CertificatePolicies([library.PolicyInformation(UNHEARD, None)])
    issuing = party("Issuing", ROOT, [*AUTHORITY, *soft, (policies, True)])
    assert held(by(party("Stamper", issuing, [*STAMPING, *soft, (policies, True)]), issuing))


def test_an_authority_swapped_for_another_of_its_name_leads_nowhere():
    swapped = party("Issuing", ROOT)
    refused(by(LEAF, swapped), why=LEADS_NOWHERE)
    assert held(by(LEAF, swapped, ISSUING))
    assert held(by(LEAF, ISSUING, swapped))


def test_an_authority_of_another_name_leads_nowhere_although_it_has_the_key():
    refused(by(LEAF, party("Renamed", ROOT, key=ISSUING.key)), why=LEADS_NOWHERE)


def test_a_stamper_that_an_authority_did_not_issue_leads_nowhere():
    stranger = party("Stamper", party("Issuing", party("Root")), STAMPING)
    refused(by(stranger, ISSUING), why=LEADS_NOWHERE)


def test_certificates_that_are_not_needed_do_no_harm():
    above = party("Above")
    crossed = party("Root", above, key=ROOT.key)
    reply = by(LEAF, ROOT, crossed, ISSUING, above, ISSUING, party("Nobody"), LEAF)
    assert held(reply).root_name == "Root"
    assert held(reply, above).root_name == "Above"


def by_ed25519(name, **others):
    return party(name, key=ed25519.Ed25519PrivateKey.generate(), **others)


def test_a_way_round_what_is_not_known_is_taken():
    unknown = by_ed25519("Above")
    crossed = party("Issuing", unknown, key=ISSUING.key)
    with pytest.raises(UnknownAlgorithmError):
        held(by(LEAF, crossed), unknown)
    assert held(by(LEAF, crossed, unknown, ISSUING), unknown, ROOT).root_name == "Root"
    assert held(by(LEAF, by_ed25519("Issuing"), ISSUING)).root_name == "Root"


def test_authorities_that_signed_each_other_lead_nowhere():
    one = party("One")
    other = party("Other", one)
    again = party("One", other, key=one.key)
    leaf = party("Stamper", one, STAMPING)
    refused(by(leaf, one, other, again), why=LEADS_NOWHERE)
    assert held(by(leaf, one, other, again), other).root_name == "Other"


def test_a_crowd_of_authorities_that_signed_each_other_soon_leads_nowhere():
    first = party("Crowd")
    crowd = [party("Crowd", first, key=first.key) for _ in range(60)]
    strangers = [party("Crowd") for _ in range(60)]
    reply = by(party("Stamper", first, STAMPING), *crowd, *strangers)
    began = datetime.now(UTC)
    refused(reply, *(party("Crowd") for _ in range(60)), why=LEADS_NOWHERE)
    assert datetime.now(UTC) - began < timedelta(seconds=30)


def test_a_number_below_zero_is_a_number_of_its_own():
    positive = party("Stamper", ISSUING, STAMPING, serial=0x1234567F)
    negative = resigned(positive, ISSUING, (integer(0x1234567F), b"\x02\x04\xed\xcb\xa9\x81"))
    assert x509.read(negative.encoded).serial == -0x1234567F
    refused(by(negative, ISSUING), why="carries no certificate")


def twice(extension):
    told = tlv(0x30, oid(extension.oid.dotted_string), b"\x01\x01\xff", tlv(0x04, extension.public_bytes()))
    return tlv(0xA3, tlv(0x30, told)), tlv(0xA3, tlv(0x30, told, told))


NAMED = tlv(0x30, oid("2.5.4.3"), tlv(0x0C, b"Stamper"))
CRITICAL = oid("2.5.29.37") + b"\x01\x01"


BY_SHA384 = tlv(0x30, oid("1.2.840.10045.4.3.3"))
NO_CERTIFICATES = {
    "a rule twice": (twice(STAMPS), "an extension is there twice"),
    "a name without a value": (
        (NAMED, tlv(0x30, NAMED[2:7], tlv(0x0C), tlv(0x0C, b"amper"))),
        "no certificate",
    ),
    "neither true nor false": ((CRITICAL + b"\xff", CRITICAL + b"\x01"), "neither"),
    "two ways in which it is signed": ((tlv(0x30, oid("1.2.840.10045.4.3.2")), BY_SHA384), "two ways"),
    "an end in no month": ((b"\x17\x0d4007", b"\x17\x0d4013"), "no such time"),
    "a number with zeros in front": (
        (integer(0x12345678), b"\x02\x04\x00\x00\x56\x78"),
        "a number is not written",
    ),
}


@pytest.mark.parametrize(("change", "why"), NO_CERTIFICATES.values(), ids=NO_CERTIFICATES)
def test_a_stamp_by_a_certificate_that_is_written_wrongly_is_refused(change, why):
    sound = party("Stamper", ISSUING, STAMPING, serial=0x12345678)
    assert held(by(resigned(sound, ISSUING, (b"Stamper", b"Stomper")), ISSUING)).authority == "Stomper"
    refused(by(resigned(sound, ISSUING, change), ISSUING), why=why)


def test_certificates_are_read_from_pem_whatever_stands_around_them():
    text = b"Subject: Root\n" + ROOT.pem.replace(b"\n", b"\r\n") + b"\n\n" + ISSUING.pem
    assert [each.name for each in x509.from_pem(text)] == ["Root", "Issuing"]
    assert x509.from_pem(b"") == []
    assert x509.from_pem(b"-----BEGIN CERTIFICATE-----\n" * 3) == []


NOTHING = {
    "no certificate": b"AAAA",
    "no letters": b"A",
    "no content": b"=",
    "half a certificate": ROOT.pem[28:400],
}


@pytest.mark.parametrize("inside", NOTHING.values(), ids=NOTHING)
def test_what_is_no_certificate_in_pem_is_said_to_be_none(inside):
    with pytest.raises(NotDerError):
        x509.from_pem(b"-----BEGIN CERTIFICATE-----\n" + inside + b"\n-----END CERTIFICATE-----\n")


@given(st.binary(max_size=200))
def test_of_any_text_it_reads_certificates_or_says_that_there_are_none(content):
    wrapped = b"-----BEGIN CERTIFICATE-----" + content + b"-----END CERTIFICATE-----"
    for text in (content, wrapped):
        try:
            assert x509.from_pem(text) == []
        except NotDerError:
            continue


def test_the_name_of_who_stamped_may_hold_anything_but_is_a_name():
    odd = resigned(party("Stamper", ISSUING, STAMPING), ISSUING, (b"Stamper", b"\xff\x1b[2J\x00\n"))
    assert held(by(odd, ISSUING)).authority == "\ufffd\x1b[2J\x00\n"


def test_a_certificate_on_a_curve_s_key_that_is_no_point_is_refused():
    sound = party("Stamper", ISSUING, STAMPING)
    point = spki(sound.key)
    odd = resigned(sound, ISSUING, (point, point[:-1] + bytes([point[-1] ^ 1])))
    refused(by(odd, ISSUING), why="no point of its curve")


PARTS = st.lists(
    st.sampled_from(
        [integer(7), oid("2.5.29.19"), tlv(0x17, b"270701120000Z"), tlv(0x30, NAMED), spki(LEAF.key)]
    )
    | st.binary(max_size=40).map(lambda content: tlv(0x03, b"\x00", content))
    | st.binary(max_size=40).map(lambda content: tlv(0x30, content)),
    max_size=9,
)


@given(PARTS, PARTS)
def test_whatever_stands_where_a_certificate_should_is_said_to_be_none(parts, others):
    for content in (tlv(0x30, *parts), tlv(0x30, tlv(0x30, *parts), *others), b"".join(parts)):
        with pytest.raises(NotDerError):
            x509.read(content)
