"""Typed values out of JSON that nobody vouches for: each is what it should be, or it is not there."""

from datetime import datetime
from typing import Any

from archiver.model import instant

Node = dict[str, Any]
_LONGEST_ID = 25
_FIRST_TOO_LONG = 10**_LONGEST_ID


def text(value: object) -> str | None:
    """Give a text; None for anything else."""
    return value if isinstance(value, str) else None


def number(value: object) -> int | None:
    """Give a whole number from 0; None for anything else, a truth value among it."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def size(value: object) -> int | None:
    """Give a width or height, which is never 0."""
    return number(value) or None


def identifier(value: object) -> str:
    """Give a permanent id as its decimal digits, without noughts before them; empty for anything else."""
    whole = number(value)
    if whole is not None:
        # Python refuses to write out very long numbers, and none of them is an id.
        value = str(whole) if whole < _FIRST_TOO_LONG else ""
    if not isinstance(value, str) or not value.isascii() or not value.isdigit():
        return ""
    return "" if value.startswith("0") or len(value) > _LONGEST_ID else value


def time(value: object) -> datetime | None:
    """Give seconds since 1970 as an instant; None for anything that is none."""
    seconds = number(value)
    if seconds is None:
        return None
    try:
        return instant.from_epoch(seconds)
    except ValueError:
        return None


def node(value: object) -> Node:
    """Give an object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[Node]:
    """Give the objects of a list, leaving out what is none."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def edges(connection: object) -> list[Node]:
    """Give the nodes of a connection's edges."""
    return objects([edge.get("node") for edge in objects(node(connection).get("edges"))])


def truth(value: object) -> bool | None:
    """Give a value that is true or false; None where it is neither."""
    return value if isinstance(value, bool) else None
