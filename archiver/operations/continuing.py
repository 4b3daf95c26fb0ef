"""Go on with a listing that was cut off: what it had listed, by the captures that hold it.

Whoever reads the later capture again needs the earlier one too: without it, or where it is another than the one that
was named, the later stands for what it listed itself.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from archiver import platforms
from archiver.archive import Archive
from archiver.derive.snapshot import sight
from archiver.errors import DamagedError
from archiver.model.capture import Capture, CaptureId, Continues, Outcome
from archiver.model.chain import chain, is_ended, joined, leads_on, meets
from archiver.model.earlier import Earlier
from archiver.model.merging import by_post, merged
from archiver.model.reading import ListingPage, Reading
from archiver.model.refs import TargetRef
from archiver.model.vantage import Vantage
from archiver.operations.rereading import reading_of
from archiver.store.sealed import SealedCaptures

FRESH = timedelta(hours=3)
"""How long ago a look may have ended for its cursors to be asked with."""
AT_MOST = timedelta(hours=6)
"""Within which all parts of one listing must have begun: what was listed first must still say something at its end."""
WORTH_GOING_ON = 3
"""Pages of a listing; fewer are read again in a moment, and what went from among them since is noticed then."""
_NOT_TO_BE_GONE_ON_WITH = frozenset(("listing_broken", "listing_not_understood"))
"""Reasons why a listing is no chain up to where it ended, or did not join the one before."""


def cut_off(archive: Archive, target: TargetRef, vantage: Vantage, began: datetime) -> Earlier | None:
    """Give the listings that the last look at a target from a vantage began and did not end; None where it ended them.

    `began` is when the look begins that is to go on with them: what was cut off long before is begun anew.
    """
    if not vantage.session or platforms.named(target.platform).is_site:
        return None  # a stranger is shown no second page, and each page of a site is asked by itself
    made = [look.capture for look in archive.catalog.looks.lately(str(target), str(vantage)) if look.capture]
    if not made:
        return None
    try:
        last = archive.sealed.read(CaptureId.parse(made[-1]))
        return _cut_off(archive.sealed, last, began)
    except DamagedError:
        return None  # which is said by whoever verifies; what is shown now is looked at all the same


def _cut_off(sealed: SealedCaptures, capture: Capture, began: datetime) -> Earlier | None:
    if capture.outcome is not Outcome.PARTIAL or capture.reason in _NOT_TO_BE_GONE_ON_WITH:
        return None
    fresh = timedelta() <= began - capture.ended_at <= FRESH and began - capture.id.began <= AT_MOST
    if not fresh:
        return None
    found = _listed(sealed, capture, began)
    # What had ended is listed anew, and so is what had hardly begun: a target is looked at for each change.
    ends = {_whose(page): page for page in found.pages}
    read = Counter(map(_whose, found.pages))
    pages = tuple(
        page for page in found.pages if leads_on(ends[_whose(page)]) and read[_whose(page)] >= WORTH_GOING_ON
    )
    return replace(found, pages=pages) if pages else None


def before(sealed: SealedCaptures, capture: Capture) -> Earlier | None:
    """Give what the capture listed that one goes on from; None where it goes on from none, or that is not here."""
    return _before(sealed, capture, capture.started_at)


def _before(sealed: SealedCaptures, capture: Capture, began: datetime) -> Earlier | None:
    """Do so for a look that began at a time: what began long before it is no part of what that lists."""
    named = capture.continues
    # One that names itself, or a later one, was not made by us.
    if named is None or named.capture.name >= capture.id.name or named.capture.folder != capture.id.folder:
        return None
    try:
        if began - named.capture.began > AT_MOST:
            return None
        known = sealed.read(named.capture)
        return _listed(sealed, known, began) if known.seal == named.seal else None
    except (DamagedError, ValueError):
        return None


def _listed(sealed: SealedCaptures, capture: Capture, began: datetime) -> Earlier:
    reading = by_post(reading_of(sealed, capture.id))
    earlier = _before(sealed, capture, began)
    seen = sight(capture.target, capture.vantage, reading)
    if earlier is not None and earlier.lane != seen.lane:
        earlier = None
    pages = _pages(reading, earlier)
    listed = {entry for page in pages for entry in page.entries}
    shown = (*(earlier.posts if earlier else ()), *reading.observations)
    return Earlier(
        named=Continues(capture.id, capture.seal),
        first=earlier.first if earlier else capture.id,
        lane=seen.lane,
        pages=pages,
        posts=tuple(merged(post for post in shown if post.ref in listed).values()),
    )


def _pages(reading: Reading, earlier: Earlier | None) -> tuple[ListingPage, ...]:
    """Give the chain of each listing that was read, with that of the one it went on from where they join."""
    known = earlier.pages if earlier is not None else ()
    told = dict.fromkeys(
        (page.surface, page.owner_id, page.owner_name) for page in (*reading.listings, *known)
    )
    found: list[ListingPage] = []
    for whose in told:
        own = [page for page in reading.listings if _whose(page) == whose]
        prior = [page for page in known if _whose(page) == whose]
        found += _longer(own, prior, reading)
    return tuple(found)


def _whose(page: ListingPage) -> tuple[str, str, str]:
    return page.surface, page.owner_id, page.owner_name


def _longer(own: list[ListingPage], prior: list[ListingPage], reading: Reading) -> tuple[ListingPage, ...]:
    alone = tuple(chain(own))
    if not prior or is_ended(own):
        return alone
    pinned = {seen.ref for seen in reading.observations for page in own[:1] if page.surface in seen.pinned_on}
    both = joined(own, prior, pinned)
    if not both:
        # One that came no further than its beginning leaves the next to go on from where it would have.
        return tuple(prior) if len(prior) > len(alone) and meets(own, prior, pinned) else alone
    # Its first page again would stand twice; what it shows that is new stands at the next look's beginning as well.
    return tuple(prior) + both[len(alone) + len(prior) :]
