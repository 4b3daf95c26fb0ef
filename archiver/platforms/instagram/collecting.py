"""Walk one answer and take down what it shows: accounts, listings with their chains, posts, stories, and gaps."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from archiver.formats import json_values as values
from archiver.formats import meta_cdn, relay
from archiver.formats.json_values import Node
from archiver.formats.relay import Failed, Failure
from archiver.formats.warc_reading import of_pairs
from archiver.model.about import About
from archiver.model.account import Account
from archiver.model.exchange import Exchange
from archiver.model.gap import Gap, GapReason
from archiver.model.post import Count, Observation
from archiver.model.reading import ListingPage, Reading
from archiver.model.refs import PostRef
from archiver.model.tray import Shelf, Tray
from archiver.platforms.instagram import abouts, accounts, media, trays, urls
from archiver.platforms.instagram.dialects import IdMismatchError, NotUnderstoodError

SURFACES = {
    "polaris_ordered_timeline_connection": "grid",
    "xdt_api__v1__feed__user_timeline_graphql_connection": "grid",
    "edge_owner_to_timeline_media": "grid",
    "xdt_api__v1__clips__user__connection_v2": "reels",
}
_NOT_SHOWN = frozenset(
    (
        "xdt_api__v1__feed__timeline__connection",  # the viewer's home feed
        "xdt_api__v1__feed__reels_tray",  # stories of whom the viewer follows
        "xdt_api__v1__discover__chaining",  # accounts suggested beside this one
        "edge_related_profiles",
        "edge_web_media_to_related_media",
    )
)


_LONGEST_NAME = 150
_VIEWERS = frozenset(("xdt_viewer", "viewer"))
"""Keys that hold who is signed in."""
_NAMES = (
    "pk id fbid fbid_v2 eimu_id interop_messaging_user_fbid username full_name email business_email public_email "
    "phone_number business_phone_number public_phone_number"
).split()
_PICTURES = ("profile_pic_url", "profile_pic_url_hd")
_OF_VIEWER = frozenset(("ACCOUNT_ID", "USER_ID", "NAME", "SHORT_NAME", "IG_USER_EIMU", "USERNAME"))
"""What a page's frame says of who is signed in."""
_POST_STANDS_HERE = frozenset(("if_not_gated_logged_out", "xdt_shortcode_media", "shortcode_media"))
"""Keys whose object is a post, however little of one is left."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the request for a listing's page named."""

    cursor: str
    owner_id: str
    owner_name: str


class Collector:
    """What one answer shows."""

    def __init__(self, exchange: Exchange) -> None:
        """Begin with nothing."""
        self._exchange = exchange
        self._accounts: list[Account] = []
        self._abouts: list[About] = []
        self._listings: list[ListingPage] = []
        self._observations: list[Observation] = []
        self._stories: list[Observation] = []
        self._trays: list[Tray] = []
        self._shelves: list[Shelf] = []
        self._gaps: list[Gap] = []
        self._seen = 0
        self._failures: tuple[Failure, ...] = ()
        self._failed_in: dict[str, Failed] = {}
        self._viewer: set[tuple[str, str]] = set()

    def gap(self, reason: GapReason, subject: str, detail: str) -> None:
        """Take down what could not be read."""
        self._gaps.append(Gap(reason, subject, detail[:200], self._exchange.record))

    def take(self, data: object, failures: tuple[Failure, ...], where: str) -> None:
        """Take down what an answer shows, and what of it the platform itself reported as failed."""
        self._failures, self._failed_in = failures, {}
        for failure in failures:
            self.gap(GapReason.PARTIAL_ERROR, where, str(failure))
        self._walk(data)

    def _failed(self, key: str) -> Failed:
        """Say what of a connection failed, asked once for each key: an answer may hold many of both."""
        if key not in self._failed_in:
            self._failed_in[key] = relay.failed(self._failures, key)
        return self._failed_in[key]

    def made_for(self, viewer: Mapping[str, str], configured: Iterable[Node] = ()) -> None:
        """Take down whom a page says it was made for, and how its settings describe them, unless that is nobody."""
        for account in configured:
            self._viewer.update(_named(account))
        self._viewer.update(
            (name, value[:_LONGEST_NAME]) for name, value in viewer.items() if name in _OF_VIEWER
        )
        self._viewer -= {(name, relay.NOBODY) for name in _OF_VIEWER}

    def _walk(self, document: object) -> None:
        """Walk a document, outer before inner; what stands inside a post is not walked."""
        pending: list[object] = [document]
        while pending:
            node = pending.pop()
            if isinstance(node, list):
                pending.extend(reversed(node))
            elif isinstance(node, dict) and media.is_medium(node):
                # A story outside a tray, such as on the viewer's own pages, is nobody's that is looked at.
                post = not trays.is_story(node)
                if post and (not media.is_advertisement(node) or self._is_asked_for(node)):
                    self._post(node)
            elif isinstance(node, dict):
                pending.extend(reversed(list(self._inner(node))))

    def _is_asked_for(self, node: Node) -> bool:
        """Tell whether a post stands at its own address: there it is shown for its own sake, promoted or not."""
        asked = urls.parse(self._exchange.address)
        return isinstance(asked, PostRef) and asked.key in (node.get("code"), node.get("shortcode"))

    def _inner(self, node: Node) -> Iterator[object]:
        if accounts.is_account(node):
            self._account(node)
        for key, value in node.items():
            if key in _VIEWERS:
                self._viewer.update(_named(values.node(values.node(value).get("user")) or values.node(value)))
            if key in SURFACES and value is not None and not _only_counted(value):
                self._listing(key, value, node)
            elif (reels := trays.reels_in(key, value)) is not None:
                self._hold(reels)
            elif trays.is_shelf(key, value):
                self._shelf(value)
            elif key in _POST_STANDS_HERE and isinstance(value, dict):
                self._post(value)
            elif key not in _NOT_SHOWN and isinstance(value, dict | list):
                yield value

    def _account(self, node: Node) -> None:
        account = accounts.read(node, self._exchange.record)
        self._accounts.append(account)
        none = trays.none_of(node, account.account_id, self._exchange.record)
        self._trays += [none] if none is not None else []
        about = abouts.read(node, self._exchange.record)
        self._abouts += [about] if about is not None else []

    def _shelf(self, connection: object) -> None:
        asked, flawed = self._asked().owner_id, bool(self._failures)
        self._shelves += trays.shelves(connection, self._exchange.record, asked, flawed=flawed)

    def _hold(self, reels: list[object]) -> None:
        """Take down trays; where anything of the answer failed, they say nothing of what they lack."""
        for reel in reels:
            held = trays.read(reel, self._exchange.record, flawed=bool(self._failures))
            self._trays += [held.tray] if held.tray is not None else []
            self._stories += held.stories
            self._seen += held.seen
            for flaw in held.flaws:
                self.gap(flaw.reason, flaw.subject, flaw.detail)

    def _listing(self, key: str, connection: object, holder: Node) -> None:
        surface, listing = SURFACES[key], values.node(connection)
        edges = listing.get("edges")
        if not isinstance(edges, list):
            self.gap(GapReason.UNKNOWN_SHAPE, f"the listing {surface}", f"edges {type(edges).__name__}")
        asked = self._asked()
        owner = _owner_of(holder) or asked.owner_id
        ends = values.node(listing.get("page_info"))
        more = ends.get("has_next_page")
        told = enumerate(edges) if isinstance(edges, list) else ()
        shown = [(place, edge) for place, edge in told if not _paid_place(edge, owner)]
        failed = self._failed(key)
        self._listings.append(
            ListingPage(
                surface=surface,
                owner_id=owner,
                entries=tuple(self._entry(edge, failed=place in failed.edges) for place, edge in shown),
                asked=asked.cursor,
                next=values.text(ends.get("end_cursor")) or "",
                more=more if isinstance(more, bool) and isinstance(edges, list) else None,
                record=self._exchange.record,
                owner_name=asked.owner_name,
                flawed=failed.somewhere or failed.beyond(len(edges) if isinstance(edges, list) else 0),
            )
        )

    def _entry(self, edge: object, *, failed: bool) -> PostRef | None:
        """Read an edge; one of which a part failed counts as listed only where its post was read whole."""
        ref = self._post(_medium_of(edge))
        return ref if ref is None or not failed or self._observations[-1].whole else None

    def _post(self, node: object) -> PostRef | None:
        self._seen += 1
        subject = _name_of(node)
        try:
            observation = media.read(node, self._exchange.record)
        except IdMismatchError as error:
            self.gap(GapReason.ID_MISMATCH, subject, str(error))
        except NotUnderstoodError as error:
            self.gap(GapReason.UNKNOWN_SHAPE, subject, str(error))
        else:
            self._observations.append(observation)
            for unclear in media.unclear_in(values.node(node)):
                self.gap(GapReason.UNKNOWN_SHAPE, str(observation.ref), unclear)
            if isinstance(node, dict) and self._is_asked_for(node) and not observation.whole:
                missing = "date, caption or a medium's own address is not shown on its own page"
                self.gap(GapReason.NO_ADDRESS, str(observation.ref), missing)
            return observation.ref
        return None

    def _asked(self) -> "_Asked":
        try:
            variables = values.node(json.loads(of_pairs(self._exchange.fields, "variables") or "{}"))
        except (ValueError, RecursionError):
            return _Asked("", "", "")
        inner = values.node(variables.get("data"))
        return _Asked(
            values.text(variables.get("after")) or "",
            values.identifier(
                inner.get("target_user_id") or variables.get("target_user_id") or variables.get("user_id")
            ),
            values.text(variables.get("username")) or "",
        )

    def reading(self, claimed: Count | None = None, subject: str = "") -> Reading:
        """Give all of it; `claimed` is how many posts the page tells of its subject (a handle) in words."""
        return Reading(
            accounts=tuple(
                replace(account, posts=claimed)
                if account.posts is None and account.handle.lower() == subject
                else account
                for account in self._accounts
            ),
            listings=tuple(self._listings),
            observations=tuple(self._observations),
            gaps=tuple(self._gaps),
            seen=self._seen,
            understood=len(self._observations) + len(self._stories),
            viewer=frozenset(self._viewer),
            abouts=tuple(self._abouts),
            stories=tuple(self._stories),
            trays=tuple(self._trays),
            shelves=tuple(self._shelves),
        )


def _owner_of(holder: Node) -> str:
    """Give whose listing it is: `pk`, or in the legacy dialect `id`; elsewhere `id` is another number."""
    legacy = "edge_owner_to_timeline_media" in holder
    return values.identifier(holder.get("pk") or (holder.get("id") if legacy else None))


def _named(viewer: Node) -> Iterator[tuple[str, str]]:
    """Give what an answer says of whoever is signed in."""
    for key in _NAMES:
        found = viewer.get(key)
        if isinstance(found, str | int) and not isinstance(found, bool) and found:
            yield key, str(found)[:_LONGEST_NAME]
    for key in _PICTURES:
        file = meta_cdn.file_of(values.text(viewer.get(key)) or "")
        if file:
            # What stays the same of the picture's address, whatever its size and signature.
            yield "picture", file[:_LONGEST_NAME]


def _only_counted(value: object) -> bool:
    """Tell whether a connection is there for its number alone, as in a legacy account."""
    return isinstance(value, dict) and "count" in value and "edges" not in value


def _medium_of(edge: object) -> object:
    found = values.node(edge).get("node")
    inner = values.node(found).get("media")
    return inner if isinstance(inner, dict) else found


def _paid_place(edge: object, owner: str) -> bool:
    """Tell whether an edge is an advertisement; a post that its own account promotes is none on its own listing."""
    medium = _medium_of(edge)
    return isinstance(medium, dict) and media.is_advertisement(medium) and media.owner_of(medium) != owner


def _name_of(node: object) -> str:
    found = values.node(node)
    code = values.text(found.get("code")) or values.text(found.get("shortcode"))
    return f"post {code[:40]}" if code else "a post"
