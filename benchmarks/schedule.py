"""What a burst of looks after a first removal is worth, at equal budget: beside an interval that never changes.

Accounts publish; now and then one withdraws dozens of posts within hours, and puts up others that it takes down again.
The same happenings are watched twice, with as many looks: by the program's own schedule, which looks more often for a
day once a post was not found, and by a fixed interval, made as short as those looks allow. Told of each: posts that
were published and withdrawn between two looks, and how long a withdrawal stood until a look that lacked the post.
"""

import argparse
import random
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from archiver.model.looked import Looked
from archiver.operations.unattended.closer import burst
from archiver.schedule.interval import due_at, in_force

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
EVERY = timedelta(hours=6)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Shown:
    """A post, from when to when it was shown."""

    since: datetime
    until: datetime


def happenings(drawn: random.Random, days: int) -> list[Shown]:
    """Draw what one account publishes and withdraws: two posts a day, and a burst about every forty days."""
    end, posts = BEGIN + timedelta(days=days), []
    standing = [BEGIN - timedelta(days=each / 2) for each in range(60)]
    at = BEGIN
    while (at := at + HOUR * drawn.expovariate(1 / 12)) < end:
        standing.append(at)
    gone: dict[datetime, datetime] = {}
    at = BEGIN
    while (at := at + timedelta(days=drawn.expovariate(1 / 40))) < end:
        there = [each for each in standing if each < at and each not in gone]
        for each in drawn.sample(there, min(30, len(there))):
            gone[each] = at + HOUR * drawn.expovariate(1 / 3)
        for _ in range(10):  # what is put up meanwhile, and taken down again
            since = at + HOUR * drawn.uniform(0, 12)
            posts.append(Shown(since, since + HOUR * drawn.expovariate(1 / 1.5)))
    return posts + [Shown(each, gone.get(each, end + timedelta(days=999))) for each in standing]


def looks_with_bursts(posts: list[Shown], days: int) -> list[datetime]:
    """Give when the program's schedule looks: more often for a day once a post that was seen is not found."""
    end, looks, closer = BEGIN + timedelta(days=days), [BEGIN], None
    withdrawn = sorted((each.until, each.since) for each in posts)
    while True:
        last = looks[-1]
        told = [Looked("instagram:acme", "logged_out", "crawl", last, last, "complete", "", 2, "a")]
        every = in_force(EVERY, closer, last)
        at = due_at(told, every, last)
        if at is None or at >= end:
            return looks
        looks.append(at)
        gone = (each for each in withdrawn if last < each[0] <= at)
        seen = any(bisect_right(looks, since) < bisect_left(looks, until) for until, since in gone)
        if seen and (closer is None or not closer.holds(at)):
            closer = burst(EVERY, at)


def looks_at_an_interval(count: int, days: int) -> list[datetime]:
    """Give as many looks, at one distance."""
    return [BEGIN + timedelta(days=days) * (each / count) for each in range(count)]


def measured(posts: list[Shown], looks: list[datetime]) -> tuple[int, list[float]]:
    """Count posts that no look saw, and give the hours from each other withdrawal to the look that told of it."""
    unseen, delays = 0, []
    for each in posts:
        first, after = bisect_left(looks, each.since), bisect_left(looks, each.until)
        if first == after:
            unseen += 1
        elif after < len(looks):
            delays.append((looks[after] - each.until) / HOUR)
    return unseen, delays


def main() -> None:
    """Measure, and print one line for each way to look."""
    words = argparse.ArgumentParser()
    words.add_argument("--accounts", type=int, default=100)
    words.add_argument("--days", type=int, default=360)
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    told: dict[str, tuple[int, list[float], int]] = {"bursts": (0, [], 0), "fixed interval": (0, [], 0)}
    for account in range(asked.accounts):
        posts = happenings(random.Random(f"{asked.seed}/{account}"), asked.days)
        hot = looks_with_bursts(posts, asked.days)
        for way, looks in (("bursts", hot), ("fixed interval", looks_at_an_interval(len(hot), asked.days))):
            unseen, delays = measured(posts, looks)
            before = told[way]
            told[way] = before[0] + unseen, before[1] + delays, before[2] + len(looks)
    for way, (unseen, delays, looks) in told.items():
        print(
            f"{way}: {looks:,} looks; {unseen:,} posts lost unseen; {len(delays):,} withdrawals told after "
            f"{median(delays):.2f} h in the middle, {sorted(delays)[len(delays) * 9 // 10]:.2f} h for nine of ten"
        )
    hot_lost, hot_delays, _ = told["bursts"]
    lost, delays, _ = told["fixed interval"]
    print(
        f"ratio: {hot_lost / lost:.2f} of the posts lost, {median(hot_delays) / median(delays):.2f} of the delay"
    )


if __name__ == "__main__":
    main()
