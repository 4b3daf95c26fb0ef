"""Which page of a post to ask: a reel's at the address its profile links it by, and at the plain one after it."""

from collections.abc import Sequence

from archiver.model.reading import Reading
from archiver.model.refs import PostRef
from archiver.platforms.instagram import urls


def next_page(reading: Reading, post: PostRef, asked: Sequence[str]) -> str | None:
    """Give the next address to ask a post at; None where that led to it, or none is left."""
    if asked and any(page.document and page.shows(post) for page in reading.pages):
        return None
    addresses = urls.page_addresses(post, _product(reading, post))
    return next((address for address in addresses if address not in asked), None)


def _product(reading: Reading, post: PostRef) -> str:
    """Give the platform's own class of a post; empty where no answer says."""
    return next((seen.product for seen in reading.observations if seen.ref == post), "")
