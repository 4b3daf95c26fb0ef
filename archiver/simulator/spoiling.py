"""How a listing is shortened or spoiled for one visitor: edges left out, edges empty, edges of an unknown shape.

Whatever dialect a listing is written in, its edges pass through here before they are sent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Json = dict[str, Any]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Spoiling:
    """What becomes of an account's listings; by default nothing."""

    ends_after: int | None = None
    """How many posts are listed at most."""
    says_more: bool = False
    """Whether a listing that was ended so says that there is more, and then fails to give it."""
    null: int | None = None
    """Place of the edge, within each answer, that is null."""
    breaks: bool = False
    broken: int | None = None
    """Place of the edge, within each answer, that is broken where it `breaks`; all of them, if not said."""

    def kept(self, things: Sequence[Thing]) -> Sequence[Thing]:
        """Give the posts that a listing admits to."""
        return things if self.ends_after is None else things[: self.ends_after]

    def pretends(self, things: Sequence[object]) -> bool:
        """Whether a listing of these posts says that there is more than it will ever give."""
        return self.says_more and self.ends_after is not None and len(things) > self.ends_after

    def edges(self, edges: Sequence[Json], unlike: Callable[[Json], Json] | None = None) -> list[Json | None]:
        """Give the edges of one answer as they are sent; `unlike` makes a node one that nobody knows."""
        make = unlike or _unheard_of
        return self._sent(edges, lambda edge: edge | {"node": make(edge["node"])})

    def items(self, items: Sequence[Json]) -> list[Json | None]:
        """Give the posts of one answer, where they are not within edges, as they are sent."""
        return self._sent(items, _unheard_of)

    def _sent(self, things: Sequence[Json], broken: Callable[[Json], Json]) -> list[Json | None]:
        sent: list[Json | None] = list(things)
        places = range(len(sent))
        if self.breaks:
            for place in places if self.broken is None else _at(self.broken, places):
                sent[place] = broken(things[place])
        for place in _at(self.null, places):
            sent[place] = None
        return sent


WELL = Spoiling()


def mishaps(found: object, path: tuple[str | int, ...] = ()) -> list[Json]:
    """Give the errors that stand beside an answer: one for each edge that is null."""
    if not isinstance(found, dict):
        return []
    told: list[Json] = []
    for key, value in found.items():
        if key == "edges" and isinstance(value, list):
            told += [
                {"message": "A server error field_exception occured.", "path": [*path, key, place]}
                for place, edge in enumerate(value)
                if edge is None
            ]
        else:
            told += mishaps(value, (*path, key))
    return told


def _at(place: int | None, places: range) -> tuple[int, ...]:
    """Give a place that there is, counted from the end where it is negative."""
    return () if place is None or not -len(places) <= place < len(places) else (places[place],)


def _unheard_of(node: Json) -> Json:
    media = node.get("media") or node
    name, number = media.get("code") or media["shortcode"], media.get("pk") or media["id"]
    entity = {"entity_id": f"media/{number}", "slug": name, "sort": "MEDIA_V3"}
    return {"__typename": "XDTGridUnit", "unit": {"kind": "ENTITY", "entity": entity, "renderer": None}}
