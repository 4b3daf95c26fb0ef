"""What the list of a bundle's pages names, and how."""

from datetime import UTC, datetime

import pytest

from archiver.export.describing import Described
from archiver.model.capture import CaptureId
from archiver.operations.pages_to_open import page

CAPTURE = CaptureId.parse("instagram/acme/20261124T034221Z-00000000")
POST = "https://www.instagram.com/p/DfgzwvPlDjJ/"


def record(address=POST, kind="response", status=200, obtained="page/document"):
    return Described(
        id="urn:uuid:1",
        type=kind,
        at="2026-11-24T03:42:21.500000Z",
        address=address,
        mime="text/html",
        status=status,
        obtained=obtained,
        refers_to=(),
        holder="",
    )


@pytest.mark.parametrize(
    ("address", "kind", "status", "title"),
    [
        (POST, "probe", 200, "instagram:DfgzwvPlDjJ, probe of 2026-11-24 03:42:21 UTC"),
        (POST, "probe", 404, "instagram:DfgzwvPlDjJ, probe of 2026-11-24 03:42:21 UTC, HTTP 404"),
        ("https://www.instagram.com/acme/", "crawl", 200, "instagram:acme, crawl of 2026-11-24 03:42:21 UTC"),
        (
            "https://www.instagram.com/accounts/login/",
            "crawl",
            200,
            "https://www.instagram.com/accounts/login/, crawl of 2026-11-24 03:42:21 UTC",
        ),
    ],
)
def test_a_page_is_named_by_what_it_is_of_and_when_it_was_seen(address, kind, status, title):
    found = page(CAPTURE, kind, record(address, status=status), address)
    assert (found.url, found.title) == (address, title)
    assert found.at == datetime(2026, 11, 24, 3, 42, 21, 500_000, UTC)


def test_of_an_address_only_what_is_shown_of_it_is_told():
    found = page(
        CAPTURE, "crawl", record("https://www.instagram.com/liesl/"), "https://www.instagram.com/xxxxx/"
    )
    assert found.url == "https://www.instagram.com/xxxxx/"
    assert found.title.startswith("instagram:xxxxx, ")


def test_a_page_that_came_again_is_one():
    assert page(CAPTURE, "crawl", record(kind="revisit"), POST) is not None


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
    assert page(CAPTURE, "crawl", record(**told), POST) is None
