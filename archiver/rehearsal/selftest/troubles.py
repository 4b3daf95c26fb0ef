"""What a platform does to those who ask, at which moment of a look, and to whom: none of it is a removal."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from archiver.rehearsal.selftest.places import Viewer
from archiver.simulator import conditions
from archiver.simulator.company import Company
from archiver.simulator.conditions import Condition
from archiver.simulator.website import conditions as at_sites
from archiver.simulator.website.site import Site

LISTING: tuple[conditions.Kind, ...] = ("listing",)
POST: tuple[conditions.Kind, ...] = ("post",)
OWNER: tuple[conditions.Kind, ...] = ("profile",)

When = Mapping[str, Any]
"""Which requests a condition meets, as its own fields say it."""

FAULTS: Mapping[str, Callable[..., Condition]] = {
    "a login wall": conditions.DemandLogin,
    "a login wall elsewhere": lambda **when: conditions.DemandLogin(elsewhere=True, **when),
    "a rate limit": conditions.RateLimit,
    "a challenge": conditions.Challenge,
    "a throttled shell": conditions.Throttle,
    "a cut connection": conditions.CutConnection,
    "an incident": conditions.Incident,
}
MOMENTS: Mapping[str, tuple[When | None, When | None]] = {
    "at once": ({}, None),
    "on the listing's first page": ({"asked": LISTING}, None),
    "on a later page": ({"asked": LISTING, "after": 1}, None),
    "at a post's page": ({"asked": POST}, None),
    "at the first control": (None, {"asked": POST, "until": 1}),
    "at the null control": (None, {"asked": POST, "after": 1, "until": 2}),
    "at the probe": (None, {"asked": POST, "after": 2}),
    "at the control behind it": (None, {"asked": POST, "after": 3}),
    "at the owner's page": (None, {"asked": OWNER}),
}
"""When a fault begins and ends: while a target is looked at, which goes on while posts are asked for, or only then."""
WHO = (conditions.ALL, conditions.LOGGED_OUT, conditions.SIGNED_IN)
_HIDING = (conditions.Incident, conditions.BlockViewer, conditions.Flap, conditions.ServeCached)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is met in one round."""

    name: str
    looking: tuple[Condition, ...] = ()
    """While the target is looked at."""
    probing: tuple[Condition, ...] | None = None
    """While posts are asked for by their own addresses; None where that is as before."""

    @property
    def is_none(self) -> bool:
        """Tell whether all is calm."""
        return not self.looking and not self.probing

    def reaches(self, viewers: Collection[Viewer]) -> bool:
        """Tell whether somebody of those who look meets it."""
        who = {conditions.ALL, *(viewer.value for viewer in viewers)}
        return any(one.who in who for one in (*self.looking, *(self.probing or ())))

    def hides_from(self, viewer: Viewer) -> bool:
        """Tell whether a viewer may not be shown what is there."""
        met = (*self.looking, *(self.probing or ()))
        return any(isinstance(one, _HIDING) and one.who in (conditions.ALL, viewer.value) for one in met)


CALM = Trouble("calm")


def on_networks(company: Company, flapping: tuple[str, ...]) -> tuple[Trouble, ...]:
    """Give all that a network does, to everybody or to one kind of visitor."""
    return tuple(
        each for who in WHO for each in (*_at_moments(who), *_shaped(shapes(company, flapping), who))
    )


def shapes(company: Company, flapping: tuple[str, ...], cut: int = 10) -> dict[str, Condition]:
    """Give what a network does to its answers without refusing any; feeds are `cut` after so many posts."""
    return {
        "a feed cut short that says there is more": conditions.TruncateFeed(posts=cut, says_more=True),
        "a feed cut short that says it ended": conditions.TruncateFeed(posts=cut),
        "an edge of an unknown shape": conditions.BreakShape(place=3),
        "every edge of an unknown shape": conditions.BreakShape(),
        "a null edge with a partial error": conditions.NullEdge(),
        "an empty timeline": conditions.AnswerEmpty(),
        "another language": conditions.Speak("de-DE"),
        "another layout": conditions.SplitBySession(),
        "a block: nothing is found": conditions.BlockViewer(),
        "a block: a profile without posts": conditions.BlockViewer(shows_profile=True),
        "posts that come and go": conditions.Flap(codes=frozenset(flapping)),
        "an older copy": conditions.ServeCached(replace(company, posts=company.posts[2:])),
    }


def on_websites(site: Site, flapping: tuple[str, ...]) -> tuple[Trouble, ...]:
    """Give all that a website does, while it is listed, while pages are asked for, or in both."""
    faults: dict[str, tuple[Condition, ...]] = {
        "asked too often": (conditions.RateLimit(after=3),),
        "a question whether one is human": (conditions.Challenge(),),
        "an empty frame": (conditions.Throttle(),),
        "all is answered as not found for a while": (conditions.Incident(),),
        "pages that come and go": (conditions.Flap(codes=frozenset(flapping)),),
        "an older copy": (at_sites.ServeCopy(site),),
        "the server fails": (at_sites.Fail(),),
        "answers are cut": (at_sites.CutHalfway(),),
        "answers are half of themselves": (at_sites.BreakOff(),),
        "another language": (at_sites.LeadByLanguage(language="en-US", to="/en/"),),
        "another country": (conditions.Locate(country="RU"),),
    }
    return tuple(
        Trouble(f"{name}, {when}", fault if looks else (), fault if probes else ())
        for name, fault in faults.items()
        for when, looks, probes in (
            ("while looking", True, False),
            ("while asking for pages", False, True),
            ("both", True, True),
        )
    )


def _at_moments(who: str) -> Iterator[Trouble]:
    for name, fault in FAULTS.items():
        for when, (looking, probing) in MOMENTS.items():
            yield Trouble(
                f"{name} {when}, for {who or 'all'}",
                () if looking is None else (fault(who=who, **looking),),
                None if probing is None else (fault(who=who, **probing),),
            )


def _shaped(named: Mapping[str, Condition], who: str) -> Iterator[Trouble]:
    for name, shape in named.items():
        yield Trouble(f"{name}, for {who or 'all'}", (replace(shape, who=who),))
