"""Staalborg Automation, a partner of Hartmann's on the same network, and a post that both stand for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from archiver.simulator.company import Company, Medium, Post, number
from archiver.simulator.hartmann import ACCOUNT, PARTNER

_DAYS = (
    ("2026-11-16T08:15:40", "Robot cell R-12, ready for dispatch 🤖 #automation"),
    ("2026-08-03T12:00:07", "Our new hall in Esbjerg. Thank you all for coming!"),
    ("2026-01-21T15:45:29", "Grippers, feeders & more: see the catalogue #gripper"),
)
_TOGETHER = "Staalborg & Hartmann: one cell, one spindle, zero play. @hartmann.werkzeuge #automation"


def staalborg() -> Company:
    """Give the partner's account, with three posts of its own and the one that both stand for."""
    posts = (*(_post(when, words) for when, words in _DAYS), joint())
    return Company(
        account=PARTNER,
        biography="Automation that fits. Esbjerg 🇩🇰",
        links=(("", "https://staalborg-automation.example/"),),
        followers=3_310,
        following=204,
        posts=tuple(sorted(posts, key=lambda post: post.taken_at, reverse=True)),
    )


def joint() -> Post:
    """Give the partner's post that both stand for, as either account lists it."""
    post = _post("2026-10-12T10:30:51", _TOGETHER)
    return replace(post, owner=PARTNER, coauthors=(ACCOUNT,), likes=410)


def _post(when: str, words: str) -> Post:
    taken_at = datetime.fromisoformat(when).replace(tzinfo=UTC)
    pk = number(taken_at - timedelta(minutes=4), f"staalborg/{when}")
    return Post(pk, taken_at, words, (Medium(pk, f"Staalborg, {taken_at:%B %Y}", 1080, 1080),), likes=90)
