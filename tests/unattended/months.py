"""Months in fast time: accounts that publish and withdraw, a platform that fails at random, a machine that does too.

Each day is drawn with a fixed seed, so that a proof that was stopped goes on where it was and comes to the same end.
"""

import os
import pickle
import random
import shutil
from dataclasses import dataclass, field
from datetime import timedelta

import psutil
from fleet import Fleet, SwitchedOffError, account, post
from warcio import ArchiveIterator

from archiver.model import instant
from archiver.operations.unattended.standings import Standings
from archiver.operations.unattended.watches import watches
from archiver.simulator import happenings
from archiver.simulator.conditions import (
    CALM,
    AnswerEmpty,
    BreakShape,
    DemandLogin,
    Incident,
    NullEdge,
    RateLimit,
    Throttle,
    TruncateFeed,
    under,
)

FAULTS = (
    RateLimit(),
    DemandLogin(),
    DemandLogin(elsewhere=True),
    Throttle(),
    Incident(),
    BreakShape(place=1),
    NullEdge(),
    AnswerEmpty(),
    TruncateFeed(posts=6),
    RateLimit(after=3),
    Throttle(asked=("post",)),
    Incident(after=2),
)


@dataclass
class Months:
    """A fleet, and all that was drawn of what happened to it."""

    fleet: Fleet
    seed: int
    day: int = 0
    withdrawn: dict = field(default_factory=dict)
    """Refs of the posts that were withdrawn, each with when."""
    runs: int = 0
    memory: list = field(default_factory=list)
    """Megabytes that this process held at the end of each day."""
    handles: list = field(default_factory=list)
    silent: list = field(default_factory=list)
    """Runs that had something due, and left no event."""

    @classmethod
    def begun(cls, folder, *, targets, seed):
        companies = [account(owner, 6 + owner % 5) for owner in range(targets)]
        return cls(Fleet.of(folder, companies), seed)

    def save(self, kept):
        """Keep how far it came with the archive as it is then, so that it can be gone on with from there."""
        companies = {handle: network.company for handle, network in self.fleet.networks.items()}
        told = (companies, self.fleet.clock.at, self.seed, self.day, self.withdrawn, self.runs)
        told += (self.memory, self.handles, self.silent)
        aside = kept.with_name(f"{kept.name}.new")
        shutil.rmtree(aside, ignore_errors=True)
        self.fleet.archive.close()
        shutil.copytree(self.fleet.folder, aside / "folder", copy_function=_linked)
        (aside / "told.pickle").write_bytes(pickle.dumps(told))
        shutil.rmtree(kept, ignore_errors=True)
        aside.rename(kept)
        self.fleet.open()

    @classmethod
    def read(cls, kept, folder):
        """Go on from what was kept, whatever was done since."""
        companies, at, seed, *rest = pickle.loads((kept / "told.pickle").read_bytes())
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(kept / "folder", folder, copy_function=_linked)
        fleet = Fleet.of(folder, companies.values(), is_new=False)
        fleet.clock.at = at
        return cls(fleet, seed, *rest)

    def pass_day(self):
        """Let a day pass: an hourly run, but while the machine is off."""
        drawn = random.Random(f"{self.seed}/{self.day}")
        hours = [drawn.randrange(24) for _ in range(3)]
        fault = drawn.choice(FAULTS) if drawn.random() < 0.5 else None
        begins, lasts = drawn.randrange(24), drawn.randrange(1, 12)
        off = (
            range(begin := drawn.randrange(24), begin + drawn.randrange(1, 14))
            if drawn.random() < 0.1
            else ()
        )
        killed = drawn.randrange(24) if drawn.random() < 0.2 else None
        for hour in range(24):
            if hour in hours:
                self._happen(drawn)
            self.fleet.conditions = under(fault) if fault and begins <= hour < begins + lasts else CALM
            end = self.fleet.clock.now() + timedelta(hours=1)
            if hour not in off:
                self._run(dies_at=drawn.randrange(1, 40) if hour == killed else None)
            self.fleet.clock.at = max(end, self.fleet.clock.at)
        self.day += 1
        self.memory.append(psutil.Process().memory_info().rss / 1e6)
        self.handles.append(psutil.Process().num_fds())

    def _run(self, dies_at):
        archive, self.runs = self.fleet.archive, self.runs + 1
        now = archive.clock.now()
        stand = Standings(archive).all(watches(archive))
        ready = [each.standing.plan.target for each in stand if each.standing.is_ready(now)]
        before, self.fleet.dies_at = archive.custody.lasts(), dies_at
        try:
            self.fleet.run()
        except SwitchedOffError:
            self.fleet.open()
        finally:
            self.fleet.dies_at = None
        if ready and self.fleet.archive.custody.lasts() == before:
            self.silent.append((now, ready))

    def _happen(self, drawn):
        handle = drawn.choice(sorted(self.fleet.networks))
        company = self.fleet.networks[handle].company
        standing = [each for each in company.posts if not each.withdrawn]
        now = self.fleet.clock.now()
        if drawn.random() < 0.6 or len(standing) < 6:
            place = 1_000 * (self.day + 1) + drawn.randrange(1_000)
            self.fleet.change(handle, happenings.publish, post(int(handle.rpartition(".")[2]), place, now))
            return
        gone = drawn.choice(standing)
        how = drawn.choice((happenings.delete, happenings.hide_post, happenings.take_down))
        self.fleet.change(handle, how, gone.code)
        self.withdrawn[f"instagram:{gone.code}"] = now

    @property
    def concluded(self):
        """Refs of the posts of which a removal is concluded, each with when."""
        told = self.fleet.events("conclusion")
        return {each["post"]: instant.parsed(each["at"]) for each in told if each["state"] == "concluded"}

    @property
    def wrong(self):
        """Posts of which a removal was concluded that stands, or stood then."""
        return {
            ref for ref, at in self.concluded.items() if self.withdrawn.get(ref, at + timedelta(days=1)) > at
        }

    @property
    def known(self):
        """Refs of all posts that were ever seen."""
        catalog = self.fleet.archive.catalog
        return {f"instagram:{key}" for target in catalog.targets() for key in catalog.known_posts(target)}

    def overdue(self, days):
        """Posts that were seen, withdrawn some days ago at least, and of which nothing is concluded."""
        long_ago = self.fleet.clock.now() - timedelta(days=days)
        due = {ref for ref, at in self.withdrawn.items() if at < long_ago}
        return (due & self.known) - self.concluded.keys()

    def beside_the_listing(self):
        """Bytes that each unchanged look takes on the disk beside what the platform answered."""
        root = self.fleet.archive.layout.captures
        unchanged = [look["capture"] for look in self.fleet.looks() if look["unchanged"]]
        return [_beside(root / capture) for capture in unchanged[:: max(1, len(unchanged) // 200)]]


def _linked(source, place):
    """Copy a file; what is sealed is never written to again, so that one file may have two names."""
    sealed = "/captures/" in source and "/state/" not in source
    os.link(source, place) if sealed else shutil.copy2(source, place)


def _beside(folder):
    whole = sum(path.stat().st_size for path in folder.iterdir())
    with (folder / "capture.warc.gz").open("rb") as file:
        records = ArchiveIterator(file)
        answers = 0
        for record in records:
            answered = record.rec_type == "response"
            records.read_to_end()
            answers += records.get_record_length() if answered else 0
    return whole - answers
