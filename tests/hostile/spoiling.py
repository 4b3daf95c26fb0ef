"""Inputs that were well and are spoiled, as hypothesis draws them: other values and bytes, cuts, repetitions, depth."""

import re

from hypothesis import strategies as st

LONGEST = 200_000
"""Bytes of an input."""
_VALUE = re.compile(
    rb'"(?:[^"\\\r\n]|\\.)*"'  # a text of JSON, an attribute of HTML
    rb"|-?\d+(?:\.\d+)?"
    rb"|true|false|null"
    rb"|(?<=: )[^\r\n]+"  # a header's
)
_INSTEAD = (
    b"null",
    b"true",
    b"0",
    b"-1",
    b"1e999",
    b"NaN",
    b"9" * 5_000,
    b"[]",
    b"{}",
    b"[[]]",
    b'""',
    b'"\\ud800"',
    b'"\\u0000"',
    b'"\xff\xfe"',
    b'"https://[x/"',
    b'"javascript:alert(1)"',
    b'"0001-01-01T00:00:00+14:00"',
    b'"' + b"x" * 70_000 + b'"',
    b"",
    b" ",
    b"<!--",
    b"]]>",
    b"%00",
    "²".encode(),
    b"chunked",
    b"gzip",
    b"br",
)
_DEEP = (
    b"[",
    b'{"a":',
    b"<div>",
    b"<b ",
    b"(",
    b"\r\n",
    b"a: b\r\n",
    b"&",
    b"\0",
    b"\xff",
    b"%",
    b"PK\x03\x04",
)


def spoiled(wells):
    """Give a strategy for inputs made of those that are well."""
    places = [[found.span() for found in _VALUE.finditer(well)] for well in wells]
    return _spoiled(tuple(zip(wells, places, strict=True)))


@st.composite
def _spoiled(draw, wells):
    well, places = draw(st.sampled_from(wells))
    content = _with_other_values(draw, well, places) if places else well
    for _ in range(draw(st.integers(0, 2))):
        content = draw(st.sampled_from(_CHANGES))(draw, content)
    return content[:LONGEST]


def _with_other_values(draw, well, places):
    """Replace some values by others that may not be expected there, or by values from elsewhere in the same input."""
    changed = {}
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(places) - 1))
        begin, end = places[draw(st.integers(0, len(places) - 1))]
        changed[place] = draw(st.sampled_from((well[begin:end], *_INSTEAD)) | st.binary(max_size=12))
    content, last = b"", 0
    for place in sorted(changed):
        begin, end = places[place]
        if begin >= last:
            content += well[last:begin] + changed[place]
            last = end
    return content + well[last:]


def _slice(draw, content, longest):
    begin = draw(st.integers(0, len(content)))
    return begin, min(len(content), begin + draw(st.integers(1, longest)))


def _with_other_bytes(draw, content):
    begin, end = _slice(draw, content, 8)
    return content[:begin] + draw(st.binary(max_size=8)) + content[end:]


def _without_some(draw, content):
    begin, end = _slice(draw, content, 2_000)
    return content[:begin] + content[end:]


def _cut(draw, content):
    return content[: draw(st.integers(0, len(content)))]


def _repeated(draw, content):
    begin, end = _slice(draw, content, 500)
    return content[:begin] + content[begin:end] * draw(st.integers(2, 400)) + content[end:]


def _deep(draw, content):
    begin = draw(st.integers(0, len(content)))
    return content[:begin] + draw(st.sampled_from(_DEEP)) * draw(st.integers(1, 20_000)) + content[begin:]


def _something_else(draw, content):
    return content[:1] + draw(st.binary(max_size=400))


_CHANGES = (_with_other_bytes, _without_some, _cut, _repeated, _deep, _something_else)
