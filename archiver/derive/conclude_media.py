"""The rule of absence for a medium of a post that is still shown (design §2a, edits): the same rounds as a removal.

A post that was read whole without a picture it had is a visit by itself: its content came fresh, so that no control
has to tell a wall from an answer. Still one reading never concludes, and another vantage that shows the picture
contradicts. Pure: the same readings give the same conclusion.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from archiver.derive.due import AGAIN
from archiver.model.media_removal import MediaReading, MediaRemoval
from archiver.model.refs import PostRef
from archiver.model.removal import RemovalState, Rule, Wanting

VERSION = "media/2"
_View = tuple[str, str]
"""Vantage and lane: readings of two are not compared."""


def conclude_media(
    post: PostRef, readings: Iterable[MediaReading], at_hand: Iterable[str], rule: Rule
) -> tuple[MediaRemoval, ...]:
    """Say how the absence of each medium that went from a post stands; none for one that is shown again.

    Readings that name no medium where each post has some, or one without its permanent id, say nothing. `at_hand` are
    the vantages that the target is looked at from.
    """
    views: defaultdict[_View, list[MediaReading]] = defaultdict(list)
    for reading in sorted(readings, key=lambda one: one.at):
        if all(reading.media) and (reading.media or reading.may_have_none):
            views[reading.vantage, reading.lane].append(reading)
    vantages = frozenset(at_hand)
    media = dict.fromkeys(medium for seen in views.values() for reading in seen for medium in reading.media)
    found = (_concluded(post, medium, views, vantages, rule) for medium in media)
    return tuple(removal for removal in found if removal is not None)


def next_reading(removals: Sequence[MediaRemoval], asked: Iterable[datetime], rule: Rule) -> datetime | None:
    """Say when a post is to be read again for what went from it; None for at once.

    `asked` is when it was asked for by itself. Only what is pending or contradicted has a next reading; raises
    ValueError of none. What is contradicted may have been shown in an older copy: it is asked for ever more seldom.
    """
    pending = [removal for removal in removals if removal.state is RemovalState.PENDING]
    first = min(removal.first_not_shown for removal in pending or removals)
    since = [at for at in asked if at >= first]
    if not since:
        return None
    if pending:
        return max(since) + rule.confirm_after
    return next((first + span for span in AGAIN if first + span > max(since)), max(since) + AGAIN[-1])


def _concluded(
    post: PostRef,
    medium: str,
    views: dict[_View, list[MediaReading]],
    at_hand: frozenset[str],
    rule: Rule,
) -> MediaRemoval | None:
    shown = [reading for seen in views.values() for reading in seen if medium in reading.media]
    last = max(reading.at for reading in shown)
    lacking = {view: list(_since_it_went(seen, medium)) for view, seen in views.items()}
    lacking = {view: seen for view, seen in lacking.items() if seen}
    if not lacking:
        return None
    # What somebody was shown later than another missed it counts only until it is missed there too.
    since = {view: [each for each in seen if each.at > last] for view, seen in lacking.items()}
    agreed = {view: seen for view, seen in since.items() if seen}
    missed = min(seen[0].at for seen in lacking.values())
    contradicted = last >= missed and any(
        (reading.vantage, reading.lane) not in agreed for reading in shown if reading.at == last
    )
    speaking = lacking if contradicted else agreed
    first = min(seen[0].at for seen in speaking.values())
    not_shown = min(seen[0].until or seen[0].at for seen in speaking.values())
    before = max(reading.at for reading in shown if reading.at <= first)
    wanting = set() if contradicted else set(_wanting(speaking, shown, views, at_hand, rule))
    state = RemovalState.PENDING if wanting else RemovalState.CONCLUDED
    if contradicted:
        state = RemovalState.CONTRADICTED
    return MediaRemoval(
        post=post,
        medium=medium,
        state=state,
        rule=VERSION,
        looked=tuple(sorted({vantage for vantage, _ in speaking})),
        last_shown=before,
        first_not_shown=not_shown,
        last_checked=max(seen[-1].at for seen in speaking.values()),
        wanting=tuple(sorted(wanting)),
        readings=(
            *(reading for reading in shown if reading.at == before),
            *sorted((each for seen in speaking.values() for each in seen), key=lambda each: each.at),
        ),
    )


def _since_it_went(seen: Sequence[MediaReading], medium: str) -> Iterator[MediaReading]:
    """Give the readings of one view after the last one that shows a medium; none where it never did."""
    places = [place for place, reading in enumerate(seen) if medium in reading.media]
    yield from seen[places[-1] + 1 :] if places else ()


def _wanting(
    speaking: dict[_View, list[MediaReading]],
    shown: Sequence[MediaReading],
    views: dict[_View, list[MediaReading]],
    at_hand: frozenset[str],
    rule: Rule,
) -> Iterator[Wanting]:
    if not any(seen[-1].at - seen[0].at >= rule.confirm_after for seen in speaking.values()):
        yield Wanting.SECOND_VISIT
    first = min(seen[0].at for seen in speaking.values())
    had = {vantage for reading in shown for vantage in (reading.vantage, *reading.others)} & at_hand
    read_since = {vantage for (vantage, _), seen in views.items() if seen[-1].at >= first}
    if had - read_since:
        yield Wanting.OTHER_VANTAGE
