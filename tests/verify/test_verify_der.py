"""DER in the verifier: what is written by its rules is read as it was meant, and anything else is refused as such."""

from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from hypothesis import given
from hypothesis import strategies as st
from token_building import integer, tlv

from archiver.verify.signatures import der
from archiver.verify.signatures.der import NotDerError

SMALL = st.binary(max_size=300)
PRIMITIVE = st.tuples(st.sampled_from([0x02, 0x04, 0x0C, 0x80]), SMALL)
TREES = st.recursive(
    PRIMITIVE, lambda inner: st.tuples(st.sampled_from([0x30, 0x31, 0xA0]), st.lists(inner, max_size=5))
)
OIDS = st.tuples(
    st.integers(0, 2), st.integers(0, 39), st.lists(st.integers(0, 1 << 35), min_size=1, max_size=6)
).map(lambda found: ".".join(map(str, (found[0], found[1], *found[2]))))


def written(tree):
    tag, inside = tree
    return tlv(tag, inside if isinstance(inside, bytes) else b"".join(map(written, inside)))


def as_read(value):
    if value.tag & 0x20:
        return value.tag, [as_read(part) for part in value.parts()]
    return value.tag, value.content


@given(TREES)
def test_what_is_written_is_read_back(tree):
    value = der.read(written(tree))
    assert as_read(value) == tree
    assert value.encoded == written(tree)


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 65535, 65536])
def test_every_form_of_a_length_is_read(size):
    assert der.read(tlv(0x04, bytes(size))).content == bytes(size)


@given(TREES, st.data())
def test_what_is_cut_off_is_refused(tree, data):
    whole = written(tree)
    with pytest.raises(NotDerError):
        der.read(whole[: data.draw(st.integers(0, len(whole) - 1))])


@given(TREES, st.binary(min_size=1, max_size=9) | TREES.map(written))
def test_what_is_followed_by_something_is_refused(tree, more):
    with pytest.raises(NotDerError):
        der.read(written(tree) + more)


def length_written_longer(content, by):
    size = len(content).to_bytes(by, "big")
    return bytes([0x04, 0x80 | by]) + size + content


@given(st.binary(max_size=127), st.integers(1, 126))
def test_a_length_that_fits_one_byte_is_written_in_one(content, by):
    with pytest.raises(NotDerError):
        der.read(length_written_longer(content, by))


@given(st.binary(min_size=128, max_size=255), st.integers(2, 126))
def test_a_length_has_no_zero_in_front(content, by):
    with pytest.raises(NotDerError):
        der.read(length_written_longer(content, by))


@pytest.mark.parametrize("tag", [0x24, 0x30, 0xA0])
def test_a_length_that_is_not_told_beforehand_is_refused(tag):
    with pytest.raises(NotDerError):
        der.read(bytes([tag, 0x80]) + tlv(0x04, b"words") + b"\x00\x00")


@pytest.mark.parametrize(
    "length", [b"\x81", b"\x84\xff", b"\xff", b"\xfe" + bytes(126), b"\x88" + b"\xff" * 8]
)
def test_a_length_that_is_beyond_what_is_there_is_refused(length):
    with pytest.raises(NotDerError):
        der.read(b"\x04" + length)


@pytest.mark.parametrize("tag", [0x1F, 0x3F, 0x5F, 0x7F, 0x9F, 0xBF, 0xDF, 0xFF])
def test_a_kind_that_is_written_at_length_is_refused(tag):
    for more in (b"\x04\x00", b"\x81\x04\x00", b"\x00"):
        with pytest.raises(NotDerError):
            der.read(bytes([tag]) + more)


def test_what_has_no_parts_is_not_searched_for_them():
    with pytest.raises(NotDerError):
        der.read(tlv(0x04, tlv(0x04, b"words"))).parts()


@given(st.integers(-(1 << 2100), 1 << 2100) | st.integers(-70000, 70000))
def test_whole_numbers_are_read(number):
    assert der.read(integer(number)).whole() == number


@given(st.integers(-(1 << 63), (1 << 63) - 1))
def test_a_library_writes_whole_numbers_as_they_are_read(number):
    assert der.read(asn1.encode_der(number)).whole() == number


@given(st.integers(-(1 << 70), 1 << 70) | st.integers(-300, 300), st.integers(1, 3))
def test_a_number_is_written_as_short_as_can_be(number, more):
    content = der.read(integer(number)).content
    with pytest.raises(NotDerError):
        der.read(tlv(0x02, (b"\xff" if number < 0 else b"\x00") * more + content)).whole()


def test_a_number_has_a_byte_at_least():
    with pytest.raises(NotDerError):
        der.read(b"\x02\x00").whole()


@given(st.binary(max_size=3))
def test_true_is_all_ones_and_false_is_zero(content):
    value = der.read(tlv(0x01, content))
    if content in {b"\x00", b"\xff"}:
        assert value.true() == (content == b"\xff")
    else:
        with pytest.raises(NotDerError):
            value.true()


@given(OIDS)
def test_object_identifiers_are_read_as_a_library_writes_them(dotted):
    assert der.read(asn1.encode_der(x509.ObjectIdentifier(dotted))).oid() == dotted


NO_OIDS = {
    "empty": b"",
    "cut within a number": b"\x2a\x86",
    "zeros in front of the first number": b"\x80\x2a\x03",
    "zeros in front of another": b"\x2a\x80\x03",
    "without end": b"\x2a" + b"\x81" * 70000 + b"\x01",
    "a number that is hardly told": b"\x2a" + b"\xff" * 5000 + b"\x7f",
}


@pytest.mark.parametrize("content", NO_OIDS.values(), ids=NO_OIDS)
def test_what_is_written_otherwise_is_no_object_identifier(content):
    with pytest.raises(NotDerError):
        der.read(tlv(0x06, content)).oid()


def test_bits_are_whole_bytes():
    assert der.read(b"\x03\x03\x00\x01\x02").bits() == b"\x01\x02"
    for content in (b"", b"\x01\x02", b"\x08\x00"):
        with pytest.raises(NotDerError):
            der.read(tlv(0x03, content)).bits()


@given(st.datetimes(min_value=datetime(1, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - the strategy asks for it
def test_times_are_read_as_a_library_writes_them(at):
    assert der.read(asn1.encode_der(asn1.GeneralizedTime(at))).time() == at


@given(st.datetimes(datetime(1950, 1, 1), datetime(2049, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 - likewise
def test_short_times_are_of_the_century_from_1950(at):
    at = at.replace(microsecond=0)
    assert der.read(asn1.encode_der(asn1.UTCTime(at))).time() == at


@pytest.mark.parametrize(
    ("content", "microseconds"),
    [(b"20270102030405.5Z", 500000), (b"20270102030405.000001Z", 1), (b"20270102030405.1234567Z", 123456)],
)
def test_parts_of_a_second_are_read_to_the_microsecond(content, microseconds):
    assert der.read(tlv(0x18, content)).time() == datetime(2027, 1, 2, 3, 4, 5, microseconds, UTC)


NO_TIMES = """
20270102030405 202701020304Z 2027010203Z 20270102030405+0100 20270102030405,5Z 20270102030405.Z 2027010203040Z
20271302030405Z 20270230030405Z 20270102240405Z 20270102036005Z 20270102030460Z 00000102030405Z 2027-01-02T030405Z
+0270102030405Z 2027010203040\uff15Z 20270102030405z 20270102030405.5 270102030405Z
""".split()


@pytest.mark.parametrize("text", [*NO_TIMES, "", " 0270102030405Z", "2027 1 2 3 4 5Z", "20270102030405Z\n"])
def test_what_is_written_otherwise_is_no_time(text):
    with pytest.raises(NotDerError):
        der.read(tlv(0x18, text.encode())).time()


@pytest.mark.parametrize(
    "text", ["2701020304Z", "20270102030405Z", "270102030405", "270102030405+0000", "2Z", ""]
)
def test_what_is_written_otherwise_is_no_short_time(text):
    with pytest.raises(NotDerError):
        der.read(tlv(0x17, text.encode())).time()


def everything_asked(value):
    for ask in (value.parts, value.whole, value.true, value.oid, value.bits, value.time):
        try:
            found = ask()
        except NotDerError:
            continue
        if ask == value.parts:
            for part in found:
                everything_asked(part)


@given(st.binary(max_size=200) | TREES.map(written))
def test_of_any_bytes_it_says_at_most_that_they_are_none(content):
    try:
        value = der.read(content)
    except NotDerError:
        return
    everything_asked(value)


@given(st.sampled_from([0x01, 0x02, 0x03, 0x06, 0x17, 0x18, 0x30]), st.binary(max_size=30))
def test_of_any_content_it_says_at_most_that_it_is_none(tag, content):
    everything_asked(der.read(tlv(tag, content)))


def test_what_is_a_kind_is_not_taken_for_another():
    value = der.read(b"\x04\x00")
    assert value.a(der.OCTETS) is value
    for ask in (value.whole, value.true, value.oid, value.bits, value.time):
        with pytest.raises(NotDerError):
            ask()
