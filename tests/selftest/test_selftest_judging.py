"""What a selftest calls wrong and missed: each way has a case, and beside it what is neither."""

from dataclasses import replace

import pytest

from archiver.model.change import ChangeKind
from archiver.model.refs import PostRef
from archiver.model.removal import RemovalState
from archiver.rehearsal.selftest import judging
from archiver.rehearsal.selftest.happening import AccountHappening, Effect
from archiver.rehearsal.selftest.judging import Round, Truth
from archiver.rehearsal.selftest.places import Standing, Viewer
from archiver.rehearsal.selftest.told import NOTHING, Told
from archiver.rehearsal.selftest.troubles import CALM, Trouble
from archiver.simulator import conditions

BOTH = frozenset(Viewer)
STRANGER, MEMBER = frozenset((Viewer.STRANGER,)), frozenset((Viewer.MEMBER,))
AGAIN = PostRef("instagram", "BAgain")
SHOWN = Truth(
    standing=Standing.SHOWN,
    shown_to=BOTH,
    was_shown_to=BOTH,
    effects=frozenset(),
    again=None,
    edited=False,
    media_gone=False,
    named=True,
    covered=True,
    calm=1,
)
GONE = replace(SHOWN, standing=Standing.ABSENT, shown_to=frozenset(), effects=frozenset((Effect.GONE,)))
KEPT = replace(SHOWN, standing=Standing.KEPT, shown_to=MEMBER)
SEEN = Told(seen_by=BOTH)
CONCLUDED = replace(SEEN, state=RemovalState.CONCLUDED, looked=BOTH, concluded=1)
PENDING = replace(SEEN, state=RemovalState.PENDING, looked=BOTH)
AT_REST = Round(BOTH, (CALM,))
INCIDENT = Round(BOTH, (Trouble("an incident", (conditions.Incident(),)),))


def changed(*kinds):
    return replace(SEEN, changes=frozenset(kinds))


WRONG = {
    "concluded, and shown": (SHOWN, CONCLUDED, SEEN),
    "concluded for one who is shown it": (KEPT, CONCLUDED, SEEN),
    "concluded for strangers while a session at hand is shown it": (
        KEPT,
        replace(CONCLUDED, looked=STRANGER),
        SEEN,
    ),
    "concluded, and its owner is away": (replace(GONE, standing=Standing.OWNER_AWAY), CONCLUDED, SEEN),
    "concluded, and it moved": (replace(GONE, standing=Standing.MOVED), CONCLUDED, SEEN),
    "concluded a second time, and shown": (SHOWN, replace(CONCLUDED, concluded=2), CONCLUDED),
    "pending, and shown to all": (SHOWN, PENDING, SEEN),
    "edited, and nothing was": (SHOWN, changed(ChangeKind.EDITED), SEEN),
    "a medium gone, and none is": (SHOWN, replace(SEEN, media=frozenset((RemovalState.PENDING,))), SEEN),
    "restored, and never gone": (SHOWN, changed(ChangeKind.RESTORED), SEEN),
}
RIGHT = {
    "nothing of what is shown": (SHOWN, SEEN, SEEN),
    "concluded of what is gone": (GONE, CONCLUDED, PENDING),
    "concluded for strangers alone, from whom it is kept, where nobody else looks": (
        replace(KEPT, shown_to=frozenset(), was_shown_to=STRANGER),
        replace(CONCLUDED, looked=STRANGER),
        SEEN,
    ),
    "what was concluded before and is shown again since": (SHOWN, CONCLUDED, CONCLUDED),
    "pending of what is kept from one of them": (KEPT, PENDING, SEEN),
    "edited, and it was": (replace(SHOWN, edited=True), changed(ChangeKind.EDITED), SEEN),
    "missing, of what is shown": (SHOWN, changed(ChangeKind.MISSING, ChangeKind.NOT_COVERED), SEEN),
}


@pytest.mark.parametrize(("truth", "told", "before"), WRONG.values(), ids=WRONG)
def test_what_must_not_be_said_is_wrong(truth, told, before):
    assert len(list(judging.wrong(truth, told, before, AT_REST))) == 1


@pytest.mark.parametrize(("truth", "told", "before"), RIGHT.values(), ids=RIGHT)
def test_what_may_be_said_is_not(truth, told, before):
    assert list(judging.wrong(truth, told, before, AT_REST)) == []


def test_what_was_not_found_for_a_while_may_be_pending_and_not_concluded():
    assert list(judging.wrong(SHOWN, PENDING, SEEN, INCIDENT)) == []
    assert list(judging.wrong(SHOWN, CONCLUDED, SEEN, INCIDENT)) != []


UNLISTED, EDITED = frozenset((Effect.UNLISTED,)), frozenset((Effect.EDITED,))
MISSED = {
    "gone, at the first look, and nothing is said": (GONE, SEEN),
    "gone, at the second, and it is pending": (replace(GONE, calm=2), PENDING),
    "gone where no listing covers it, at the third, and it is pending": (
        replace(GONE, calm=3, covered=False),
        PENDING,
    ),
    "published anew": (replace(GONE, calm=2, again=AGAIN), CONCLUDED),
    "edited": (replace(SHOWN, effects=EDITED, edited=True), SEEN),
    "a medium gone": (
        replace(SHOWN, media_gone=True, calm=2),
        replace(SEEN, media=frozenset((RemovalState.PENDING,))),
    ),
    "listed no more": (replace(SHOWN, effects=UNLISTED), changed(ChangeKind.MISSING)),
    "kept from one of two": (KEPT, SEEN),
    "shown again": (replace(SHOWN, effects=frozenset((Effect.GONE, Effect.BACK))), CONCLUDED),
}
SAID = {
    "gone, and pending at the first look": (GONE, PENDING),
    "gone, and concluded at the second": (replace(GONE, calm=2), CONCLUDED),
    "gone where no listing covers it, and nothing at the first": (replace(GONE, covered=False), SEEN),
    "gone amid a trouble": (replace(GONE, calm=0), SEEN),
    "gone, and never shown to whoever looks": (replace(GONE, calm=3), NOTHING),
    "gone from an account that goes by another name": (replace(GONE, calm=3, named=False), SEEN),
    "published anew": (
        replace(GONE, calm=2, again=AGAIN),
        replace(CONCLUDED, looks_like=frozenset((AGAIN,))),
    ),
    "edited": (replace(SHOWN, effects=EDITED, edited=True), changed(ChangeKind.EDITED)),
    "listed no more": (replace(SHOWN, effects=UNLISTED), changed(ChangeKind.NOT_LISTED)),
    "listed no more, where the listing does not tell": (
        replace(SHOWN, effects=UNLISTED),
        changed(ChangeKind.NOT_COVERED),
    ),
    "kept from one of two, and contradicted": (KEPT, replace(SEEN, state=RemovalState.CONTRADICTED)),
    "kept from one of two, and restricted": (KEPT, changed(ChangeKind.RESTRICTED)),
    "kept from one who never saw it": (KEPT, Told(seen_by=MEMBER)),
    "kept from strangers, who saw it at the head of a listing": (
        replace(KEPT, effects=frozenset((Effect.LIFTED, Effect.KEPT))),
        SEEN,
    ),
    "shown again, and withdrawn": (
        replace(SHOWN, effects=frozenset((Effect.GONE, Effect.BACK))),
        replace(CONCLUDED, state=RemovalState.WITHDRAWN),
    ),
}


@pytest.mark.parametrize(("truth", "told"), MISSED.values(), ids=MISSED)
def test_what_had_to_be_said_and_was_not_is_missed(truth, told):
    assert len(list(judging.missed(truth, told, AT_REST))) == 1


@pytest.mark.parametrize(("truth", "told"), SAID.values(), ids=SAID)
def test_what_was_said_or_had_not_to_be_is_not_missed(truth, told):
    assert list(judging.missed(truth, told, AT_REST)) == []


def test_a_state_of_the_account_is_missed_where_it_is_not_named():
    happened = [AccountHappening("it closes", "not_found", lambda company: company)]
    assert list(judging.missed_of_account(happened, frozenset())) == [
        "it closes: not_found is not said, but nothing"
    ]
    assert list(judging.missed_of_account(happened, frozenset(("not_found", "private")))) == []
