"""Visit an account and its posts, as far as they are shown to this vantage.

Logged out an account shows its first posts and not all of each, so each that is not known whole is visited by
itself. With a session each of its listings is scrolled to its end.
"""

from dataclasses import replace

from archiver.model.account import Account
from archiver.model.capture import Limit, Outcome, Reach
from archiver.model.gap import GapReason
from archiver.model.reading import Availability, Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import SESSION_ENDED
from archiver.ports import Crawled, Holdings, Limits, Owner, Visit
from archiver.visiting import abouts, listing, media_wanted, post_pages, reaching, trays
from archiver.visiting.site import Site

_ANOTHER = "another_account"
_RENAMED = "renamed"


def crawl(site: Site, visit: Visit, target: TargetRef, holdings: Holdings, limits: Limits) -> Crawled:
    """Read the account's listings, each listed post that is not known whole, and the media that are not held."""
    profile = visit.read(site.address(target), pictured=False)
    account = _account(profile, target)
    if account is None or (refused := _refused(visit, account, holdings)):
        if not _has_ended(visit):
            visit.picture()
        reason = refused if account else _why_not(site, visit, profile, holdings)
        return _stopped(site, visit, account, holdings, limits, reason)
    broken_by = _list(site, visit, target, account, holdings, limits)
    if _has_ended(visit):
        return _stopped(site, visit, account, holdings, limits, SESSION_ENDED)
    unchanged = holdings.unchanged(visit.reading)
    reads_stories = limits.stories and bool(visit.vantage.session)
    if reads_stories and broken_by is None:
        broken_by = trays.read(site, visit, target, account)
        if _has_ended(visit):
            return _stopped(site, visit, account, holdings, limits, SESSION_ENDED)
    lost = trays.receive(visit, account, holdings) if reads_stories else 0
    wanted = reaching.listed(site, visit.reading, account, holdings)[: limits.posts]
    broken_by, cut = (broken_by, 0) if broken_by else post_pages.read_unread(site, visit, wanted, holdings)
    # What a listing of pictures named by itself may be known by now as a part of a post.
    known = set(reaching.listed(site, visit.reading, account, holdings))
    lost += media_wanted.receive(visit, [post for post in wanted if post in known], holdings)
    if broken_by is None:
        abouts.read(site, visit, target, holdings)
    reach = reaching.reach(site, visit, account, holdings, limits)
    reason = broken_by.value if broken_by else _lacking(site, visit, account, holdings, reach, cut, lost)
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


def _why_not(site: Site, visit: Visit, profile: Reading, holdings: Holdings) -> str:
    """Say why no account is shown; where it is not found, a post of it may show under which name it goes now."""
    refusal = _refusal(visit, profile)
    post = holdings.newest() if holdings.account_id and refusal == Availability.NOT_FOUND else None
    if post is None:
        return refusal
    shown = visit.read(site.address(post), pictured=False)
    found = owner(shown, post)
    return _RENAMED if found and found.account_id == holdings.account_id else refusal


def _stopped(
    site: Site, visit: Visit, account: Account | None, holdings: Holdings, limits: Limits, reason: str
) -> Crawled:
    """Say that a visit was not gone on with: partial where something of the account was listed all the same."""
    if reason == _ANOTHER:
        return Crawled(Outcome.BLOCKED, reason, Reach())
    reach = replace(reaching.reach(site, visit, account, holdings, limits), limit=None)
    return Crawled(Outcome.PARTIAL if reach.listed else _unseen(reason), reason, reach)


def _unseen(reason: str) -> Outcome:
    """Give the outcome of a visit that was shown nothing: an answer that broke off refuses nothing."""
    return Outcome.FAILED if reason == GapReason.NOT_RECEIVED else Outcome.BLOCKED


def _lacking(
    site: Site, visit: Visit, account: Account, holdings: Holdings, reach: Reach, cut: int, lost: int
) -> str:
    """Say what a visit that was gone through lacks; empty where it lacks nothing.

    `cut` and `lost` count posts' pages and media that got no whole answer.
    """
    if cut:
        return "posts_not_received"
    if lost:
        return "media_not_received"
    if reach.limit is None:
        return "consent_dialog" if visit.dialogs() else "listing_unfinished"
    short = reaching.short(site, visit, account, holdings, reach)
    return "listing_empty" if short and not reach.listed else ""


def _list(
    site: Site, visit: Visit, target: TargetRef, account: Account, holdings: Holdings, limits: Limits
) -> Availability | None:
    """Read what stands on the account's own page, and with a session all of each listing; picture what changed."""
    if not visit.vantage.session:
        _picture_if_changed(visit, holdings)
        return None
    for surface in site.surfaces:
        if surface != site.surfaces[0]:
            visit.read(site.surface_address(target, surface), pictured=False)
        broken_by = listing.to_the_end(visit, account, surface, limits, holdings.earlier)
        _picture_if_changed(visit, holdings)
        if broken_by is not None:
            return broken_by
    return None


def _picture_if_changed(visit: Visit, holdings: Holdings) -> None:
    if not holdings.unchanged(visit.reading):
        visit.picture()


def _has_ended(visit: Visit) -> bool:
    """Tell whether the platform no longer knows the session that the visit was made with."""
    return bool(visit.vantage.session) and visit.reading.signed_out


def glance(site: Site, visit: Visit, target: TargetRef) -> None:
    """Read the account's page, with a session a page of each listing, and the page of the first post listed."""
    profile = visit.read(site.address(target), pictured=False)
    account = _account(profile, target)
    if account is None or account.private:
        return
    if visit.vantage.session:
        first, *others = site.surfaces
        listing.to_the_end(visit, account, first, _A_PAGE_MORE)
        for surface in others:
            visit.read(site.surface_address(target, surface), pictured=False)
    for post in reaching.listed(site, visit.reading, account)[:1]:
        visit.read(site.next_page(visit.reading, post, ()) or site.address(post), pictured=False)


_A_PAGE_MORE = Limits(posts=13)
"""One more than a first page lists."""


def crawl_post(site: Site, visit: Visit, post: PostRef, address: str) -> Crawled:
    """Read one post at an address of its own, and its media."""
    reading = visit.read(address)
    visit.picture()
    if _has_ended(visit):
        return Crawled(Outcome.BLOCKED, SESSION_ENDED, Reach())
    post = site.named(reading, post)
    if not post_pages.shows(site, reading, post):
        refusal = _refusal(visit, reading)
        return Crawled(_unseen(refusal), refusal, Reach())
    for further in post_pages.pages_of(site, visit, post, [address], pictured=False):
        if listing.refusal(further) is not None:
            break
    lost = media_wanted.fetch_all(visit, [post])
    reach = Reach(listed=1, claimed=1, claimed_exactly=True, limit=Limit.END)
    if not any(seen.ref == post for seen in visit.reading.observations):
        return Crawled(Outcome.PARTIAL, "post_not_understood", reach)
    if lost:
        return Crawled(Outcome.PARTIAL, "media_not_received", reach)
    return Crawled(Outcome.COMPLETE, "", reach)


def owner(reading: Reading, post: PostRef) -> Owner | None:
    """Say whose post it is; None where no answer shows it."""
    for observation in reading.observations:
        if observation.ref == post and observation.owner_name:
            return Owner(observation.owner_name, observation.owner_id)
    return None


def _account(profile: Reading, target: TargetRef) -> Account | None:
    return next((account for account in profile.accounts if account.is_of(target)), None)


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
