"""Leads from posts that are shown no more to later ones of the same account that look like them."""

from collections.abc import Collection

from archiver import platforms
from archiver.archive import Archive
from archiver.derive.reposts import Repost
from archiver.derive.reposts import reposts as derived
from archiver.model.refs import PostRef, TargetRef


def reposts(
    archive: Archive, target: TargetRef, posts: Collection[PostRef]
) -> dict[PostRef, tuple[Repost, ...]]:
    """Give for each of some posts the later ones that look like it; of a website's pages none: they share pictures."""
    if platforms.named(target.platform).is_site:
        return {}
    catalog = archive.catalog.reposts
    later = catalog.later(target, posts)
    looks = catalog.looks(target.platform, {*posts, *(each for found in later.values() for each in found)})
    return {
        post: tuple(derived(looks[post], ((each, looks[each]) for each in found if each in looks)))
        for post, found in later.items()
        if post in looks
    }
