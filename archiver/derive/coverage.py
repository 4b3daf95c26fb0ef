"""What a listing covers (design §2a): the places in which a post, were it still shown, would have been seen.

Two things can show it. A listing that went to its end and said so covers everything, where the profile's own count
agrees with it. And where a post published earlier was listed further down, in a run that is in order of time,
whatever was published later had to come before it, unless its owner moved it. A grid's head proves nothing of this
second kind: its owner pins and moves posts there. Nor does the last post that was read: it may have been moved up.

A count that is higher than what was listed says that some posts are not listed. Which, only the order tells, and
that only of what its owner did not move (`docs/adr/0010-a-count-that-disagrees.md`).

A listing that was cut off and gone on with is one where its pages join (`docs/adr/0031-going-on.md`). What only the
first part held is then neither listed by the second nor lacking in it; nor is anything that would stand among it, since
its owner may have moved it there meanwhile.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from archiver.model.account import Account
from archiver.model.chain import chain, is_ended, joined
from archiver.model.coverage import Break, Coverage, Covered, Listed
from archiver.model.earlier import Earlier
from archiver.model.post import Observation
from archiver.model.reading import ListingPage
from archiver.model.refs import PostRef

_NEVER = datetime.min.replace(tzinfo=UTC)
HEAD = 3
"""Places at a grid's beginning that an owner may fill at will."""


def coverage(
    surface: str,
    lane: str,
    account: Account,
    pages: Iterable[ListingPage],
    posts: Mapping[PostRef, Observation],
    earlier: Earlier | None = None,
) -> Coverage:
    """Follow the chain of a surface's pages from the first, as far as it holds; `earlier` is what it goes on from."""
    own = [page for page in pages if page.surface == surface and page.is_of(account)]
    if own and all(page.by_itself for page in own):
        return _each_by_itself(surface, lane, account, own)
    if not is_ended(own) and earlier is not None and earlier.lane == lane:
        pinned = {ref for ref, seen in posts.items() if surface in seen.pinned_on}
        both = joined(own, earlier.pages_of(account, surface), pinned)
        if both:
            return _gone_on_with(surface, account, own, both, posts, earlier)
    entries, broken = _followed(list(chain(own)), own, account, posts)
    return Coverage(surface, lane, tuple(entries.values()), broken, _claimed(surface, account))


def _gone_on_with(
    surface: str,
    account: Account,
    own: Sequence[ListingPage],
    pages: Sequence[ListingPage],
    posts: Mapping[PostRef, Observation],
    earlier: Earlier,
) -> Coverage:
    """Follow what joins a listing and the one before."""
    known = {seen.ref: seen for seen in earlier.posts} | dict(posts)
    entries, broken = _followed(pages, own, account, known)
    now = {entry for page in own for entry in page.entries}
    before = frozenset(ref for ref in entries if ref not in now)
    listed = tuple(entries.values())
    return Coverage(surface, earlier.lane, listed, broken, _claimed(surface, account), before=before)


def _followed(
    pages: Sequence[ListingPage],
    own: Sequence[ListingPage],
    account: Account,
    posts: Mapping[PostRef, Observation],
) -> tuple[dict[PostRef, Listed], Break | None]:
    """Take the entries of a chain up to its first break; `own` are all pages that this look asked for."""
    entries: dict[PostRef, Listed] = {}
    broken: Break | None = Break.UNFINISHED
    for page in pages:
        # Which of its edges a partial error spoiled is not for us to guess.
        broken = Break.PARTIAL_ERROR if page.flawed else _take(page, account, posts, entries)
        if broken is not None:
            return entries, broken
        broken = None if page.more is False else Break.UNFINISHED
    asked = {page.asked for page in pages}
    if broken is Break.UNFINISHED and any(page.asked not in asked for page in own):
        broken = Break.CURSOR
    return entries, broken


def _claimed(surface: str, account: Account) -> int | None:
    return account.posts.value if surface == "grid" and account.posts and account.posts.exact else None


def _each_by_itself(surface: str, lane: str, account: Account, pages: list[ListingPage]) -> Coverage:
    """Say what of a set of known addresses is there: of one asked more than once the last answer counts."""
    there: dict[PostRef, bool] = {}
    led_on: dict[PostRef, str] = {}
    for page in pages:
        there |= {post: True for post in page.entries if post is not None}
        there |= dict.fromkeys(page.absent, False)
        if page.led_to:
            led_on[PostRef(account.platform, page.asked)] = page.led_to
    entries = tuple(Listed(post, None) for post in sorted(there) if there[post])
    absent = frozenset(post for post in there if not there[post])
    led = tuple((post, to) for post, to in sorted(led_on.items()) if post not in there)
    return Coverage(surface, lane, entries, None, None, absent, led)


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
        if told and account.account_id not in (seen.owner_id, *(seen.coauthors or ())):
            return Break.ANOTHER_OWNER
        entries.setdefault(
            entry, Listed(entry, seen.published_at or seen.made_at, page.surface in seen.pinned_on)
        )
    return None


def covered(
    found: Coverage,
    missing: Mapping[PostRef, datetime | None],
    *,
    elsewhere: int = 0,
    times: Mapping[PostRef, datetime] = {},
) -> dict[PostRef, Covered]:
    """Say of each post that the last listing held and this one lacks how far this one proves its absence.

    `missing` gives their dates; `elsewhere` is how many other posts are known to be shown, and not on this surface;
    `times` are dates known from elsewhere, such as from permalinks, for a listing that shows none.
    """
    if found.absent is not None:
        return {ref: Covered.WHOLLY if ref in found.absent else Covered.NOT for ref in missing}
    if found.before:
        return _covered_in_parts(found, missing, elsewhere, times)
    if found.broken is None and _agrees(found, elsewhere):
        return dict.fromkeys(missing, Covered.WHOLLY)
    oldest = _oldest(_behind_the_head(found), times)
    in_order = Covered.TO_ITS_END if found.broken is None else Covered.IN_ORDER
    return {ref: in_order if at is not None and oldest < at else Covered.NOT for ref, at in missing.items()}


def _covered_in_parts(
    found: Coverage,
    missing: Mapping[PostRef, datetime | None],
    elsewhere: int,
    times: Mapping[PostRef, datetime],
) -> dict[PostRef, Covered]:
    """Say the same of a listing that was gone on with: of what this look read itself, above and below the part before.

    Where the profile claims more than the two hold together, one of them may have been moved from where the second read
    to where the first had been: then what is below proves nothing.
    """
    places = [place for place, entry in enumerate(found.entries) if entry.ref in found.before]
    above, below = found.entries[: places[0]], found.entries[places[-1] + 1 :]
    head = _oldest(_behind_the_head(replace(found, entries=above)), times)
    read = [entry for entry in found.entries[: places[-1] + 1] if not entry.pinned]
    dates = [entry.published_at or times.get(entry.ref) for entry in read]
    known = [at for at in dates if at is not None]
    short = found.claimed is not None and not _agrees(found, elsewhere)
    top = min(known) if known and len(known) == len(dates) and not short else _NEVER
    last = _oldest(below, times)
    return {
        ref: Covered.IN_ORDER if at is not None and (head < at or last < at < top) else Covered.NOT
        for ref, at in missing.items()
    }


def _agrees(found: Coverage, elsewhere: int) -> bool:
    """Tell whether a listing holds as many posts as are claimed; without a post beside a count it does not."""
    nothing = not found.entries and found.claimed != 0
    return found.claimed is not None and not nothing and len(found.entries) + elsewhere >= found.claimed


def _behind_the_head(found: Coverage) -> list[Listed]:
    """Give what stands in a listing behind the places that its owner may fill at will."""
    return [entry for entry in found.entries if not entry.pinned][_pins_of(found) :]


def _oldest(entries: Iterable[Listed], times: Mapping[PostRef, datetime]) -> datetime:
    """Give the date of the oldest post of a run that is in order; the latest date there is where there is no run."""
    run: list[datetime] = []
    later: list[datetime] = []
    for entry in entries:
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
