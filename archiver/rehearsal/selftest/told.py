"""What the archive says after a round, read as its users read it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from archiver.archive import Archive
from archiver.ledger import conclusions
from archiver.ledger.events import CONCLUSION
from archiver.model.change import ChangeKind
from archiver.model.refs import PostRef, TargetRef
from archiver.model.removal import RemovalState
from archiver.model.vantage import LOGGED_OUT
from archiver.operations import removals
from archiver.operations.absence import Question, questions
from archiver.operations.asking import at_hand_of
from archiver.operations.diff import diff
from archiver.operations.media_absence import media_removals
from archiver.operations.reposts import reposts
from archiver.rehearsal.selftest.places import Viewer


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one post."""

    state: RemovalState | None = None
    looked: frozenset[Viewer] = frozenset()
    """From whom the absence holds, by its scope."""
    concluded: int = 0
    """How often the ledger says that its removal was concluded."""
    seen_by: frozenset[Viewer] = frozenset()
    """To whom it was ever shown."""
    changes: frozenset[ChangeKind] = frozenset()
    """How it differs from what the first round showed."""
    looks_like: frozenset[PostRef] = frozenset()
    """Later posts that are said to look like it."""
    media: frozenset[RemovalState] = frozenset()
    """How the absence of media stands that went from it."""


NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of a target and its posts."""

    posts: dict[PostRef, Told]
    account: frozenset[str]
    """States of the account, of the site, and of parts of it."""

    def of(self, post: PostRef) -> Told:
        """Give what is said of a post; nothing, where nothing is."""
        return self.posts.get(post, NOTHING)


def told(archive: Archive, target: TargetRef, since: str, posts: Collection[PostRef]) -> Report:
    """Read what an archive says of a target and some posts, compared with a capture."""
    at_hand = at_hand_of(archive, target)
    standing = {each.post: each for each in questions(archive, target, at_hand)}
    evidence = {each.post: each for each in archive.catalog.evidence(target, posts)}
    changes = _changes(archive, target, since)
    media = defaultdict[PostRef, set[RemovalState]](set)
    for removal in media_removals(archive, target, at_hand):
        media[removal.post].add(removal.state)
    said = _concluded(archive, target)
    again = reposts(archive, target, [post for post in posts if post in standing])
    return Report(
        {
            post: Told(
                state=_state(standing.get(post)),
                looked=_looked(standing.get(post)),
                concluded=said[post],
                seen_by=_viewers(seen.vantage for seen in evidence[post].sightings)
                if post in evidence
                else frozenset(),
                changes=frozenset(changes[post]),
                looks_like=frozenset(each.post for each in again.get(post, ())),
                media=frozenset(media[post]),
            )
            for post in posts
        },
        frozenset(each["state"] for each in _account(archive, target)),
    )


def _account(archive: Archive, target: TargetRef) -> list[dict[str, str]]:
    return [*removals.account_states(archive, target), *removals.parts_of(archive, target)]


def _changes(archive: Archive, target: TargetRef, since: str) -> dict[PostRef, set[ChangeKind]]:
    found = defaultdict[PostRef, set[ChangeKind]](set)
    for change in diff(archive, target, start=since).changes if since else ():
        if change.post is not None:
            found[change.post].add(change.kind)
    return found


def _concluded(archive: Archive, target: TargetRef) -> dict[PostRef, int]:
    found = defaultdict[PostRef, int](int)
    for event in map(conclusions.read, archive.catalog.events(target, CONCLUSION)):
        found[event.post] += event.state is RemovalState.CONCLUDED
    return found


def _state(question: Question | None) -> RemovalState | None:
    return question.removal.state if question is not None and question.removal is not None else None


def _looked(question: Question | None) -> frozenset[Viewer]:
    if question is None or question.removal is None:
        return frozenset()
    return _viewers(question.removal.scope.looked)


def _viewers(vantages: Iterable[str]) -> frozenset[Viewer]:
    return frozenset(
        Viewer.STRANGER if vantage.startswith(LOGGED_OUT) else Viewer.MEMBER for vantage in vantages
    )
