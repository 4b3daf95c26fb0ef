"""Probe captures written as one line, and the pages that their steps were answered with."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

from sightings import AT, NAME, OURS, account, capture, ref, whole

from archiver.derive.probing import probes
from archiver.model.capture import CaptureKind
from archiver.model.reading import Availability, Page, Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.step import Role, Step

TARGET = TargetRef("instagram", NAME)
ROUTE = "PolarisErrorRoute"
LIVE, NOT_FOUND, WALLED, UNKNOWN = (
    Availability.LIVE,
    Availability.NOT_FOUND,
    Availability.WALLED,
    Availability.UNKNOWN,
)
_ROLES = {"@": Role.OWNER, "+": Role.CONTROL, "?": Role.NULL}


def address(subject):
    """The public address of a target or post."""
    return f"https://x.example/{'p/' + subject.key if isinstance(subject, PostRef) else subject.name}/"


def plan(text):
    """Steps by their words: `@` the owner's page, `+A` a control, `?Z` an id never seen, `P` a post in question."""
    return tuple(_step(word) for word in text.split())


def _step(word):
    if word == "@":
        return Step(Role.OWNER, address(TARGET), None)
    post = ref(word.lstrip("+?"))
    return Step(_ROLES.get(word[0], Role.POST), address(post), post)


@dataclass(frozen=True)
class Answer:
    """One page, and whose post it showed where it showed one."""

    page: Page
    owner: str = OURS
    fresh: bool = True
    """Whether the content stood in the page's own answer."""


def answer(subject, availability, signal, at=None):
    """A page of a target or post, answered at its own address or at another."""
    return Answer(
        Page(address(subject) if at is None else at, availability, signal, "", subject=subject, received=True)
    )


def shown(letter, **more):
    """A post's page with its content."""
    return replace(answer(ref(letter), LIVE, "content"), **more)


def gone(letter, signal=ROUTE):
    """A post's address, answered as one that never was."""
    return answer(ref(letter), NOT_FOUND, signal)


def owner(availability=LIVE):
    """The owner's own page."""
    return answer(TARGET, availability, "content" if availability is LIVE else "other")


def hop(letter):
    """The first answer of a redirect."""
    return answer(ref(letter), UNKNOWN, "HTTP 302, no data blocks")


def wall():
    """Where a redirect to the login page ends."""
    return Answer(Page("https://x.example/accounts/login/", WALLED, "accounts/login", ""))


def ordinary(step):
    """What a step is answered with where its post is gone and all else is well."""
    if step.post is None:
        return (owner(),)
    return (shown(step.post.key),) if step.role is Role.CONTROL else (gone(step.post.key),)


def read(steps, changed=None, accounts=None, listings=()):
    """The reading of a plan's answers; `changed` gives others by key, or by key and turn (`A.2`)."""
    changed = changed or {}
    times = Counter()
    pages, observations = [], []
    for step in steps:
        name = step.post.key if step.post else "@"
        times[name] += 1
        given = changed.get(f"{name}.{times[name]}", changed.get(name, ordinary(step)))
        for each in given:
            record = f"urn:{len(pages)}"
            pages.append(replace(each.page, record=record, at=AT + timedelta(minutes=len(pages))))
            subject = each.page.subject
            if each.page.availability is LIVE and isinstance(subject, PostRef):
                record = record if each.fresh else "urn:elsewhere"
                observations.append(whole(subject.key, owner_id=each.owner, record=record))
    return Reading(
        pages=tuple(pages),
        accounts=(account(),) if accounts is None else tuple(accounts),
        listings=tuple(listings),
        observations=tuple(observations),
    )


def visits(steps, reading, known_as=OURS):
    """The visits of a probe capture, in order."""
    return probes(
        replace(capture(CaptureKind.PROBE), plan=tuple(steps), known_as=known_as), known_as, reading
    )
