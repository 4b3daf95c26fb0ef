"""An account's listings, a page at a time: its timeline, and the tabs of its photos, films and reels."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from archiver.formats import graphql_stream
from archiver.formats.json_values import Node, identifier, node, text
from archiver.model.gap import GapReason
from archiver.model.post import Observation
from archiver.model.reading import ListingPage
from archiver.model.refs import PostRef
from archiver.platforms.facebook import ids, photos, stories, urls
from archiver.platforms.facebook.findings import Findings

TIMELINE, TILES, SHORTS = "timeline_list_feed_units", "pageItems", "aggregated_fb_shorts"
"""Keys under which they stand."""
_PINNED = "profile_pinned_post"
_NO_POSTS = frozenset(("GroupsYouShouldJoinFeedUnit", "PaginatedPeopleYouMayKnowFeedUnit", "EndOfFeedUnit"))
"""Units that stand in a timeline among its posts and are none."""

_Read = Callable[[object], Observation | None]


def timeline(connection: Node, holder: Node, found: Findings) -> None:
    """Take down a page of a timeline; the post pinned above it stands apart in its holder."""
    owner = identifier(holder.get("id")) or identifier(found.asked.get("id") or found.asked.get("userID"))
    first = _pinned(holder, found)
    edges = {place: edge for place, edge in enumerate(_edges(connection)) if not _is_no_post(edge, owner)}
    others = _entries(TIMELINE, edges, lambda edge: found.post(node(edge).get("node")), found)
    _keep(TIMELINE, urls.POSTS, owner, connection, [*first, *others], found)


def tab(key: str, connection: Node, holder: Node, found: Findings) -> None:
    """Take down a page of a tab, where its collection is one of the account's own that are read here."""
    listed = ids.collection(holder.get("id")) or ids.collection(found.asked.get("id"))
    if listed is None or (key == SHORTS) is not (listed.surface == urls.REELS):
        return

    def reel(edge: object) -> Observation | None:
        return found.post(node(node(edge).get("profile_reel_node")).get("node"), product="reel")

    def tile(edge: object) -> Observation | None:
        found.seen += 1
        shown = photos.on_tab(node(edge), found.record)
        if shown is None:
            found.gap(GapReason.UNKNOWN_SHAPE, f"the listing {listed.surface}", "an edge is no photo or film")
        else:
            found.observations.append(shown)
        return shown

    entries = _entries(key, dict(enumerate(_edges(connection))), reel if key == SHORTS else tile, found)
    _keep(key, listed.surface, listed.owner_id, connection, entries, found)


def _pinned(holder: Node, found: Findings) -> list[PostRef | None]:
    """Take down the post that is pinned above a timeline, if there is one; one that failed is one all the same."""
    if not holder.get(_PINNED):
        return [None] if any(_PINNED in failure.path for failure in found.failures) else []
    shown = found.post(holder[_PINNED])
    if shown is None:
        return [None]
    found.observations[-1] = replace(shown, pinned_on=(urls.POSTS,))
    return [shown.ref]


def _entries(key: str, edges: Mapping[int, object], read: _Read, found: Findings) -> list[PostRef | None]:
    """Read edges, by their places; one of which a part failed counts as listed only where its post was read whole."""
    failed = found.failed(key).edges
    shown = {place: read(edge) for place, edge in edges.items()}
    return [
        None if one is None or (place in failed and not one.whole) else one.ref
        for place, one in shown.items()
    ]


def _keep(
    key: str,
    surface: str,
    owner: str,
    connection: Node,
    entries: Iterable[PostRef | None],
    found: Findings,
) -> None:
    edges = connection.get("edges")
    known = isinstance(edges, list)
    if not known:
        found.gap(GapReason.UNKNOWN_SHAPE, f"the listing {surface}", f"edges {type(edges).__name__}")
    ends = node(connection.get("page_info"))
    more = ends.get("has_next_page")
    failed = found.failed(key)
    flawed = failed.somewhere or failed.beyond(len(_edges(connection))) or found.spoiled
    found.listings.append(
        ListingPage(
            surface=surface,
            owner_id=owner,
            entries=tuple(entries),
            asked=text(found.asked.get("cursor")) or "",
            next=text(ends.get("end_cursor")) or "",
            more=more if isinstance(more, bool) and known else None,
            record=found.record,
            flawed=flawed or any(key in path or path == graphql_stream.NOWHERE for path in found.misplaced),
        )
    )


def _edges(connection: Node) -> list[object]:
    edges = connection.get("edges")
    return edges if isinstance(edges, list) else []


def _is_no_post(edge: object, owner: str) -> bool:
    """Tell whether an edge is an advertisement of somebody else's, or a unit that is no post."""
    unit = node(node(edge).get("node"))
    if text(unit.get("__typename")) in _NO_POSTS:
        return True
    paid = any(unit.get(mark) for mark in ("th_dat_spo", "sponsored_data"))
    author = stories.author_of(unit)
    # One whose author is told nowhere may be the account's own.
    return paid and author not in ("", owner)
