"""A website, as the selftest looks at it: what of the company's own is needed for two parts and a home page."""

from collections.abc import Container
from dataclasses import dataclass, replace
from functools import partial

from archiver.model.refs import PostRef, TargetRef
from archiver.rehearsal.selftest.places import Served, Standing, Viewer
from archiver.simulator.conditions import Condition
from archiver.simulator.website import german, happenings
from archiver.simulator.website import truth as website_truth
from archiver.simulator.website.addresses import DOMAIN, HOST, HOSTS, address_of
from archiver.simulator.website.hartmann import hartmann
from archiver.simulator.website.network import WebsiteNetwork
from archiver.simulator.website.site import Page, Site

_PARTS = ("/aktuelles/", "/en/")
_TOP = ("/", german.ABOUT, "/kontakt/", german.IMPRINT, "/datenschutz.html")
_LEFT_ALONE = frozenset(("/", *_PARTS, "/kontakt/", german.IMPRINT, "/datenschutz.html"))
"""What tells whether a part is there, and controls of what stands at the top."""
_STANDINGS = {
    "live": Standing.SHOWN,
    "absent_for_all": Standing.ABSENT,
    "moved": Standing.MOVED,
    "part_gone": Standing.OWNER_AWAY,
    "site_gone": Standing.OWNER_AWAY,
}


@dataclass(frozen=True, slots=True)
class Website:
    """A company's site."""

    target: TargetRef
    domain: str
    hosts: tuple[str, ...]
    begin: Site
    subjects: tuple[str, ...]
    home: tuple[Condition, ...] = ()

    def ref(self, state: Site, subject: str) -> PostRef:  # noqa: ARG002 - an address stays what it is
        """Name a page as the archive does."""
        return PostRef("web", address_of(subject))

    def standing(self, state: Site, subject: str) -> Standing:
        """Say how a page stands."""
        told = website_truth.truth(state, _page(state, subject))
        # Whoever asks is led elsewhere, whatever became of the page.
        return Standing.OWNER_AWAY if told.kept_from else _STANDINGS[told.standing]

    def is_shown(self, state: Site, subject: str, viewer: Viewer) -> bool:  # noqa: ARG002 - nobody is told apart
        """Tell whether whoever asks is shown a page."""
        told = website_truth.truth(state, _page(state, subject))
        return told.standing == "live" and not told.kept_from

    def authored(self, state: Site, subject: str) -> object:
        """Give all that an edit of a page would change, but for its pictures."""
        page = _page(state, subject)
        return page.title, page.paragraphs, page.films, page.published

    def media(self, state: Site, subject: str) -> frozenset[str]:
        """Give the names of a page's pictures."""
        return frozenset(picture.name for picture in _page(state, subject).pictures)

    def again(self, state: Site, subject: str) -> None:  # noqa: ARG002 - pages share pictures
        """Name none."""
        return

    def goes_by_its_name(self, state: Site) -> bool:  # noqa: ARG002 - a site is its host
        """Tell that a site is known by its host."""
        return True

    def covers(self, viewers: Container[Viewer]) -> bool:  # noqa: ARG002 - whoever asks is told of all
        """Tell that each known address is asked again at each look."""
        return True

    def serve(self) -> Served:
        """Begin to answer; whoever asks is a stranger."""
        network = WebsiteNetwork(self.begin, seed="selftest")
        return Served(network, partial(setattr, network, "site"), lambda _: None)


def website() -> Website:
    """Give a site of 19 pages in two parts."""
    site = _small(hartmann())
    subjects = tuple(page.path for page in site.pages if page.path not in _LEFT_ALONE)
    target = TargetRef("web", f"https://{HOST}")
    return Website(target, DOMAIN, HOSTS, site, subjects)


def _small(site: Site) -> Site:
    """Leave out what lies in no part that is looked at, and the links to it."""
    kept = frozenset(page.path for page in site.pages if _is_kept(page))
    for page in site.pages:
        if page.path not in kept:
            site = happenings.unlink(site, page.path)
    pages = tuple(page for page in site.pages if page.path in kept)
    return replace(site, pages=pages, documents=(), shortcuts=(), disallowed=(german.INTERN,))


def _is_kept(page: Page) -> bool:
    return page.path in _TOP or page.path.startswith(_PARTS)


def _page(site: Site, path: str) -> Page:
    page = next((page for page in site.pages if page.path == path), None)
    if page is None:
        raise ValueError(f"{site.name} never had a page {path}.")
    return page
