"""A listing covers what stands before the first thing amiss, and never says that it ended where it did not."""

from dataclasses import replace
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from archiver.derive.coverage import covered
from archiver.derive.snapshot import sight
from archiver.model.coverage import Covered
from archiver.model.reading import Reading
from conformance.extraction import cut, illegible
from conformance.told import Told, often


def _not_received(_, exchange):
    return replace(exchange, body=None)


_SPOILED = (cut, illegible, _not_received)


@cache
def _readings(platform, exchanges):
    """Read each exchange by itself; that they add up is tested elsewhere."""
    return tuple(platform.extract((exchange,)) for exchange in exchanges)


class Listings(Told):
    """What is made of listings, by `derive/coverage.py`."""

    def test_every_post_of_each_listing_is_found_in_order_and_its_end(self):
        for surface, posts in self.recorded.listings.items():
            found = self._covers(self.recorded, self.platform.extract(self.recorded.exchanges), surface)
            assert found is not None, surface
            assert [entry.ref for entry in found.entries] == list(posts), surface
            assert found.broken is None, (surface, found.broken)

    @given(st.data())
    @often(max_examples=200)
    def test_a_listing_spoiled_anywhere_covers_nothing_behind_it(self, data):
        exchanges = self.recorded.exchanges
        place = data.draw(st.integers(0, len(exchanges) - 1))
        spoil = data.draw(st.sampled_from(_SPOILED))
        readings = list(_readings(self.platform, exchanges))
        readings[place] = self.platform.extract((spoil(data.draw, exchanges[place]),))
        self._honest(self.recorded, sum(readings, Reading()))

    @given(st.data())
    @often(max_examples=60)
    def test_a_listing_of_which_answers_are_missing_or_refused_covers_nothing_behind_them(self, data):
        readings = list(_readings(self.platform, self.recorded.exchanges))
        lost = data.draw(st.sets(st.integers(0, len(readings) - 1), min_size=1, max_size=3))
        goldens = [golden.exchange for golden in self.goldens.values() if golden.availability != "live"]
        for place in lost:
            refusal = replace(
                data.draw(st.sampled_from(goldens)), address=self.recorded.exchanges[place].address
            )
            refused = data.draw(st.booleans())
            readings[place] = self.platform.extract((refusal,)) if refused else Reading()
        self._honest(self.recorded, sum(readings, Reading()))

    def test_a_listing_that_the_network_spoiled_covers_nothing_behind_it(self):
        assert self.spoiled, "a network spoils its listings in ways of its own"
        for name, recording in self.spoiled.items():
            reading = self.platform.extract(recording.exchanges)
            ended = [
                (found := self._covers(recording, reading, surface)) is not None and found.broken is None
                for surface in recording.listings
            ]
            assert not all(ended), f"{name}: nothing is found amiss"
            self._honest(recording, reading)

    def _covers(self, recording, reading, surface):
        found = sight(recording.target, recording.vantage, reading).coverages
        return next((one for one in found if one.surface == surface), None)

    def _honest(self, recording, reading):
        dates = {post.ref: post.published_at for post in recording.posts}
        named = {part: post.ref for post in recording.posts for part in post.parts}
        for surface, posts in recording.listings.items():
            found = self._covers(recording, reading, surface)
            if found is None:
                continue
            listed = list(dict.fromkeys(named.get(entry.ref.key, entry.ref) for entry in found.entries))
            assert listed == list(posts[: len(listed)]), f"{surface}: not what stands before it"
            assert found.broken is not None or len(listed) == len(posts), f"{surface} is said to have ended"
            behind = {ref: dates[ref] for ref in posts[len(listed) :]}
            proven = {ref for ref, how in covered(found, behind).items() if how is not Covered.NOT}
            assert not proven, f"{surface}: {proven} are shown, and are said to be absent"
