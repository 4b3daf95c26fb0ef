"""Count what was concluded of a canary's posts against what their owner had said before anybody looked."""

from collections.abc import Iterable, Sequence

from archiver.model.canary import Known, Tally, TruthList
from archiver.model.refs import PostRef
from archiver.model.removal import Removal, RemovalState


def tally(lists: Sequence[TruthList], conclusions: Iterable[Removal]) -> Tally:
    """Count by lists and conclusions, each in the order of the ledger; at least one list.

    A conclusion is held against the last list that was sealed before the visit by which it was concluded.
    """
    right, wrong, unlisted = dict[PostRef, None](), dict[PostRef, None](), dict[PostRef, None]()
    standing = dict[PostRef, RemovalState]()
    for removal in conclusions:
        standing[removal.post] = removal.state
        if removal.state is RemovalState.CONCLUDED:
            is_right = _is_right(removal, lists)
            kept = unlisted if is_right is None else right if is_right else wrong
            kept[removal.post] = None
    last = lists[-1].entries
    gone = [each.post for each in last if each.known is Known.GONE]
    return Tally(
        shown=len(last) - len(gone),
        gone=len(gone),
        concluded=tuple(right),
        wrong=tuple(wrong),
        not_yet=tuple(post for post in gone if standing.get(post) is not RemovalState.CONCLUDED),
        unlisted=tuple(unlisted),
    )


def _is_right(removal: Removal, lists: Sequence[TruthList]) -> bool | None:
    """Tell whether a removal is what its owner's list says; None where no list sealed before says anything of it."""
    before = [each for each in lists if each.sealed < removal.last_checked]
    entry = before[-1].of(removal.post) if before else None
    if entry is None:
        return None
    return entry.known is Known.GONE and entry.since is not None and entry.since <= removal.last_checked
