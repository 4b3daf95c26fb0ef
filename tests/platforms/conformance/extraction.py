"""Extraction is pure and total, and gives no post that is not true."""

import copy
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archiver.model.merging import by_post
from archiver.model.reading import Reading
from conformance.told import DOCUMENT, Told, often

_DEEP = 100_000
_MIMES = st.sampled_from(["text/html", "application/json", "text/plain", "", "image/jpeg", "video/mp4"])
_OBTAINED = st.sampled_from([DOCUMENT, "page/xhr", "page/script", "direct", ""])
_STATUS = st.sampled_from([200, 204, 302, 400, 401, 404, 429, 500])
_INSTEAD = st.sampled_from(
    [None, b"", b"{", b"<", b"[" * _DEEP, b'{"data":' * _DEEP, b"\xff" * 40, b"null", b"[]"]
)
_FIELDS = st.sampled_from(
    [(), (("variables", "{"),), (("variables", "[" * _DEEP),), (("variables", '{"after":5}'),)]
)
ADDRESSES = ("urn:x", "https://[x/", "https://example.org/", "")


def cut(draw, exchange):
    """Give an exchange whose body broke off somewhere."""
    body = exchange.body or b""
    return replace(exchange, body=body[: draw(st.integers(0, len(body)))])


def illegible(draw, exchange):
    """Put a byte that is in no text in the place of another."""
    body = exchange.body or b""
    at = draw(st.integers(0, max(0, len(body) - 1)))
    return replace(exchange, body=body[:at] + b"\xff" + body[at + 1 :])


def _with_other_bytes(draw, exchange):
    body = exchange.body or b""
    at = draw(st.integers(0, len(body)))
    other = draw(st.binary(max_size=8) | st.just(b"{" * _DEEP) | st.just(b"9" * 5000))
    return replace(exchange, body=body[:at] + other + body[at + draw(st.integers(0, 8)) :])


def _come_otherwise(draw, exchange):
    return replace(
        exchange, mime=draw(_MIMES), obtained=draw(_OBTAINED), status=draw(_STATUS), fields=draw(_FIELDS)
    )


def _something_else(draw, exchange):
    return replace(exchange, body=draw(_INSTEAD | st.binary(max_size=200)))


def _elsewhere(draw, exchange):
    return replace(exchange, address=draw(st.sampled_from(ADDRESSES)))


_HOSTILE = (cut, _with_other_bytes, _come_otherwise, _something_else, _elsewhere)


class Extraction(Told):
    """What `extract` makes of exchanges."""

    def test_reading_twice_is_reading_the_same(self):
        exchanges = self._all()
        assert self.platform.extract(exchanges) == self.platform.extract(exchanges)

    def test_reading_changes_nothing_of_what_is_read(self):
        exchanges = self._all()
        before = copy.deepcopy(exchanges)
        self.platform.extract(exchanges)
        assert exchanges == before

    def test_nothing_read_is_nothing_said(self):
        assert self.platform.extract(()) == Reading()

    @given(st.data())
    @often(max_examples=12)
    def test_read_in_parts_it_adds_up_to_the_same(self, data):
        exchanges = self._all()
        ends = sorted(data.draw(st.lists(st.integers(0, len(exchanges)), max_size=6)))
        parts = [exchanges[a:b] for a, b in zip([0, *ends], [*ends, len(exchanges)], strict=True)]
        assert sum(map(self.platform.extract, parts), Reading()) == self.platform.extract(exchanges)

    @given(st.data())
    @often(max_examples=150)
    def test_whatever_comes_a_reading_is_given_whose_facts_point_at_it(self, data):
        exchange = data.draw(st.sampled_from(self._all()))
        for _ in range(data.draw(st.integers(1, 3))):
            exchange = data.draw(st.sampled_from(_HOSTILE))(data.draw, exchange)
        self._sound(self.platform.extract((exchange,)), {exchange.record})

    def test_no_post_is_read_whose_number_or_owner_is_not_true(self):
        self._true(self.platform.extract(self.recorded.exchanges))

    @given(st.data())
    @often(max_examples=150)
    def test_from_what_broke_off_or_stands_elsewhere_no_post_is_read_that_is_not_true(self, data):
        exchange = data.draw(st.sampled_from(self.recorded.exchanges))
        if data.draw(st.booleans()):
            exchange = cut(data.draw, exchange)
        if data.draw(st.booleans()):
            # Whoever's page a post stands on, it is whose it says it is.
            addresses = (*self.targets, *self.posts, *(one.address for one in self.recorded.exchanges))
            exchange = replace(exchange, address=data.draw(st.sampled_from(addresses)))
        self._true(self.platform.extract((exchange,)))

    def test_the_recorded_visit_shows_a_post_that_is_not_the_target_s_own(self):
        owners = {post.owner_id for post in self.recorded.posts}
        assert owners > {self.recorded.account_id}, "else nobody would see an owner taken from the page"

    def _all(self):
        return (*self.recorded.exchanges, *(golden.exchange for golden in self.goldens.values()))

    def _true(self, reading):
        known = {}
        for post in self.recorded.posts:
            for key in (post.ref.key, *post.parts):
                known[key] = ({post.number or post.ref.key, *post.parts}, post.owner_id)
        stories = {story.ref.key: story for story in self.recorded.stories}
        for seen in reading.stories:
            assert seen.ref.key in stories, f"{seen.ref} is no story of the recorded visit"
            assert seen.owner_id == stories[seen.ref.key].owner_id, seen.ref
        for seen in (*reading.observations, *by_post(reading).observations):
            assert seen.ref.key in known, f"{seen.ref} is no post of the recorded visit"
            numbers, owner = known[seen.ref.key]
            assert seen.permanent_id in numbers, seen.ref
            # An answer that does not tell whose a post is may leave that open, and never guess it.
            assert seen.owner_id in ("", owner), seen.ref

    @staticmethod
    def _sound_stories(reading):
        """Hold stories apart from posts: none is listed, and each stands in a tray of the account it is of."""
        assert not any(seen.ref.is_story for seen in reading.observations)
        assert not any(
            entry is not None and entry.is_story for page in reading.listings for entry in page.entries
        )
        told = {(story.ref, story.owner_id) for story in reading.stories}
        held = {
            (entry, tray.owner_id) for tray in reading.trays for entry in tray.entries if entry is not None
        }
        assert told == held
        for story in reading.stories:
            assert story.ref.is_story
            assert story.owner_id
            assert len(story.media) <= 1
        assert all(one.owner_id for one in (*reading.trays, *reading.shelves))

    def _sound(self, reading, records):
        facts = (*reading.pages, *reading.accounts, *reading.listings, *reading.observations, *reading.gaps)
        of_stories = (*reading.stories, *reading.trays, *reading.shelves)
        assert {fact.record for fact in (*facts, *of_stories)} <= records
        self._sound_stories(reading)
        assert 0 <= reading.understood <= reading.seen
        observed = {seen.ref for seen in reading.observations}
        for seen in reading.observations:
            assert seen.ref.platform == self.platform.name
            assert seen.owner_id or not seen.whole, f"{seen.ref} is whole, and given to nobody"
            assert seen.published_at is None or seen.published_at.tzinfo is not None
        for page in reading.listings:
            assert {entry for entry in page.entries if entry is not None} <= observed
