"""Draw worlds by a seed: the same seed and number give the same world.

Singly and in pairs: a post meets one thing or two, one after the other, and so do the rounds that look at it.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archiver.rehearsal.selftest import on_networks, on_websites, sites, social, troubles
from archiver.rehearsal.selftest.happening import AccountHappening, Effect, Happening, State
from archiver.rehearsal.selftest.places import Place, Viewer
from archiver.rehearsal.selftest.troubles import CALM, Trouble
from archiver.rehearsal.selftest.worlds import EVENTFUL, TROUBLED, Case, World

_MOST_SUBJECTS = 13
_FEWER_SUBJECTS = 5
"""Where something happens to the whole account besides."""
_BOTH, _STRANGER, _MEMBER = (Viewer.STRANGER, Viewer.MEMBER), (Viewer.STRANGER,), (Viewer.MEMBER,)
_VANISHING = (Effect.GONE, Effect.REPOSTED)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of place, and what can happen there."""

    make: Callable[[], Place]
    viewers: tuple[tuple[Viewer, ...], ...]
    to_posts: tuple[Happening, ...]
    back: Happening
    to_account: tuple[AccountHappening, ...]
    troubles: Callable[[State, tuple[str, ...]], tuple[Trouble, ...]]


_KINDS = (
    _Kind(
        social.instagram,
        (_BOTH, _BOTH, _BOTH, _STRANGER, _MEMBER),
        (*on_networks.OF_POSTS, *on_networks.ON_INSTAGRAM),
        on_networks.BACK,
        on_networks.OF_ACCOUNTS,
        troubles.on_networks,
    ),
    _Kind(
        social.facebook,
        # Who is not signed in is shown two posts there.
        (_BOTH, _BOTH, _BOTH, _MEMBER),
        on_networks.OF_POSTS,
        on_networks.BACK,
        on_networks.OF_ACCOUNTS,
        troubles.on_networks,
    ),
    _Kind(
        sites.website,
        (_STRANGER,),
        on_websites.OF_PAGES,
        on_websites.BACK,
        on_websites.OF_SITES,
        troubles.on_websites,
    ),
)


def drawn(seed: int, cases: int) -> Iterator[World]:
    """Draw worlds until there are so many cases; the last has no more than are wanted."""
    number = 0
    while cases > 0:
        world = _world(seed, number, cases)
        yield world
        cases -= len(world.cases)
        number += 1


def _world(seed: int, number: int, most: int) -> World:
    kind = _KINDS[number % len(_KINDS)]
    # Nothing here is a secret: the same seed must give the same world.
    chance = random.Random(f"{seed}/{number}")  # noqa: S311
    place = kind.make()
    befalls = chance.random() < 1 / 5
    wanted = min(most - befalls, _FEWER_SUBJECTS if befalls else _MOST_SUBJECTS)
    subjects = chance.sample(place.subjects, k=min(len(place.subjects), wanted))
    before, after = chance.choice((1, 2)), chance.choice(kind.to_account)
    cases, states = _played(kind, place.begin, subjects, {before: after} if befalls else {}, chance)
    viewers = chance.choice(kind.viewers)
    flapping = tuple(chance.sample(place.subjects, k=2))
    among = [each for each in kind.troubles(place.begin, flapping) if each.reaches(viewers)]
    return World(number, place, viewers, cases, _met(among, chance), states)


def _met(among: Sequence[Trouble], chance: random.Random) -> tuple[Trouble, ...]:
    """Draw what the rounds meet: in a third of all worlds nothing, in a third one thing, in a third two."""
    one, other = chance.choice(among), chance.choice(among)
    single = chance.choice(((one, CALM), (CALM, one)))
    return chance.choice(((), single, (one, other)))


def _played(
    kind: _Kind,
    state: State,
    subjects: Sequence[str],
    befalling: dict[int, AccountHappening],
    chance: random.Random,
) -> tuple[tuple[Case, ...], tuple[State, ...]]:
    """Draw what happens to each subject before each round, and give how the place is in each."""
    happened = {subject: list[tuple[int, Happening]]() for subject in subjects}
    states = [state]
    for at in range(1, EVENTFUL + 1):
        for subject, before in happened.items():
            candidates = _candidates(kind, at, [each for _, each in before], chance)
            found = next(_possible(state, subject, candidates), None)
            if found is not None:
                happening, state = found
                before.append((at, happening))
        if at in befalling:
            state = befalling[at].verb(state)
        states.append(state)
    cases = [Case(number, subject, tuple(each)) for number, (subject, each) in enumerate(happened.items())]
    return (*cases, *(Case(len(cases), "", (each,)) for each in befalling.items())), tuple(states)


def _possible(
    state: State, subject: str, happenings: Sequence[Happening]
) -> Iterator[tuple[Happening, State]]:
    """Give those happenings that can happen to a subject, each with how all is then."""
    for each in happenings:
        try:
            yield each, each.verb(state, subject)
        except (ValueError, IndexError):
            continue


def _candidates(
    kind: _Kind, at: int, before: Sequence[Happening], chance: random.Random
) -> Sequence[Happening]:
    """Give what may happen to a post before a round, the likeliest first: once, and now and then a second time."""
    if not before:
        return _shuffled(kind, chance) if at == 1 else ()
    if before[-1].effect is Effect.GONE:
        return (kind.back,) if at == EVENTFUL and chance.random() < 1 / 4 else ()
    may_go_on = at == TROUBLED and before[-1].effect is not Effect.REPOSTED
    return _shuffled(kind, chance) if may_go_on and chance.random() < 1 / 3 else ()


def _shuffled(kind: _Kind, chance: random.Random) -> list[Happening]:
    """Give all that may happen in an order drawn by chance: every other time what makes a post vanish comes first."""
    shuffled = chance.sample(kind.to_posts, k=len(kind.to_posts))
    vanishes = chance.random() < 1 / 2
    return sorted(shuffled, key=lambda each: vanishes and each.effect not in _VANISHING)
