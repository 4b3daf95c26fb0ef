"""What happened to targets since somebody was told: drawn from the ledger, so that no killed run swallows an alert."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from archiver import platforms
from archiver.alerts.causes import Alert, Cause
from archiver.archive import Archive
from archiver.config import WatchedTarget
from archiver.derive.sentence import sentence
from archiver.ledger import conclusions
from archiver.ledger.events import CONCLUSION, FIXITY_CHECK
from archiver.model.capture import CaptureKind
from archiver.model.change import ChangeKind
from archiver.model.looked import Looked
from archiver.model.refs import PostRef, TargetRef
from archiver.model.removal import RemovalState
from archiver.model.vantage import in_words
from archiver.operations.absence import questions
from archiver.operations.asking import at_hand_of
from archiver.operations.diff import diff
from archiver.operations.targets import watched
from archiver.store import layout

_STATES = {
    Cause.CONCLUDED: RemovalState.CONCLUDED,
    Cause.RESTRICTED: RemovalState.CONTRADICTED,
    Cause.SHOWN_AGAIN: RemovalState.WITHDRAWN,
}
_OF_ACCOUNT = {
    "not_found": "it is not found",
    "private": "it is private",
    "gated": "it is withheld by age, country or audience",
    "renamed": "it is not found, and a post of it is shown under another name",
    "another_account": "another account answers under its name",
}
_OF_SHAPE = frozenset(("listing_not_understood", "post_not_understood", "listing_broken"))
FROM_LEDGER = (
    *(Cause.NOT_SHOWN, Cause.CONCLUDED, Cause.RESTRICTED, Cause.SHOWN_AGAIN),
    *(Cause.EDITED, Cause.ACCOUNT, Cause.SHAPE, Cause.FIXITY),
)
"""Causes that are drawn from what the ledger holds since it was told of last."""


@dataclass(frozen=True, slots=True)
class Since:
    """What the ledger holds of a target since it was told of last."""

    target: TargetRef
    entry: WatchedTarget
    number: int
    """Of the last event that was told of."""


def happened(archive: Archive, cause: Cause, told: Mapping[str, int], now: Mapping[str, int]) -> list[Alert]:
    """Give what is to be told under a cause of what lies between two reaches of the ledger. Raises ConfigError."""
    if cause is Cause.FIXITY:
        return list(_fixity(archive, told))
    news = [
        Since(target, entry, told.get(slug, 0))
        for target, entry in watched(archive.settings)
        if now.get(slug := layout.folder_of(target), 0) > told.get(slug, 0)
    ]
    match cause:
        case Cause.NOT_SHOWN:
            return _each(archive, news, _not_shown)
        case Cause.EDITED:
            return _each(archive, news, _edited)
        case Cause.ACCOUNT:
            return _each(archive, news, _account)
        case Cause.SHAPE:
            return _shape(archive, news)
    return [alert for since in news for alert in _concluded(archive, since, cause)]


def _each(
    archive: Archive, news: Iterable[Since], of_one: Callable[[Archive, Since], Alert | None]
) -> list[Alert]:
    return [alert for since in news if (alert := of_one(archive, since)) is not None]


def _alert(cause: Cause, since: Since, **said: Any) -> Alert:  # noqa: ANN401 - as of the value
    return Alert(cause, str(since.target), since.entry.label, since.entry.case, **said)


def _looks(archive: Archive, since: Since) -> list[Looked]:
    return archive.catalog.looks.after(layout.folder_of(since.target), since.number)


def _not_shown(archive: Archive, since: Since) -> Alert | None:
    """Tell of posts that were not found for the first time, and of which nothing is concluded yet."""
    probes = {look.capture for look in _looks(archive, since) if look.kind == CaptureKind.PROBE.value}
    if not probes:
        return None
    posts = [
        str(found.post)
        for found in questions(archive, since.target, at_hand_of(archive, since.target))
        if found.removal is not None
        and found.removal.state is RemovalState.PENDING
        and all(str(visit.probe.capture) in probes for visit in found.removal.visits)
    ]
    return _alert(Cause.NOT_SHOWN, since, refs=tuple(posts)) if posts else None


def _concluded(archive: Archive, since: Since, cause: Cause) -> Iterator[Alert]:
    """Tell of posts of which something was concluded that holds still."""
    told = archive.catalog.events_after(layout.folder_of(since.target), CONCLUSION, since.number)
    last = {each.post: each for each in map(conclusions.read, told)}
    posts = [post for post, each in last.items() if each.state is _STATES[cause]]
    if not posts:
        return
    sentences = tuple(_sentences(archive, since.target, set(posts))) if cause is Cause.CONCLUDED else ()
    yield _alert(cause, since, refs=tuple(map(str, posts)), sentences=sentences)


def _sentences(archive: Archive, target: TargetRef, posts: set[PostRef]) -> Iterator[str]:
    owners, wording = archive.catalog.owners(target, posts), platforms.named(target.platform).wording
    for found in questions(archive, target, at_hand_of(archive, target)):
        if found.post in posts and found.removal is not None:
            account_id, name = owners[found.post]
            said = sentence(found.removal, name, account_id, UTC, wording)
            if said is not None:
                yield said


def _edited(archive: Archive, since: Since) -> Alert | None:
    """Tell of posts and profiles whose authored fields changed."""
    posts: dict[PostRef | None, None] = {}
    for look in _looks(archive, since):
        if not look.is_crawl or not look.capture or look.unchanged or not look.settles:
            continue
        changes = diff(archive, since.target, end=look.capture)
        if changes.start:
            posts |= {each.post: None for each in changes.changes if each.kind is ChangeKind.EDITED}
    if not posts:
        return None
    profile = "the profile itself" if None in posts else ""
    refs = tuple(str(post) for post in posts if post is not None)
    return _alert(Cause.EDITED, since, detail=profile, refs=refs, command=f"archiver diff {since.target}")


def _account(archive: Archive, since: Since) -> Alert | None:
    """Tell of an account that answers otherwise than it did at the look before from the same vantage."""
    for look in _looks(archive, since):
        if not look.is_crawl or look.reason not in _OF_ACCOUNT:
            continue
        before = [
            each
            for each in archive.catalog.looks.lately(str(since.target), look.vantage)
            if each.settles and each.ended < look.ended
        ]
        if before and before[-1].reason != look.reason:
            return _alert(
                Cause.ACCOUNT,
                since,
                detail=f"{_OF_ACCOUNT[look.reason]}, asked {in_words(look.vantage)}",
                command=f"archiver removals {since.target}",
            )
    return None


def _shape(archive: Archive, news: Iterable[Since]) -> list[Alert]:
    """Tell of answers that are not understood: once for a platform, of however many targets."""
    found: dict[str, set[TargetRef]] = {}
    for since in news:
        if any(look.reason in _OF_SHAPE for look in _looks(archive, since)):
            found.setdefault(since.target.platform, set()).add(since.target)
    return [
        Alert(Cause.SHAPE, platforms.named(name).label, command="archiver status") for name in sorted(found)
    ]


def _fixity(archive: Archive, told: Mapping[str, int]) -> Iterator[Alert]:
    whole = "/".join(layout.WHOLE)
    for event in archive.catalog.events_after(whole, FIXITY_CHECK, told.get(whole, 0)):
        failed = event["failed"]
        if failed:
            detail = f"{len(failed):,} things failed, the first is {failed[0]}"
            yield Alert(Cause.FIXITY, "", detail=detail, command="archiver verify")
