"""Recheck: ask now for posts in question, or for one post, whether it is due or not."""

from collections.abc import Iterator, Sequence

from archiver.archive import Archive
from archiver.model.refs import PostRef, TargetRef
from archiver.operations import naming
from archiver.operations.absence import questions
from archiver.operations.crawl import CrawlResult, follow, looks_at
from archiver.operations.look import Asked, vantage_of
from archiver.ports import Progress, Stop


def recheck(archive: Archive, text: str, progress: Progress, stop: Stop) -> Iterator[CrawlResult]:
    """Ask for one target's posts in question, or for one post of it. Raises AddressError, ConfigError."""
    target, post = _meant(archive, text)
    looks = looks_at(str(target), archive.settings)
    posts = [post] if post is not None else in_question(archive, target, looks)
    if posts:
        yield from follow(archive, looks, looks, progress, stop, only=posts)


def in_question(archive: Archive, target: TargetRef, looks: Sequence[Asked]) -> list[PostRef]:
    """Give the posts of which a listing or a visit left it open whether they are shown."""
    at_hand = [str(vantage_of(archive, each.session)) for each in looks]
    return [question.post for question in questions(archive, target, at_hand) if question.is_open]


def _meant(archive: Archive, text: str) -> tuple[TargetRef, PostRef | None]:
    ref = naming.ref_of(archive, text)
    if isinstance(ref, PostRef):
        return naming.filed_under(archive, ref), ref
    return naming.target_of(archive, text), None
