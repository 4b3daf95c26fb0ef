"""Recheck: ask now for posts in question, or for one post, whether it is due or not."""

from collections.abc import Iterator

from archiver.archive import Archive
from archiver.model.refs import PostRef, TargetRef
from archiver.operations import media_absence, naming
from archiver.operations.absence import questions
from archiver.operations.asking import at_hand_of, looks_at
from archiver.operations.crawl import CrawlResult, follow
from archiver.ports import Progress, Stop


def recheck(archive: Archive, text: str, progress: Progress, stop: Stop) -> Iterator[CrawlResult]:
    """Ask for one target's posts in question, or for one post of it. Raises AddressError, ConfigError."""
    target, post = _meant(archive, text)
    posts = [post] if post is not None else _in_question(archive, target)
    if posts:
        yield from follow(archive, looks_at(str(target), archive.settings), progress, stop, only=posts)


def _in_question(archive: Archive, target: TargetRef) -> list[PostRef]:
    at_hand = at_hand_of(archive, target)
    found = [question.post for question in questions(archive, target, at_hand) if question.is_open]
    return list(dict.fromkeys(found + media_absence.posts_pending(archive, target, at_hand)))


def _meant(archive: Archive, text: str) -> tuple[TargetRef, PostRef | None]:
    ref = naming.ref_of(archive, text)
    if isinstance(ref, PostRef):
        return naming.filed_under(archive, ref), ref
    return naming.target_of(archive, text), None
