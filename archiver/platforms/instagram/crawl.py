"""Visit a profile and its posts, as far as they are shown to this vantage.

Logged out a profile shows the first posts, without dates, so each post not known whole is visited by itself.
With a session the listing tells posts whole; it is scrolled to its end, and the reels tab after it.
"""

from dataclasses import replace

from archiver.model.account import Account
from archiver.model.capture import Limit, Outcome, Reach
from archiver.model.gap import GapReason
from archiver.model.reading import Availability, Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import SESSION_ENDED
from archiver.platforms.instagram import listing, media_wanted, post_pages, reaching, urls
from archiver.platforms.instagram.listing import GRID, REELS
from archiver.ports import Crawled, Holdings, Limits, Owner, Visit

_ANOTHER = "another_account"
_RENAMED = "renamed"


def crawl(visit: Visit, target: TargetRef, holdings: Holdings, limits: Limits) -> Crawled:
    """Read the profile's listings, each listed post that is not known whole, and the media that are not held."""
    profile = visit.read(urls.address(target), pictured=False)
    account = _account(profile, target)
    if account is None or (refused := _refused(visit, account, holdings)):
        if not _has_ended(visit):
            visit.picture()
        return _stopped(visit, account, limits, refused if account else _why_not(visit, profile, holdings))
    broken_by = _list(visit, target, account, holdings, limits)
    if _has_ended(visit):
        return _stopped(visit, account, limits, SESSION_ENDED)
    unchanged = holdings.unchanged(visit.reading)
    wanted = reaching.listed(visit.reading, account)[: limits.posts]
    broken_by, cut = (broken_by, 0) if broken_by else post_pages.read_unread(visit, wanted, holdings)
    lost = media_wanted.receive(visit, wanted, holdings)
    reach = reaching.reach(visit, account, limits)
    reason = broken_by.value if broken_by else _lacking(visit, account, reach, cut=cut, lost=lost)
    if not reason:
        return Crawled(Outcome.COMPLETE, "", reach, unchanged)
    return Crawled(Outcome.PARTIAL, reason, replace(reach, limit=None) if broken_by else reach)


def _refused(visit: Visit, account: Account, holdings: Holdings) -> str:
    """Say why an account that is shown is not read: it is private, or another than the one that was watched."""
    if _has_ended(visit):
        # What a stranger is shown is no answer to a session, and to ask on as neither helps nobody.
        return SESSION_ENDED
    if account.private:
        return Availability.PRIVATE.value
    return _ANOTHER if holdings.account_id not in ("", account.account_id) else ""


def _why_not(visit: Visit, profile: Reading, holdings: Holdings) -> str:
    """Say why no account is shown; where it is not found, a post of it may show under which name it goes now."""
    refusal = _refusal(visit, profile)
    post = holdings.newest() if holdings.account_id and refusal == Availability.NOT_FOUND else None
    if post is None:
        return refusal
    shown = visit.read(urls.address(post), pictured=False)
    found = owner(shown, post)
    return _RENAMED if found and found.account_id == holdings.account_id else refusal


def _stopped(visit: Visit, account: Account | None, limits: Limits, reason: str) -> Crawled:
    """Say that a visit was not gone on with: partial where something of the account was listed all the same."""
    if reason == _ANOTHER:
        return Crawled(Outcome.BLOCKED, reason, Reach())
    reach = replace(reaching.reach(visit, account, limits), limit=None)
    return Crawled(Outcome.PARTIAL if reach.listed else _unseen(reason), reason, reach)


def _unseen(reason: str) -> Outcome:
    """Give the outcome of a visit that was shown nothing: an answer that broke off refuses nothing."""
    return Outcome.FAILED if reason == GapReason.NOT_RECEIVED else Outcome.BLOCKED


def _lacking(visit: Visit, account: Account, reach: Reach, *, cut: int, lost: int) -> str:
    """Say what a visit that was gone through lacks; empty where it lacks nothing."""
    if cut:
        return "posts_not_received"
    if lost:
        return "media_not_received"
    if reach.limit is None:
        return "consent_dialog" if visit.dialogs() else "listing_unfinished"
    short = reaching.short(visit, account, reach)
    return "listing_empty" if short and not reach.listed else ""


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
    for post in reaching.listed(visit.reading, account)[:1]:
        visit.read(urls.page_addresses(post, post_pages.product(visit.reading, post))[0], pictured=False)


_A_PAGE_MORE = Limits(posts=13)
"""One more than a first page lists."""


def crawl_post(visit: Visit, post: PostRef, address: str) -> Crawled:
    """Read one post at an address of its own, and its media."""
    reading = visit.read(address)
    visit.picture()
    if _has_ended(visit):
        return Crawled(Outcome.BLOCKED, SESSION_ENDED, Reach())
    if not post_pages.shows(reading, post):
        refusal = _refusal(visit, reading)
        return Crawled(_unseen(refusal), refusal, Reach())
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


def _refusal(visit: Visit, reading: Reading) -> str:
    """Give what the answer says instead of content; a live page of something else says nothing of this."""
    if _has_ended(visit):
        return SESSION_ENDED
    page = post_pages.document(reading)
    if page is None or page.availability is Availability.LIVE:
        return Availability.UNKNOWN.value
    if page.availability is Availability.UNKNOWN and not page.received:
        return GapReason.NOT_RECEIVED.value
    return page.availability.value
