"""The account as one visitor is shown it now: what a page is then written from, and nothing else.

The conditions are those in force for the request.
"""

from dataclasses import replace

from archiver.simulator.company import Company, Post
from archiver.simulator.conditions import (
    AnswerEmpty,
    BlockViewer,
    BreakShape,
    Conditions,
    Flap,
    Incident,
    Locate,
    NullEdge,
    ServeCached,
    Speak,
    SplitBySession,
    TruncateFeed,
)
from archiver.simulator.happenings import AGE, AUDIENCE, country
from archiver.simulator.languages import guessed
from archiver.simulator.spoiling import Spoiling
from archiver.simulator.visitors import Visitor

_ENGLISH = ("en", "*", "")


def shown_to(company: Company, conditions: Conditions, visitor: Visitor, turn: int = 0) -> Company:
    """Give what a visitor is shown who asked for the same address `turn` times before."""
    cached = conditions.one(ServeCached, visitor)
    found = _found_by(cached.older if cached else company, conditions, placed(visitor, conditions), turn)
    block = conditions.one(BlockViewer, visitor)
    if block is None or found.closed:
        return found
    return replace(found, posts=(), stories=(), highlights=(), closed=not block.shows_profile)


def placed(visitor: Visitor, conditions: Conditions) -> Visitor:
    """Give a visitor with the country and language the platform takes them to have."""
    located, spoken = conditions.one(Locate, visitor), conditions.one(Speak, visitor)
    return replace(
        visitor,
        country=located.country if located else visitor.country,
        language=spoken.language if spoken else visitor.language,
    )


def _found_by(company: Company, conditions: Conditions, visitor: Visitor, turn: int) -> Company:
    neighbours = tuple(_found_by(other, conditions, visitor, turn) for other in company.neighbours)
    if company.closed or conditions.one(Incident, visitor):
        return replace(company, posts=(), closed=True, neighbours=neighbours)
    admits = visitor.signed_in and visitor.name in company.followed_by
    flapping = conditions.one(Flap, visitor) if turn % 2 else None
    amiss = flapping.codes if flapping else frozenset()
    posts = tuple(
        _worded_for(post, visitor)
        for post in company.posts
        if _found(company, post)
        and post.code not in amiss
        and not post.kept_from & _told_apart(visitor, admits=admits)
    )
    return replace(
        company,
        posts=posts,
        admits=admits,
        neighbours=neighbours,
        spoiling=_spoiling(conditions, visitor),
        older_layout=conditions.one(SplitBySession, visitor) is not None,
    )


def _found(company: Company, post: Post) -> bool:
    return not post.withdrawn and company.owner_of(post).pk not in company.left


def _spoiling(conditions: Conditions, visitor: Visitor) -> Spoiling:
    broken, null = conditions.one(BreakShape, visitor), conditions.one(NullEdge, visitor)
    short = conditions.one(TruncateFeed, visitor)
    if conditions.one(AnswerEmpty, visitor):
        short = TruncateFeed(0, says_more=False)
    return Spoiling(
        ends_after=short.posts if short else None,
        says_more=short is not None and short.says_more,
        null=null.place if null else None,
        breaks=broken is not None,
        broken=broken.place if broken else None,
    )


def _told_apart(visitor: Visitor, *, admits: bool) -> set[str]:
    """Give the scopes of restrictions that meet a visitor."""
    scopes = {country(visitor.country)}
    if not visitor.signed_in:
        scopes.add(AGE)
    if not admits:
        scopes.add(AUDIENCE)
    return scopes


def _worded_for(post: Post, visitor: Visitor) -> Post:
    """Give a post in the visitor's language, and open to who has an account."""
    reads = visitor.language.partition("-")[0].lower()
    other = next((words for language, words in post.translations if language == reads), None)
    if other is not None:
        post = replace(post, caption=other, translated=True)
    if post.gated and visitor.signed_in:
        post = replace(post, gated=False)
    if reads in _ENGLISH:
        return post
    media = (replace(medium, alt=guessed(medium.alt, visitor.language)) for medium in post.media)
    return replace(post, media=tuple(media))
