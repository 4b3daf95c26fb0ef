"""The observations of one target in one capture, each post once.

A post is the target's where its own node names the target's account as owner, or where the target's own listing
lists it (posts made together with another account). Everything else that a page showed is set aside.
"""

from dataclasses import dataclass, replace

from archiver.derive.coverage import coverage
from archiver.derive.lane import lane
from archiver.derive.presence import now_named, presence
from archiver.derive.probing import probes
from archiver.derive.trays import NOTHING, TraysSeen, trays
from archiver.model.about import About
from archiver.model.account import Account
from archiver.model.capture import Capture, CaptureId, CaptureKind
from archiver.model.coverage import Coverage
from archiver.model.earlier import Earlier
from archiver.model.foreign import Untied
from archiver.model.merging import by_post, merged
from archiver.model.post import Observation
from archiver.model.probe import Presence, Probe
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage


@dataclass(frozen=True, slots=True)
class Sight:
    """What some answers show of a target to one class of vantage."""

    lane: str
    """Class of vantage and language, as they were answered."""
    account: Account | None
    posts: tuple[Observation, ...]
    """Each post once, listed ones first and in their order."""
    coverages: tuple[Coverage, ...]
    """One for each surface that was listed."""
    kept_copies: tuple[Observation, ...] = ()
    """Posts of which only a copy was shown that an intermediary had kept: how they were, and no sighting of them."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one capture showed of its target."""

    capture: Capture
    lane: str
    """Class of vantage and language, as they were answered."""
    account: Account | None
    posts: tuple[Observation, ...]
    """Each post once, listed ones first and in their order."""
    seen: int
    understood: int
    coverages: tuple[Coverage, ...] = ()
    """One for each surface that was listed."""
    presence: Presence = Presence.UNKNOWN
    """How the account stood."""
    now_named: str = ""
    """Of a renamed account: the name that it goes by."""
    probes: tuple[Probe, ...] = ()
    """Of a probe capture: its visits."""
    kept_copies: tuple[Observation, ...] = ()
    """Posts of which only a kept copy was shown."""
    abouts: tuple[About, ...] = ()
    """What the platform states of the account beside its head: of each section what was told last."""
    stories: TraysSeen = NOTHING
    """What was shown of stories, which are no posts."""
    begun_with: CaptureId | None = None
    """The capture with which a listing began that this one brought to its end; None where it began anew."""
    untied: tuple[Untied, ...] = ()
    """Posts that others' documents show without a name of theirs."""


def snapshot(capture: Capture, reading: Reading, earlier: Earlier | None = None) -> Snapshot:
    """Put together what a capture's reading says of its target; `earlier` is what its listings go on from."""
    only = capture.post if capture.kind is CaptureKind.POST else None
    seen = sight(capture.target, capture.vantage, reading, only, earlier)
    stood = presence(capture.target, capture.known_as, reading)
    # What another account shows under the handle is nothing of this target's.
    own = stood is not Presence.ANOTHER_ID
    # Within a probe the profile is a control, read no further than its first page.
    coverages = seen.coverages if own and capture.kind.lists else ()
    went_on = any(listing.before for listing in coverages)
    return Snapshot(
        capture=capture,
        lane=seen.lane,
        account=seen.account if own else None,
        posts=seen.posts if own else (),
        seen=reading.seen,
        understood=reading.understood,
        coverages=coverages,
        presence=stood,
        now_named=now_named(capture.target, capture.known_as, reading) if stood is Presence.RENAMED else "",
        probes=probes(capture, capture.known_as, reading),
        kept_copies=seen.kept_copies if own else (),
        abouts=_abouts(capture.target, seen.account, reading) if own else (),
        stories=trays(seen.account if own and capture.kind is CaptureKind.CRAWL else None, reading),
        begun_with=earlier.first if earlier is not None and went_on else None,
        untied=reading.untied,
    )


def sight(
    target: TargetRef,
    vantage: Vantage,
    reading: Reading,
    only: PostRef | None = None,
    earlier: Earlier | None = None,
) -> Sight:
    """Put together what a reading says of a target, or of one post alone."""
    reading = by_post(reading)
    account = _account(target, reading)
    listed = _listed(reading, account)
    own = [
        seen
        for seen in reading.observations
        if seen.ref == only or (only is None and _belongs(seen, account, listed))
    ]
    shown = merged(seen for seen in own if not seen.kept_copy)
    copies = merged(seen for seen in own if seen.kept_copy and seen.ref not in shown)
    order = {post: place for place, post in enumerate(listed)}
    posts = sorted(shown.values(), key=lambda post: order.get(post.ref, len(order)))
    answered = lane(vantage, reading)
    coverages = _coverages(answered, account, reading, shown, earlier) if only is None else ()
    return Sight(answered, account, tuple(posts), coverages, tuple(copies.values()))


def _coverages(
    answered: str,
    account: Account | None,
    reading: Reading,
    posts: dict[PostRef, Observation],
    earlier: Earlier | None,
) -> tuple[Coverage, ...]:
    if account is None:
        return ()
    surfaces = dict.fromkeys(page.surface for page in reading.listings if page.is_of(account))
    return tuple(
        coverage(surface, answered, account, reading.listings, posts, earlier) for surface in surfaces
    )


def _account(target: TargetRef, reading: Reading) -> Account | None:
    return next((account for account in reading.accounts if account.is_of(target)), None)


def _abouts(target: TargetRef, account: Account | None, reading: Reading) -> tuple[About, ...]:
    """Give what is stated of the account, by its id, or where none is told by the name that was asked for."""
    account_id = account.account_id if account else ""
    told: dict[str, About] = {}
    for about in reading.abouts:
        unnamed = not about.account_id and about.account_name.lower() == target.name.lower()
        if unnamed or about.account_id == account_id != "":
            told[about.section] = replace(about, account_id=account_id)
    return tuple(told.values())


def _listed(reading: Reading, account: Account | None) -> tuple[PostRef, ...]:
    if account is None:
        return ()
    entries = [
        entry
        for listing in reading.listings
        if listing.is_of(account)
        for entry in listing.entries
        if entry is not None
    ]
    return tuple(dict.fromkeys(entries))


def _belongs(observation: Observation, account: Account | None, listed: tuple[PostRef, ...]) -> bool:
    return observation.ref in listed or (account is not None and observation.owner_id == account.account_id)
