"""Play a world: a real browser looks in each round, as `crawl` does, and what the archive says then is read."""

import json
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from archiver.archive import Archive
from archiver.capture.browsers import Browsers
from archiver.config import Network, Session, Settings, WatchedTarget
from archiver.errors import CaptureError, StoppedError
from archiver.model.removal import RemovalState, Rule
from archiver.operations import covering
from archiver.operations.absence import Question, questions
from archiver.operations.asking import at_hand_of, looks_at
from archiver.operations.crawl import CrawlResult, crawl, follow
from archiver.operations.init import init
from archiver.operations.look import Asked
from archiver.ports import Limits, Progress, Stop
from archiver.rehearsal.selftest.places import Served, Viewer
from archiver.rehearsal.selftest.social import MEMBER
from archiver.rehearsal.selftest.told import Report, told
from archiver.rehearsal.selftest.worlds import World
from archiver.simulator.conditions import Condition, under
from archiver.simulator.internet import Internet
from archiver.simulator.server import StandIn

RULE = Rule(confirm_after=timedelta(seconds=1), unlisted_after=timedelta(seconds=2))
"""The rule as it is, but for its visits, which are seconds apart in the place of hours."""


@dataclass(frozen=True, slots=True)
class _Stage:
    """A world, while it is played."""

    world: World
    served: Served
    archive: Archive
    asked: Sequence[Asked]


def playing(
    world: World, browsers: Browsers, executable: Path | None, progress: Progress, stop: Stop
) -> Generator[Report]:
    """Give what an archive says after each round, the first of which is calm, for as long as somebody asks.

    Raises StoppedError, CaptureError where the first look captures nothing.
    """
    with _set(world, browsers, executable) as stage:
        since, at = "", 0
        while True:
            results = list(_round(stage, at, progress, stop))
            since = since or results[-1].capture or ""
            yield _told(stage, at, since)
            at += 1


@contextmanager
def _set(world: World, browsers: Browsers, executable: Path | None) -> Iterator[_Stage]:
    """Serve a world, and make an archive that watches it."""
    place, served = world.place, world.place.serve()
    with (
        tempfile.TemporaryDirectory(prefix="archiver-selftest-") as name,
        StandIn(Internet({place.domain: served.network.answer}).answer) as server,
    ):
        folder = Path(name)
        sessions = _sessions(world, served, folder)
        watched = WatchedTarget(
            str(place.target),
            sessions=tuple(session.name for session in sessions),
            logged_out=Viewer.STRANGER in world.viewers,
        )
        settings = Settings(
            file=folder / "config" / "archiver.toml",
            network=Network(
                ca_file=server.write_ca(folder / "ca.pem"),
                hosts=tuple((host, server.address) for host in place.hosts),
            ),
            browser=executable,
            keys=folder / "keys",
            sessions=sessions,
            targets=(watched,),
            rule=RULE,
        )
        with closing(init(folder / "evidence", settings, simulated=True).archive) as archive:
            asked = looks_at(str(place.target), settings)
            yield _Stage(world, served, replace(archive, browsers=browsers), asked)


def _sessions(world: World, served: Served, folder: Path) -> tuple[Session, ...]:
    opened = served.admit(MEMBER) if Viewer.MEMBER in world.viewers else None
    if opened is None:
        return ()
    session = Session(MEMBER, world.place.target.platform, folder / "state.json")
    session.state.touch(mode=0o600)
    session.state.write_text(json.dumps(opened), encoding="utf-8")
    return (session,)


def _round(stage: _Stage, at: int, progress: Progress, stop: Stop) -> Iterator[CrawlResult]:
    """Look once from each vantage and ask for what is due, under what the round meets."""
    stage.served.show(stage.world.state(at))
    trouble = stage.world.trouble(at)
    _face(stage, trouble.looking)
    for session in stage.archive.settings.sessions:
        # Somebody signs in again, where the round before ended in a challenge.
        session.state.touch()
    looks = crawl(stage.archive, stage.asked, Limits(), progress, stop, sweep=at > 0)
    for number, result in enumerate(looks, 1):
        if number == len(stage.asked) and trouble.probing is not None:
            _face(stage, trouble.probing)
        if at == 0 and result.capture is None:
            raise CaptureError(result.sentence)
        yield result
    if at >= stage.world.settled:
        yield from _rechecked(stage, progress, stop)
    if stop.requested:
        raise StoppedError("Stopped as asked.")


def _rechecked(stage: _Stage, progress: Progress, stop: Stop) -> Iterator[CrawlResult]:
    """Ask now for what is in question and not concluded, as before print: pauses between visits grow to a day."""
    archive, target = stage.archive, stage.world.place.target
    found = questions(archive, target, at_hand_of(archive, target))
    asked = [each.post for each in found if each.is_open and not _is_concluded(each)]
    if asked:
        covering.begin(archive)
        yield from follow(archive, stage.asked, progress, stop, only=asked)
        covering.cover(archive)


def _is_concluded(question: Question) -> bool:
    return question.removal is not None and question.removal.state is RemovalState.CONCLUDED


def _face(stage: _Stage, met: Sequence[Condition]) -> None:
    stage.served.network.conditions = under(*stage.world.place.home, *met)


def _told(stage: _Stage, at: int, since: str) -> Report:
    place, state = stage.world.place, stage.world.state(at)
    posts = [place.ref(state, subject) for subject in place.subjects]
    return told(stage.archive, place.target, since, posts)
