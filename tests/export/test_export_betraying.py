"""What would betray the collector is found in each form that it turns up in, and what only looks like it is left."""

import base64
import html
import json
from dataclasses import replace
from urllib.parse import quote

import pytest

from archiver.export.betraying import find_of
from archiver.formats.encodings import encodings
from archiver.model.secret import Secret
from archiver.store import private

SEED = bytes(range(32))
COLLECTOR = private.Collector(
    operator='Ann "Bo" Reporter',
    organisation="The Newsroom",
    session="nightshift",
    viewer={"username": "anna", "id": "17841499999999999", "full_name": "\u00c4nne & Bo"},
    host="lap-7",
    egress_address="203.0.113.7",
    proxy="proxy.example:3128",
)


def find(*secrets):
    met = [
        Secret("cookie", encoding, form) for value in secrets for encoding, form in encodings(value).items()
    ]
    return find_of(json.loads(private.document("a/b/c", SEED, COLLECTOR, {}, met)))


def found(text, *secrets):
    encoded = text if isinstance(text, bytes) else text.encode()
    return [encoded[span.start : span.end] for span in find(*secrets)(encoded)]


FORMS = {
    "plain": lambda value: value,
    "percent": lambda value: quote(value, safe=""),
    "json": lambda value: json.dumps(value)[1:-1],
    "html": html.escape,
    "base64": lambda value: base64.b64encode(value.encode()).decode().rstrip("="),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(
    "value", [*COLLECTOR.viewer.values(), COLLECTOR.operator, "203.0.113.7", "nightshift", "lap-7"]
)
def test_each_name_and_place_is_found_in_each_form(form, value):
    places = found(f'{{"a":"{form(value)}"}}')
    assert max(places, key=len) == form(value).encode()
    assert all(place in form(value).encode() for place in places)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_secret_that_the_visit_met_is_found_in_the_midst_of_others_letters(form):
    assert found(f"abc{form('s3cr=t/v')}def", "s3cr=t/v") == [form("s3cr=t/v").encode()]


@pytest.mark.parametrize(
    "text", ["Annabelle and Hannah", "178414999999999991", "1203.0.113.70", "unknown", ""]
)
def test_what_only_looks_like_it_is_left(text):
    assert found(text) == []


def test_case_makes_no_difference_to_a_name():
    assert found("ANNA, Anna and anna") == [b"ANNA", b"Anna", b"anna"]


def test_parts_of_a_proxy_s_address_are_found_by_themselves():
    assert found("at proxy.example, port 3128") == [b"proxy.example"]


def test_who_is_signed_in_is_found_within_a_token_that_the_platform_wrote():
    told = {
        "uuid": "1f29",
        "server_token": f"1647025864892|2317006284167526179|{COLLECTOR.viewer['id']}|fe00",
    }
    for before in ("", "a", "ab"):
        token = base64.b64encode((before + json.dumps(told)).encode())
        (start, end), *more = {(span.start, span.end) for span in find()(token)}
        assert not more
        shown = base64.b64decode(token[:start] + b"A" * (end - start) + token[end:])
        assert COLLECTOR.viewer["id"][1:-1].encode() not in shown
        assert b"2317006284167526179|" in shown


def test_a_certificate_that_names_the_newsroom_is_found_by_what_it_says():
    def pem(words):
        lines = base64.encodebytes(b"0\x82\x01\x0a" + words + bytes(80))
        return b"-----BEGIN CERTIFICATE-----\n" + lines + b"-----END CERTIFICATE-----\n"

    theirs, ours = pem(b"DigiCert Inc"), pem(b"The Newsroom")
    (place,) = {place for place in found(theirs + ours) if b"\n" in place}
    assert place in ours
    assert found(theirs) == []
    assert found(b"-----BEGIN CERTIFICATE-----\nAAAAA\n-----END CERTIFICATE-----") == []


def test_an_account_is_found_by_what_its_address_names_it():
    collector = replace(COLLECTOR, viewer={"profile_url": "https://www.facebook.com/anna.nass"})
    find = find_of(json.loads(private.document("a/b/c", SEED, collector, {}, [])))
    text = b'<a href="/anna.nass/">'
    assert [text[span.start : span.end] for span in find(text)] == [b"anna.nass"]


def test_a_session_that_is_called_as_a_manifest_calls_something_is_not_sought():
    """Or of whoever calls a session as its network is, nothing could be shown."""
    told = json.loads(private.document("a/b/c", SEED, replace(COLLECTOR, session="instagram"), {}, []))
    manifest = b'{"target":{"ref":"instagram:acme"}}'
    assert find_of(told)(manifest)
    assert not find_of(told, manifest=manifest)(manifest)
    assert find_of(told, manifest=manifest)(b"anna"), "who is signed in is sought whatever a manifest says"


def test_a_machine_is_found_by_its_first_name_too():
    told = json.loads(private.document("a/b/c", SEED, replace(COLLECTOR, host="ann-mac.local"), {}, []))
    assert [b"at ann-mac today"[span.start : span.end] for span in find_of(told)(b"at ann-mac today")] == [
        b"ann-mac"
    ]


def test_of_a_collector_who_is_not_known_nothing_is_sought():
    told = json.loads(private.document("a/b/c", SEED, private.Collector(), {}, []))
    assert find_of(told)(b"unknown, and nobody") == []


@pytest.mark.parametrize("lacking", ["seed", "finders", "collector", "viewer"])
def test_a_document_that_is_none_is_refused_and_nothing_is_shown_by_mistake(lacking):
    told = json.loads(private.document("a/b/c", SEED, COLLECTOR, {}, []))
    del told[lacking]
    with pytest.raises(KeyError):
        find_of(told)
