"""What a listing covers (design §2a): the places in which a post, were it still shown, would have been seen.

Two things can show it. Either the listing went to its end, said so, and holds as many posts as the profile claims,
but for those that are missing. Or a post published earlier was listed further down, in a run that is in order of
time: then whatever was published later had to come before it. A grid's head proves nothing of the second kind: its
owner pins and moves posts there. Nor does the last post that was read: it may have been moved up to its place.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from archiver.model.account import Account
from archiver.model.coverage import Break, Coverage, Listed
from archiver.model.post import Observation
from archiver.model.reading import ListingPage
from archiver.model.refs import PostRef

HEAD = 3
"""Places at a grid's beginning that an owner may fill at will."""


def coverage(
    surface: str,
    lane: str,
    account: Account,
    pages: Iterable[ListingPage],
    posts: Mapping[PostRef, Observation],
) -> Coverage:
    """Follow the chain of a surface's pages from the first, as far as it holds."""
    own = [page for page in pages if page.surface == surface and page.is_of(account)]
    entries: dict[PostRef, Listed] = {}
    broken: Break | None = Break.UNFINISHED
    for page in _chain(own):
        # Which of its edges a partial error spoiled is not for us to guess.
        broken = Break.PARTIAL_ERROR if page.flawed else _take(page, account, posts, entries)
        if broken is not None:
            break
        broken = None if page.more is False else Break.UNFINISHED
    if broken is Break.UNFINISHED and _strayed(own):
        broken = Break.CURSOR
    claimed = account.posts.value if surface == "grid" and account.posts and account.posts.exact else None
    return Coverage(surface, lane, tuple(entries.values()), broken, claimed)


def _chain(pages: list[ListingPage]) -> Iterator[ListingPage]:
    """Give a first page and each that was asked with the cursor of the one before; one asked twice counts once."""
    asked: dict[str, ListingPage] = {}
    for each in pages:
        asked.setdefault(each.asked, each)
    page: ListingPage | None = asked.pop("", None)
    while page is not None:
        yield page
        page = asked.pop(page.next, None)


def _strayed(pages: list[ListingPage]) -> bool:
    """Tell whether pages were asked that no page of the chain led to."""
    chain = {page.asked for page in _chain(pages)}
    return any(page.asked not in chain for page in pages)


def _take(
    page: ListingPage,
    account: Account,
    posts: Mapping[PostRef, Observation],
    entries: dict[PostRef, Listed],
) -> Break | None:
    """Take a page's entries up to the first that was not understood or is not the account's."""
    for entry in page.entries:
        seen = posts.get(entry) if entry is not None else None
        if entry is None or seen is None:
            return Break.EDGE
        # An abridged form names no co-authors: there the page's own word counts, where it names whose it is.
        told = seen.whole or not page.owner_id
        if told and account.account_id not in (seen.owner_id, *seen.coauthors):
            return Break.ANOTHER_OWNER
        entries.setdefault(entry, Listed(entry, seen.published_at, page.surface in seen.pinned_on))
    return None


def covers(
    found: Coverage, published_at: datetime | None, missing: int, times: Mapping[PostRef, datetime] = {}
) -> bool:
    """Tell whether a post that was published then would have been listed, were it shown.

    `missing` is how many posts of the last listing this one lacks; `times` are dates known from elsewhere, such as
    from permalinks, for a listing that shows none.
    """
    return _to_the_end(found, missing) or (published_at is not None and _oldest(found, times) < published_at)


def _to_the_end(found: Coverage, missing: int) -> bool:
    if found.broken is not None or found.claimed is None:
        return False
    # A listing without a post beside a count that is not nought contradicts itself.
    nothing = not found.entries and found.claimed > 0
    return not nothing and len(found.entries) >= found.claimed - missing


def _oldest(found: Coverage, times: Mapping[PostRef, datetime]) -> datetime:
    """Give the date of the oldest post of the run behind the head; the latest date there is where there is no run."""
    run: list[datetime] = []
    later: list[datetime] = []
    for entry in [entry for entry in found.entries if not entry.pinned][_pins_of(found) :]:
        at = entry.published_at or times.get(entry.ref)
        if at is None:
            break
        if later or (run and at > run[-1]):
            later.append(at)  # the order ends here; what is older than something below it was moved up
        else:
            run.append(at)
    # Of the last nothing further down tells whether it was moved up.
    in_order = [at for at in run if at > max(later)] if later else run[:-1]
    return in_order[-1] if in_order else datetime.max.replace(tzinfo=UTC)


def _pins_of(found: Coverage) -> int:
    """Give how many places of the head are left once pinned posts are set aside."""
    return max(0, HEAD - sum(entry.pinned for entry in found.entries[:HEAD]))
