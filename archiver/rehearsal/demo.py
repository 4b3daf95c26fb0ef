"""The demo: a fictional company on a simulated Instagram withdraws 24 posts; the real verbs find out which."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
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
from archiver.rehearsal import story
from archiver.simulator.conditions import DemandLogin, under
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import StandIn
from archiver.verify.finding import Finding

HOSTS = ("www.instagram.com", "*.cdninstagram.com", "*.fbcdn.net")
_SESSION = "colleague"
_CONFIRM = timedelta(seconds=5)
_NEW = "Name a new folder with --keep."

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo found, beside what is true."""

    root: Path
    target: TargetRef
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
    tell("A simulated Instagram starts on this machine, and a real browser visits it.")
    began = time.monotonic()
    network = SocialNetwork(story.before(), seed="demo")
    target = TargetRef("instagram", network.company.handle)
    with StandIn(network.answer) as server, tempfile.TemporaryDirectory() as aside:
        certificate = server.write_ca(Path(aside) / "stand-in-ca.pem")
        state = Path(aside) / "session.json"
        state.write_text(json.dumps(network.admit(_SESSION)), encoding="utf-8")
        state.chmod(0o600)
        settings = Settings(
            file=folder / "config" / "archiver.toml",
            network=Network(ca_file=certificate, hosts=tuple((host, server.address) for host in HOSTS)),
            browser=browser,
            keys=folder / "keys",
            sessions=(Session(_SESSION, target.platform, state),),
            targets=(WatchedTarget(str(target), sessions=(_SESSION,)),),
            rule=Rule(confirm_after=_CONFIRM),
        )
        _write_settings(settings)
        with closing(init(folder / "evidence", settings, simulated=True).archive) as archive:
            looks = tuple(_played(archive, target, network, progress, stop, tell))
            found = _concluded(archive, target)
            checked = rebuild.check(archive, progress)
    _go_on(stop)
    tell("Everything is verified by a program that knows nothing of this one.")
    findings = tuple(verify.verify(folder / "evidence", progress.step))
    _go_on(stop)
    removed = frozenset(f"{target.platform}:{code}" for code in story.removed(network.company))
    seconds = time.monotonic() - began
    return Demo(folder, target, looks, removed, found, seconds, findings, not checked.differences)


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
    archive: Archive, target: TargetRef, network: SocialNetwork, progress: Progress, stop: Stop, tell: Tell
) -> Iterator[CrawlResult]:
    """Look, let things happen, look again; and once more when `confirm_after` has passed.

    A story that goes on after a look without a capture would tell of nothing but posts that were missed.
    """

    def look(*, session_only: bool = False) -> Iterator[CrawlResult]:
        asked = looks_at(str(target), archive.settings, _SESSION if session_only else "")
        for result in crawl(archive, asked, Limits(), progress, stop):
            _go_on(stop)
            if result.capture is None:
                raise CaptureError(result.sentence)
            yield result
        _go_on(stop)

    posts = len(network.company.posts)
    tell(f"@{target.name} shows {posts} posts. They are captured, logged out and with a session.")
    yield from look()
    tell("The next crawl runs into a login wall after its first page. A wall is no removal.")
    network.conditions = under(DemandLogin(who="signed in", asked=("listing",), after=1))
    yield from look(session_only=True)
    tell(
        "A reporter calls. Within minutes 24 posts are gone; 3 captions are edited, a carousel loses a picture, one "
        "post is pinned, one hidden from the grid, one limited to other countries."
    )
    network.company = story.after(network.company)
    network.conditions = story.seen_from_there()
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
