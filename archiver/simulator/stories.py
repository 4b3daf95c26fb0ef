"""What an account shows for a day, and what of it is kept for good: stories, and the highlights that hold some.

Which of them are shown follows from the clock of whoever answers.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.simulator.company import Company, Medium

LIFETIME = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Story:
    """One picture or film, shown for a day."""

    medium: "Medium"
    """Bears the story's number."""
    taken_at: datetime
    withdrawn: bool = False
    """Whether its owner took it away, from highlights too."""
    put_aside: bool = False
    """Whether it is shown no longer among those of the day, and only where it is kept."""

    @property
    def pk(self) -> int:
        """Give its number."""
        return self.medium.pk

    @property
    def expires(self) -> datetime:
        """Give when it ends by itself."""
        return self.taken_at + LIFETIME


@dataclass(frozen=True, slots=True)
class Highlight:
    """Stories that are kept beyond their day, under a title."""

    pk: int
    title: str
    stories: tuple[int, ...] = ()
    """Numbers of those that it holds, in order."""

    @property
    def name(self) -> str:
        """Give what answers call it by."""
        return f"highlight:{self.pk}"


def current(company: "Company", now: float) -> tuple[Story, ...]:
    """Give the stories of the day at a time in seconds since 1970, oldest first."""
    at = datetime.fromtimestamp(now, UTC)
    standing = (story for story in company.stories if not (story.withdrawn or story.put_aside))
    shown = (story for story in standing if story.taken_at <= at < story.expires)
    return () if company.withheld or company.closed else tuple(sorted(shown, key=lambda one: one.taken_at))


def held(company: "Company", highlight: Highlight) -> tuple[Story, ...]:
    """Give the stories that a highlight shows."""
    standing = {story.pk: story for story in company.stories if not story.withdrawn}
    return tuple(standing[pk] for pk in highlight.stories if pk in standing)
