"""Which media of the posts seen are to be fetched: those not held, and of those held one in fifty, to compare."""

import random
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from archiver.model.post import Medium, Observation
from archiver.model.reading import Reading
from archiver.model.refs import PostRef
from archiver.ports import HeldMedium, Holdings, Visit, Wanted

SAMPLE = 50
"""Of this many held media one is fetched again."""


def receive(visit: Visit, posts: Sequence[PostRef], holdings: Holdings) -> int:
    """Fetch what is not held and a sample of what is, take down the rest; give how many got no answer."""
    held: list[tuple[HeldMedium, Wanted]] = []
    wanted: list[Wanted] = []
    for observation, medium in _media(visit.reading, posts):
        found = holdings.medium(observation.ref, medium)
        asked = _wanted(observation, medium)
        if found is None:
            wanted.append(asked)
        else:
            held.append((found, asked))
    # Only an address that a whole form gave leads to the rendition that is held.
    comparable = [place for place, (_, asked) in enumerate(held) if asked.largest]
    sample = set(random.sample(comparable, min(len(comparable), ceil(len(held) / SAMPLE))))
    again = [held[place][1] for place in sorted(sample)]
    visit.pass_over([found for place, (found, _) in enumerate(held) if place not in sample])
    return visit.fetch([*wanted, *again])


def fetch_all(visit: Visit, posts: Sequence[PostRef]) -> int:
    """Fetch all media of posts; give how many got no answer."""
    return visit.fetch([_wanted(*found) for found in _media(visit.reading, posts)])


def _wanted(observation: Observation, medium: Medium) -> Wanted:
    return Wanted(str(observation.ref), medium.candidates, largest=observation.whole)


def _media(reading: Reading, posts: Iterable[PostRef]) -> Iterator[tuple[Observation, Medium]]:
    """Give the media of posts, each post by its fullest observation."""
    fullest: dict[PostRef, Observation] = {}
    for observation in reading.observations:
        known = fullest.get(observation.ref)
        if known is None or observation.whole >= known.whole:
            fullest[observation.ref] = observation
    for post in posts:
        if post in fullest:
            yield from ((fullest[post], medium) for medium in fullest[post].media)
