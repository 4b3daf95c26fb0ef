"""Credentials in the text of a page: each known form is found, so that none stays where it cannot be found again."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.formats.meta_tokens import of_page

REAL = Path(__file__).parents[3] / "shared" / "real"
TOKEN = "AVoMRJ7PWg8:17:1690000000"


@pytest.mark.parametrize(
    "form",
    [
        '["DTSGInitialData",[],{"token":"%s"},258]',
        '["DTSGInitData",[],{"token":"%s","async_get_token":""},3515]',
        '["DTSGInitData",[],{"token":"","async_get_token":"%s"},3515]',
        '["LSD", [], { "token": "%s" }, 323]',
        '{"device_id": "%s"}',
        '{"machine_id":"%s"}',
        '{"config":{"csrf_token":"%s","viewer":null}}',
        '["ServerNonce",[],{"ServerNonce":"%s"},141]',
        '["cookies",{"_js_datr","%s",63072000000,"/"}]',
        'href="/privacy/mutation/token/?privacy_mutation_token=%s&amp;x=1"',
        '<input type="hidden" name="fb_dtsg" value="%s" autocomplete="off" />',
        '<input type="hidden" name="lsd" value="%s" />',
    ],
)
def test_each_form_is_found(form):
    assert of_page(f"<script>{form % TOKEN}</script>".encode()) == {TOKEN}


def test_a_token_is_given_as_it_is_sent_back():
    page = rb'["DTSGInitialData",[],{"token":"AQ\/x\u003Ay"},258]'
    assert of_page(page) == {"AQ/x:y"}


def test_empty_ones_and_other_words_are_none():
    page = b'["DTSGInitData",[],{"token":"","async_get_token":""},1],{"token":"public words","user_id":"1234567"}'
    assert of_page(page) == frozenset()


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read(page):
    assert all(len(token) > 1 for token in of_page(page))


@pytest.mark.skipif(not REAL.is_dir(), reason="real payloads are not beside this checkout")
@pytest.mark.parametrize("name", ["login_wall_2022-08", "page_2023-01", "post_permalink_2022-09"])
def test_what_a_real_page_holds_is_found(name):
    page = (REAL / "facebook" / f"{name}.html").read_bytes()
    (lsd,) = set(re.findall(rb'"LSD",\s*\[\],\s*\{\s*"token":\s*"([^"]+)', page))
    (device,) = set(re.findall(rb'"device_id":\s*"([^"]+)', page))
    assert {lsd.decode(), device.decode()} <= of_page(page)
