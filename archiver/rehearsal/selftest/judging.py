"""Hold what an archive says after a round against what is true: what is wrong, and what is missing.

Pure. A conclusion is wrong where a viewer whom it names was shown the post, where its owner is away, or where
another viewer at hand is shown it. What must be said, and when, is what the design promises (§2a).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archiver.model.change import ChangeKind
from archiver.model.refs import PostRef
from archiver.model.removal import RemovalState
from archiver.rehearsal.selftest.happening import AccountHappening, Effect
from archiver.rehearsal.selftest.places import Standing, Viewer
from archiver.rehearsal.selftest.told import Told
from archiver.rehearsal.selftest.troubles import Trouble

_SOON = 2
"""Calm looks at which the removal of a post is concluded whose place a listing covers."""
_LAST = 3
"""Calm looks at which it is concluded where none could."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of one post in one round."""

    standing: Standing
    shown_to: frozenset[Viewer]
    """Those at hand who are shown it, as far as it is a matter of its owner's."""
    was_shown_to: frozenset[Viewer]
    """Those at hand who were in an earlier round, or are."""
    effects: frozenset[Effect]
    """What happened to it so far."""
    again: PostRef | None
    """As which post it was published anew, if it was."""
    edited: bool
    """Whether what its author wrote is other than in the first round."""
    media_gone: bool
    """Whether it lost a medium since."""
    named: bool
    """Whether the name that is watched leads to its owner."""
    covered: bool
    """Whether a listing of a viewer at hand covers its place."""
    calm: int
    """Rounds, this one among them, since when nothing happened to it or its owner, and nothing was in the way."""


@dataclass(frozen=True, slots=True)
class Round:
    """What holds for all posts in one round."""

    viewers: frozenset[Viewer]
    """Those who look."""
    met: tuple[Trouble, ...]
    """What this round and those before it met."""

    def may_hide(self) -> bool:
        """Tell whether somebody at hand may not have been shown what was there."""
        return any(trouble.hides_from(viewer) for trouble in self.met for viewer in self.viewers)


def wrong(truth: Truth, told: Told, before: Told, at: Round) -> Iterator[str]:
    """Say what must not be said of a post, given what was said after the round before."""
    if told.concluded > before.concluded:
        yield from _wrongly_concluded(truth, told)
    if (
        told.state is RemovalState.PENDING
        and truth.shown_to == at.viewers
        and not at.may_hide()
        and told.concluded == 0
    ):
        yield "pending, and everybody who looked is shown it"
    if ChangeKind.EDITED in told.changes and not truth.edited:
        yield "edited, and its author changed nothing"
    if told.media & {RemovalState.PENDING, RemovalState.CONCLUDED} and not truth.media_gone:
        yield "a medium is said to be gone, and none is"
    if ChangeKind.RESTORED in told.changes and Effect.BACK not in truth.effects and not before.concluded:
        yield "restored, and it was never gone"


def _wrongly_concluded(truth: Truth, told: Told) -> Iterator[str]:
    if truth.standing is Standing.OWNER_AWAY:
        yield "concluded, and its owner is away"
    elif truth.standing is Standing.MOVED:
        yield "concluded, and it moved"
    elif told.looked & truth.shown_to:
        yield f"concluded for {_names(told.looked & truth.shown_to)}, who is shown it"
    elif truth.shown_to & truth.was_shown_to:
        yield f"concluded, and {_names(truth.shown_to)} at hand is shown it"


def missed(truth: Truth, told: Told, at: Round) -> Iterator[str]:
    """Say what would have to be said of a post by now, and is not."""
    if not truth.named:
        return
    if truth.standing is Standing.ABSENT and told.seen_by:
        yield from _missing_removal(truth, told)
    yield from _missing_limit(truth, told)
    if truth.standing is not Standing.SHOWN or not truth.calm:
        return
    everybody = truth.shown_to == at.viewers
    if Effect.EDITED in truth.effects and _sees_all(truth) and ChangeKind.EDITED not in told.changes:
        yield "it was edited"
    owes_medium = truth.media_gone and _sees_all(truth) and truth.calm >= _SOON
    if owes_medium and RemovalState.CONCLUDED not in told.media:
        yield "a medium of it is gone"
    owes_listing = Effect.UNLISTED in truth.effects and everybody and truth.covered
    if owes_listing and not told.changes & {ChangeKind.NOT_LISTED, ChangeKind.NOT_COVERED}:
        yield "it is not listed any more"
    if Effect.BACK in truth.effects and told.concluded and told.state is RemovalState.CONCLUDED:
        yield "it is shown again"


def _missing_limit(truth: Truth, told: Told) -> Iterator[str]:
    """Say of a post that is kept from some at hand whether that is said."""
    lost = (truth.was_shown_to & told.seen_by) - truth.shown_to
    if Effect.LIFTED in truth.effects:
        lost -= {Viewer.STRANGER}
    is_said = told.state is RemovalState.CONTRADICTED or ChangeKind.RESTRICTED in told.changes
    if truth.standing is Standing.KEPT and truth.calm and lost and truth.shown_to and not is_said:
        yield f"it is kept from {_names(lost)}"


def missed_of_account(happened: Iterable[AccountHappening], states: frozenset[str]) -> Iterator[str]:
    """Say which states of an account or site are not named."""
    for each in happened:
        if each.says and each.says not in states:
            yield f"{each.name}: {each.says} is not said, but {', '.join(sorted(states)) or 'nothing'}"


def _missing_removal(truth: Truth, told: Told) -> Iterator[str]:
    is_concluded = told.state is RemovalState.CONCLUDED
    said = told.state.value if told.state else "nothing"
    if truth.calm >= (_SOON if truth.covered else _LAST) and not is_concluded:
        yield f"it is gone, at the {truth.calm}. calm look, and {said} is said"
    elif truth.calm == 1 and truth.covered and not (is_concluded or told.state is RemovalState.PENDING):
        yield f"it is gone, at the first calm look, and {said} is said"
    if truth.again is not None and truth.calm >= _SOON and truth.again not in told.looks_like:
        yield f"it was published anew as {truth.again}"


def _sees_all(truth: Truth) -> bool:
    """Tell whether somebody looks who is shown whole posts at each look."""
    return Viewer.MEMBER in truth.shown_to or (truth.covered and truth.shown_to == {Viewer.STRANGER})


def _names(viewers: Iterable[Viewer]) -> str:
    return " and ".join(sorted(viewer.value for viewer in viewers))
