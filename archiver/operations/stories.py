"""How a target's stories stand, as show and diff say it."""

from datetime import datetime
from typing import Any

from archiver.archive import Archive
from archiver.derive import stories
from archiver.derive.stories import StoryStanding, StoryState
from archiver.model import instant
from archiver.model.refs import PostRef, TargetRef

OBSERVED = (
    "This is an observation and no removal: a story has no address of its own, and nothing was asked of it."
)


def stories_of(
    archive: Archive, target: TargetRef, story: PostRef | None = None
) -> tuple[StoryStanding, ...]:
    """Say how a target's stories stand now, all or one, in each lane."""
    catalog = archive.catalog
    spans = catalog.tray_spans(target, story=story)
    return tuple(stories.standings(spans, catalog.story_times(target), archive.clock.now()))


def stories_between(archive: Archive, target: TargetRef, start: str, end: str) -> tuple[StoryStanding, ...]:
    """Say how those stood at a capture that came into a tray, or left one, since another."""
    catalog = archive.catalog
    moved = catalog.stories_moved(target, start, end)
    if not moved:
        return ()
    spans = [span for span in catalog.tray_spans(target, end) if span.story in moved]
    return tuple(stories.standings(spans, catalog.story_times(target), catalog.ended_at(end)))


def as_json(each: StoryStanding) -> dict[str, Any]:
    """Give a story's standing as scripts read it (`docs/cli.md`)."""
    return {
        "story": str(each.story),
        "state": each.state.value,
        "lane": each.lane,
        "published_at": _written(each.published_at),
        "expires_at": _written(each.expires_at),
        "first_listed": instant.written(each.first_listed),
        "last_listed": instant.written(each.last_listed),
        "first_lacked": _written(each.first_lacked),
        "highlights": list(each.highlights),
        "no_longer_in": [
            {"highlight": title, "first_lacked": instant.written(at)} for title, at in each.left
        ],
        "sentence": sentence(each),
    }


def sentence(each: StoryStanding) -> str:
    """Say for people how a story stands, and what that is."""
    said = [
        _SAID[each.state].format(
            story=each.story,
            lane=each.lane,
            last=_written(each.last_listed),
            lacked=_written(each.first_lacked),
            end=_written(each.expires_at) or "at a time that was not told",
        )
    ]
    said += [f'It is in the highlight "{title}".' for title in each.highlights]
    said += [
        f'It is no longer in the highlight "{title}", looked at until {_written(at)}.'
        for title, at in each.left
    ]
    observed = each.state in (StoryState.WENT_BEFORE, StoryState.NOT_KNOWN) or each.left
    return " ".join((*said, OBSERVED) if observed else said)


_SAID = {
    StoryState.LISTED: "Story {story} was last listed in a look that ended {last} ({lane}).",
    StoryState.EXPIRED: (
        "Story {story} had its own end at {end}; it was last listed in a look that ended {last} ({lane})."
    ),
    StoryState.WENT_BEFORE: (
        "Story {story} was last listed in a look that ended {last}, and not in one that ended {lacked}, before its own "
        "end at {end} ({lane})."
    ),
    StoryState.NOT_KNOWN: (
        "Story {story} was last listed in a look that ended {last}, and is in no tray since; whether it ended by "
        "itself is not known ({lane})."
    ),
}


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else instant.written(moment)
