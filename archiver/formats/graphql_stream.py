"""Answers to GraphQL queries as Meta's servers send them: guarded, several to a body, later ones parts of the first.

A body, or any line of it, may begin with `for (;;);`, which keeps it from being run as a script. Documents follow
each other with a line break between them or without one. After the first, each document that bears a `path` holds what
belongs there (the `@defer` and `@stream` of GraphQL's incremental delivery).
"""

import json
import re
from typing import Any

_GUARD = re.compile(r"[\s\ufeff]*(?:for \(;;\);)?\s*")


def documents(body: bytes) -> tuple[list[Any], str]:
    """Read the documents of a body up to the first fault; give them and the fault, empty where there is none."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        # Put into letters all the same, it would be words that nobody wrote.
        return [], "not UTF-8"
    decoder = json.JSONDecoder()
    found: list[Any] = []
    place = _GUARD.match(text, 0).end()  # type: ignore[union-attr]  # it matches nothing too
    while place < len(text):
        try:
            document, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            return found, type(error).__name__
        found.append(document)
        place = _GUARD.match(text, place).end()  # type: ignore[union-attr]  # likewise
    return found, ""
