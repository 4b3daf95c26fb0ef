"""Texts of which parts are withheld lead to the committed root, still parse, and hold nothing of what was taken."""

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.formats.commitments import commit, cut_fine, grow, hashes_of
from archiver.formats.merkle import root_of
from archiver.formats.redaction import Span, redacted
from archiver.verify import redaction as check

SEED = bytes(range(32))
leaves = st.one_of(
    st.text(max_size=150),
    st.text(alphabet='ab"\\/\n\u00e9\U0001f600', max_size=150),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([True, False, None]),
)
documents = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=40), inner, max_size=5),
)
SECRET = "liesl.sieht.nach@example.org"


def leads_to_its_root(text, found):
    hidden = {each.number: each.leaf for each in found.withheld}
    assert check.root(cut_fine(found.text), found.count, found.seeds, hidden) == commit(text, SEED)[1]
    assert [len(each) for each in cut_fine(found.text)] == [len(each) for each in cut_fine(text)]


def places(text, secret, kind="viewer"):
    found, at = [], text.find(secret)
    while at >= 0:
        found.append(Span(at, at + len(secret), kind))
        at = text.find(secret, at + 1)
    return found


@given(
    text=st.binary(max_size=900),
    spans=st.lists(st.tuples(st.integers(0, 899), st.integers(1, 90)), max_size=5),
)
def test_whatever_is_withheld_the_rest_leads_to_the_root_and_nothing_of_it_stays(text, spans):
    secrets = [
        Span(start, min(start + length, len(text)), "x") for start, length in spans if start < len(text)
    ]
    found = redacted(cut_fine(text), SEED, secrets)
    leads_to_its_root(text, found)
    for secret in secrets:
        kept = set(found.text[secret.start : secret.end])
        assert kept <= set(b'x1"\\\n')


@settings(max_examples=300)
@given(document=documents, ascii_only=st.booleans())
def test_json_of_any_kind_still_parses_and_has_its_shape(document, ascii_only):
    held = {"a": document, "viewer": f"name {SECRET} more", "id": 17841400000000000, "b": document}
    text = json.dumps(held, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    secrets = places(text, SECRET.encode()) + places(text, b"17841400000000000")
    found = redacted(cut_fine(text), SEED, secrets)
    leads_to_its_root(text, found)
    assert SECRET.encode() not in found.text
    assert b"17841400000000000" not in found.text
    assert shape(json.loads(found.text)) == shape(held)


def shape(value):
    if isinstance(value, dict):
        return [shape(each) for each in value.values()]
    if isinstance(value, list):
        return [shape(each) for each in value]
    return (
        "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__
    )


@pytest.mark.parametrize("encoding", ["plain", "escaped"])
@pytest.mark.parametrize("before", range(70))
def test_letters_escapes_and_words_of_json_are_never_cut(before, encoding):
    around = '\u00e9\u4e2d\U0001f600\\ " \n' * 3
    held = [True, "y" * before + around + SECRET + around, False, None, -1.5e-9, 12, around]
    text = json.dumps(held, ensure_ascii=encoding == "escaped", separators=(",", ":")).encode()
    found = redacted(cut_fine(text), SEED, places(text, SECRET.encode()))
    leads_to_its_root(text, found)
    read = json.loads(found.text)
    assert shape(read) == shape(held)
    assert (read[0], read[3], read[6]) == (True, None, around)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.met = []

    def handle_starttag(self, tag, attrs):
        self.met.append((tag, [name for name, _ in attrs]))


def test_html_keeps_its_tags_beside_what_is_withheld():
    text = (
        b'<p class="a">Hello</p><a href="/u/'
        + SECRET.encode()
        + b'/" title="x">mine</a><p id="end">there</p>'
    )
    found = redacted(cut_fine(text), SEED, places(text, SECRET.encode()))
    leads_to_its_root(text, found)
    tags = Tags()
    tags.feed(found.text.decode())
    assert tags.met == [("p", ["class"]), ("a", ["href", "title"]), ("p", ["id"])]
    assert b"Hello" in found.text
    assert b"there" in found.text


def test_what_is_withheld_is_told_by_number_length_and_class():
    text = json.dumps({"cookie": "sessionid99", "name": SECRET, "post": "shown"}).encode()
    secrets = [*places(text, b"sessionid99", "cookie"), *places(text, SECRET.encode())]
    found = redacted(cut_fine(text), SEED, secrets)
    assert [(each.length, each.kinds) for each in found.withheld] == [(12, ("cookie",)), (29, ("viewer",))]
    assert json.loads(found.text) == {"cookie": "x" * 11, "name": "x" * 28, "post": "shown"}


def test_all_of_a_text_can_be_withheld_and_nothing():
    text = b'{"a": "b"}' * 30
    whole = redacted(cut_fine(text), SEED, [Span(0, len(text), "all")])
    assert (whole.seeds, len(whole.withheld)) == ((), whole.count)
    leads_to_its_root(text, whole)
    none = redacted(cut_fine(text), SEED, [])
    assert (none.text, none.seeds, none.withheld) == (text, (SEED,), ())
    leads_to_its_root(text, none)
    empty = redacted([], SEED, [])
    assert check.root([], 0, empty.seeds, {}) == commit(b"", SEED)[1]


@pytest.mark.parametrize("span", [(-1, 2), (3, 3), (5, 4), (9, 11)])
def test_what_lies_outside_a_text_is_refused(span):
    with pytest.raises(ValueError, match="outside the text"):
        redacted([b"0123456789"], SEED, [Span(*span, "x")])


def example():
    text = json.dumps({"name": SECRET, "post": "shown " * 40}).encode()
    return text, redacted(cut_fine(text), SEED, places(text, SECRET.encode()))


def test_another_text_in_what_is_shown_leads_elsewhere():
    text, found = example()
    hidden = {each.number: each.leaf for each in found.withheld}
    changed = cut_fine(found.text.replace(b"shown", b"shorn", 1))
    assert check.root(changed, found.count, found.seeds, hidden) != commit(text, SEED)[1]


def test_filler_is_not_what_leads_to_the_root():
    text, found = example()
    hidden = {each.number: each.leaf for each in found.withheld}
    changed = cut_fine(found.text.replace(b"xxxx", b"yyyy"))
    assert check.root(changed, found.count, found.seeds, hidden) == commit(text, SEED)[1]


@pytest.mark.parametrize(
    "wrong", ["a seed less", "a seed more", "a short seed", "a segment that is not there", "a segment less"]
)
def test_what_does_not_fit_together_is_refused(wrong):
    _, found = example()
    hidden = {each.number: each.leaf for each in found.withheld}
    seeds = {
        "a seed less": found.seeds[:-1],
        "a seed more": (*found.seeds, SEED),
        "a short seed": (b"x", *found.seeds[1:]),
    }
    if wrong == "a segment that is not there":
        hidden[999] = bytes(32)
    segments = cut_fine(found.text)
    if wrong == "a segment less":
        del segments[0]
    with pytest.raises(ValueError, match=r"seed|segment"):
        check.root(segments, found.count, seeds.get(wrong, found.seeds), hidden)


def test_what_stands_behind_a_text_is_shown_as_it_is_and_counts():
    head, body = b'HTTP/1.1 200 OK\r\nX-Viewer: "liesl"\r\n\r\n', [b"\xff" * (1 << 20), b"\xfe" * 99]
    segments = [*cut_fine(head), *body]
    root = root_of(hashes_of(segments, grow(SEED, len(segments))))
    found = redacted(cut_fine(head), SEED, places(head, b"liesl"), behind=len(body))
    assert found.count == len(segments)
    hidden = {each.number: each.leaf for each in found.withheld}
    assert check.root([*cut_fine(found.text), *body], found.count, found.seeds, hidden) == root
    assert b"liesl" not in found.text


def test_a_text_in_large_segments_is_withheld_by_these():
    segments = [b'{"a": "' + b"y" * 500, b'", "id": "liesl", "n": 12' + b" " * 500, b"}"]
    root = root_of(hashes_of(segments, grow(SEED, 3)))
    text = b"".join(segments)
    found = redacted(segments, SEED, places(text, b"liesl"))
    assert [(each.number, each.length) for each in found.withheld] == [(1, 525)]
    cut = [found.text[:507], found.text[507:1032], found.text[1032:]]
    assert check.root(cut, found.count, found.seeds, {1: found.withheld[0].leaf}) == root
    assert json.loads(found.text) == {"a": "y" * 500, "xx": "xxxxx", "x": 11}


def test_a_head_stays_one_and_only_the_secret_in_it_is_replaced():
    text = b'HTTP/1.1 200 OK\r\nX-Viewer: liesl\r\nContent-Length: 12\r\n\r\n{"liesl": 42}'
    head = text.index(b"{")
    found = redacted(cut_fine(text), SEED, places(text, b"liesl"), head=head)
    assert found.text == b'HTTP/1.1 200 OK\r\nX-Viewer: xxxxx\r\nContent-Length: 12\r\n\r\n{"xxxxx": 42}'
    leads_to_its_root(text, found)


def test_a_header_is_withheld_without_its_neighbours():
    lines = [
        b"HTTP/1.1 200 OK\r\n",
        b"x-served-by: cache-txl-4711\r\n",
        b"Content-Type: text/html\r\n",
        b"x-asked-from: 203.0.113.7 " + b"y" * 90 + b"\r\n",
        b"\r\n",
        b"<p>Hello",
    ]
    text = b"".join(lines)
    secrets = places(text, b"cache-txl-4711") + places(text, lines[3][14:-2])
    found = redacted(cut_fine(text), SEED, secrets, head=len(text) - len(lines[-1]))
    leads_to_its_root(text, found)
    assert [each.length for each in found.withheld] == [len(lines[1]), 64, len(lines[3]) - 64]
    assert found.text.split(b"\n")[1].startswith(b"x-served-by: xxx")
    assert (found.text[: len(lines[0])], found.text[-len(lines[-1]) :]) == (lines[0], lines[-1])


def test_lines_stay_where_a_secret_goes_over_several():
    text = b"<script>\nvar me = {\n  name: \\\n'Liesl',\n};\n</script>"
    found = redacted(cut_fine(text), SEED, [Span(9, 40, "x")])
    leads_to_its_root(text, found)
    assert [len(line) for line in found.text.split(b"\n")] == [len(line) for line in text.split(b"\n")]
