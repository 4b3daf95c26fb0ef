"""What the report calls things: the field's terms, in words of which none says more than is known."""

from collections.abc import Mapping

from archiver.export.exhibits.standing import Standing

STANDINGS: Mapping[Standing, str] = {
    Standing.NO_LONGER_SHOWN: "no longer shown",
    Standing.IN_QUESTION: "in question",
    Standing.RESTRICTED: "restricted",
    Standing.SHOWN_AGAIN: "shown again",
    Standing.MEDIA_NOT_SHOWN: "without media that it had",
    Standing.MEDIA_IN_QUESTION: "media in question",
    Standing.EDITED: "edited",
    Standing.NOT_LISTED: "not listed",
    Standing.SHOWN: "shown",
}

EXPLAINED: Mapping[Standing, str] = {
    Standing.NO_LONGER_SHOWN: (
        "In repeated visits, with controls, its address was answered, from where it was asked, as one that never was."
    ),
    Standing.IN_QUESTION: "Not found, or missing from a listing, and not often enough to conclude anything.",
    Standing.RESTRICTED: "Shown to some and not to others, or kept behind a gate that says why.",
    Standing.SHOWN_AGAIN: "Concluded to be no longer shown, and shown again since.",
    Standing.MEDIA_NOT_SHOWN: "Still shown, and concluded to be so without a picture or film that it had.",
    Standing.MEDIA_IN_QUESTION: "Still shown; a picture or film was missing lately, and nothing is concluded.",
    Standing.EDITED: "What its author wrote or set differs between two looks.",
    Standing.NOT_LISTED: "Its listing lacks it, and its own address shows it still.",
    Standing.SHOWN: "None of these, as of the last look that saw it.",
}

FIELDS: Mapping[str, str] = {
    "caption": "Text",
    "alt": "Description of the picture",
    "links": "Links",
    "location": "Place",
    "tagged": "Tagged",
    "tagged_ids": "Tagged (ids)",
    "coauthors": "Co-authors (ids)",
    "media": "Media, in order",
    "published_at": "Date shown",
    "biography": "Description of the account",
    "name": "Name",
    "handle": "Handle",
    "category": "Category",
    "picture": "Picture of the account",
    "verified": "Marked as verified",
}

ROLES: Mapping[str, str] = {"before": "before", "after": "after", "null": "an address that never existed"}

ANSWERS: Mapping[str, str] = {
    "live": "shown",
    "not_found": "not found",
    "walled": "a wall to sign in",
    "private": "private",
    "gated": "a gate that says why",
    "rate_limited": "asked too often",
    "unknown": "something else",
    "present": "there",
}

LIMITS: Mapping[str, str] = {
    "": "",
    "logged_out": "the platform shows no more to strangers",
    "end": "the listing said that it has no more",
    "budget": "no more was asked for",
}

TIES: Mapping[str, str] = {
    "links_to_site": "the account links to the site",
    "linked_from_site": "the site links to the account",
    "same_contact": "the same contact is stated of both",
    "same_picture": "a picture that looks alike stands on both",
}
