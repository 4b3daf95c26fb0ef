"""Accounts on Instagram and Facebook, as the selftest looks at them."""

from collections.abc import Container
from dataclasses import dataclass
from functools import partial

from archiver.model.refs import PostRef, TargetRef
from archiver.rehearsal.selftest.on_networks import HOME
from archiver.rehearsal.selftest.places import Served, Standing, Viewer
from archiver.simulator import truth
from archiver.simulator.company import Company, Post
from archiver.simulator.conditions import LOGGED_OUT, Condition, Locate, under
from archiver.simulator.facebook import hartmann as facebook_page
from archiver.simulator.facebook import listings
from archiver.simulator.facebook.ids import post_id
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.views import shown_to
from archiver.simulator.visitors import Session, Visitor

MEMBER = "colleague"
"""Whose session looks."""
_HEAD, _TAIL = 3, 3
"""Posts at either end of a listing to which nothing happens: controls, and neighbours of all others."""
_FROM_HOME: tuple[Condition, ...] = (Locate(who=LOGGED_OUT, country=HOME),)
_STANDINGS = {
    "shown": Standing.SHOWN,
    "absent_for_all": Standing.ABSENT,
    "absent_for_some": Standing.KEPT,
    "unknown": Standing.OWNER_AWAY,
}


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a network."""

    target: TargetRef
    domain: str
    hosts: tuple[str, ...]
    begin: Company
    subjects: tuple[str, ...]
    home: tuple[Condition, ...] = _FROM_HOME

    def ref(self, state: Company, subject: str) -> PostRef:
        """Name a post as the archive does."""
        post = _post(state, subject)
        return PostRef(self.target.platform, post.code if self._is_instagram else post_id(post))

    def standing(self, state: Company, subject: str) -> Standing:
        """Say how a post stands."""
        return _STANDINGS[truth.truth(state, _post(state, subject)).standing]

    def is_shown(self, state: Company, subject: str, viewer: Viewer) -> bool:
        """Tell whether a viewer is shown a post."""
        session = Session(MEMBER, "") if viewer is Viewer.MEMBER else None
        shown = shown_to(state, under(*_FROM_HOME), Visitor(session))
        post = shown.post(subject)
        return post is not None and not post.gated and not (shown.withheld or shown.closed)

    def authored(self, state: Company, subject: str) -> object:
        """Give all that an edit of a post would change, but for its media."""
        post = _post(state, subject)
        tagged = tuple(medium.tagged for medium in post.media)
        return post.caption, post.location, post.coauthors, post.dated, post.link, tagged

    def media(self, state: Company, subject: str) -> frozenset[str]:
        """Give the numbers of a post's media."""
        return frozenset(str(medium.pk) for medium in _post(state, subject).media)

    def again(self, state: Company, subject: str) -> PostRef | None:
        """Name the post that shows the same pictures."""
        shown = {str(medium.pk) for medium in _post(self.begin, subject).media}
        later = (post.code for post in state.posts if any(medium.motif in shown for medium in post.media))
        return next((self.ref(state, code) for code in later), None)

    def goes_by_its_name(self, state: Company) -> bool:
        """Tell whether the handle that is watched is the account's."""
        return state.handle == self.begin.handle

    def covers(self, viewers: Container[Viewer]) -> bool:
        """Tell whether somebody looks with a session: others are not shown a listing to its end."""
        return Viewer.MEMBER in viewers

    def serve(self) -> Served:
        """Begin to answer."""
        kind = SocialNetwork if self._is_instagram else FacebookNetwork
        network = kind(self.begin, seed="selftest")
        return Served(network, partial(setattr, network, "company"), network.admit)

    @property
    def _is_instagram(self) -> bool:
        return self.target.platform == "instagram"


def instagram() -> Account:
    """Give an account on Instagram: 19 posts, so that its grid has a second page."""
    company = hartmann(older=13, mixed=True)
    codes = tuple(post.code for post in company.grid)
    hosts = ("www.instagram.com", "*.cdninstagram.com", "*.fbcdn.net")
    return _account("instagram", hosts, company, codes)


def facebook() -> Account:
    """Give a page on Facebook: 18 posts of all kinds."""
    company = facebook_page.hartmann(older=6)
    codes = tuple(post.code for post in listings.timeline(company))
    return _account("facebook", ("www.facebook.com", "*.fbcdn.net"), company, codes)


def _account(platform: str, hosts: tuple[str, ...], company: Company, codes: tuple[str, ...]) -> Account:
    inner = codes[_HEAD:-_TAIL]
    # A post that its owner set back stands among others than its number tells.
    subjects = tuple(code for code in inner if not _post(company, code).dated)
    return Account(TargetRef(platform, company.handle), f"{platform}.com", hosts, company, subjects)


def _post(company: Company, code: str) -> Post:
    post = company.post(code)
    if post is None:
        raise ValueError(f"{company.handle} never had a post {code}.")
    return post
