"""What happens to the demo's company between two looks, and what of it is true."""

from archiver.simulator import happenings
from archiver.simulator.company import Company
from archiver.simulator.conditions import Conditions, Locate, under
from archiver.simulator.hartmann import hartmann
from archiver.simulator.truth import truths

POSTS = 66
_REMOVED, _EDITED = 24, 3
_HEAD, _TAIL = 4, 3
"""Posts at either end of the grid that are left alone, so that every other stands between posts that stay."""
COUNTRY = "DE"


def before() -> Company:
    """Give the company as it was when it was looked at first."""
    return hartmann(older=POSTS - 6, mixed=True)


def after(company: Company) -> Company:
    """Give it as it is after a reporter called: 24 posts gone, and a few things that are no removals."""
    inner = company.grid[_HEAD:-_TAIL]
    gone, kept = inner[::2][:_REMOVED], [post for post in inner if post not in inner[::2][:_REMOVED]]
    for post in gone:
        company = happenings.delete(company, post.code)
    carousel = next(post for post in kept if post.kind == "carousel")
    pictures = [post for post in kept if post.kind == "image"]
    company = happenings.remove_slide(company, carousel.code, 2)
    for post in pictures[:_EDITED]:
        company = happenings.edit_caption(company, post.code, f"{post.caption} (gesehen: 2026)")
    company = happenings.pin(company, pictures[_EDITED].code)
    company = happenings.hide_from_grid(company, pictures[_EDITED + 1].code)
    # In what a stranger is shown, so that the logged-out look misses it too.
    limited = next(post for post in company.grid[1:_HEAD] if post.kind == "image")
    return happenings.restrict(company, limited.code, happenings.country(COUNTRY))


def seen_from_there() -> Conditions:
    """Place whoever looks without a session in the country to which the limited post is not shown."""
    return under(Locate(who="logged out", country=COUNTRY))


def removed(company: Company) -> set[str]:
    """Give the posts that are in truth shown to nobody while their owner is there."""
    return {code for code, truth in truths(company).items() if truth.standing == "absent_for_all"}
