"""Visit a profile and its posts, as far as they are shown to this vantage.

Logged out a profile shows the first posts, without dates, so each post not known whole is visited by itself.
With a session the listing tells posts whole; it is scrolled to its end, and the reels tab after it.
"""

from collections.abc import Iterable
from dataclasses import replace

from archiver.model.account import Account
from archiver.model.capture import Limit, Outcome, Reach
from archiver.model.gap import Gap, GapReason
from archiver.model.reading import Availability, Page, Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import SESSION_ENDED
from archiver.platforms.instagram import listing, media_wanted, urls
from archiver.platforms.instagram.listing import GRID, REELS, STOPS
from archiver.ports import Crawled, Holdings, Limits, Owner, Visit


def crawl(visit: Visit, target: TargetRef, holdings: Holdings, limits: Limits) -> Crawled:
    """Read the profile's listings, each listed post that is not known whole, and the media that are not held."""
    profile = visit.read(urls.address(target), pictured=False)
    account = _account(profile, target)
    if _has_ended(visit):
        # What a stranger is shown is no answer to a session, and to ask on as neither helps nobody.
        return Crawled(Outcome.BLOCKED, SESSION_ENDED, Reach())
    if account is None or account.private:
        visit.picture()
        return Crawled(Outcome.BLOCKED, _refusal(profile).value, _reach(visit, account, limits))
    if holdings.account_id not in ("", account.account_id):
        visit.picture()
        return Crawled(Outcome.BLOCKED, "another_account", Reach())
    broken_by = _list(visit, target, account, holdings, limits)
    if _has_ended(visit):
        reach = replace(_reach(visit, account, limits), limit=None)
        return Crawled(Outcome.PARTIAL, SESSION_ENDED, reach)
    unchanged = holdings.unchanged(visit.reading)
    reach = _reach(visit, account, limits)
    wanted = _listed(visit.reading, account)[: limits.posts]
    known = {seen.ref for seen in visit.reading.observations if seen.whole}
    unknown = [post for post in wanted if post not in known and not holdings.knows_whole(post, visit.reading)]
    broken_by = broken_by or _read_posts(visit, unknown)
    lost = media_wanted.receive(visit, wanted, holdings)
    if broken_by is not None:
        return Crawled(Outcome.PARTIAL, broken_by.value, replace(reach, limit=None))
    if lost:
        return Crawled(Outcome.PARTIAL, "media_not_received", reach)
    if reach.limit is None:
        return Crawled(Outcome.PARTIAL, "listing_unfinished", reach)
    return Crawled(Outcome.COMPLETE, "", reach, unchanged)


def _list(
    visit: Visit, target: TargetRef, account: Account, holdings: Holdings, limits: Limits
) -> Availability | None:
    """Read the grid, and with a session the reels tab; picture each that is not as it was."""
    if not visit.vantage.session:
        _picture_if_changed(visit, holdings)
        return None
    broken_by = listing.to_the_end(visit, account, GRID, limits)
    _picture_if_changed(visit, holdings)
    if broken_by is not None:
        return broken_by
    visit.read(urls.reels_address(target), pictured=False)
    broken_by = listing.to_the_end(visit, account, REELS, limits)
    _picture_if_changed(visit, holdings)
    return broken_by


def _picture_if_changed(visit: Visit, holdings: Holdings) -> None:
    if not holdings.unchanged(visit.reading):
        visit.picture()


def _has_ended(visit: Visit) -> bool:
    """Tell whether the platform no longer knows the session that the visit was made with."""
    return bool(visit.vantage.session) and visit.reading.signed_out


def glance(visit: Visit, target: TargetRef) -> None:
    """Read the profile, with a session the reels tab, and the page of the first post listed."""
    profile = visit.read(urls.address(target), pictured=False)
    account = _account(profile, target)
    if account is None or account.private:
        return
    if visit.vantage.session:
        listing.to_the_end(visit, account, GRID, _A_PAGE_MORE)
        visit.read(urls.reels_address(target), pictured=False)
    for post in _listed(visit.reading, account)[:1]:
        visit.read(urls.page_addresses(post, _product(visit.reading, post))[0], pictured=False)


_A_PAGE_MORE = Limits(posts=13)
"""One more than a first page lists."""


def crawl_post(visit: Visit, post: PostRef, address: str) -> Crawled:
    """Read one post at an address of its own, and its media."""
    reading = visit.read(address)
    visit.picture()
    if not _shows(reading, post):
        return Crawled(Outcome.BLOCKED, _refusal(reading).value, Reach())
    lost = media_wanted.fetch_all(visit, [post])
    reach = Reach(listed=1, claimed=1, claimed_exactly=True, limit=Limit.END)
    return (
        Crawled(Outcome.PARTIAL, "media_not_received", reach)
        if lost
        else Crawled(Outcome.COMPLETE, "", reach)
    )


def owner(reading: Reading, post: PostRef) -> Owner | None:
    """Say whose post it is; None where no answer shows it."""
    for observation in reading.observations:
        if observation.ref == post and observation.owner_name:
            return Owner(observation.owner_name, observation.owner_id)
    return None


def _account(profile: Reading, target: TargetRef) -> Account | None:
    return next((account for account in profile.accounts if account.handle.lower() == target.name), None)


def _refusal(reading: Reading) -> Availability:
    """Give what the answer says instead of content; a live page of something else says nothing of this."""
    page = _document(reading)
    if page is None or page.availability is Availability.LIVE:
        return Availability.UNKNOWN
    return page.availability


def _document(reading: Reading) -> Page | None:
    """Give the page that a visit ended at: the last, since redirects come before it."""
    return next((page for page in reversed(reading.pages) if page.document), None)


def _listed(reading: Reading, account: Account) -> tuple[PostRef, ...]:
    """Give the posts of the account's own listings: the grid's in order, then what only the reels tab lists."""
    surfaces = (listing.listed(reading, account, surface) for surface in (GRID, REELS))
    return tuple(dict.fromkeys(post for posts in surfaces for post in posts))


def _reach(visit: Visit, account: Account | None, limits: Limits) -> Reach:
    claimed = account.posts if account else None
    listed = listing.listed(visit.reading, account, GRID) if account else ()
    return Reach(
        listed=len(listed[: limits.posts]),
        claimed=claimed.value if claimed else None,
        claimed_exactly=bool(claimed and claimed.exact),
        limit=_limit(visit, account, limits) if account and not account.private else None,
    )


def _limit(visit: Visit, account: Account, limits: Limits) -> Limit | None:
    """Say what ended the listings; None where one of them broke off."""
    surfaces = (GRID, REELS) if visit.vantage.session else (GRID,)
    ends = [_end(visit, account, surface, limits) for surface in surfaces]
    if None in ends:
        return None
    return next((end for end in ends if end is not Limit.END), Limit.END)


def _end(visit: Visit, account: Account, surface: str, limits: Limits) -> Limit | None:
    listed = listing.listed(visit.reading, account, surface)
    pages = listing.pages_of(visit.reading, account, surface)
    if not pages or pages[-1].more is None:
        return None
    if limits.posts is not None and (
        len(listed) > limits.posts or (len(listed) == limits.posts and pages[-1].more)
    ):
        return Limit.BUDGET
    if not pages[-1].more:
        return Limit.END
    return None if visit.vantage.session else Limit.LOGGED_OUT


def _read_posts(visit: Visit, posts: Iterable[PostRef]) -> Availability | None:
    """Visit each post's own page; give what made an end of it before the last, if anything did."""
    for post in posts:
        page = _read_post(visit, post)
        if page is None:
            visit.note(Gap(GapReason.PAGE_WITHOUT_CONTENT, str(post), "no page was answered"))
            continue
        if page.availability is Availability.LIVE:
            continue
        detail = f"{page.availability.value}: {page.signal}"
        visit.note(Gap(GapReason.PAGE_WITHOUT_CONTENT, str(post), detail, page.record))
        if page.availability in STOPS or page.empty:
            # Asking on would only deepen it.
            return page.availability
    return None


def _read_post(visit: Visit, post: PostRef) -> Page | None:
    """Visit a post's page and picture it; a reel is asked at the address its profile links it by."""
    answer: Page | None = None
    for address in urls.page_addresses(post, _product(visit.reading, post)):
        reading = visit.read(address)
        answer = _document(reading)
        if _shows(reading, post):
            visit.picture()
            return answer
        if answer is not None and answer.availability in STOPS:
            return answer
    if answer is not None and answer.availability is Availability.LIVE:
        return replace(answer, availability=Availability.UNKNOWN, signal="it led to another page")
    return answer


def _shows(reading: Reading, post: PostRef) -> bool:
    """Tell whether a visit came to the post's own page, and the post was on it."""
    return any(
        page.document and page.availability is Availability.LIVE and urls.parse(page.address) == post
        for page in reading.pages
    )


def _product(reading: Reading, post: PostRef) -> str:
    return next((seen.product for seen in reading.observations if seen.ref == post), "")
