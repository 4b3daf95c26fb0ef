"""What would betray the collector is found in each form that it turns up in, and what only looks like it is left."""

import base64
import html
import json
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
    assert found(f'{{"a":"{form(value)}"}}') == [form(value).encode()]


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


def test_of_a_collector_who_is_not_known_nothing_is_sought():
    told = json.loads(private.document("a/b/c", SEED, private.Collector(), {}, []))
    assert find_of(told)(b"unknown, and nobody") == []


@pytest.mark.parametrize("lacking", ["seed", "finders", "collector", "viewer"])
def test_a_document_that_is_none_is_refused_and_nothing_is_shown_by_mistake(lacking):
    told = json.loads(private.document("a/b/c", SEED, COLLECTOR, {}, []))
    del told[lacking]
    with pytest.raises(KeyError):
        find_of(told)
