"""Recheck: ask now for posts in question, or for one post, whether it is due or not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archiver.archive import Archive
from archiver.errors import AddressError
from archiver.model.refs import PostRef, TargetRef
from archiver.operations import asking, covering, media_absence, naming
from archiver.operations.absence import questions
from archiver.operations.asking import at_hand_of, looks_at_hand
from archiver.operations.crawl import CrawlResult, follow
from archiver.ports import Progress, Stop

_SHOW = "How it stood is said by: archiver show {ref}"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be asked for again."""

    target: TargetRef
    post: PostRef | None
    """One post of it; None for all that is in question."""


def named(archive: Archive, texts: Iterable[str]) -> list[Subject]:
    """Give what texts name, before anything is asked. Raises AddressError where one names nothing captured."""
    return list(dict.fromkeys(_named(archive, text) for text in texts))


def watched(archive: Archive) -> tuple[list[Subject], list[AddressError]]:
    """Give the watched targets, and why those of which there is no capture yet are passed over.

    Raises AddressError where none is watched, or one is not understood.
    """
    looks = asking.watched(archive.settings)
    subjects, passed_over = [], []
    for target, post in dict.fromkeys((look.target, look.post) for look in looks):
        try:
            subjects.append(_captured(archive, post or target))
        except AddressError as error:
            passed_over.append(error)
    return subjects, passed_over


def recheck(
    archive: Archive, subjects: Iterable[Subject], progress: Progress, stop: Stop
) -> Iterator[CrawlResult]:
    """Ask for each target's posts in question, or for one post of it; a checkpoint covers what was done.

    Raises StoreError where none can be made.
    """
    covering.begin(archive)
    try:
        for each in subjects:
            posts = [each.post] if each.post is not None else _in_question(archive, each.target)
            if posts and not stop.requested:
                looks = looks_at_hand(archive, each.target)
                yield from follow(archive, looks, progress, stop, only=posts)
                covering.cover_where_due(archive)
    finally:
        covering.cover(archive)


def _in_question(archive: Archive, target: TargetRef) -> list[PostRef]:
    at_hand = at_hand_of(archive, target)
    found = [question.post for question in questions(archive, target, at_hand) if question.is_open]
    return list(dict.fromkeys(found + media_absence.in_question(archive, target, at_hand)))


def _named(archive: Archive, text: str) -> Subject:
    return _captured(archive, naming.ref_of(archive, text))


def _captured(archive: Archive, ref: PostRef | TargetRef) -> Subject:
    if isinstance(ref, PostRef) and ref.is_story:
        raise AddressError(f"{ref} is a story, which has no address to be asked by.", _SHOW.format(ref=ref))
    if isinstance(ref, PostRef):
        return Subject(naming.filed_under(archive, ref), ref)
    return Subject(naming.captured(archive, ref), None)
