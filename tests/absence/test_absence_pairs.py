"""Two things that owners do, one after the other, each under whatever the platform does: no wrong removal, none missed.

Drawn by chance, with a fixed seed; `make prove` draws many more than a test run.
"""

import tempfile
from pathlib import Path

import pytest
from following import begun, copied
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from test_absence_cases import COMPANY, FAULTS, LOW, MIDDLE, MOMENTS, OLDEST, SHAPES, TOP, removed

from archiver.simulator import happenings
from archiver.simulator.conditions import CALM, under

CAROUSEL = next(post.code for post in COMPANY.posts if post.kind == "carousel")
OF_POSTS = {
    "nothing": lambda company, _: company,
    "deleted": happenings.delete,
    "archived by its owner": happenings.hide_post,
    "taken down": happenings.take_down,
    "caption edited": lambda company, code: happenings.edit_caption(company, code, "Other words"),
    "a slide removed": lambda company, _: happenings.remove_slide(company, CAROUSEL, 1),
    "pinned": happenings.pin,
    "hidden from the grid": happenings.hide_from_grid,
    "moved up": lambda company, code: happenings.reorder_grid(company, [OLDEST, code]),
    "limited by age": lambda company, code: happenings.restrict(company, code, happenings.AGE),
    "written anew": happenings.reencode,
}
OF_ACCOUNTS = {
    "private": lambda company, _: happenings.go_private(company),
    "closed": lambda company, _: happenings.close_account(company),
    "renamed": lambda company, _: happenings.rename(company, "hartmann.neu"),
}
EVENTS = OF_POSTS | OF_ACCOUNTS
MET = {
    "calm": (CALM, None),
    **{
        f"{name} {when}": (
            under(fault(**looking)) if looking is not None else CALM,
            under(fault(**probing)) if probing is not None else None,
        )
        for name, fault in FAULTS.items()
        for when, (looking, probing) in MOMENTS.items()
    },
    **{name: (under(shape), None) for name, shape in SHAPES.items()},
}
PAIRS = st.tuples(*(st.sampled_from(sorted(each)) for each in (EVENTS, MET, EVENTS, MET)))
PHASES = [Phase.explicit, Phase.generate]
"""What fails is told as it was drawn: to make it smaller would take hours."""
HEALTH = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return begun(tmp_path_factory.mktemp("first"), COMPANY)


def followed_through(first, folder, happened, met, then, met_then):
    """Two rounds under what was drawn, then calm ones; nothing may ever be concluded anew that is shown to anybody."""
    followed = copied(first, folder)
    known: set[str] = set()
    rounds = [(EVENTS[happened], TOP, MET[met]), (EVENTS[then], LOW, MET[met_then])]
    for happens, code, (platform, probing) in [*rounds, *[(EVENTS["nothing"], MIDDLE, MET["calm"])] * 3]:
        followed.network.company = happens(followed.network.company, code)
        followed.round(platform, probing=probing)
        concluded = followed.concluded()
        assert concluded - known <= removed(followed.network)
        known = concluded
    if {happened, then} <= OF_POSTS.keys():
        assert known == removed(followed.network)


@settings(max_examples=10, derandomize=True, deadline=None, phases=PHASES, suppress_health_check=HEALTH)
@given(drawn=PAIRS)
@example(drawn=("deleted", "calm", "deleted", "a login wall on a later page"))
@example(drawn=("hidden from the grid", "an empty timeline", "taken down", "an older copy"))
def test_no_two_things_together_lead_to_a_removal_that_is_none_or_hide_one(first, drawn):
    with tempfile.TemporaryDirectory() as folder:
        followed_through(first, Path(folder), *drawn)


@pytest.mark.prove
@settings(max_examples=250, derandomize=True, deadline=None, phases=PHASES, suppress_health_check=HEALTH)
@given(drawn=PAIRS)
def test_no_two_of_many_things_together_do(first, drawn):
    with tempfile.TemporaryDirectory() as folder:
        followed_through(first, Path(folder), *drawn)
