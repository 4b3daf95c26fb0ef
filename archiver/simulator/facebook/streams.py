"""The timeline page by page: some Stories, whether others follow, and the cursor that leads on to them."""

from dataclasses import dataclass

from archiver.simulator import cursors
from archiver.simulator.company import Company, Post
from archiver.simulator.facebook import chunks, listings, stories
from archiver.simulator.facebook.chunks import Chunk, Path
from archiver.simulator.facebook.feedback import Counts
from archiver.simulator.facebook.ids import account_id
from archiver.simulator.facebook.pieces import Json
from archiver.simulator.facebook.signing import Signer

MOST = 10
"""Stories that one answer holds at most."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What a company's listings are told with."""

    company: Company
    signer: Signer
    counts: Counts | None = None
    """In which form counts are sent; by turns, if not said."""

    def story(self, post: Post) -> Json:
        """Give a post as timelines list it."""
        return stories.story(self.company, post, self.signer, self.form())

    def form(self) -> Counts:
        """Give the form of counts for one Story."""
        forms: tuple[Counts, ...] = (self.counts,) if self.counts else ("A", "B", "B")
        return self.signer.either(forms)

    def timeline(self, after: str, count: int) -> tuple[list[Json | None], Json] | None:
        """Give edges of the timeline behind a cursor, and where it goes on; None for a cursor never given."""
        company, name = self.company, f"timeline/{self.company.account.pk}"
        posts, spoiling = listings.timeline(company), company.spoiling
        rest, more = cursors.following(spoiling.kept(posts), after, name), spoiling.pretends(posts)
        if rest is None or (more and not rest):
            return None
        shown = rest[: max(1, min(count, MOST))]
        edges = [
            {"node": self.story(post), "cursor": cursors.cursor(post, name, self.signer)} for post in shown
        ]
        onward = {
            "has_next_page": more or len(shown) < len(rest),
            "end_cursor": edges[-1]["cursor"] if edges else None,
        }
        return spoiling.edges(edges, unheard_of), onward

    def streamed(self, after: str, count: int, root: Path) -> tuple[Json, list[Chunk]] | None:
        """Give a page of the timeline as it is streamed: what comes first, and the chunks behind it."""
        found = self.timeline(after, count)
        if found is None:
            return None
        first, rest = chunks.listing(*found, root, self.signer)
        return self.document(first, root, {}), rest

    def whole(self, after: str, count: int, root: Path) -> Json | None:
        """Give a page of the timeline as one document."""
        found = self.timeline(after, count)
        return found and self.document(found[0], root, {"page_info": found[1]})

    def document(self, edges: list[Json | None], root: Path, more: Json) -> Json:
        """Give the document that a page of the timeline begins with."""
        bearer: Json = {"timeline_list_feed_units": {"edges": edges, **more}}
        if root == ("node",):
            bearer = {"__typename": "User", "id": account_id(self.company.account), **bearer}
        else:
            bearer = {"id": account_id(self.company.account), **bearer}
        path = (*root, "timeline_list_feed_units", "edges")
        amiss = [chunks.mishap((*path, place)) for place, edge in enumerate(edges) if edge is None]
        return {"data": {root[0]: bearer}, **({"errors": amiss} if amiss else {})}


def unheard_of(node: Json) -> Json:
    """Give a node of a kind that nobody knows in another's place."""
    number = node.get("post_id") or node["id"]
    entity = {"entity_id": f"story/{number}", "sort": "STORY_V3"}
    return {"__typename": "XFBFeedUnitV3", "unit": {"kind": "ENTITY", "entity": entity, "renderer": None}}
