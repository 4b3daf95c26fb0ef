"""What an account's own fields state of how its owner is reached, and which page on Facebook it is linked to."""

from collections.abc import Iterator

from archiver.formats.json_values import Node, identifier, node, text
from archiver.model.about import PROFILE, About
from archiver.platforms.instagram import accounts

_FIELDS = {
    "email": ("public_email", "business_email"),
    "phone": ("public_phone_number", "contact_phone_number", "business_phone_number"),
    "street": ("address_street",),
    "city": ("city_name",),
    "postcode": ("zip",),
}
_LONGEST = 1_000


def read(found: Node, record: str) -> About | None:
    """Read them; None where the account's form shows none of these fields."""
    keys = [key for every in _FIELDS.values() for key in every]
    if not any(key in found for key in (*keys, "linked_fb_info")):
        return None
    return About(accounts.read(found, record).account_id, PROFILE, tuple(_facts(found)), record)


def _facts(found: Node) -> Iterator[tuple[str, str]]:
    for name, keys in _FIELDS.items():
        told = next(filter(None, (text(found.get(key)) for key in keys)), None)
        if told:
            yield name, told[:_LONGEST]
    linked = node(found.get("linked_fb_info"))
    page = node(linked.get("linked_fb_page")) or node(linked.get("linked_fb_user"))
    if page:
        shown = (text(page.get("profile_url")), text(page.get("name")), identifier(page.get("id")))
        yield "linked_facebook", " ".join(filter(None, shown))[:_LONGEST]
