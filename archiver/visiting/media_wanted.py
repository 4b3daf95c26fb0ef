"""Which media of the posts seen are to be fetched: those not held, and of those held one in fifty, to compare.

What is held is held in its largest rendition; a preview that was fetched in its place is not. Of a post that was read
whole before, a listing's abridged form offers nothing better.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import ceil

from archiver.model.post import Medium, Observation
from archiver.model.reading import Reading
from archiver.model.refs import PostRef
from archiver.ports import HeldMedium, Holdings, Visit, Wanted
from archiver.visiting import shown, sought

SAMPLE = 50
"""Of this many held media one is fetched again."""


def to_read_again(posts: Sequence[PostRef]) -> list[PostRef]:
    """Give of posts known whole those whose pages lead again to the media of the sample."""
    return random.sample(posts, min(len(posts), ceil(len(posts) / SAMPLE)))


def receive(visit: Visit, posts: Sequence[PostRef], holdings: Holdings) -> int:
    """Fetch what is not held and a sample of what is, take down the rest; give how many got no answer."""
    return receive_of(visit, shown.posts(visit, holdings), posts, holdings)


def receive_of(
    visit: Visit, fullest: dict[PostRef, Observation], posts: Sequence[PostRef], holdings: Holdings
) -> int:
    """Do the same of what was observed, each post or story once."""
    known = [post for post in posts if _is_known(post, fullest, holdings, visit.reading)]
    passed = [medium for post in known for medium in holdings.media_of(post)]
    held: list[tuple[HeldMedium, Wanted]] = []
    wanted: list[Wanted] = []
    for observation, medium in _media(fullest, [post for post in posts if post not in set(known)]):
        found = holdings.medium(observation.ref, medium)
        asked = _wanted(observation, medium)
        if found is None:
            wanted.append(asked)
        else:
            held.append((found, asked))
    # Only an address that a whole form gave leads to the rendition that is held.
    comparable = [place for place, (_, asked) in enumerate(held) if asked.largest]
    due = ceil((len(held) + len(passed)) / SAMPLE)
    sample = set(random.sample(comparable, min(len(comparable), due)))
    again = [replace(held[place][1], held=held[place][0]) for place in sorted(sample)]
    films, held_films = sought.films(visit, [post for post in posts if post not in set(known)], holdings)
    not_sampled = (found for place, (found, _) in enumerate(held) if place not in sample)
    visit.pass_over([*passed, *not_sampled, *held_films])
    return visit.fetch([*wanted, *again, *films])


def _is_known(
    post: PostRef, fullest: dict[PostRef, Observation], holdings: Holdings, reading: Reading
) -> bool:
    """Tell whether a post was read whole before, and no more than its abridged form was read now."""
    seen = fullest.get(post)
    return seen is not None and not seen.whole and holdings.knows_whole(post, reading, seen.promised)


def fetch_all(visit: Visit, posts: Sequence[PostRef]) -> int:
    """Fetch all media of posts; give how many got no answer."""
    named = [_wanted(*found) for found in _media(shown.posts(visit), posts)]
    return visit.fetch([*named, *sought.films(visit, posts)[0]])


def _wanted(observation: Observation, medium: Medium) -> Wanted:
    return Wanted(str(observation.ref), medium.candidates, largest=observation.whole)


def _media(
    fullest: dict[PostRef, Observation], posts: Iterable[PostRef]
) -> Iterator[tuple[Observation, Medium]]:
    for post in posts:
        if post in fullest:
            yield from ((fullest[post], medium) for medium in fullest[post].media if medium.candidates)
