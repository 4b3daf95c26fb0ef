"""Discover: which accounts a company's website links to, as the captures of its pages show it."""

from collections import defaultdict
from dataclasses import dataclass

from archiver import platforms
from archiver.archive import Archive
from archiver.errors import AddressError
from archiver.model.refs import PostRef, TargetRef
from archiver.operations.targets import listed

PAGES = 25
"""Pages of a site that was not captured yet which are read for their links: those nearest to its home page."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """An account that a site links to."""

    target: TargetRef
    url: str
    pages: int
    """How many pages of the site link to it, as they were last shown."""
    page: PostRef
    """One of them."""
    watched: bool


def site_of(text: str) -> TargetRef:
    """Read the address of a website. Raises AddressError for anything else."""
    ref = platforms.parse(text)
    if isinstance(ref, TargetRef) and platforms.named(ref.platform).is_site:
        return ref
    raise AddressError(
        f"--discover reads the links of a website, and {text} is none.",
        "Give the address of the company's home page, such as https://company.example",
    )


def was_read(archive: Archive, site: TargetRef) -> bool:
    """Tell whether pages of a site were captured."""
    return bool(archive.catalog.site_pages(site))


def proposed(archive: Archive, site: TargetRef) -> list[Proposed]:
    """Give the accounts that a site's pages link to, those that most pages link to first."""
    latest = {state.page: state for state in archive.catalog.site_pages(site)}
    linking: defaultdict[TargetRef, list[PostRef]] = defaultdict(list)
    for page, state in latest.items():
        for account in {ref for link in state.outlinks if (ref := _account(link)) is not None}:
            linking[account].append(page)
    watched = {target.ref for target in listed(archive.settings)}
    return [
        Proposed(
            account,
            platforms.named(account.platform).address(account),
            len(pages),
            min(pages, key=lambda page: (len(page.key), page)),
            str(account) in watched,
        )
        for account, pages in sorted(linking.items(), key=lambda each: (-len(each[1]), each[0]))
    ]


def _account(link: str) -> TargetRef | None:
    """Read a link to an account; None for one to anything else, another website among it."""
    try:
        ref = platforms.parse(link)
    except AddressError:
        return None
    is_account = isinstance(ref, TargetRef) and not platforms.named(ref.platform).is_site
    return ref if is_account and isinstance(ref, TargetRef) else None
