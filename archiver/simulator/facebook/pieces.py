"""Pieces that stand at many places of an answer: people, times, texts, and what names a module."""

import re
from datetime import datetime
from typing import Any

from archiver.simulator.company import Person, Post
from archiver.simulator.facebook.ids import account_id, delegate_id
from archiver.simulator.facebook.signing import SITE, Signer, profile

Json = dict[str, Any]

_MARKED = re.compile(r"#\w+|https?://\S+")


def epoch(moment: datetime) -> int:
    """Give a time in seconds since 1970."""
    return int(moment.timestamp())


def displayed(post: Post) -> datetime:
    """Give the date a post is shown under: the one its owner set it back to, where there is such."""
    return post.dated or post.taken_at


def strategy(name: str, **told: Any) -> Json:  # noqa: ANN401 - whatever a section tells
    """Give a section of a Story, which names how it is to be drawn."""
    return {"__typename": name, "__isICometStorySection": name, "is_prod_eligible": True, **told}


def actor(person: Person) -> Json:
    """Give whoever published something; pages are users too."""
    return {
        "__typename": "User",
        "name": person.name,
        "id": account_id(person),
        "__isActor": "User",
        "__isEntity": "User",
        "url": profile(person),
        "work_foreign_entity_info": None,
        "work_info": None,
        "show_promode_badge": False,
    }


def faced(person: Person, signer: Signer) -> Json:
    """Give whoever published something, with their face and the page of the older kind behind them."""
    return {
        "__typename": "User",
        "__isActor": "User",
        "id": account_id(person),
        "__isEntity": "User",
        "url": profile(person),
        "story_bucket": {"nodes": [{"id": account_id(person), "first_story_to_show": None}]},
        "profile_url": profile(person),
        "name": person.name,
        "profile_picture": {"uri": signer.avatar(person), "width": 80, "height": 80, "scale": 2},
        "is_additional_profile_plus": True,
        "delegate_page": {"is_business_page_active": False, "id": delegate_id(person)},
    }


def message(words: str) -> Json:
    """Give a text with what is marked in it; places are counted in code points."""
    return {
        "delight_ranges": [],
        "image_ranges": [],
        "inline_style_ranges": [],
        "aggregated_ranges": [],
        "ranges": [_marked(found) for found in _MARKED.finditer(words)],
        "color_ranges": [],
        "text": words,
    }


def _marked(found: re.Match[str]) -> Json:
    words = found[0]
    kind = "Hashtag" if words.startswith("#") else "ExternalUrl"
    url = f"{SITE}/hashtag/{words[1:].lower()}" if kind == "Hashtag" else words
    entity = {"__typename": kind, "__isEntity": kind, "url": url}
    if kind == "ExternalUrl":
        entity["external_url"] = words
    return {
        "entity": entity,
        "entity_is_weak_reference": False,
        "length": found.end() - found.start(),
        "offset": found.start(),
    }
