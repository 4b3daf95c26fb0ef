"""Give a verdict on each case of a world, by what an archive said after each round. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from archiver.model.removal import RemovalState
from archiver.rehearsal.selftest import judging
from archiver.rehearsal.selftest.happening import AccountHappening, Effect, Happening
from archiver.rehearsal.selftest.judging import Round, Truth
from archiver.rehearsal.selftest.places import Viewer
from archiver.rehearsal.selftest.told import NOTHING, Report, Told
from archiver.rehearsal.selftest.worlds import Case, World

CALM_LOOKS = 3
"""Behind everything that happens: what no listing covers is concluded at the third."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was wrong or missed of one case."""

    case: int
    subject: str
    """The post or page, as the simulator names it; empty for the account."""
    name: str
    """What happened."""
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


def verdicts(world: World, reports: Sequence[Report]) -> tuple[Verdict, ...]:
    """Give a verdict on each case."""
    return tuple(
        _of_post(world, case, reports) if case.subject else _of_account(case, reports) for case in world.cases
    )


def is_over(world: World, reports: Sequence[Report]) -> bool:
    """Tell whether nothing more is to be learned: a calm look behind which nothing is owed or pending, or three."""
    calm = len(reports) - world.settled
    if calm >= CALM_LOOKS:
        return True
    return calm > 0 and not any(
        _is_pending(world, case, reports) or _owed(world, case, reports) for case in world.cases
    )


def _is_pending(world: World, case: Case, reports: Sequence[Report]) -> bool:
    """Tell whether the next look may conclude something of a case."""
    return bool(case.subject) and _told(world, case, reports, len(reports) - 1).state is RemovalState.PENDING


def _owed(world: World, case: Case, reports: Sequence[Report]) -> bool:
    """Tell whether by the last look something will have to be said of a case that is not said yet."""
    if not case.subject:
        return False
    at = len(reports) - 1
    truth, said = _truth(world, case, at, CALM_LOOKS), _told(world, case, reports, at)
    return any(judging.missed(truth, said, _round(world, at)))


def _of_post(world: World, case: Case, reports: Sequence[Report]) -> Verdict:
    wrong, missed = list[str](), list[str]()
    for at in range(len(reports)):
        said = _told(world, case, reports, at)
        before = _told(world, case, reports, at - 1) if at else NOTHING
        now, truth = _round(world, at), _truth(world, case, at)
        wrong += [f"round {at}: {what}" for what in judging.wrong(truth, said, before, now)]
        missed += [f"round {at}: {what}" for what in judging.missed(truth, said, now)]
    return Verdict(case.number, case.subject, case.name, tuple(wrong), tuple(missed))


def _of_account(case: Case, reports: Sequence[Report]) -> Verdict:
    happened = [each for _, each in case.happenings if isinstance(each, AccountHappening)]
    missed = judging.missed_of_account(happened, reports[-1].account)
    return Verdict(case.number, "", case.name, (), tuple(missed))


def _told(world: World, case: Case, reports: Sequence[Report], at: int) -> Told:
    return reports[at].of(world.place.ref(world.state(at), case.subject))


def _round(world: World, at: int) -> Round:
    met = tuple(world.trouble(each) for each in range(at + 1))
    return Round(frozenset(world.viewers), met)


def _truth(world: World, case: Case, at: int, calm: int | None = None) -> Truth:
    place, state, subject = world.place, world.state(at), case.subject
    shown = _shown(world, subject, at)
    happened = [each for when, each in case.happenings if when <= at]
    effects = frozenset(each.effect for each in happened if isinstance(each, Happening))
    return Truth(
        standing=place.standing(state, subject),
        shown_to=shown,
        was_shown_to=shown.union(*(_shown(world, subject, each) for each in range(at))),
        effects=effects,
        again=place.again(state, subject),
        edited=place.authored(state, subject) != place.authored(place.begin, subject),
        media_gone=bool(place.media(place.begin, subject) - place.media(state, subject)),
        named=place.goes_by_its_name(state),
        # What no listing holds since an earlier round is covered by none.
        covered=place.covers(world.viewers)
        and not (effects - {Effect.UNLISTED} and Effect.UNLISTED in effects),
        calm=_calm(world, case, at) if calm is None else calm,
    )


def _shown(world: World, subject: str, at: int) -> frozenset[Viewer]:
    return frozenset(
        viewer for viewer in world.viewers if world.place.is_shown(world.state(at), subject, viewer)
    )


def _calm(world: World, case: Case, at: int) -> int:
    """Count the rounds, this one among them, since when nothing happened to a post and nothing was in the way."""
    whole = [when for each in world.cases if not each.subject for when, _ in each.happenings]
    happened = [when for when, _ in case.happenings] + whole
    met = [each + 1 for each in range(1, at + 1) if not world.trouble(each).is_none]
    return at + 1 - max([1, *(when for when in happened if when <= at), *met])
