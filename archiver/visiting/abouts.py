"""Read what the platform states of an account: at the first look from a vantage, and once a month from then on.

Whose page it was is asked years later. What these pages say cannot be had any more once the page is gone.
"""

from archiver.errors import NetworkError
from archiver.model.gap import Gap, GapReason
from archiver.model.reading import Availability
from archiver.model.refs import TargetRef
from archiver.ports import Holdings, Visit
from archiver.visiting import listing, post_pages
from archiver.visiting.site import Site


def read(site: Site, visit: Visit, target: TargetRef, holdings: Holdings) -> None:
    """Visit the pages about an account where it is time to, and picture them; what they do not state is a gap."""
    addresses = site.about_addresses(target)
    if not addresses or holdings.asked_about_lately(addresses):
        return
    for address in addresses:
        before = len(visit.reading.abouts)
        try:
            shown = visit.read(address)
        except NetworkError as error:
            visit.note(Gap(GapReason.NOT_RECEIVED, address, error.sentence))
            continue
        if len(visit.reading.abouts) > before:
            visit.picture()
            continue
        page = post_pages.document(shown)
        told = f"{page.availability.value}: {page.signal}" if page else "no page"
        busy = listing.refusal(shown) is Availability.RATE_LIMITED
        reason = GapReason.NOT_RECEIVED if busy else GapReason.NOTHING_STATED
        visit.note(Gap(reason, address, told, page.record if page else ""))
        if listing.refusal(shown) is not None:
            # Asking on would only deepen it.
            for other in addresses[addresses.index(address) + 1 :]:
                visit.note(Gap(reason, other, f"not asked for after {told}"))
            return
