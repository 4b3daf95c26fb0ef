"""Walk one answer and take down what it shows: accounts, listings with their chains, posts, and gaps."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archiver.formats.warc_reading import of_pairs
from archiver.model.account import Account
from archiver.model.exchange import Exchange
from archiver.model.gap import Gap, GapReason
from archiver.model.post import Count, Observation
from archiver.model.reading import ListingPage, Reading
from archiver.model.refs import PostRef
from archiver.platforms.instagram import accounts, dialects, pages

Node = dict[str, Any]
SURFACES = {
    "polaris_ordered_timeline_connection": "grid",
    "xdt_api__v1__feed__user_timeline_graphql_connection": "grid",
    "edge_owner_to_timeline_media": "grid",
    "xdt_api__v1__clips__user__connection_v2": "reels",
}
_NOT_SHOWN = frozenset(
    (
        "xdt_api__v1__feed__timeline__connection",  # the viewer's home feed
        "xdt_api__v1__discover__chaining",  # accounts suggested beside this one
        "edge_related_profiles",
        "edge_web_media_to_related_media",
    )
)


class Collector:
    """What one answer shows."""

    def __init__(self, exchange: Exchange) -> None:
        """Begin with nothing."""
        self._exchange = exchange
        self._accounts: list[Account] = []
        self._listings: list[ListingPage] = []
        self._observations: list[Observation] = []
        self._gaps: list[Gap] = []
        self._seen = 0

    def gap(self, reason: GapReason, subject: str, detail: str) -> None:
        """Take down what could not be read."""
        self._gaps.append(Gap(reason, subject, detail[:200], self._exchange.record))

    def errors(self, messages: tuple[str, ...], where: str) -> None:
        """Take down what the platform itself reported as failed."""
        for message in messages:
            self.gap(GapReason.PARTIAL_ERROR, where, message)

    def walk(self, document: object) -> None:
        """Walk a document, outer before inner; what stands inside a post is not walked."""
        pending: list[object] = [document]
        while pending:
            node = pending.pop()
            if isinstance(node, list):
                pending.extend(reversed(node))
            elif isinstance(node, dict) and dialects.is_medium(node):
                self._post(node)
            elif isinstance(node, dict):
                pending.extend(reversed(list(self._inner(node))))

    def _inner(self, node: Node) -> Iterator[object]:
        if accounts.is_account(node):
            self._accounts.append(accounts.read(node, self._exchange.record))
        for key, value in node.items():
            if key in SURFACES and isinstance(value, dict) and isinstance(value.get("edges"), list):
                self._listing(SURFACES[key], value, node)
            elif key not in _NOT_SHOWN and isinstance(value, dict | list):
                yield value

    def _listing(self, surface: str, connection: Node, holder: Node) -> None:
        ends = connection.get("page_info")
        ends = ends if isinstance(ends, dict) else {}
        more = ends.get("has_next_page")
        self._listings.append(
            ListingPage(
                surface=surface,
                owner_id=str(holder.get("pk") or holder.get("id") or ""),
                entries=tuple(self._entry(edge) for edge in connection["edges"]),
                asked=self._asked_cursor(),
                next=str(ends.get("end_cursor") or ""),
                more=more if isinstance(more, bool) else None,
                record=self._exchange.record,
            )
        )

    def _entry(self, edge: object) -> PostRef | None:
        node = edge.get("node") if isinstance(edge, dict) else None
        inner = node.get("media") if isinstance(node, dict) else None
        return self._post(inner if isinstance(inner, dict) else node)

    def _post(self, node: object) -> PostRef | None:
        if isinstance(node, dict) and dialects.is_advertisement(node):
            return None
        self._seen += 1
        subject = _name_of(node)
        try:
            observation = dialects.read(node, self._exchange.record)
        except dialects.IdMismatchError as error:
            self.gap(GapReason.ID_MISMATCH, subject, str(error))
        except dialects.NotUnderstoodError as error:
            self.gap(GapReason.UNKNOWN_SHAPE, subject, str(error))
        else:
            self._observations.append(observation)
            return observation.ref
        return None

    def _asked_cursor(self) -> str:
        for text in (of_pairs(self._exchange.fields, "variables"),):
            try:
                variables = pages.documents(text.encode())[0] if text else {}
            except ValueError:
                continue
            after = variables.get("after") if isinstance(variables, dict) else None
            if isinstance(after, str):
                return after
        return ""

    def reading(self, claimed: Count | None) -> Reading:
        """Give all of it; `claimed` is the number of posts the page tells in words, for an account without one."""
        return Reading(
            accounts=tuple(
                account if account.posts is not None else replace(account, posts=claimed)
                for account in self._accounts
            ),
            listings=tuple(self._listings),
            observations=tuple(self._observations),
            gaps=tuple(self._gaps),
            seen=self._seen,
            understood=len(self._observations),
        )


def _name_of(node: object) -> str:
    code = (node.get("code") or node.get("shortcode")) if isinstance(node, dict) else None
    return f"post {code[:40]}" if isinstance(code, str) else "a post"
