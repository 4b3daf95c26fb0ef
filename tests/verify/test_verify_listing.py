"""Lists of digests: what is read is what `sha256sum` writes, in one spelling, and nothing else."""

from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.verify import listing
from archiver.verify.listing import NotListedError

A, B = "a" * 64, "0123456789abcdef" * 4
PART = st.from_regex(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,12}", fullmatch=True)
NAMES = st.lists(st.lists(PART, min_size=1, max_size=10).map("/".join), unique_by=str.lower, max_size=9)


def read(text, digits=64):
    return listing.read(BytesIO(text.encode() if isinstance(text, str) else text), digits)


def written(named):
    return "".join(f"{digest}  {name}\n" for name, digest in named.items())


@given(names=NAMES)
def test_what_is_written_is_read(names):
    named = {name: sha256(name.encode()).hexdigest() for name in sorted(names)}
    assert read(written(named)) == named


WRONG = {
    "one space": f"{A} a\n",
    "the mark of a binary file": f"{A} *a\n",
    "three spaces": f"{A}   a\n",
    "a tab": f"{A}\t a\n",
    "upper hex": f"{A.upper()}  a\n",
    "a digit short": f"{A[1:]}  a\n",
    "another digest's length": f"{A}{A}  a\n",
    "no line feed at the end": f"{A}  a\n{B}  b",
    "an empty line": f"{A}  a\n\n{B}  b\n",
    "a carriage return": f"{A}  a\r\n",
    "a comment": f"# all\n{A}  a\n",
    "a name that goes up": f"{A}  ../a\n",
    "one that goes up on the way": f"{A}  data/../../a\n",
    "an absolute one": f"{A}  /etc/passwd\n",
    "one that begins here": f"{A}  ./a\n",
    "one of a drive": f"{A}  C:/a\n",
    "a backslash": f"{A}  data\\a\n",
    "an escaped line feed": f"\\{A}  data\\na\n",
    "a hidden one": f"{A}  data/.a\n",
    "an empty part": f"{A}  data//a\n",
    "a folder": f"{A}  data/\n",
    "a space in it": f"{A}  data/a b\n",
    "other letters than ASCII's": f"{A}  data/\u00e4\n",
    "eleven parts": f"{A}  {'a/' * 10}a\n",
    "a part of 101 letters": f"{A}  {'a' * 101}\n",
    "no name": f"{A}  \n",
    "a line without end": f"{A}  {'a/' * 5000}",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_another_spelling_is_none(text):
    with pytest.raises(NotListedError, match=r"^Line \d of it is not 64 hex digits, two spaces, a name"):
        read(text)


@pytest.mark.parametrize("text", [f"{A}  a\n{A}  a\n", f"{A}  A\n{B}  B\n{B}  a\n"])
def test_a_name_that_stands_twice(text):
    with pytest.raises(NotListedError, match=r"^Line \d of it names a once more"):
        read(text)


def test_names_that_are_not_in_order():
    with pytest.raises(NotListedError, match=r"^Line 2 of it is not in order: a stands behind b\.$"):
        read(f"{A}  b\n{B}  a\n")


def test_nothing_names_nothing():
    assert read("") == {}


@given(text=st.binary(max_size=300) | NAMES.map(lambda names: written(dict.fromkeys(names, A)).encode()))
def test_what_is_read_has_no_other_spelling(text):
    try:
        named = read(text)
    except NotListedError:
        return
    assert written(named).encode() == text
