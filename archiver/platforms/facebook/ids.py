"""Facebook's numbers: which post a story's id names, and whose collection it is that a tab lists.

Each is base64: a story's of `S:_I<actor>:<post>:<post>`, a feedback's of `feedback:<post>`, a collection's of
`app_collection:<owner>:<section>:<tab>`. A video's own story has `VK:<video>` in the post's place, and names no post.
"""

import base64
import re
from dataclasses import dataclass

from archiver.formats.json_values import identifier, text

_STORY = re.compile(r"S:_I(\d+):(\d+)(?::(\d+))?")
_COLLECTION = re.compile(r"app_collection:(\d+):(\d+):(\d+)")
_FEEDBACK = re.compile(r"feedback:(\d+)")
_LONGEST = 400
SURFACES = {
    ("2305272732", "5"): "photos",
    ("1560653304174514", "133"): "videos",
    ("168684841768375", "260"): "reels",
}
"""Section and tab of the collections that hold what an account published itself."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What one tab of an account lists."""

    owner_id: str
    surface: str


def story(value: object) -> tuple[str, str] | None:
    """Give the numeric ids of the author and the post that a story's id names; None where it names no post."""
    found = _STORY.fullmatch(_decoded(value))
    if found is None or found[3] not in (None, found[2]):
        return None
    return (found[1], found[2]) if identifier(found[2]) else None


def feedback(value: object) -> str:
    """Give the number of what a feedback's id is of; empty where it names none."""
    found = _FEEDBACK.fullmatch(_decoded(value))
    return identifier(found[1]) if found else ""


def collection(value: object) -> Collection | None:
    """Give what a collection's id names; None where it is none of those that are read here."""
    found = _COLLECTION.fullmatch(_decoded(value))
    surface = SURFACES.get((found[2], found[3])) if found else None
    return Collection(found[1], surface) if found and surface and identifier(found[1]) else None


def _decoded(value: object) -> str:
    encoded = text(value) or ""
    if len(encoded) > _LONGEST:
        return ""
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True).decode("ascii")
    except ValueError:
        return ""
