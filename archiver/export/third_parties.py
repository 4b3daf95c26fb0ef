"""Who else an answer names: people that are neither the collector nor whom the answer is about.

They are found by the shape that platforms give to people in JSON: an object with a user name, or one of a type that is
a user, with a name. Commenters are those that stand below a member whose name speaks of comments.
"""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

_DECODER = json.JSONDecoder()
_BEGIN = re.compile(r"[\[{]")
_PEOPLE = frozenset(("User", "XDTUserDict", "Actor"))
_NAMES = ("username", "full_name", "name", "short_name")
_IDS = ("pk", "id", "strong_id__")
_SHORTEST = 3
_DEEP = 500
"""Letters that are passed over of what is nested too deeply, or it would be tried as often as it is deep."""


def named_in(text: str, *, commenters_only: bool, apart_from: Collection[str]) -> frozenset[str]:
    """Give names and ids of people that a text's JSON names, without those of whom one is in `apart_from`."""
    found: set[str] = set()
    for value in _documents(text):
        for person, in_comment in _people(value, in_comment=False):
            told = set(_told(person))
            if (in_comment or not commenters_only) and not told.intersection(apart_from):
                found |= {each for each in told if len(each) >= _SHORTEST}
    return frozenset(found)


def _documents(text: str) -> Iterator[Any]:
    """Give the JSON values that stand in a text, the outermost of each."""
    at = 0
    while match := _BEGIN.search(text, at):
        try:
            value, at = _DECODER.raw_decode(text, match.start())
        except RecursionError:
            at = match.start() + _DEEP
        except ValueError:
            at = match.start() + 1
        else:
            yield value


def _people(value: Any, *, in_comment: bool) -> Iterator[tuple[dict[str, Any], bool]]:  # noqa: ANN401
    waiting = [(value, in_comment)]
    while waiting:
        one, within = waiting.pop()
        if isinstance(one, dict):
            if isinstance(one.get("username"), str) or one.get("__typename") in _PEOPLE:
                yield one, within
            waiting += [(each, within or "comment" in name.lower()) for name, each in one.items()]
        elif isinstance(one, list):
            waiting += [(each, within) for each in one]


def _told(person: dict[str, Any]) -> Iterator[str]:
    for name in (*_NAMES, *_IDS):
        value = person.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value):
            yield str(value)
