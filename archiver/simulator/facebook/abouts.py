"""What the platform states of an account on the pages about it: sections of fields, each a kind and its words."""

from archiver.simulator.company import Company
from archiver.simulator.facebook.ids import account_id, encoded
from archiver.simulator.facebook.pieces import Json

SECTIONS = {
    "about_profile_transparency": ("transparency",),
    "about_contact_and_basic_info": ("contact_info", "websites_and_social_links"),
}
"""Which sections stand on which page, by the last part of its address."""


def sections(company: Company, page: str) -> Json:
    """Give the answer that a page is drawn from."""
    number = account_id(company.account)
    collection = {
        "id": encoded(f"app_collection:{number}:2327158227:{len(page)}"),
        "style_renderer": {
            "__typename": "TimelineAppCollectionAboutRenderer",
            "profile_field_sections": [
                {
                    "field_section_type": section,
                    "title": {"text": section.replace("_", " ").capitalize()},
                    "profile_fields": {"nodes": _fields(company, section)},
                }
                for section in SECTIONS[page]
            ],
        },
    }
    app = {"section_type": "ABOUT", "activeCollections": {"nodes": [collection]}, "name": "About"}
    return {"user": {"__typename": "User", "id": number, "about_app_sections": {"nodes": [app]}}}


def _fields(company: Company, section: str) -> list[Json]:
    return [
        {
            "title": {"text": words, "ranges": []},
            "field_type": kind,
            "list_item_groups": [],
            "link_url": words if kind == "website" else None,
        }
        for stood_in, kind, words in company.stated
        if stood_in == section
    ]
