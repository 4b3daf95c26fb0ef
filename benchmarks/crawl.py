"""Time the crawl of an account of 300 posts beside gallery-dl, and an unchanged one beside the first, on each network.

Both ask the same stand-in, in turn, with a session and without sleeping. Ours records every exchange, hashes,
commits, seals and indexes it; the time its pictures of the page take is told apart, since gallery-dl takes none. On
Facebook gallery-dl goes from photo to photo, a page each; ours reads the posts, and the tabs of photos and films.
Films are timed beside yt-dlp in `films.py`.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil
from warcio.archiveiterator import ArchiveIterator

from archiver.capture.gate import Gate
from archiver.config import Network
from archiver.simulator.company import Company
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.hartmann import ACCOUNT, hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import StandIn

POSTS = 300
ROUNDS = 2
PROFILE = f"https://www.instagram.com/{ACCOUNT.username}/"
HOSTS = ("www.instagram.com", "*.cdninstagram.com", "*.fbcdn.net")
_CALM = ["--config-ignore", "--sleep-request", "0", "--option", "videos=merged", "--cookies", "cookies.txt"]


@dataclass(frozen=True)
class Subject:
    """A network, an account on it, and where each program begins."""

    platform: str
    profile: str
    listing: str
    """Where gallery-dl begins."""
    hosts: tuple[str, ...]
    shown: Company
    network: Callable[[Company, str], Any]


def subjects(posts: int, width: int, height: int) -> Iterator[Subject]:
    """Give an account of so many posts of one picture each, on each network."""
    pictures = company(posts, width, height)
    yield Subject("instagram", PROFILE, f"{PROFILE}posts/", HOSTS, pictures, SocialNetwork)
    profile = f"https://www.facebook.com/{ACCOUNT.username}/"
    hosts = ("www.facebook.com", "*.fbcdn.net")
    yield Subject("facebook", profile, f"{profile}photos", hosts, pictures, FacebookNetwork)


def company(posts: int, width: int, height: int) -> Company:
    """Give an account of so many posts of one picture each."""
    whole = hartmann(older=posts)
    kept = [post for post in whole.posts if post.kind == "image"][:posts]
    sized = [replace(post, media=(replace(post.media[0], width=width, height=height),)) for post in kept]
    return replace(whole, posts=tuple(sized))


def laid_out(
    folder: Path,
    server: StandIn,
    network: SocialNetwork | FacebookNetwork,
    platform: str = "instagram",
    reached: tuple[str, ...] = HOSTS,
) -> dict[str, Any]:
    """Write settings that reach a stand-in and name a session `S`; give the session's state."""
    server.write_ca(folder / "ca.pem")
    state = network.admit("analyst")
    (folder / "state.json").write_text(json.dumps(state))
    hosts = ", ".join(f'"{host}" = "{server.address}"' for host in reached)
    (folder / "archiver.toml").write_text(
        f'[network]\nca_file = "ca.pem"\nhosts = {{{hosts}}}\n[keys]\nfolder = "keys"\n'
        f'[sessions.S]\nplatform = "{platform}"\nstate = "state.json"\n'
    )
    return state


def cookie_file(file: Path, state: dict[str, Any]) -> None:
    """Write a session's cookies as gallery-dl reads them."""
    lines = (
        "\t".join((each["domain"], "TRUE", "/", "TRUE", str(each["expires"]), each["name"], each["value"]))
        for each in state["cookies"]
    )
    file.write_text("# Netscape HTTP Cookie File\n" + "\n".join(lines) + "\n")


def surroundings(home: Path, proxy: str, ca: Path) -> dict[str, str]:
    """Give the environment in which the programs of others reach a stand-in and nothing else."""
    trust = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), str(ca))
    return {"PATH": os.environ["PATH"], "HOME": str(home), "HTTPS_PROXY": proxy, **trust}


class Bench:
    """A stand-in, and the folders in which the programs run."""

    def __init__(
        self, folder: Path, subject: Subject, server: StandIn, network: SocialNetwork | FacebookNetwork
    ) -> None:
        """Lay out the files that each program reads."""
        self.folder, self.server = folder, server
        self.subject = subject
        state = laid_out(folder, server, network, subject.platform, subject.hosts)
        self.ca = folder / "ca.pem"
        cookie_file(folder / "cookies.txt", state)

    def gallery_dl(self, into: str) -> float:
        """Let gallery-dl fetch the account; give the seconds."""
        network = Network(
            ca_file=self.ca, hosts=tuple((host, self.server.address) for host in self.subject.hosts)
        )
        with Gate(network, self.subject.hosts, None) as gate:
            environment = surroundings(self.folder, gate.url, self.ca)
            command = [sys.executable, "-m", "gallery_dl", *_CALM, "-D", into, self.subject.listing]
            seconds, _ = self._timed(command, environment)
        fetched = len(list((self.folder / into).glob("*.jpg")))
        if fetched != len(self.subject.shown.posts):
            raise RuntimeError(f"gallery-dl fetched {fetched} of {len(self.subject.shown.posts)}")
        return seconds

    def archiver(self, archive: str) -> "Crawl":
        """Crawl the account; give what it took and what it gave."""
        before = len(self.server.requests)
        command = [sys.executable, "-m", "archiver", "--config", "archiver.toml", "--archive", archive]
        environment = dict(os.environ) | {"HOME": str(self.folder)}
        seconds, out = self._timed(
            [*command, "crawl", self.subject.profile, "--session", "S", "--json"], environment
        )
        (look,) = json.loads(out)["captures"]
        media = [asked for asked in self.server.requests[before:] if ".jpg" in asked.path]
        capture = self.folder / archive / "captures" / look["capture"]
        return Crawl(seconds, pictured_for(capture), look, len(media))

    def _timed(self, command: list[str], environment: dict[str, str]) -> tuple[float, str]:
        began = time.perf_counter()
        done = subprocess.run(
            command, env=environment, cwd=self.folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return time.perf_counter() - began, done.stdout


class Crawl:
    """One crawl of ours."""

    def __init__(self, seconds: float, pictured: float, look: dict[str, Any], media: int) -> None:
        """Take its time, how much of it went into pictures, its result and how many media were asked for."""
        self.seconds, self.pictured, self.look, self.media = seconds, pictured, look, media


def pictured_for(capture: Path) -> float:
    """Give the seconds between a page's rendered DOM and its last tile, over all pages, by the records' dates."""
    total, began, last = 0.0, None, None
    with (capture / "capture.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            name = record.rec_headers.get_header("WARC-Target-URI") or ""
            at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
            if name.startswith("urn:archiver:dom:"):
                total += (last - began).total_seconds() if began and last else 0.0
                began, last = at, None
            elif name.startswith("urn:archiver:picture:"):
                last = at
    return total + ((last - began).total_seconds() if began and last else 0.0)


def warmed(shown: Company) -> int:
    """Draw everything once, so that drawing is nobody's time; give the least size of a picture."""
    return min(len(medium.picture) for post in shown.posts for medium in post.media)


def main() -> None:
    """Print medians, ratios, and what an unchanged crawl asks for and stores."""
    for subject in subjects(POSTS, 1350, 1688):
        _time(subject)


def _time(subject: Subject) -> None:
    least = warmed(subject.shown)
    network = subject.network(subject.shown, "bench")
    firsts: list[Crawl] = []
    seconds: list[Crawl] = []
    peers: list[float] = []
    with tempfile.TemporaryDirectory() as folder, StandIn(network.answer) as server:
        bench = Bench(Path(folder), subject, server, network)
        bench.gallery_dl("warm")
        for number in range(ROUNDS):
            peers.append(bench.gallery_dl(f"files{number}"))
            firsts.append(bench.archiver(f"evidence{number}"))
            seconds.append(bench.archiver(f"evidence{number}"))
    print(f"{subject.platform}: ", end="")
    _print(least, peers, firsts, seconds)


def _median(crawls: list[Crawl], of: Callable[[Crawl], float]) -> float:
    return statistics.median(of(crawl) for crawl in crawls)


def _print(least: int, peers: list[float], firsts: list[Crawl], seconds: list[Crawl]) -> None:
    peer = statistics.median(peers)
    first, pictured = (
        _median(firsts, lambda crawl: crawl.seconds),
        _median(firsts, lambda crawl: crawl.pictured),
    )
    second = _median(seconds, lambda crawl: crawl.seconds)
    stored = seconds[0].look["bytes_stored"] / firsts[0].look["bytes_stored"]
    print(
        f"{POSTS} posts, pictures of {least // 1000} KB or more, {psutil.cpu_count()} cores, {ROUNDS} rounds"
    )
    print(f"gallery-dl             {peer:7.1f} s")
    print(f"first crawl            {first:7.1f} s, of it {pictured:.1f} s for pictures of the page")
    print(f"  without them         {(first - pictured) / peer:7.2f} x gallery-dl")
    print(f"unchanged crawl        {second:7.1f} s, {second / first:.2f} x the first")
    print(f"  media asked for      {seconds[0].media:7} of {POSTS}")
    print(f"  bytes stored         {stored:7.2%} of the first's")


if __name__ == "__main__":
    main()
