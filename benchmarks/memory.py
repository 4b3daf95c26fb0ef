"""Measure the peak memory of a crawl of 100 and of 1,000 posts: our own process, and the browser's beside it."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from crawl import PROFILE, company, laid_out

from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import StandIn

SIZES = (100, 1_000)
_EVERY_SECONDS = 0.05
_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Peak:
    """The most memory held at once, in MB, and what the crawl said."""

    own: float
    browser: float
    seconds: float
    posts: int


def measured(posts: int) -> Peak:
    """Crawl an account of so many posts and watch."""
    network = SocialNetwork(company(posts, 320, 400), "memory")
    with tempfile.TemporaryDirectory() as name, StandIn(network.answer) as server:
        folder = Path(name)
        laid_out(folder, server, network)
        command = [sys.executable, "-m", "archiver", "--config", "archiver.toml", "crawl", PROFILE]
        began = time.perf_counter()
        crawl = subprocess.Popen(
            [*command, "--session", "S", "--json"],
            cwd=folder,
            env=dict(os.environ) | {"HOME": name},
            stdout=subprocess.PIPE,
            text=True,
        )
        own = browser = 0.0
        while crawl.poll() is None:
            mine, others = _held(crawl.pid)
            own, browser = max(own, mine), max(browser, others)
            time.sleep(_EVERY_SECONDS)
        seconds = time.perf_counter() - began
        assert crawl.stdout is not None
        (look,) = json.loads(crawl.stdout.read())["captures"]
    if look["outcome"] != "complete":
        raise RuntimeError(f"the crawl was {look['outcome']}: {look['reason']}")
    return Peak(own, browser, seconds, look["posts"])


def _held(pid: int) -> tuple[float, float]:
    """Give what a process holds, and what those below it hold; shared pages count once for each."""
    try:
        process = psutil.Process(pid)
        below = process.children(recursive=True)
        return process.memory_info().rss / _MEGABYTE, sum(_rss(child) for child in below)
    except psutil.Error:
        return 0.0, 0.0


def _rss(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss / _MEGABYTE)
    except psutil.Error:
        return 0.0


def main() -> None:
    """Print the peaks and how much the second is above the first."""
    peaks = [measured(size) for size in SIZES]
    for peak in peaks:
        print(
            f"{peak.posts:5} posts  own {peak.own:6.0f} MB  browser {peak.browser:6.0f} MB  {peak.seconds:6.1f} s"
        )
    few, many = peaks
    print(f"own memory grows by {many.own / few.own - 1:.0%}")


if __name__ == "__main__":
    main()
