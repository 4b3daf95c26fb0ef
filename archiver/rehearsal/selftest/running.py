"""Run a selftest: draw worlds, play each that was not played before, and sum up."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archiver.capture.browsers import Browsers
from archiver.errors import StoppedError
from archiver.ports import Progress, Stop
from archiver.rehearsal.selftest import results
from archiver.rehearsal.selftest.drawing import drawn
from archiver.rehearsal.selftest.playing import playing
from archiver.rehearsal.selftest.results import Result
from archiver.rehearsal.selftest.told import Report
from archiver.rehearsal.selftest.verdicts import Verdict, is_over, verdicts
from archiver.rehearsal.selftest.worlds import World

_GO_ON = "What was played is kept: the same command goes on."


@dataclass(frozen=True, slots=True)
class Selftest:
    """What a selftest came to."""

    seed: int
    program: str
    """SHA-256 over the program's files."""
    results: tuple[Result, ...]

    @property
    def cases(self) -> int:
        """Count the cases."""
        return sum(len(each.verdicts) for each in self.results)

    @property
    def seconds(self) -> float:
        """Give how long it took to play, in all runs."""
        return sum(each.seconds for each in self.results)

    @property
    def wrong(self) -> tuple[str, ...]:
        """Say what was said and is not true."""
        return tuple(self._sentences(lambda verdict: verdict.wrong))

    @property
    def missed(self) -> tuple[str, ...]:
        """Say what is true and was not said."""
        return tuple(self._sentences(lambda verdict: verdict.missed))

    def _sentences(self, of: Callable[[Verdict], tuple[str, ...]]) -> Iterator[str]:
        for result in self.results:
            for each in result.verdicts:
                about = f"{each.subject or 'the account'} ({each.name})"
                for sentence in of(each):
                    yield f"world {result.world}, {result.title}: {about}: {sentence}"


def selftest(
    cases: int,
    seed: int,
    executable: Path | None,
    progress: Progress,
    stop: Stop,
    browsers: Browsers | None = None,
) -> Selftest:
    """Play so many cases, drawn by a seed; `browsers` lends a browser that outlives the run.

    Raises StoppedError, CaptureError where a browser cannot look, StoreError.
    """
    digest = results.program_digest()
    kept, found = results.resumed(seed, digest), list[Result]()
    done = 0
    own = Browsers()
    with closing(own):
        for world in drawn(seed, cases):
            before = kept.of(world.number, len(world.cases))
            result = before or _played(
                world, browsers or own, executable, _Quiet(progress, done, cases), stop
            )
            if before is None:
                kept.keep(result)
            found.append(result)
            done += len(world.cases)
            progress.step("cases", done, cases)
    kept.drop()
    return Selftest(seed, digest, tuple(found))


@dataclass(frozen=True, slots=True)
class _Quiet:
    """Tells of cases, whatever a look counts: pages and media of made-up accounts are nobody's matter."""

    progress: Progress
    done: int
    cases: int

    def step(self, what: str, count: int, of: int | None = None) -> None:  # noqa: ARG002 - as of the port
        """Say how many cases are done."""
        self.progress.step("cases", self.done, self.cases)


def _played(
    world: World, browsers: Browsers, executable: Path | None, progress: Progress, stop: Stop
) -> Result:
    began, reports = time.monotonic(), list[Report]()
    try:
        with closing(playing(world, browsers, executable, progress, stop)) as rounds:
            for report in rounds:
                reports.append(report)
                if is_over(world, reports):
                    break
    except StoppedError as error:
        raise StoppedError("The selftest was stopped before its end.", _GO_ON) from error
    return Result(world.number, world.title, time.monotonic() - began, verdicts(world, reports))
