"""Answers to GraphQL queries as Meta's servers send them: guarded, several to a body, later ones parts of the first.

A body, or any line of it, may begin with `for (;;);`, which keeps it from being run as a script. Documents follow each
other with a line break between them or without one. A document that bears a `path` is a part of the one before that
bears none, and belongs there (`@defer` and `@stream` of GraphQL's incremental delivery); pages carry the same parts as
separate calls of a script. What a part brings never replaces what is there, and a part that names another object by its
`id` than stands at its path belongs to neither.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_GUARD = re.compile(r"[\s\ufeff]*(?:for \(;;\);)?\s*")
_AHEAD = 100
"""Places by which a part's path may make a list longer: an answer is not trusted to be well made."""

Path = tuple[str | int, ...]
NOWHERE: Path = ("",)
"""What a path that cannot be read is taken for."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one document, or one call of a page's script, brings."""

    data: Any
    path: Path = ()
    """Where in the first one's data it belongs; empty for the first itself."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """An answer with its parts in their places."""

    data: Any
    misplaced: tuple[Path, ...]
    """Paths of parts for which there was no place."""


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


def part(document: Any) -> Part | None:  # noqa: ANN401 - JSON is what it is
    """Give what a document brings; None where it is no answer to a query."""
    if not isinstance(document, dict) or "data" not in document:
        return None
    return Part(document["data"], path_of(document))


def path_of(document: dict[str, Any]) -> Path:
    """Give where what a document brings belongs; a path that leads nowhere for one that cannot be read."""
    path = document.get("path")
    steps = path if isinstance(path, list) else []
    known = all(isinstance(step, str) or (type(step) is int and step >= 0) for step in steps)
    return tuple(steps) if known else NOWHERE


def assembled(parts: Iterable[Part]) -> list[Assembled]:
    """Put parts in their places, in whichever order they came; each first one makes an answer of its own.

    Parts that come before any first one belong to that which follows. What parts bring is put together in place.
    """
    answers: list[tuple[Any, list[Part]]] = []
    early: list[Part] = []
    for each in parts:
        if not each.path:
            answers.append((each.data, early))
            early = []
        elif answers:
            answers[-1][1].append(each)
        else:
            early.append(each)
    lost = [Assembled(None, tuple(each.path for each in early))] if early else []
    return [_put_together(data, later) for data, later in answers] + lost


def _put_together(data: Any, parts: list[Part]) -> Assembled:  # noqa: ANN401 - JSON is what it is
    # What a longer path leads to stands within what a shorter one brings, and a list is filled from its beginning.
    ordered = sorted(parts, key=lambda each: (len(each.path), _place(each.path[-1])))
    return Assembled(data, tuple(each.path for each in ordered if not _placed(data, each)))


def _place(step: str | int) -> int:
    return step if isinstance(step, int) else -1


def _placed(data: Any, each: Part) -> bool:  # noqa: ANN401 - JSON is what it is
    """Put a part in its place; tell whether it had one."""
    holder = data
    for step in each.path[:-1]:
        holder = _at(holder, step)
    last, there = each.path[-1], _at(holder, each.path[-1])
    if isinstance(there, dict) and isinstance(each.data, dict):
        return _filled(there, each.data)
    if there is not None:
        return False
    if isinstance(holder, dict) and isinstance(last, str) and last:
        holder[last] = each.data
        return True
    if isinstance(holder, list) and isinstance(last, int) and last < len(holder) + _AHEAD:
        # The edges between were not here yet; what never comes stays an edge of which nothing is known.
        holder.extend([None] * (last + 1 - len(holder)))
        holder[last] = each.data
        return True
    return False


def _at(holder: Any, step: str | int) -> Any:  # noqa: ANN401 - JSON is what it is
    if isinstance(holder, dict) and isinstance(step, str):
        return holder.get(step)
    if isinstance(holder, list) and isinstance(step, int) and step < len(holder):
        return holder[step]
    return None


def _filled(there: dict[str, Any], brought: dict[str, Any]) -> bool:
    """Add to an object what is not there yet; tell whether the two may be one object, as far as that shows.

    Not by recursion: how deep they go is not ours to say.
    """
    agree, pending = True, [(there, brought)]
    while pending:
        one, other = pending.pop()
        if {"id"} <= one.keys() & other.keys() and one["id"] != other["id"]:
            agree = False
            continue
        for key, value in other.items():
            held = one.get(key)
            if held is None:
                one[key] = value
            elif isinstance(held, dict) and isinstance(value, dict):
                pending.append((held, value))
            elif isinstance(held, list) and isinstance(value, list):
                # A longer list than is there has no place: which of its entries are new is not told.
                agree &= len(value) <= len(held)
    return agree
