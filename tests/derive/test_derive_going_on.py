"""A listing that was cut off and gone on with: whatever happened meanwhile, nothing that stands is called lacking."""

from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sightings import AT, account, listing, ref, whole

from archiver.derive.coverage import coverage
from archiver.derive.places import changed
from archiver.model.capture import CaptureId, Continues
from archiver.model.chain import chain
from archiver.model.coverage import Break, Covered
from archiver.model.digest import Digest
from archiver.model.earlier import Earlier
from archiver.model.post import Count

LANE = "session/en-US"
CAPTURE = CaptureId("instagram", "brandt", "20261124T060000Z-00000000")
PAGE = 3


def key(number):
    return f"p{number:03}"


@dataclass(frozen=True)
class World:
    """The posts that an account shows, by number: the higher the newer; pinned ones stand first."""

    posts: frozenset
    pinned: frozenset = frozenset()

    def order(self):
        return sorted(self.posts, key=lambda number: (number not in self.pinned, -number))

    def page(self, cursor):
        """Give a page as the platform would: behind the post that a cursor names, though it be gone."""
        order = self.order()
        if cursor:
            last = int(cursor[1:])
            order = (
                order[order.index(last) + 1 :]
                if last in order
                else [each for each in order if each < last and each not in self.pinned]
            )
        shown = order[:PAGE]
        more = len(order) > PAGE
        return listing(*map(key, shown), asked=cursor, next=key(shown[-1]) if more else "", more=more)

    def seen(self):
        return {
            ref(key(number)): replace(
                whole(key(number)),
                published_at=AT + timedelta(hours=number),
                pinned_on=("grid",) if number in self.pinned else (),
            )
            for number in self.posts
        }

    def account(self):
        return account(posts=Count(len(self.posts), exact=True))


def read(world, cursors_from="", pages=1_000):
    found = [world.page(cursors_from)]
    while found[-1].more and len(found) < pages:
        found.append(world.page(found[-1].next))
    return found


def earlier(world, pages):
    named = Continues(CAPTURE, Digest.of(b""))
    return Earlier(named, CAPTURE, LANE, tuple(pages), tuple(world.seen().values()))


def gone_on(first, pages, second):
    """Give what the two looks cover: the first cut off behind some pages, the second led on from there."""
    before = read(first, pages=pages)
    own = [second.page("")]
    if own[0].more and before[-1].more:
        own += read(second, before[-1].next)
    return coverage("grid", LANE, second.account(), own, second.seen(), earlier(first, before)), before


worlds = st.frozensets(st.integers(1, 40), min_size=1, max_size=30)
some = st.frozensets(st.integers(0, 60), max_size=8)


@given(worlds, some, some, some, st.frozensets(st.integers(1, 40), max_size=3), st.integers(1, 8))
def test_what_stood_all_the_time_is_never_lacking(known, gone, gone_meanwhile, published, pinned, pages):
    first = World(known - gone)
    if not first.posts:
        return
    new = frozenset(number + 40 for number in published)
    second = World((first.posts | new) - gone_meanwhile or frozenset((1,)), pinned)
    found, _ = gone_on(first, pages, second)
    stood = {ref(key(number)): None for number in known | first.posts}
    dates = {ref(key(number)): AT + timedelta(hours=number) for number in range(120)}
    lacking = {post for post, how in changed(stood, found, dates).items() if how is not None}
    assert not lacking & {ref(key(number)) for number in first.posts & second.posts}
    assert not lacking & found.before


@given(worlds, some, st.integers(1, 8))
def test_where_nothing_happened_meanwhile_two_looks_cover_what_one_does(known, gone, pages):
    world = World(known - gone)
    if not world.posts:
        return
    found, before = gone_on(world, pages, world)
    alone = coverage("grid", LANE, world.account(), read(world), world.seen())
    if not before[-1].more:
        assert found.before == frozenset(), "what had ended is begun anew"
        return
    assert [entry.ref for entry in found.entries] == [entry.ref for entry in alone.entries]
    assert (found.broken, found.claimed) == (None, alone.claimed)
    stood = {ref(key(number)): None for number in known}
    dates = {ref(key(number)): AT + timedelta(hours=number) for number in known}
    lacking = {post for post, how in changed(stood, found, dates).items() if how is not None}
    assert lacking <= {ref(key(each)) for each in known & gone}


def test_a_beginning_that_lies_all_above_what_was_listed_does_not_join():
    first, second = World(frozenset(range(1, 13))), World(frozenset(range(1, 20)))
    found, _ = gone_on(first, 2, second)
    assert (found.broken, len(found.entries), found.before) == (Break.CURSOR, PAGE, frozenset())


def test_a_pinned_post_at_its_beginning_joins_nothing():
    first = World(frozenset(range(1, 13)))
    second = World(frozenset(range(1, 20)), pinned=frozenset((1, 2)))
    found, _ = gone_on(first, 2, second)
    assert found.broken is Break.CURSOR


def test_a_cursor_that_brings_nothing_joins_nothing():
    world = World(frozenset(range(1, 13)))
    before = read(world, pages=2)
    own = [world.page(""), listing(asked=before[-1].next, more=False)]
    found = coverage("grid", LANE, world.account(), own, world.seen(), earlier(world, before))
    assert (found.broken, len(found.entries)) == (Break.CURSOR, PAGE)


def test_answers_to_another_class_of_vantage_join_nothing():
    world = World(frozenset(range(1, 13)))
    before = read(world, pages=2)
    own = [world.page(""), *read(world, before[-1].next)]
    other = replace(earlier(world, before), lane="session/de-DE")
    assert coverage("grid", LANE, world.account(), own, world.seen(), other).broken is Break.CURSOR


def test_a_listing_that_had_ended_joins_nothing():
    world = World(frozenset(range(1, 13)))
    found = coverage(
        "grid", LANE, world.account(), [world.page("")], world.seen(), earlier(world, read(world))
    )
    assert (found.broken, len(found.entries), found.before) == (Break.UNFINISHED, PAGE, frozenset())


def test_what_went_below_the_first_part_is_lacking_and_what_went_within_it_is_not():
    whole, world = frozenset(range(1, 31)), World(frozenset(range(1, 31)) - {5, 20})
    found, _ = gone_on(world, 5, world)
    stood = {ref(key(number)): None for number in whole}
    dates = {ref(key(number)): AT + timedelta(hours=number) for number in whole}
    assert {post: how for post, how in changed(stood, found, dates).items() if how} == {
        ref("p005"): Covered.IN_ORDER
    }


def test_where_the_two_hold_fewer_than_are_claimed_nothing_below_is_lacking():
    first, second = World(frozenset(range(1, 31))), World(frozenset(range(1, 31)))
    before = read(first, pages=5)
    rest = [
        listing(*(key(each) for each in range(15, 0, -1) if each != 7), asked=before[-1].next, more=False)
    ]
    own = [second.page(""), *rest]
    found = coverage("grid", LANE, second.account(), own, second.seen(), earlier(first, before))
    stood = {ref(key(number)): None for number in range(1, 31)}
    dates = {ref(key(number)): AT + timedelta(hours=number) for number in range(1, 31)}
    assert (found.broken, len(found.entries)) == (None, 29)
    assert not {post for post, how in changed(stood, found, dates).items() if how}


def test_a_chain_is_followed_from_any_cursor():
    pages = read(World(frozenset(range(1, 13))))
    assert list(chain(pages, pages[1].asked)) == pages[1:]
    assert list(chain(pages, "nowhere")) == []
