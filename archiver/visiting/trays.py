"""Read an account's stories: page by page, and so that nobody is told of it."""

from archiver.model.account import Account
from archiver.model.gap import Gap, GapReason
from archiver.model.merging import merged
from archiver.model.reading import Availability
from archiver.model.refs import TargetRef
from archiver.ports import Holdings, Visit
from archiver.visiting import listing, media_wanted, post_pages
from archiver.visiting.site import Site


def read(site: Site, visit: Visit, target: TargetRef, account: Account) -> Availability | None:
    """Read the pages of the day's stories and of highlights; give what made an end of it, if something did."""
    addresses = site.story_pages(visit.reading, target, account)
    if not addresses:
        return None
    if any(shelf.more for shelf in visit.reading.shelves if shelf.owner_id == account.account_id):
        detail = "more are said to follow than the profile names, and are not asked for"
        visit.note(Gap(GapReason.NOT_FOLLOWED, f"the highlights of {account.handle}", detail))
    with visit.unseen():
        for address in addresses:
            before = len(visit.reading.trays)
            reading = visit.read(address, pictured=False)
            refused = listing.refusal(reading)
            if refused is not None:
                return refused
            if visit.reading.signed_out:
                return None
            if len(visit.reading.trays) == before:
                page = post_pages.document(reading)
                told = f"{page.availability.value}: {page.signal}" if page is not None else "no answer"
                record = page.record if page is not None else ""
                visit.note(Gap(GapReason.PAGE_WITHOUT_CONTENT, address, told, record))
    return None


def receive(visit: Visit, account: Account, holdings: Holdings) -> int:
    """Fetch the media of an account's own stories that are not held; give how many got no answer."""
    own = merged(story for story in visit.reading.stories if story.owner_id == account.account_id)
    return media_wanted.receive_of(visit, own, list(own), holdings)
