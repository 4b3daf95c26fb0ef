"""What the pages about an account state: when it was made, how it is reached, in sections of named fields.

The shape is that of `about_app_sections`: collections, each with sections of fields, each a type with a title.
"""

from collections.abc import Iterator

from archiver.formats.json_values import Node, identifier, node, objects, text
from archiver.model.about import About

ABOUT = "about_app_sections"
PAGES = ("about_profile_transparency", "about_contact_and_basic_info")
"""The last parts of the addresses of the pages that show them."""
_MOST = 60
"""Fields of a section that are read."""
_LONGEST = 1_000
_INVITES = "upsell"
"""A field that only asks the viewer to add something."""


def is_page(address: str) -> bool:
    """Tell whether an address is that of such a page, which says nothing of whether the account is there."""
    return any(page in address for page in PAGES)


def read(holder: Node, record: str, asked: str) -> Iterator[About]:
    """Read the sections beside an account, of which the request named the account `asked`."""
    for section in objects(node(holder.get(ABOUT)).get("nodes")):
        for collection in objects(node(section.get("activeCollections")).get("nodes")):
            shown = node(collection.get("style_renderer")).get("profile_field_sections")
            yield from (_section(each, holder, record, asked) for each in objects(shown))


def _section(found: Node, holder: Node, record: str, asked: str) -> About:
    fields = objects(node(found.get("profile_fields")).get("nodes"))[:_MOST]
    told = ((text(each.get("field_type")), text(node(each.get("title")).get("text"))) for each in fields)
    return About(
        account_id=identifier(holder.get("id")),
        section=(text(found.get("field_section_type")) or "about")[:100],
        facts=tuple(
            (kind[:100], words[:_LONGEST]) for kind, words in told if kind and words and kind != _INVITES
        ),
        record=record,
        account_name=asked,
    )
