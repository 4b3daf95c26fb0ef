"""What is true of every post that ever was, from the account and the conditions, never from an answer.

What an observer may at most conclude is measured against it: a removal of a post that is not absent for all
while its owner is present is a wrong one.
"""

from dataclasses import dataclass
from typing import Literal

from archiver.simulator.company import Company, Post
from archiver.simulator.conditions import (
    ALL,
    CALM,
    LOGGED_OUT,
    SIGNED_IN,
    BlockViewer,
    Conditions,
    Flap,
    Incident,
    ServeCached,
)
from archiver.simulator.happenings import Surface
from archiver.simulator.views import shown_to
from archiver.simulator.visitors import STRANGER, Visitor

Standing = Literal["shown", "absent_for_all", "absent_for_some", "unknown"]
Presence = Literal["present", "empty", "private", "closed"]


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a post stands, for whom it is absent, and why."""

    standing: Standing
    scopes: frozenset[str] = frozenset()
    """For whom, where it is for some: as `kept_from` and conditions name them."""
    because: str = ""


def truths(company: Company, conditions: Conditions = CALM) -> dict[str, Truth]:
    """Give the truth about every post that ever was, by its code."""
    return {post.code: truth(company, post, conditions) for post in company.posts}


def truth(company: Company, post: Post, conditions: Conditions = CALM) -> Truth:
    """Give the truth about one post."""
    because = _owner_away(company, post) or _owner_unseen(post, conditions)
    if because:
        return Truth("unknown", because=because)
    if post.withdrawn:
        return _withdrawn(post, conditions)
    scopes = _unfound_by(post, conditions) | post.kept_from | ({LOGGED_OUT} if post.gated else set())
    if _everybody(scopes):
        return Truth("unknown", because="nobody is shown it, though it is there")
    return Truth("absent_for_some", frozenset(scopes), "kept from some") if scopes else Truth("shown")


def presence(company: Company) -> Presence:
    """Give how the account itself stands, to a visitor who does not follow it."""
    if company.closed:
        return "closed"
    if company.private:
        return "private"
    return "present" if any(company.carries(post) for post in company.posts) else "empty"


def places(
    company: Company, surface: Surface, visitor: Visitor = STRANGER, conditions: Conditions = CALM
) -> tuple[str, ...]:
    """Give the codes that a listing would hold for a visitor if it were told to its end, in order."""
    shown = shown_to(company, conditions, visitor)
    return tuple(post.code for post in (shown.grid if surface == "grid" else shown.reels))


def _owner_away(company: Company, post: Post) -> str:
    """Give why nothing can be said of a post: whoever owns it does not show themselves."""
    if company.owner_of(post).pk in company.left:
        return "its owner is gone"
    if company.closed:
        return "the account is closed"
    return "the account is private" if company.private else ""


def _owner_unseen(post: Post, conditions: Conditions) -> str:
    """Give why the platform shows nobody whoever owns a post."""
    amiss = {one.who for one in (*conditions.all(Incident), *conditions.all(BlockViewer))}
    amiss |= {one.who for one in conditions.all(ServeCached) if _owner_away(one.older, post)}
    return "nobody is shown its owner" if _everybody(amiss) else ""


def _unfound_by(post: Post, conditions: Conditions) -> set[str]:
    """Give those who are not shown a post by what the platform does, though it be there."""
    met = (
        *conditions.all(Incident),
        *conditions.all(BlockViewer),
        *(flap for flap in conditions.all(Flap) if post.code in flap.codes),
        *(cached for cached in conditions.all(ServeCached) if not _once_shown_as_now(cached.older, post)),
    )
    return {condition.who for condition in met}


def _withdrawn(post: Post, conditions: Conditions) -> Truth:
    still = {cached.who for cached in conditions.all(ServeCached) if _once_shown(cached.older, post)}
    if _everybody(still):
        return Truth("unknown", because="what is shown is out of date")
    if still:
        return Truth("absent_for_some", frozenset(f"all but {who}" for who in still), "out of date for some")
    return Truth("absent_for_all", because=post.withdrawn)


def _once_shown(older: Company, post: Post) -> bool:
    was = older.post(post.code)
    return was is not None and not was.withdrawn and not _owner_away(older, was)


def _once_shown_as_now(older: Company, post: Post) -> bool:
    was = older.post(post.code)
    return _once_shown(older, post) and was is not None and was.kept_from <= post.kept_from


def _everybody(scopes: set[str]) -> bool:
    return ALL in scopes or {LOGGED_OUT, SIGNED_IN} <= scopes
