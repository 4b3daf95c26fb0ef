"""What happens to posts and accounts of Instagram and Facebook."""

from dataclasses import replace
from datetime import UTC, datetime

from archiver.rehearsal.selftest.happening import AccountHappening, Effect, Happening
from archiver.simulator import happenings
from archiver.simulator.company import Company

HOME = "DE"
"""From where whoever is not signed in looks."""
_ELSEWHERE = "RU"
_AGAIN = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
_WORDS = "Andere Worte als zuvor."


def _first_slide(company: Company, code: str) -> Company:
    return happenings.remove_slide(company, code, 1)


def _moved_up(company: Company, code: str) -> Company:
    return happenings.reorder_grid(company, [code])


def _reposted(company: Company, code: str) -> Company:
    """Delete a post and publish its pictures anew, later than whatever was published so."""
    earlier = sum(post.taken_at >= _AGAIN for post in company.posts)
    at = _AGAIN.replace(hour=_AGAIN.hour + earlier)
    return happenings.repost(happenings.delete(company, code), code, at)


def _guessed_anew(company: Company, code: str) -> Company:
    alone = replace(company, posts=tuple(post for post in company.posts if post.code == code))
    (guessed,) = happenings.regenerate_alt_text(alone).posts
    return replace(company, posts=tuple(guessed if post.code == code else post for post in company.posts))


OF_POSTS = (
    Happening("taken away", Effect.GONE, happenings.delete),
    Happening("put aside by its owner", Effect.GONE, happenings.hide_post),
    Happening("taken down", Effect.GONE, happenings.take_down),
    Happening("taken away and published anew", Effect.REPOSTED, _reposted),
    Happening("nothing", Effect.NOTHING, lambda company, _: company),
    Happening(
        "caption edited", Effect.EDITED, lambda company, code: happenings.edit_caption(company, code, _WORDS)
    ),
    Happening("a slide removed", Effect.PICTURE_GONE, _first_slide),
    Happening("hidden from the listings", Effect.UNLISTED, happenings.hide_from_grid),
    Happening("kept to the reels tab", Effect.NOTHING, happenings.reels_only),
    Happening("pinned", Effect.NOTHING, happenings.pin),
    Happening("moved up", Effect.LIFTED, _moved_up),
    Happening("written anew", Effect.NOTHING, happenings.reencode),
    Happening("alternative text guessed anew", Effect.NOTHING, _guessed_anew),
    Happening(
        "limited by age",
        Effect.KEPT,
        lambda company, code: happenings.restrict(company, code, happenings.AGE),
    ),
    Happening(
        "limited to followers",
        Effect.KEPT,
        lambda company, code: happenings.restrict(company, code, happenings.AUDIENCE),
    ),
    Happening(
        "limited to other countries",
        Effect.KEPT,
        lambda company, code: happenings.restrict(company, code, happenings.country(HOME)),
    ),
    Happening(
        "limited in a country that nobody looks from",
        Effect.NOTHING,
        lambda company, code: happenings.restrict(company, code, happenings.country(_ELSEWHERE)),
    ),
)
ON_INSTAGRAM = (
    Happening(
        "translated",
        Effect.NOTHING,
        lambda company, code: happenings.translate_caption(company, code, "en", _WORDS),
    ),
)
"""How Facebook marks a translation that it shows in the place of what was written is not known."""
BACK = Happening("brought back", Effect.BACK, happenings.restore)
OF_ACCOUNTS = (
    AccountHappening("the account goes private", "private", happenings.go_private),
    AccountHappening("the account closes", "not_found", happenings.close_account),
    AccountHappening(
        "the account is renamed",
        "renamed",
        lambda company: happenings.rename(company, f"{company.handle}.neu"),
    ),
)
