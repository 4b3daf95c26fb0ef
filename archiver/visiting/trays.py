"""Read an account's stories: page by page, and so that nobody is told of it."""

from archiver.model.account import Account
from archiver.model.gap import Gap, GapReason
from archiver.model.merging import merged
from archiver.model.reading import Availability, Reading
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
                _note_without(visit, address, reading, target)
    return None


def _note_without(visit: Visit, address: str, reading: Reading, target: TargetRef) -> None:
    """Take down that a page showed no story, unless it led to the account's own: then there may be none to show."""
    page = post_pages.document(reading)
    if page is None:
        visit.note(Gap(GapReason.PAGE_WITHOUT_CONTENT, address, "no answer"))
    elif not page.shows(target):
        said = f"{page.availability.value}: {page.signal}"
        visit.note(Gap(GapReason.PAGE_WITHOUT_CONTENT, address, said, page.record))


def receive(visit: Visit, account: Account, holdings: Holdings) -> int:
    """Fetch the media of an account's own stories that are not held; give how many got no answer."""
    own = merged(story for story in visit.reading.stories if story.owner_id == account.account_id)
    return media_wanted.receive_of(visit, own, list(own), holdings)
