"""How looks are told, of whatever verb they came with: for people as each ends, for scripts at the end."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver.cli.speaking import TerminalProgress, say, say_json, tell
from archiver.cli.stamping import print_stamps, stamps_as_json, tell_of_trouble
from archiver.errors import ArchiverError

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.operations.crawl import CrawlResult


def told(
    looks: "Iterable[CrawlResult]",
    archive: "Archive",
    progress: TerminalProgress,
    *,
    json: bool,
    quiet: bool = False,
) -> "list[CrawlResult]":
    """Tell of each look as it ends, for people or at the end for scripts; give them all.

    A `quiet` run tells people of what is not complete alone: cron sends by mail whatever is printed.
    """
    results: list[CrawlResult] = []
    cautions: set[str] = set()
    try:
        for result in looks:
            progress.clear()
            results.append(result)
            if not json and not quiet:
                print_look(result, archive.layout.root)
            elif result.sentence:
                tell(f"{result.asked}: {result.sentence}" if quiet else result.sentence)
            if result.caution and result.caution not in cautions:
                tell(result.caution)
            cautions.add(result.caution)
    except ArchiverError:
        # What was looked at until then has its captures, of which a script must learn.
        if json and results:
            _say_all(results, archive)
        raise
    if json:
        _say_all(results, archive)
        tell_of_trouble(archive)
    elif quiet:
        tell_of_trouble(archive)
    elif results:
        print_stamps(archive)
    return results


def _say_all(results: "list[CrawlResult]", archive: "Archive") -> None:
    from archiver.ledger import checkpoints

    ledger = checkpoints.as_json(archive.custody.reach())
    captures = [as_json(result) for result in results]
    say_json({"captures": captures, "ledger": ledger, "stamps": stamps_as_json(archive)})


def as_json(result: "CrawlResult") -> dict[str, Any]:
    """Give a look as scripts read it (`docs/cli.md`)."""
    reach = result.reach
    return {
        "target": result.target,
        "capture": result.capture,
        "kind": result.kind.value,
        "vantage": result.vantage,
        "outcome": result.outcome.value,
        "reason": result.reason,
        "reach": {
            "listed": reach.listed,
            "claimed": reach.claimed,
            "limit": reach.limit.value if reach.limit else None,
        },
        "posts": result.posts,
        "new": result.new,
        "edited": result.edited,
        "missing": result.missing,
        "media": result.media,
        "gaps": result.gaps,
        "bytes_fetched": result.bytes_fetched,
        "bytes_stored": result.bytes_stored,
        "unchanged": result.unchanged,
        "held": result.held,
        "stories": result.stories,
        "highlights": result.highlights,
        "continues": result.continues,
        "surfaces": [
            {
                "surface": found.surface,
                "listed": len(found.entries),
                "claimed": found.claimed,
                "broken": found.broken.value if found.broken else None,
                "listed_before": len(found.before),
            }
            for found in result.surfaces
        ],
    }


def print_look(result: "CrawlResult", root: Path) -> None:
    """Print a look for people: first how much was seen of how much."""
    from archiver.operations.crawl import first_line

    say(f"{result.asked}: {first_line(result)}")
    if result.stand_in:
        say("  not authenticated: a stand-in answered in the platform's place")
    if result.sentence:
        say(f"  {result.outcome.value}: {result.sentence}")
    if result.capture is None:
        return
    for line in _seen(result):
        say(f"  {line}")
    say(f"  sealed in {root}/captures/{result.capture}")


def _seen(result: "CrawlResult") -> Iterator[str]:
    """Say in lines what was seen, and what of it is new."""
    understood, seen = result.understood
    yield f"{result.posts} posts, {result.new} new, {result.media} media, understood {understood} of {seen}"
    if result.stories is not None:
        stopped = f"; {result.stopped:,} calls that tell of it were stopped" if result.stopped else ""
        yield f"{result.stories:,} stories, {result.highlights:,} highlights{stopped}"
    if result.differing:
        yield f"{result.differing} held media came again with other bytes; both are kept"
    if result.edited or result.missing:
        yield f"{result.edited} edited, {result.missing} missing; 'archiver diff {result.target}' says which"
    if len(result.surfaces) > 1:
        yield ", ".join(f"{found.surface}: {len(found.entries):,} listed" for found in result.surfaces)
    if result.before:
        yield f"{result.before:,} of these by the look that was cut off, which this one went on from"
    if result.unchanged:
        what = "all is" if result.stories is None else "account, listings and posts are"
        yield f"{what} as the last look left {'it' if result.stories is None else 'them'}; no picture was taken"
    if result.gaps:
        yield f"{result.gaps} things could not be read; the manifest names each"
