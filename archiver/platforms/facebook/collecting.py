"""Walk one answer and take down what it shows: accounts, listings with their chains, posts, and gaps.

Stories are read only where they stand as what was asked for: in an account's own listings, or as the subject of a page.
What stands around them (other posts as an invitation to stay, the viewer's own feed) is not read as shown.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archiver.formats import relay
from archiver.formats.graphql_stream import Assembled
from archiver.formats.json_values import Node, identifier, node, text
from archiver.formats.relay import Failure
from archiver.formats.warc_reading import of_pairs
from archiver.model.account import Account
from archiver.model.exchange import Exchange
from archiver.model.gap import Gap, GapReason
from archiver.model.post import Observation
from archiver.model.reading import ListingPage, Reading
from archiver.model.refs import PostRef
from archiver.platforms.facebook import accounts, ids, photos, stories, urls
from archiver.platforms.facebook.accounts import Introduction
from archiver.platforms.facebook.stories import IdMismatchError, NotUnderstoodError

TIMELINE, PINNED, TILES, SHORTS = (
    "timeline_list_feed_units",
    "profile_pinned_post",
    "pageItems",
    "aggregated_fb_shorts",
)
_SUBJECTS = ("node_v2", "node")
_INTRODUCTION = "profile_tile_sections"
_NOT_SHOWN = frozenset(("news_feed", "more_from_page", "group_feed", "feedback", "attached_story"))
_NO_POSTS = frozenset(("GroupsYouShouldJoinFeedUnit", "PaginatedPeopleYouMayKnowFeedUnit", "EndOfFeedUnit"))
"""Units that stand in a timeline among its posts and are none."""
_Entry = Callable[[object], PostRef | None]
_LONGEST_NAME = 150
_OF_VIEWER = frozenset(("ACCOUNT_ID", "USER_ID", "NAME", "SHORT_NAME", "IS_BUSINESS_PERSON_ACCOUNT"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the request for a listing's page named."""

    cursor: str
    owner_id: str


class Collector:
    """What one answer shows."""

    def __init__(self, exchange: Exchange) -> None:
        """Begin with nothing."""
        self._exchange = exchange
        self._accounts: list[Account] = []
        self._introductions: dict[str, Introduction] = {}
        self._listings: list[ListingPage] = []
        self._observations: list[Observation] = []
        self._gaps: list[Gap] = []
        self._failures: tuple[Failure, ...] = ()
        self._misplaced: tuple[tuple[str | int, ...], ...] = ()
        self._viewer: set[tuple[str, str]] = set()
        self._seen = 0
        self.subject: Observation | None = None
        """The post that the answer is about, where it is about one."""

    @property
    def seen(self) -> int:
        """Give how many posts were met, understood or not."""
        return self._seen

    def gap(self, reason: GapReason, subject: str, detail: str) -> None:
        """Take down what could not be read."""
        self._gaps.append(Gap(reason, subject, detail[:200], self._exchange.record))

    def made_for(self, viewer: Mapping[str, str]) -> None:
        """Take down whom a page says it was made for, unless that is nobody."""
        told = {(name, value[:_LONGEST_NAME]) for name, value in viewer.items() if name in _OF_VIEWER}
        self._viewer |= {(name, value) for name, value in told if value not in (relay.NOBODY, "false")}

    def take(self, answer: Assembled, failures: Sequence[Failure], where: str) -> None:
        """Take down what an answer shows, and what of it failed or found no place."""
        self._failures, self._misplaced = tuple(failures), answer.misplaced
        for failure in failures:
            self.gap(GapReason.PARTIAL_ERROR, where, str(failure))
        for path in answer.misplaced:
            self.gap(GapReason.UNKNOWN_SHAPE, where, f"a part without a place: {'/'.join(map(str, path))}")
        self._take_subject(node(answer.data))
        self._walk(answer.data)

    def _take_subject(self, data: Node) -> None:
        """Read the post that an answer is about."""
        for key in _SUBJECTS:
            if stories.is_story(node(data.get(key))):
                self.subject = self._post(data[key]) or self.subject
        story = node(node(data.get("video")).get("creation_story"))
        if stories.is_story(story):
            self._take_film(story, data)
        photo = node(data.get("currMedia"))
        if photos.is_subject(photo):
            self._take_photo(photo, data)

    def _take_film(self, story: Node, data: Node) -> None:
        shown = self._post(story, product="video")
        if shown is not None and not _stands_alone(shown, story):
            # The page of one film of an album shows that film alone, and does not say that there are others.
            shown = replace(shown, whole=False, promised=None)
            self._observations[-1] = shown = self._with_next(shown, data)
        self.subject = shown or self.subject

    def _take_photo(self, photo: Node, data: Node) -> None:
        self._seen += 1
        shown = photos.on_its_page(photo, self._exchange.record)
        if shown is None:
            self.gap(GapReason.UNKNOWN_SHAPE, "a photo", "without number, owner or address")
            return
        self.subject = shown = self._with_next(shown, data)
        self._observations.append(shown)

    def _with_next(self, shown: Observation, data: Node) -> Observation:
        """Name the medium behind the one shown, where the page is one of the post's own album, not of another set."""
        album = f"pcb.{shown.ref.key}"
        told = text(data.get("mediasetToken")) or album
        return photos.with_next(shown, data) if told == album and album in self._exchange.address else shown

    def _walk(self, document: object) -> None:
        pending: list[object] = [document]
        while pending:
            found = pending.pop()
            if isinstance(found, list):
                pending.extend(reversed(found))
            elif isinstance(found, dict) and not stories.is_story(found):
                pending.extend(reversed(list(self._inner(found))))

    def _inner(self, found: Node) -> Iterator[object]:
        if accounts.is_account(found):
            self._accounts.append(accounts.read(found, self._exchange.record))
        for key, value in found.items():
            if key in ("viewer", "viewer_actor"):
                self._viewer.update(_named(node(node(value).get("actor")) or node(value)))
            if key == TIMELINE and value is not None:
                self._timeline(node(value), found)
            elif key in (TILES, SHORTS) and value is not None:
                self._tab(key, node(value), found)
            elif key == _INTRODUCTION:
                told = accounts.introduction(node(value))
                if told is not None and identifier(found.get("id")):
                    self._introductions[identifier(found["id"])] = told
            elif key not in _NOT_SHOWN and isinstance(value, dict | list):
                yield value

    def _timeline(self, connection: Node, holder: Node) -> None:
        owner = identifier(holder.get("id")) or self._asked().owner_id
        pinned = node(holder.get(PINNED))
        first = [self._pinned(pinned)] if stories.is_story(pinned) else []

        def entry(edge: object) -> PostRef | None:
            found = self._post(node(edge).get("node"))
            return found.ref if found else None

        wanted = [edge for edge in _edges(connection) if not _is_no_post(edge, owner)]
        self._list(TIMELINE, urls.POSTS, owner, connection, [*first, *self._entries(TIMELINE, wanted, entry)])

    def _pinned(self, story: Node) -> PostRef | None:
        found = self._post(story)
        if found is None:
            return None
        self._observations[-1] = replace(found, pinned_on=(urls.POSTS,))
        return found.ref

    def _tab(self, key: str, connection: Node, holder: Node) -> None:
        listed = ids.collection(holder.get("id")) or ids.collection(self._variables().get("id"))
        if listed is None or (key == SHORTS) is not (listed.surface == urls.REELS):
            return

        def entry(edge: object) -> PostRef | None:
            if key == SHORTS:
                reel = node(node(node(edge).get("profile_reel_node")).get("node"))
                found = self._post(reel, product="reel")
            else:
                self._seen += 1
                found = photos.on_tab(node(edge), self._exchange.record)
                if found is None:
                    self.gap(
                        GapReason.UNKNOWN_SHAPE,
                        f"the listing {listed.surface}",
                        "an edge is no photo or film",
                    )
                else:
                    self._observations.append(found)
            return found.ref if found else None

        entries = self._entries(key, _edges(connection), entry)
        self._list(key, listed.surface, listed.owner_id, connection, entries)

    def _entries(self, key: str, edges: list[object], entry: _Entry) -> Iterator[PostRef | None]:
        """Read edges; one of which a part failed counts as listed only where its post was read whole."""
        failed = {failure.edge_of(key) for failure in self._failures if failure.concerns(key)}
        for place, edge in enumerate(edges):
            ref = entry(edge)
            spoiled = place in failed and ref is not None and not self._observations[-1].whole
            yield None if spoiled else ref

    def _list(
        self,
        key: str,
        surface: str,
        owner: str,
        connection: Node,
        entries: Sequence[PostRef | None] | Iterator[PostRef | None],
    ) -> None:
        known = isinstance(connection.get("edges"), list)
        if not known:
            self.gap(
                GapReason.UNKNOWN_SHAPE,
                f"the listing {surface}",
                f"edges {type(connection.get('edges')).__name__}",
            )
        ends = node(connection.get("page_info"))
        more = ends.get("has_next_page")
        failed = [failure.edge_of(key) for failure in self._failures if failure.concerns(key)]
        self._listings.append(
            ListingPage(
                surface=surface,
                owner_id=owner,
                entries=tuple(entries),
                asked=self._asked().cursor,
                next=text(ends.get("end_cursor")) or "",
                more=more if isinstance(more, bool) and known else None,
                record=self._exchange.record,
                flawed=None in failed or any(key in path for path in self._misplaced),
            )
        )

    def _post(self, found: object, product: str = "") -> Observation | None:
        self._seen += 1
        subject = _name_of(found)
        try:
            observation = stories.read(found, self._exchange.record)
        except IdMismatchError as error:
            self.gap(GapReason.ID_MISMATCH, subject, str(error))
        except NotUnderstoodError as error:
            self.gap(GapReason.UNKNOWN_SHAPE, subject, str(error))
        else:
            for kind in stories.unknown_in(found):
                self.gap(GapReason.UNKNOWN_SHAPE, subject, f"an attachment {kind}")
            observation = replace(observation, product=observation.product or product)
            self._observations.append(observation)
            return observation
        return None

    def _variables(self) -> Node:
        try:
            return node(json.loads(of_pairs(self._exchange.fields, "variables") or "{}"))
        except (ValueError, RecursionError):
            return {}

    def _asked(self) -> _Asked:
        variables = self._variables()
        owner = identifier(variables.get("id")) or identifier(variables.get("userID"))
        return _Asked(text(variables.get("cursor")) or "", owner)

    def reading(self) -> Reading:
        """Give all of it."""
        return Reading(
            accounts=tuple(_introduced(account, self._introductions) for account in self._accounts),
            listings=tuple(self._listings),
            observations=tuple(self._observations),
            gaps=tuple(self._gaps),
            seen=self._seen,
            understood=len(self._observations),
            viewer=frozenset(self._viewer),
        )


def _stands_alone(shown: Observation, story: Node) -> bool:
    """Tell whether a film is all that its post holds: the post's own address is the film's, or the film is a reel."""
    films = {PostRef(urls.NAME, medium.permanent_id) for medium in shown.media}
    own = (urls.parse(text(story.get(key)) or "") for key in ("wwwURL", "permalink_url", "url"))
    return shown.ref in films or any(ref in films for ref in own) or stories.is_reel(story)


def _introduced(account: Account, introductions: Mapping[str, Introduction]) -> Account:
    told = introductions.get(account.account_id)
    if told is None:
        return account
    return replace(account, biography=told.biography, links=told.links, category=told.category)


def _edges(connection: Node) -> list[object]:
    edges = connection.get("edges")
    return edges if isinstance(edges, list) else []


def _is_no_post(edge: object, owner: str) -> bool:
    """Tell whether an edge is an advertisement of somebody else's, or a unit that is no post."""
    unit = node(node(edge).get("node"))
    if text(unit.get("__typename")) in _NO_POSTS:
        return True
    paid = any(unit.get(mark) for mark in ("th_dat_spo", "sponsored_data"))
    actors = unit.get("actors")
    authors = {identifier(node(actor).get("id")) for actor in actors} if isinstance(actors, list) else set()
    return paid and owner not in authors


def _named(viewer: Node) -> Iterator[tuple[str, str]]:
    """Give what an answer says of whoever is signed in."""
    for key in ("id", "name", "short_name", "profile_url"):
        found = viewer.get(key)
        if isinstance(found, str) and found not in ("", relay.NOBODY):
            yield key, found[:_LONGEST_NAME]


def _name_of(found: object) -> str:
    number = identifier(node(found).get("post_id"))
    return f"post {number}" if number else "a post"
