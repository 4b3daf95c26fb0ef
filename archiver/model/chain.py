"""The chain of a listing's pages: each was asked with the cursor that the one before gave."""

from collections.abc import Container, Iterator, Sequence

from archiver.model.reading import ListingPage
from archiver.model.refs import PostRef


def chain(pages: Sequence[ListingPage], begin: str = "") -> Iterator[ListingPage]:
    """Give the page asked with a cursor, none for a first page, and each behind it; one asked twice counts once."""
    asked: dict[str, ListingPage] = {}
    for each in pages:
        asked.setdefault(each.asked, each)
    page = asked.pop(begin, None)
    while page is not None:
        yield page
        page = asked.pop(page.next, None) if page.next else None


def joined(
    pages: Sequence[ListingPage], before: Sequence[ListingPage], pinned: Container[PostRef]
) -> tuple[ListingPage, ...]:
    """Give a listing and the one before that it goes on from as one, where they join; nothing where they do not.

    They join where the one before was cut off, its beginning now reaches down to a post that stood in that, and what it
    asked next was asked with the cursor that the one before ended with, and brought something. `pinned` are posts that
    stand at the beginning wherever it reaches to.
    """
    head, earlier = list(chain(pages)), list(chain(before))
    if not head or not earlier or not leads_on(earlier[-1]) or not _meet(head, earlier, pinned):
        return ()
    rest = list(chain(pages, earlier[-1].next))
    return (*head, *earlier, *rest) if rest and rest[0].entries else ()


def meets(pages: Sequence[ListingPage], before: Sequence[ListingPage], pinned: Container[PostRef]) -> bool:
    """Tell whether the beginning of a listing reaches down to a post that stood in the one before."""
    return _meet(list(chain(pages)), list(chain(before)), pinned)


def is_ended(pages: Sequence[ListingPage]) -> bool:
    """Tell whether the chain from a first page came to an end that was said to be one."""
    last = next(reversed(list(chain(pages))), None)
    return last is not None and last.more is False


def leads_on(page: ListingPage) -> bool:
    """Tell whether a page gives a cursor to go on from."""
    return page.more is True and page.next != ""


def _meet(head: Sequence[ListingPage], earlier: Sequence[ListingPage], pinned: Container[PostRef]) -> bool:
    shown = [entry for page in head for entry in page.entries if entry is not None and entry not in pinned]
    # Between a beginning that lies all above and the listing before, posts may stand that neither holds.
    return bool(shown) and any(shown[-1] in page.entries for page in earlier)
