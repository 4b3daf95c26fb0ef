"""How far the listings of an account were read, of how much the profile claims."""

from archiver.model.account import Account
from archiver.model.capture import Limit, Reach
from archiver.model.gap import Gap, GapReason
from archiver.model.merging import by_post, unattributed
from archiver.model.reading import Reading
from archiver.model.refs import PostRef
from archiver.ports import Holdings, Limits, Visit
from archiver.visiting import listing
from archiver.visiting.site import Site


def listed(
    site: Site, reading: Reading, account: Account, holdings: Holdings | None = None
) -> tuple[PostRef, ...]:
    """Give the posts of the account's own listings: the first's in order, then what only the later ones list.

    In the place of a medium that a listing names by itself stands its post, where this look or an earlier one told it.
    """
    told, earlier = by_post(reading), holdings.earlier if holdings is not None else None
    surfaces = (listing.listed(told, account, surface, earlier) for surface in site.surfaces)
    found = tuple(dict.fromkeys(post for posts in surfaces for post in posts))
    bare = unattributed(told.observations) & set(found)
    known = holdings.holders(bare) if holdings is not None and bare else {}
    return tuple(dict.fromkeys(known.get(post, post) for post in found))


def reach(site: Site, visit: Visit, account: Account | None, holdings: Holdings, limits: Limits) -> Reach:
    """Say how much of the first listing was read, of how much, and what limited it and the others.

    What the look listed that this one goes on from counts, where the two join.
    """
    claimed = account.posts if account else None
    found = listing.listed(visit.reading, account, site.surfaces[0], holdings.earlier) if account else ()
    return Reach(
        listed=len(found[: limits.posts]),
        claimed=claimed.value if claimed else None,
        claimed_exactly=bool(claimed and claimed.exact),
        limit=_limit(site, visit, account, holdings, limits) if account and not account.private else None,
    )


def _limit(site: Site, visit: Visit, account: Account, holdings: Holdings, limits: Limits) -> Limit | None:
    """Say what ended the listings; None where one of them broke off."""
    surfaces = site.surfaces if visit.vantage.session else site.surfaces[:1]
    ends = [_end(visit, account, surface, holdings, limits) for surface in surfaces]
    if None in ends:
        return None
    return next((end for end in ends if end is not Limit.END), Limit.END)


def _end(visit: Visit, account: Account, surface: str, holdings: Holdings, limits: Limits) -> Limit | None:
    found = listing.listed(visit.reading, account, surface, holdings.earlier)
    pages = listing.chained(visit.reading, account, surface, holdings.earlier)
    if not pages or pages[-1].more is None:
        return None
    if limits.posts is not None and (
        len(found) > limits.posts or (len(found) == limits.posts and pages[-1].more)
    ):
        return Limit.BUDGET
    if not pages[-1].more:
        return Limit.END
    return None if visit.vantage.session else Limit.LOGGED_OUT


def short(site: Site, visit: Visit, account: Account, holdings: Holdings, reach: Reach) -> int:
    """Say by how many posts the listings fall short of the profile's own count, and take it down."""
    if reach.limit is not Limit.END or not reach.claimed_exactly or reach.claimed is None:
        return 0
    lacking = reach.claimed - len(listed(site, visit.reading, account, holdings))
    if lacking > 0:
        detail = f"{reach.claimed - lacking} listed, {reach.claimed} claimed, and no more is said to follow"
        visit.note(Gap(GapReason.LISTING_SHORT, f"the listings of {account.handle}", detail))
    return max(0, lacking)
