"""The demo: a fictional company on a simulated Instagram, captured by the real verbs with a real browser."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archiver.config import Network, Settings
from archiver.errors import ArchiveError
from archiver.operations import rebuild, verify
from archiver.operations.crawl import CrawlResult, asked_for, crawl
from archiver.operations.init import init
from archiver.ports import Limits, Progress, Stop
from archiver.simulator.conditions import CALM, Conditions, DemandLogin, Throttle, under
from archiver.simulator.hartmann import hartmann
from archiver.simulator.network import SocialNetwork
from archiver.simulator.server import StandIn
from archiver.verify.finding import Finding

SITE = "https://www.instagram.com"
_OLDER_POSTS = 606
"""Posts below those that tell the story, so that the profile has more than a visitor is shown."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo found, and where it lies."""

    root: Path
    looks: tuple[CrawlResult, ...]
    findings: tuple[Finding, ...]
    rows: dict[str, int]
    equal: bool
    """Whether an index made afresh equals the one that grew with the looks."""


def demo(folder: Path, browser: Path | None, progress: Progress, stop: Stop) -> Demo:
    """Capture the simulated company into a new archive below a folder, verify it, rebuild its index.

    Raises ArchiveError where the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ArchiveError(f"{folder} holds something already.", "Name a new folder with --keep.")
    network = SocialNetwork(hartmann(older=_OLDER_POSTS), seed="demo")
    with StandIn(network.answer) as server, tempfile.TemporaryDirectory() as aside:
        certificate = server.write_ca(Path(aside) / "stand-in-ca.pem")
        settings = Settings(
            file=folder / "config" / "archiver.toml",
            network=Network(ca_file=certificate, hosts=tuple((host, server.address) for host in _hosts())),
            browser=browser,
            keys=folder / "keys",
        )
        archive = init(folder / "evidence", settings, simulated=True).archive
        looks: list[CrawlResult] = []
        for text, conditions in _asked(network):
            network.conditions = conditions
            looks += crawl(archive, [asked_for(text)], Limits(), progress, stop)
        checked = rebuild.check(archive, progress)
        archive.close()
    findings = verify.verify(folder / "evidence", progress.step)
    return Demo(folder, tuple(looks), tuple(findings), checked.rows, not checked.differences)


def _hosts() -> tuple[str, ...]:
    return ("www.instagram.com", "*.cdninstagram.com", "*.fbcdn.net")


def _asked(network: SocialNetwork) -> Iterator[tuple[str, Conditions]]:
    """Give what is asked for, and how the platform is disposed when it is."""
    company = network.company
    profile = f"{SITE}/{company.handle}/"
    yield profile, CALM
    yield f"{SITE}/p/{company.posts[0].code}/", CALM
    yield profile, CALM
    yield f"{SITE}/hartmann.werkzeuge.ru/", CALM
    yield profile, under(DemandLogin())
    yield f"{SITE}/p/{company.posts[1].code}/", under(Throttle())


@contextmanager
def kept(folder: Path | None) -> Iterator[Path]:
    """Give the folder to keep the demo in, or one that is gone after the block."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="archiver-demo-") as temporary:
        yield Path(temporary)
