"""Time the crawl of an account of 20 reels of 10 MB beside yt-dlp fetching the same twenty, from the same stand-in.

Both run in turn, with a session. The films are true ones, filled up with units that players skip (H.264, filler data):
coded frames, so that they weigh what a camera's do within their packets too. yt-dlp is as it is released, given the
twenty addresses; ours finds them by itself. What ours does besides is told apart by the capture's own dates: opening
pages and picturing them, then fetching, then what is done with what came (sealing, and hashing key frames).
"""

import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import psutil
from crawl import HOSTS, PROFILE, cookie_file, laid_out, pictured_for, surroundings
from warcio.archiveiterator import ArchiveIterator

from archiver.capture.gate import Gate
from archiver.config import Network
from archiver.model import instant
from archiver.simulator.company import Company, number
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import StandIn

REELS, WEIGHT = 20, 10_000_000
ROUNDS = 5
_YT_DLP = "--ignore-config --no-cache-dir --compat-options no-certifi --cookies cookies.txt -f b"


def company(reels: int, weight: int) -> Company:
    """Give an account of so many reels of so many bytes each, no two alike."""
    whole = hartmann()
    reel = next(post for post in whole.posts if post.kind == "video")
    posts = []
    for place in range(reels):
        at = reel.taken_at - timedelta(days=place)
        pk = number(at, f"reel {place}")
        film = replace(reel.media[0], pk=pk, weight=weight)
        posts.append(replace(reel, pk=pk, taken_at=at, media=(film,), pinned=False, pinned_in_reels=False))
    return replace(whole, posts=tuple(posts))


@dataclass(frozen=True)
class Crawl:
    """One crawl of ours, in seconds."""

    whole: float
    before: float
    """Until the first film was asked for: the browser, the pages, their pictures."""
    fetching: float
    """Until the last of them was recorded."""
    after: float
    """Sealing, reading back, hashing key frames, the index; the browser's end."""
    pictured: float
    """What of the time before went into pictures of the pages."""


class Bench:
    """A stand-in, and the folder in which the programs run."""

    def __init__(self, folder: Path, server: StandIn, network: SocialNetwork) -> None:
        """Lay out the files that each program reads."""
        self.folder, self.server, self.company = folder, server, network.company
        cookie_file(folder / "cookies.txt", laid_out(folder, server, network))

    def yt_dlp(self, into: str) -> float:
        """Let yt-dlp fetch the reels; give the seconds."""
        reels = [f"https://www.instagram.com/reel/{post.code}/" for post in self.company.posts]
        with _gate(self.folder / "ca.pem", self.server.address) as url:
            environment = surroundings(self.folder, url, self.folder / "ca.pem")
            command = [sys.executable, "-m", "yt_dlp", *_YT_DLP.split(), "-P", into, *reels]
            seconds = self._timed(command, environment)[0]
        sizes = [file.stat().st_size for file in (self.folder / into).iterdir()]
        if len(sizes) != len(reels) or min(sizes) < WEIGHT:
            raise RuntimeError(f"yt-dlp fetched {len(sizes)} of {len(reels)}")
        return seconds

    def archiver(self, archive: str) -> Crawl:
        """Crawl the account; give what it took."""
        command = [sys.executable, "-m", "archiver", "--config", "archiver.toml", "--archive", archive]
        environment = dict(os.environ) | {"HOME": str(self.folder)}
        began = time.time()
        seconds, out = self._timed([*command, "crawl", PROFILE, "--session", "S", "--json"], environment)
        (look,) = json.loads(out)["captures"]
        if (look["outcome"], look["gaps"], look["media"]) != ("complete", 0, len(self.company.posts)):
            raise RuntimeError(f"{look['outcome']}: {look['media']} media, {look['gaps']} gaps")
        capture = self.folder / archive / "captures" / look["capture"]
        first, last = _fetched(capture / "capture.warc.gz")
        before, fetching = first - began, last - first
        return Crawl(seconds, before, fetching, seconds - before - fetching, pictured_for(capture))

    def _timed(self, command: list[str], environment: dict[str, str]) -> tuple[float, str]:
        began = time.perf_counter()
        done = subprocess.run(
            command, env=environment, cwd=self.folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return time.perf_counter() - began, done.stdout


def _fetched(warc: Path) -> tuple[float, float]:
    """Give when the first film was asked for, and when all had come: the visit's last notes are written then."""
    first, last = 0.0, 0.0
    with warc.open("rb") as file:
        for record in ArchiveIterator(file):
            head = record.rec_headers
            at = instant.parsed(head.get_header("WARC-Date")).timestamp()
            if record.rec_type == "response" and ".mp4" in head.get_header("WARC-Target-URI"):
                first = first or at
            elif head.get_header("WARC-Target-URI", "").startswith("urn:archiver:certificates:"):
                last = last or at
    return first, last


@contextmanager
def _gate(ca: Path, server: str) -> Iterator[str]:
    """Run a gate in a process of its own, so that it takes no time from the stand-in; give its address."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_gated, args=(ca, server, there))
    process.start()
    there.close()
    try:
        yield here.recv()
    finally:
        here.close()
        process.join()


def _gated(ca: Path, server: str, control: Connection) -> None:
    network = Network(ca_file=ca, hosts=tuple((host, server) for host in HOSTS))
    with Gate(network, HOSTS, None) as gate:
        control.send(gate.url)
        with suppress(EOFError):
            control.recv()


def main() -> None:
    """Print medians, ratios, and what of ours is what."""
    network = SocialNetwork(company(REELS, WEIGHT), "films")
    for post in network.company.posts:
        len(post.media[0].served("progressive"))  # drawn once, so that drawing is nobody's time
    pairs: list[tuple[float, Crawl]] = []
    with tempfile.TemporaryDirectory() as folder, StandIn(network.answer) as server:
        bench = Bench(Path(folder), server, network)
        bench.yt_dlp("warm")
        for place in range(ROUNDS):
            peer = bench.yt_dlp(f"files{place}")
            pairs.append((peer, bench.archiver(f"evidence{place}")))
    _print(pairs)


def _print(pairs: list[tuple[float, Crawl]]) -> None:
    peers, crawls = [peer for peer, _ in pairs], [crawl for _, crawl in pairs]
    whole = [crawl.whole / peer for peer, crawl in pairs]
    bare = [(crawl.whole - crawl.pictured) / peer for peer, crawl in pairs]
    alone = [crawl.fetching / peer for peer, crawl in pairs]
    median = statistics.median
    load = os.getloadavg()[0]
    print(
        f"{REELS} reels of {WEIGHT / 1e6:.0f} MB, {psutil.cpu_count()} cores, {ROUNDS} rounds, load {load:.1f}"
    )
    print(f"yt-dlp                 {median(peers):7.1f} s")
    print(f"crawl                  {median(crawl.whole for crawl in crawls):7.1f} s")
    print(
        f"  until films          {median(crawl.before for crawl in crawls):7.1f} s: browser, pages, pictures"
    )
    print(
        f"  fetching films       {median(crawl.fetching for crawl in crawls):7.1f} s: recorded and committed to"
    )
    print(
        f"  from there           {median(crawl.after for crawl in crawls):7.1f} s: sealed, read back, key frames hashed"
    )
    print(f"whole crawl            {median(whole):7.2f} x yt-dlp, at best {min(whole):.2f}")
    print(f"  without pictures     {median(bare):7.2f} x yt-dlp, at best {min(bare):.2f}")
    print(f"fetching alone         {median(alone):7.2f} x yt-dlp, at best {min(alone):.2f}")


if __name__ == "__main__":
    main()
