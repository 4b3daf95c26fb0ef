"""Visit posts' own pages: of those not known whole or worded otherwise, and of the sample that is compared."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archiver.model.gap import Gap, GapReason
from archiver.model.merging import merged
from archiver.model.reading import Availability, Page, Reading
from archiver.model.refs import PostRef
from archiver.ports import Holdings, Visit
from archiver.visiting import media_wanted, shown
from archiver.visiting.listing import STOPS
from archiver.visiting.site import Site


def read_unread(
    site: Site, visit: Visit, wanted: Sequence[PostRef], holdings: Holdings
) -> tuple[Availability | None, int]:
    """Visit posts not known whole or worded otherwise, and the sample; give what made an end, and how many were cut."""
    seen = shown.posts(visit, holdings)
    abridged = [post for post in wanted if post not in seen or not seen[post].whole]
    promised = {post: seen[post].promised if post in seen else None for post in abridged}
    unknown = [
        post
        for post in abridged
        if not holdings.knows_whole(post, visit.reading, promised[post])
        # Its own page says whether its author edited it, or other words stand in for theirs.
        or (post in seen and not holdings.is_worded_as_known(seen[post], visit.reading))
    ]
    broken_by, cut = _read_posts(site, visit, unknown, pictured=True)
    # With a session the listing itself leads again to the media of the sample.
    if broken_by is None and not visit.vantage.session:
        again = media_wanted.to_read_again([post for post in abridged if post not in set(unknown)])
        broken_by, _ = _read_posts(site, visit, again, pictured=False)
    return broken_by, cut


def _read_posts(
    site: Site, visit: Visit, posts: Iterable[PostRef], *, pictured: bool
) -> tuple[Availability | None, int]:
    """Visit each post's own page; give what made an end of it before the last, and how many got no whole answer."""
    cut = 0
    for post in posts:
        if site.named(visit.reading, post) != post:
            continue  # a medium that a listing names, and that turned out since to be one of another post's
        page = _read_post(site, visit, post, pictured=pictured)
        if page is None or not page.received:
            visit.note(Gap(GapReason.NOT_RECEIVED, str(post), "its page got no whole answer"))
            cut += 1
            continue
        if page.availability is Availability.LIVE:
            _note_abridged(visit, post, page)
            continue
        detail = f"{page.availability.value}: {page.signal}"
        visit.note(Gap(GapReason.PAGE_WITHOUT_CONTENT, str(post), detail, page.record))
        if page.availability in STOPS or page.empty:
            # Asking on would only deepen it.
            return page.availability, cut
    return None, cut


def _note_abridged(visit: Visit, post: PostRef, page: Page) -> None:
    shown = merged(seen for seen in visit.reading.observations if seen.ref == post).get(post)
    if shown is not None and not shown.whole:
        bare = sum(not medium.candidates for medium in shown.media)
        of = "an unknown number of" if shown.promised is None else shown.promised
        detail = f"{len(shown.media)} of {of} media named, {bare} of them without an address"
        visit.note(Gap(GapReason.POST_ABRIDGED, str(post), detail, page.record))


def _read_post(site: Site, visit: Visit, post: PostRef, *, pictured: bool) -> Page | None:
    """Visit a post's pages as far as it takes to know it whole, picture its own; give the answer that says most."""
    shown: Page | None = None
    answer: Page | None = None
    for reading in pages_of(site, visit, post, pictured=pictured):
        answer = document(reading)
        if shows(site, reading, post):
            if pictured and shown is None:
                visit.picture()
            shown = answer
        if answer is not None and answer.availability in STOPS:
            return answer
    if shown is None and answer is not None and answer.availability is Availability.LIVE:
        return replace(answer, availability=Availability.UNKNOWN, signal="it led to another page")
    return shown or answer


def pages_of(
    site: Site, visit: Visit, post: PostRef, asked: Sequence[str] = (), *, pictured: bool
) -> Iterator[Reading]:
    """Visit the pages that tell of a post, one after the other, behind those that were asked before."""
    done = list(asked)
    while (address := site.next_page(visit.reading, post, done)) is not None:
        done.append(address)
        yield visit.read(address, pictured=pictured)


def shows(site: Site, reading: Reading, post: PostRef) -> bool:
    """Tell whether a visit came to the post's own page, and the post was on it."""
    named = site.named(reading, post)
    return any(page.document and page.shows(named) for page in reading.pages)


def document(reading: Reading) -> Page | None:
    """Give the page that a visit ended at: the last, since redirects come before it."""
    return next((page for page in reversed(reading.pages) if page.document), None)
