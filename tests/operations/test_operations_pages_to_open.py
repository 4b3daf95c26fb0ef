"""What the list of a bundle's pages names, and how."""

from datetime import UTC, datetime

import pytest

from archiver.export.describing import Described
from archiver.operations.bundle.pages_to_open import page

POST = "https://www.instagram.com/p/DfgzwvPlDjJ/"


def record(address=POST, kind="response", status=200, obtained="page/document"):
    return Described(
        id="urn:uuid:1",
        length=0,
        type=kind,
        at="2026-11-24T03:42:21.500000Z",
        address=address,
        mime="text/html",
        status=status,
        digests=("", ""),
        obtained=obtained,
        refers_to=(),
        holder="",
    )


@pytest.mark.parametrize(("status", "told"), [(200, ""), (404, ", HTTP 404")])
def test_a_page_is_named_by_its_address_and_when_and_how_it_was_answered(status, told):
    found = page(record(status=status), POST)
    assert (found.url, found.title) == (
        POST,
        f"www.instagram.com/p/DfgzwvPlDjJ/, 2026-11-24 03:42:21 UTC{told}",
    )
    assert found.at == datetime(2026, 11, 24, 3, 42, 21, 500_000, UTC)


def test_of_an_address_only_what_is_shown_of_it_is_told():
    found = page(record("https://www.instagram.com/liesl/"), "https://www.instagram.com/xxxxx/")
    assert found.url == "https://www.instagram.com/xxxxx/"
    assert found.title.startswith("www.instagram.com/xxxxx/, ")


def test_a_page_that_came_again_is_one():
    assert page(record(kind="revisit"), POST) is not None


@pytest.mark.parametrize(
    "told",
    [
        {"status": 301},
        {"status": 302},
        {"kind": "request", "status": 0},
        {"obtained": "direct"},
        {"obtained": "page/frame"},
        {"obtained": "page/image"},
        {"kind": "resource", "obtained": "", "status": 0},
    ],
    ids=["moved", "found elsewhere", "asked", "fetched", "within", "picture", "made here"],
)
def test_what_leads_to_a_page_or_stands_in_one_is_none(told):
    assert page(record(**told), POST) is None
