"""Ask again: before posts that are concluded to be no longer shown are handed over, each is asked for once more."""

from collections.abc import Iterator

from archiver.archive import Archive
from archiver.model.refs import PostRef, TargetRef
from archiver.operations import covering, naming
from archiver.operations.asking import looks_at_hand
from archiver.operations.bundle.choosing import Selection, removed
from archiver.operations.crawl import CrawlResult, follow
from archiver.ports import Progress, Stop


def ask_again(
    archive: Archive, selection: Selection, progress: Progress, stop: Stop
) -> Iterator[CrawlResult]:
    """Ask for the concluded posts of a selection; a checkpoint covers what came of it. Raises StoreError."""
    posts = _by_target(archive, selection)
    if not posts:
        return
    covering.begin(archive)
    try:
        for target, asked in posts.items():
            if not stop.requested:
                yield from follow(archive, looks_at_hand(archive, target), progress, stop, only=asked)
    finally:
        covering.cover(archive)


def _by_target(archive: Archive, selection: Selection) -> dict[TargetRef, list[PostRef]]:
    found: dict[TargetRef, list[PostRef]] = {}
    for post in removed(archive, selection):
        if not post.is_story and (not selection.posts or post in selection.posts):
            found.setdefault(naming.filed_under(archive, post), []).append(post)
    return found
