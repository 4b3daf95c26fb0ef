"""How a profile and a post are visited: the profile, the pages of posts not yet known whole, their media."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archiver.model.account import Account
from archiver.model.capture import Limit, Outcome, Reach
from archiver.model.gap import Gap, GapReason
from archiver.model.post import Observation
from archiver.model.reading import Availability, ListingPage, Page, Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.platforms.instagram import urls
from archiver.ports import Crawled, Holdings, Limits, Owner, Visit, Wanted

_STOPS = {Availability.WALLED, Availability.RATE_LIMITED}


def crawl(visit: Visit, target: TargetRef, holdings: Holdings, limits: Limits) -> Crawled:
    """Read the profile, then each listed post that is not known whole."""
    profile = visit.read(urls.address(target))
    visit.picture()
    account = _account(profile, target)
    if account is None or account.private:
        return Crawled(Outcome.BLOCKED, _refusal(profile).value, _reach(visit, account, (), limits))
    listed = _listed(profile, account)
    reach = _reach(visit, account, listed, limits)
    wanted = listed[: limits.posts]
    unknown = [post for post in wanted if not holdings.knows_whole(post)]
    broken_by = _read_posts(visit, unknown)
    lost = visit.fetch(_media(visit.reading, unknown))
    if broken_by is not None:
        return Crawled(Outcome.PARTIAL, broken_by.value, _broken(reach))
    if lost:
        return Crawled(Outcome.PARTIAL, "media_not_received", reach)
    if reach.limit is None:
        return Crawled(Outcome.PARTIAL, "listing_unfinished", reach)
    return Crawled(Outcome.COMPLETE, "", reach)


def crawl_post(visit: Visit, post: PostRef, address: str) -> Crawled:
    """Read one post at an address of its own, and its media."""
    reading = visit.read(address)
    visit.picture()
    if not _shows(reading, post):
        return Crawled(Outcome.BLOCKED, _refusal(reading).value, Reach())
    lost = visit.fetch(_media(reading, [post]))
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


def _listed(profile: Reading, account: Account) -> tuple[PostRef, ...]:
    """Give the posts of the account's own listing in order; a listing of anyone else's is none."""
    entries = [entry for listing in _own(profile, account) for entry in listing.entries if entry is not None]
    return tuple(dict.fromkeys(entries))


def _own(reading: Reading, account: Account) -> list[ListingPage]:
    """Give the pages of the account's own grid: another's listing, or another surface, tells nothing of it."""
    return [
        listing
        for listing in reading.listings
        if listing.owner_id == account.account_id and listing.surface == "grid"
    ]


def _reach(visit: Visit, account: Account | None, listed: Sequence[PostRef], limits: Limits) -> Reach:
    claimed = account.posts if account else None
    return Reach(
        listed=len(listed[: limits.posts]),
        claimed=claimed.value if claimed else None,
        claimed_exactly=bool(claimed and claimed.exact),
        limit=_limit(visit, account, listed, limits) if account and not account.private else None,
    )


def _limit(visit: Visit, account: Account, listed: Sequence[PostRef], limits: Limits) -> Limit | None:
    if limits.posts is not None and len(listed) > limits.posts:
        return Limit.BUDGET
    own = _own(visit.reading, account)
    if not own or own[-1].more is None:
        return None
    if not own[-1].more:
        return Limit.END
    return None if visit.vantage.session else Limit.LOGGED_OUT


def _broken(reach: Reach) -> Reach:
    return Reach(reach.listed, reach.claimed, reach.claimed_exactly, None)


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
        if page.availability in _STOPS or page.empty:
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
        if answer is not None and answer.availability in _STOPS:
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


def _media(reading: Reading, posts: Sequence[PostRef]) -> list[Wanted]:
    """Name the media of posts, each post by its fullest observation."""
    fullest: dict[PostRef, Observation] = {}
    for observation in reading.observations:
        known = fullest.get(observation.ref)
        if known is None or observation.whole >= known.whole:
            fullest[observation.ref] = observation
    return [
        Wanted(str(post), medium.candidates)
        for post in posts
        if post in fullest
        for medium in fullest[post].media
    ]
