"""What happens to the demo's company between two looks, on its two networks and its website, and what of it is true."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from archiver.model.refs import TargetRef
from archiver.simulator import happenings
from archiver.simulator import truth as instagram_truth
from archiver.simulator.company import Company, Post
from archiver.simulator.conditions import Conditions, DemandLogin, Locate, under
from archiver.simulator.facebook import hartmann as facebook_page
from archiver.simulator.facebook import listings
from archiver.simulator.facebook import truth as facebook_truth
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.messages import Answer, Request
from archiver.simulator.truth import Truth
from archiver.simulator.website import german
from archiver.simulator.website import happenings as website_happenings
from archiver.simulator.website import truth as website_truth
from archiver.simulator.website.abroad import RUSSIAN_BRANCH
from archiver.simulator.website.addresses import DOMAIN, HOST, HOSTS
from archiver.simulator.website.hartmann import hartmann as website
from archiver.simulator.website.network import WebsiteNetwork
from archiver.simulator.website.news import FAIR

COUNTRY = "DE"
_HEAD, _TAIL = 4, 3
"""Posts at either end of a listing that are left alone, so that every other stands between posts that stay."""


class Network(Protocol):
    """A simulated network: its company and conditions are set between looks."""

    company: Company

    @property
    def conditions(self) -> Conditions:
        """Give what it does to visitors."""
        ...

    @conditions.setter
    def conditions(self, conditions: Conditions) -> None:
        """Have it behave so from now on."""
        ...

    def admit(self, name: str) -> dict[str, Any]:
        """Open a session for a name."""
        ...

    def answer(self, request: Request) -> Answer:
        """Answer a request."""
        ...


class Stage(Protocol):
    """One of the places where the story is played."""

    target: TargetRef
    domain: str
    hosts: tuple[str, ...]
    edited: int
    """Texts that are edited there."""

    @property
    def shown(self) -> str:
        """Say what is shown there."""
        ...

    @property
    def gone(self) -> frozenset[str]:
        """Give the refs of posts that are in truth shown to nobody while their owner is there."""
        ...

    def answer(self, request: Request) -> Answer:
        """Answer a request."""
        ...

    def admit(self, name: str) -> dict[str, Any] | None:
        """Open a session for a name; None where there are no sessions."""
        ...

    def strike(self) -> None:
        """Let it happen: posts gone, and a few things that are no removals."""
        ...

    def wall(self) -> None:
        """Ask visitors with a session to log in behind the first page of a listing."""
        ...


@dataclass(slots=True)
class NetworkStage:
    """One of the story's networks."""

    network: Network
    target: TargetRef
    domain: str
    hosts: tuple[str, ...]
    removed: int
    """Posts that are to be deleted there."""
    edited: int
    listed: Callable[[Company], Sequence[Post]]
    """What its main listing holds, in order."""
    truths: Callable[[Company], dict[str, Truth]]
    """What is true of each post, by the key under which it is captured."""

    @property
    def shown(self) -> str:
        """Say how many posts are shown there."""
        return f"{len(self.network.company.posts)} posts on {self.target.platform.capitalize()}"

    def answer(self, request: Request) -> Answer:
        """Answer a request."""
        return self.network.answer(request)

    def admit(self, name: str) -> dict[str, Any] | None:
        """Open a session for a name."""
        return self.network.admit(name)

    def strike(self) -> None:
        """Let it happen: posts gone, and a few things that are no removals."""
        self.network.company = _after(self)
        # Whoever looks without a session comes from the country to which the limited post is not shown.
        self.network.conditions = under(Locate(who="logged out", country=COUNTRY))

    def wall(self) -> None:
        """Ask visitors with a session to log in behind the first page of a listing."""
        self.network.conditions = under(DemandLogin(who="signed in", asked=("listing",), after=1))

    @property
    def gone(self) -> frozenset[str]:
        """Give the refs of posts that are in truth shown to nobody while their owner is there."""
        told = self.truths(self.network.company).items()
        return frozenset(
            f"{self.target.platform}:{key}" for key, truth in told if truth.standing == "absent_for_all"
        )


_WEBSITE = TargetRef("web", f"https://{HOST}")


@dataclass(slots=True)
class SiteStage:
    """The company's own website, on which three things that name its Russian branch vanish."""

    network: WebsiteNetwork
    target: TargetRef = _WEBSITE
    domain: str = DOMAIN
    hosts: tuple[str, ...] = HOSTS
    edited: int = 1

    @property
    def shown(self) -> str:
        """Say how many pages and documents are shown there."""
        return f"{len(self.network.site.pages) + len(self.network.site.documents)} pages on its website"

    @property
    def gone(self) -> frozenset[str]:
        """Give the refs of pages that are in truth shown to nobody while their site and its part are there."""
        told = website_truth.truths(self.network.site).items()
        return frozenset(f"web:{address}" for address, one in told if one.standing == "absent_for_all")

    def answer(self, request: Request) -> Answer:
        """Answer a request."""
        return self.network.answer(request)

    def admit(self, name: str) -> None:  # noqa: ARG002 - whoever asks is a stranger
        """Open no session."""
        return

    def strike(self) -> None:
        """Take down a page, a report and a news item, each in another way, and rewrite the page about the company."""
        site = website_happenings.take_down(self.network.site, RUSSIAN_BRANCH, "410")
        site = website_happenings.take_down(site, FAIR, "soft")
        site = website_happenings.remove_document(site, german.REPORT)
        self.network.site = website_happenings.rewrite(site, german.ABOUT, german.ABOUT_WITHOUT_BRANCH)

    def wall(self) -> None:
        """Do nothing: a website knows no sessions."""


def stages() -> tuple[Stage, ...]:
    """Set the story up as it was when the company was looked at first: 66 posts, 24 posts, and a site of 33 pages."""
    pictures = _films_apart(hartmann(older=60, mixed=True))
    page = _films_apart(facebook_page.hartmann(older=12))
    return (
        NetworkStage(
            SocialNetwork(pictures, seed="demo"),
            TargetRef("instagram", pictures.handle),
            "instagram.com",
            ("www.instagram.com", "*.cdninstagram.com"),
            removed=18,
            edited=2,
            listed=lambda company: company.grid,
            truths=instagram_truth.truths,
        ),
        NetworkStage(
            FacebookNetwork(page, seed="demo"),
            TargetRef("facebook", page.handle),
            "facebook.com",
            ("www.facebook.com", "*.fbcdn.net"),
            removed=6,
            edited=1,
            listed=listings.timeline,
            truths=facebook_truth.truths,
        ),
        SiteStage(WebsiteNetwork(website(), seed="demo")),
    )


def _films_apart(company: Company) -> Company:
    """Have every other film offered at its best as pictures and sound apart, as networks do."""
    films = [post for post in company.posts if any(medium.is_video for medium in post.media)]
    for post in films[::2]:
        company = happenings.offer_apart(company, post.code)
    return company


def _after(stage: NetworkStage) -> Company:
    company = stage.network.company
    inner = stage.listed(company)[_HEAD:-_TAIL]
    gone = _every_other(inner, stage.removed)
    kept = [post for post in inner if post not in gone]
    for post in gone:
        company = happenings.delete(company, post.code)
    carousel = next(post for post in kept if post.kind == "carousel")
    company = happenings.remove_slide(company, carousel.code, 2)
    plain = iter([post for post in kept if post.kind == "image" and not post.pinned])
    for post in _take(plain, stage.edited):
        company = happenings.edit_caption(company, post.code, f"{post.caption} (gesehen: 2026)")
    company = happenings.pin(company, next(plain).code)
    company = happenings.hide_from_grid(company, next(plain).code)
    # In what a stranger is shown, so that the logged-out look misses it too.
    limited = next(post for post in stage.listed(company)[:_HEAD] if not post.pinned)
    return happenings.restrict(company, limited.code, happenings.country(COUNTRY))


def _every_other(posts: Sequence[Post], wanted: int) -> list[Post]:
    """Take every other post, films among them, and leave the first album that loses a picture."""
    album = next(post for post in posts if post.kind == "carousel")
    return [post for post in posts if post is not album][::2][:wanted]


def _take(posts: Iterator[Post], wanted: int) -> list[Post]:
    return [next(posts) for _ in range(wanted)]
