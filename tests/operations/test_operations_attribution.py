"""Which links tie an account to a website of its own: not one to a portal's page, nor one to another account."""

import pytest

from archiver.operations.attribution import _is_site

LINKS = {
    "https://www.acme.example/": True,
    "http://acme.example/impressum": True,
    "https://linktr.ee/acme": False,
    "https://www.youtube.com/@acme": False,
    "https://wa.me/4930123456": False,
    "https://www.instagram.com/acme/": False,
    "https://www.facebook.com/acme": False,
    "mailto:post@acme.example": False,
    "acme.example": False,
    "": False,
}


@pytest.mark.parametrize(("link", "ties"), LINKS.items(), ids=[link or "nothing" for link in LINKS])
def test_a_link_to_a_site_of_its_own_is_told_from_one_to_a_portal(link, ties):
    assert _is_site(link) is ties
