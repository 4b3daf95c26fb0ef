"""Keys of a WACZ's index, as the program that makes them writes them, and as somebody else might."""

import pytest
import surt
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.verify.index_key import fits

WORDS = st.text(alphabet="abzAZ019-_.~%25/;=&+ \u00e9|{}()", max_size=12)
ADDRESSES = st.builds(
    "{}://{}{}{}/{}{}{}".format,
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["", "www.", "www2.", "me:word@"]),
    st.sampled_from(
        ["example.org", "Sub.Example.co.uk", "192.168.0.1", "example.org.", "xn--caf-dma.example"]
    ),
    st.sampled_from(["", ":80", ":443", ":8443"]),
    WORDS,
    st.one_of(st.just(""), WORDS.map("?{}".format)),
    st.sampled_from(["", "#", "#top"]),
)


@given(ADDRESSES)
@example("https://example.org/a/../b/./c//d?x=1&&y=#f")
@example("https://example.org/(S(abcdefghijklmnopqrstuvwx))/page.aspx?z=1")
@example("https://example.org/?PHPSESSID=0123456789abcdef0123456789abcdef&a=1")
@example("https://b\u00fccher.example/\u00fc")
@example("http://[::1]:80/a")
@example("https://www1.www2.example.org/www.y?b=http://www.z.org/..//")
@example("urn:archiver:dom:https://www.instagram.com/acme/")
def test_a_key_that_is_made_of_an_address_fits_it(address):
    assert fits(surt.surt(address), address)


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("com,instagram)/p/aaa", "https://www.instagram.com/p/bbb/"),
        ("com,example)/p/aaa", "https://www.instagram.com/p/aaa/"),
        ("instagram,com)/p/aaa", "https://www.instagram.com/p/aaa/"),
        ("com,instagram)/p/aaa?x=1", "https://www.instagram.com/p/aaa/"),
        ("com,instagram)/inside", "https://www.instagram.com/p/aaa/"),
        ("zzz", "https://www.instagram.com/p/aaa/"),
        ("", "https://www.instagram.com/"),
        ("com,instagram)/", "https://[::1/"),
        ("urn:archiver:dom:1", "urn:archiver:dom:2"),
    ],
)
def test_a_key_of_something_else_does_not(key, address):
    assert not fits(key, address)
