"""The demo: a fictional company withdraws 27 posts and pages from simulated networks; the real verbs find out which."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from archiver.archive import Archive
from archiver.config import Network, Session, Settings, WatchedTarget
from archiver.errors import ArchiveError, CaptureError, StoppedError
from archiver.model.refs import TargetRef
from archiver.model.removal import RemovalState, Rule
from archiver.operations import rebuild, verify
from archiver.operations.absence import Question, questions
from archiver.operations.asking import at_hand_of, looks_at
from archiver.operations.crawl import CrawlResult, crawl
from archiver.operations.init import init
from archiver.ports import Limits, Progress, Stop
from archiver.rehearsal import authorities
from archiver.rehearsal.story import Stage, stages
from archiver.simulator.internet import Internet
from archiver.simulator.server import StandIn
from archiver.verify.finding import Finding

_SESSION = "colleague"
_CONFIRM = timedelta(seconds=5)
_NEW = "Name a new folder with --keep."

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo found, beside what is true."""

    root: Path
    targets: tuple[TargetRef, ...]
    looks: tuple[CrawlResult, ...]
    removed: frozenset[str]
    """Refs of the posts that are in truth shown to nobody any more."""
    found: frozenset[str]
    """Refs of those of which that was concluded."""
    seconds: float
    findings: tuple[Finding, ...]
    equal: bool
    """Whether an index made afresh equals the one that grew with the looks."""

    @property
    def false(self) -> frozenset[str]:
        """Give what was concluded and is not true."""
        return self.found - self.removed

    @property
    def missed(self) -> frozenset[str]:
        """Give what is true and was not concluded."""
        return self.removed - self.found


def demo(folder: Path, browser: Path | None, progress: Progress, stop: Stop, tell: Tell) -> Demo:
    """Play the story in a new archive below a folder, and tell it as it goes.

    Raises ArchiveError where the folder is none or holds something already, StoppedError, and CaptureError where a
    look captured nothing.
    """
    _make_new(folder)
    tell(
        "A simulated Instagram, a simulated Facebook and a simulated website start on this machine, and a real browser "
        "visits them. Two simulated authorities stamp what is sealed; nobody vouches for them."
    )
    began = time.monotonic()
    played = stages()
    internet = Internet({stage.domain: stage.answer for stage in played})
    with (
        StandIn(internet.answer) as server,
        tempfile.TemporaryDirectory() as aside,
        authorities.running(Path(aside)) as stamping,
    ):
        certificate = server.write_ca(Path(aside) / "stand-in-ca.pem")
        hosts = tuple((host, server.address) for stage in played for host in stage.hosts)
        signed_in = {stage.target: _signed_in(stage, Path(aside)) for stage in played}
        sessions = tuple(session for session in signed_in.values() if session is not None)
        settings = Settings(
            file=folder / "config" / "archiver.toml",
            network=Network(ca_file=certificate, hosts=hosts),
            browser=browser,
            keys=folder / "keys",
            sessions=sessions,
            targets=tuple(
                WatchedTarget(str(target), sessions=(session.name,) if session else ())
                for target, session in signed_in.items()
            ),
            rule=Rule(confirm_after=_CONFIRM),
            authorities=stamping,
        )
        _write_settings(settings)
        with closing(init(folder / "evidence", settings, simulated=True).archive) as archive:
            looks = tuple(_played(archive, played, progress, stop, tell))
            found = frozenset().union(*(_concluded(archive, stage.target) for stage in played))
            checked = rebuild.check(archive, progress)
    _go_on(stop)
    tell("Everything is verified by a program that knows nothing of this one.")
    findings = tuple(verify.verify(folder / "evidence", progress.step).findings)
    _go_on(stop)
    removed = frozenset().union(*(stage.gone for stage in played))
    seconds = time.monotonic() - began
    targets = tuple(stage.target for stage in played)
    return Demo(folder, targets, looks, removed, found, seconds, findings, not checked.differences)


def _signed_in(stage: Stage, aside: Path) -> Session | None:
    """Open a session where there are such, and keep its state aside."""
    name = f"{_SESSION}-{stage.target.platform}"
    opened = stage.admit(name)
    if opened is None:
        return None
    state = aside / f"{name}.json"
    state.write_text(json.dumps(opened), encoding="utf-8")
    state.chmod(0o600)
    return Session(name, stage.target.platform, state)


def _make_new(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = any(folder.iterdir())
    except OSError as error:
        raise ArchiveError(
            f"{folder} is no folder and cannot be made one: {error.strerror}.", _NEW
        ) from error
    if taken:
        raise ArchiveError(f"{folder} holds something already.", _NEW)


def _go_on(stop: Stop) -> None:
    """Raise StoppedError where that is asked for."""
    if stop.requested:
        raise StoppedError("The demo was stopped before its end.", "Play it again: archiver demo")


def _write_settings(settings: Settings) -> None:
    """Leave the settings that whoever looks at the archive later needs: no session, since that is gone by then."""
    settings.file.parent.mkdir(parents=True)
    seconds = int(settings.rule.confirm_after.total_seconds())
    settings.file.write_text(
        f'[keys]\nfolder = "../keys"\n\n[rule]\nconfirm_after = "{seconds}s"\n', encoding="utf-8"
    )


def _played(
    archive: Archive, played: Sequence[Stage], progress: Progress, stop: Stop, tell: Tell
) -> Iterator[CrawlResult]:
    """Look, let things happen, look again; and once more when `confirm_after` has passed.

    A story that goes on after a look without a capture would tell of nothing but posts that were missed.
    """

    def look(*, session_only: bool = False) -> Iterator[CrawlResult]:
        for stage in played:
            session = f"{_SESSION}-{stage.target.platform}" if session_only else ""
            if session not in ("", *(each.name for each in archive.settings.sessions)):
                continue
            asked = looks_at(str(stage.target), archive.settings, session)
            for result in crawl(archive, asked, Limits(), progress, stop):
                _go_on(stop)
                if result.capture is None:
                    raise CaptureError(result.sentence)
                yield result
        _go_on(stop)

    told = " and ".join(stage.shown for stage in played)
    tell(f"@{played[0].target.name} shows {told}. They are captured, logged out and with a session.")
    yield from look()
    tell("The next crawls run into a login wall after their first page. A wall is no removal.")
    for stage in played:
        stage.wall()
    yield from look(session_only=True)
    for stage in played:
        stage.strike()
    gone = sum(len(stage.gone) for stage in played)
    edited = sum(stage.edited for stage in played)
    tell(
        f"A reporter calls. Within minutes {gone} posts and pages are gone; {edited} texts are edited, and on each "
        "network an album loses a picture, one post is pinned, one hidden from the page, one limited to other "
        "countries."
    )
    yield from look()
    until = time.monotonic() + _CONFIRM.total_seconds()
    tell(f"One visit concludes nothing. The next is made {_CONFIRM.total_seconds():.0f} seconds later.")
    while time.monotonic() < until and not stop.requested:
        time.sleep(0.1)
    _go_on(stop)
    yield from look()


def _concluded(archive: Archive, target: TargetRef) -> frozenset[str]:
    found = questions(archive, target, at_hand_of(archive, target))
    return frozenset(str(each.post) for each in found if _is_concluded(each))


def _is_concluded(question: Question) -> bool:
    return question.removal is not None and question.removal.state is RemovalState.CONCLUDED


@contextmanager
def kept(folder: Path | None) -> Iterator[Path]:
    """Give the folder to keep the demo in, or one that is gone after the block."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="archiver-demo-") as temporary:
        yield Path(temporary)
