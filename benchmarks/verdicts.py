"""Count the posts that each program's user would call removed while a platform misbehaves and nothing is deleted.

Ours: a calm `archiver crawl`, two under the fault, each with a session and without, then what `archiver removals`
concludes. gallery-dl and instaloader: what a calm listing with the same session held and one under the fault does not.
Where a program said that it failed its exit code stands beside the number; where none stands, its user was told that
all went well. Auto Archiver: each post's page is opened with that session, and its `detect_deletion` asked; it meets a
fault behind a page where the others do, behind the first that it opens.
"""

import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import auto_archiver_pages
from auto_archiver_pages import AutoArchiver
from crawl import HOSTS, PROFILE, cookie_file, laid_out, surroundings

from archiver.capture.gate import Gate
from archiver.config import Network
from archiver.simulator import conditions, happenings
from archiver.simulator.company import Company
from archiver.simulator.conditions import CALM, SITE, Conditions, Kind, under
from archiver.simulator.hartmann import ACCOUNT, hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import StandIn
from archiver.simulator.truth import truths

Done = subprocess.CompletedProcess[str]

POSTS, DELETED = 60, 3
TARGET = f"instagram:{ACCOUNT.username}"
POSTS_AT = "https://www.instagram.com/p/"
_CONFIRM_AFTER = "1s"
_REACHED = (*HOSTS, "i.instagram.com")
_ROW = "{:<38}{:>9}{:>14}{:>9}{:>14}{:>14}{:>15}"
_HEAD = _ROW.format(
    "called removed, under", "in truth", "archiver", "pending", "gallery-dl", "instaloader", "Auto Archiver"
)
_GALLERY_DL = (
    "gallery_dl --config-ignore --sleep-request 0 --retries 0 --cookies cookies.txt --print {post_shortcode}"
).split()
_INSTALOADER = (
    "instaloader --no-sleep --quiet --max-connection-attempts 1 --login analyst --sessionfile session --no-pictures "
    "--no-videos --no-video-thumbnails --no-profile-pic --no-metadata-json --post-metadata-txt {shortcode} "
    "--filename-pattern {shortcode} --dirname-pattern"
).split()


@dataclass(frozen=True)
class Fault:
    """What the platform does, or its owner to the account."""

    name: str
    conditions: Callable[[int], Conditions] = lambda _: CALM
    """How it behaves to a program whose script asks so many things before its first page of posts."""
    happens: Callable[[Company], Company] = lambda company: company


def _always(condition: conditions.Condition) -> Callable[[int], Conditions]:
    return lambda _: under(condition)


def _behind_a_page(condition: conditions.Condition, *asked: Kind) -> Callable[[int], Conditions]:
    """Give a condition that spares the first page of posts and, of each other kind of page, the first."""
    return lambda before: under(
        *(replace(condition, asked=(kind,), after=before + 1 if kind == "listing" else 1) for kind in asked)
    )


def _at_posts(met: Conditions) -> Conditions:
    """Give what holds as whoever opens posts one by one meets it: behind the first where it is behind a page."""
    return under(*(replace(each, asked=("post",), after=1) if each.after else each for each in met.met))


def _small(company: Company) -> Company:
    """Give the account with small media: nobody looks at them here."""
    posts = (
        replace(post, media=tuple(replace(medium, width=320, height=400) for medium in post.media))
        for post in company.posts
    )
    return replace(company, posts=tuple(posts))


def _deleted(company: Company) -> Company:
    for post in company.grid[20 : 20 + DELETED]:
        company = happenings.delete(company, post.code)
    return company


FAULTS = (
    Fault("401 after the first page", _behind_a_page(conditions.DemandLogin(), "listing")),
    Fault("429 after the first page", _behind_a_page(conditions.RateLimit(), "listing")),
    Fault("429 from the start", _always(conditions.RateLimit())),
    Fault("login wall after the first page", _behind_a_page(conditions.DemandLogin(elsewhere=True), *SITE)),
    Fault("challenge", _always(conditions.Challenge())),
    Fault("throttled: shells of pages", _always(conditions.Throttle())),
    Fault("empty timeline", _always(conditions.AnswerEmpty())),
    Fault("feed cut at 24, says it ended", _always(conditions.TruncateFeed(24))),
    Fault("feed cut at 24, says there is more", _always(conditions.TruncateFeed(24, says_more=True))),
    Fault("GraphQL error in the listing's place", _always(conditions.TruncateFeed(0, says_more=True))),
    Fault("GraphQL error for one post a page", _always(conditions.NullEdge())),
    Fault("changed shape of every post", _always(conditions.BreakShape())),
    Fault("account private", happens=happenings.go_private),
    Fault("account closed", happens=happenings.close_account),
    Fault(f"no fault, {DELETED} posts deleted", happens=_deleted),
)


@dataclass(frozen=True)
class Listed:
    """What a program listed, and the exit code it left."""

    posts: frozenset[str]
    code: int


@dataclass(frozen=True)
class Found:
    """How many posts ours calls removed, and how many it would ask for again."""

    concluded: int
    pending: int
    code: int
    """Of the last crawl."""


class Bench:
    """A network that misbehaves, and the programs that look at it."""

    def __init__(self, folder: Path, server: StandIn, network: SocialNetwork, gate: Gate) -> None:
        """Lay out what each program reads."""
        self.folder, self.network, self.company, self.gate = folder, network, network.company, gate
        self.begun = folder / "begun"
        self.begun.mkdir()
        state = laid_out(self.begun, server, network)
        with (self.begun / "archiver.toml").open("a") as settings:
            settings.write(f'[rule]\nconfirm_after = "{_CONFIRM_AFTER}"\n')
        (self.begun / "targets.toml").write_text(f'[[target]]\nref = "{TARGET}"\nsessions = ["S"]\n')
        self.state = state
        cookie_file(folder / "cookies.txt", state)
        kept = {each["name"]: each["value"] for each in state["cookies"]}
        (folder / "session").write_bytes(pickle.dumps(kept))

    def gallery_dl(self, fault: Fault) -> Listed:
        """List the account with gallery-dl, which asks for the account's number first."""
        self._meet(fault, 1)
        with tempfile.TemporaryDirectory(dir=self.folder) as home:
            done = self._visit(home, *_GALLERY_DL, f"{PROFILE}posts/")
        return Listed(frozenset(done.stdout.split()), done.returncode)

    def instaloader(self, fault: Fault) -> Listed:
        """List the account with instaloader, which asks who it is and for the account first."""
        self._meet(fault, 2)
        with tempfile.TemporaryDirectory(dir=self.folder) as home:
            done = self._visit(home, *_INSTALOADER, home, ACCOUNT.username)
            return Listed(frozenset(text.stem for text in Path(home).glob("*.txt")), done.returncode)

    def auto_archiver(self, fault: Fault, program: AutoArchiver) -> int:
        """Open each post's page, and count those whose posts Auto Archiver takes for removed."""
        self._meet(fault, 0)
        self.network.conditions = _at_posts(self.network.conditions)
        return len(program.called_removed([f"{POSTS_AT}{post.code}/" for post in self.company.grid]))

    def begin(self) -> int:
        """Make an archive and let ours look for the first time; give how many posts it saw."""
        self._archiver(self.begun, "init")
        done = self._archiver(self.begun, "crawl", "--json")
        if done.returncode:
            raise RuntimeError(done.stderr)
        return max(int(each["posts"]) for each in json.loads(done.stdout)["captures"])

    def archiver(self, fault: Fault) -> Found:
        """Look twice, from a copy of what was begun; a look takes longer than `confirm_after`."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            copy = Path(shutil.copytree(self.begun, name, dirs_exist_ok=True))
            self._meet(fault, 0)
            self._archiver(copy, "crawl")
            self._meet(fault, 0)
            crawled = self._archiver(copy, "crawl")
            told = self._archiver(copy, "removals", TARGET, "--json")
        if told.returncode:
            raise RuntimeError(told.stderr)
        states = Counter(each["state"] for each in json.loads(told.stdout)["removals"])
        return Found(states["concluded"], states["pending"], crawled.returncode)

    @property
    def removed(self) -> int:
        """Give how many posts are in truth shown to nobody while their owner is there."""
        return sum(each.standing == "absent_for_all" for each in truths(self.network.company).values())

    def _meet(self, fault: Fault, before: int) -> None:
        """Have a fault begin anew for a program that asks so many things before its first page of posts."""
        self.network.company = fault.happens(self.company)
        self.network.conditions = fault.conditions(before)

    def _archiver(self, folder: Path, *arguments: str) -> Done:
        environment = dict(os.environ) | {"HOME": str(folder)}
        return _ran(folder, environment, "archiver", "--config", "archiver.toml", *arguments)

    def _visit(self, home: str, *arguments: str) -> Done:
        """Run a program of others in a home of its own, so that no visit knows of the one before."""
        environment = surroundings(Path(home), self.gate.url, self.begun / "ca.pem")
        return _ran(self.folder, environment, *arguments)


def _ran(folder: Path, environment: dict[str, str], *arguments: str) -> Done:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def main() -> None:
    """Print the table; fail where ours calls removed what is not, or does not call so what is."""
    auto_archiver_pages.fetch()
    network = SocialNetwork(_small(hartmann(older=POSTS - 6, mixed=True)), "verdicts")
    with ExitStack() as leaving:
        folder = Path(leaving.enter_context(tempfile.TemporaryDirectory()))
        server = leaving.enter_context(StandIn(network.answer))
        through = Network(hosts=tuple((host, server.address) for host in _REACHED))
        gate = leaving.enter_context(Gate(through, _REACHED, None))
        bench = Bench(folder, server, network, gate)
        pages = leaving.enter_context(auto_archiver_pages.begun(gate.url, bench.state))
        wrong = _compared(bench, pages)
    if wrong:
        sys.exit(f"archiver is wrong: {', '.join(wrong)}")


def _compared(bench: Bench, pages: AutoArchiver) -> list[str]:
    """Print a row for each fault; give those under which ours is wrong."""
    began, wrong = time.monotonic(), list[str]()
    all_is_calm = Fault("all is calm")
    calm = _listed(bench, all_is_calm)
    seen = [bench.begin(), *(len(each.posts) for each in calm)]
    if seen != [POSTS] * len(seen) or bench.auto_archiver(all_is_calm, pages):
        raise RuntimeError(f"of {POSTS} posts {seen} were listed while all was calm, or some called removed")
    print(f"An account of {POSTS} posts: how many each program's user would call removed\n\n{_HEAD}")
    for fault in FAULTS:
        print(f"{time.monotonic() - began:4.0f} s  {fault.name}", file=sys.stderr)
        ours = bench.archiver(fault)
        theirs = zip(calm, _listed(bench, fault), strict=True)
        cells = (_cell(len(before.posts - now.posts), now.code) for before, now in theirs)
        mine, opened = _cell(ours.concluded, ours.code), bench.auto_archiver(fault, pages)
        print(_ROW.format(fault.name, bench.removed, mine, ours.pending, *cells, opened), flush=True)
        if ours.concluded != bench.removed:
            wrong.append(fault.name)
    return wrong


def _listed(bench: Bench, fault: Fault) -> tuple[Listed, ...]:
    return bench.gallery_dl(fault), bench.instaloader(fault)


def _cell(claimed: int, code: int) -> str:
    return f"{claimed} (exit {code})" if code else f"{claimed}"


if __name__ == "__main__":
    main()
