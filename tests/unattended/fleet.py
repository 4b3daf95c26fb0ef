"""Many accounts on one simulated network, watched without a browser: all else is what a run on a machine does.

Archive, ledger, index, schedule and rule are real; a page is asked of the network as a page and its script ask it.
"""

import itertools
import json
import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fakes import FrozenClock, Never, Silent
from scripted import ScriptedVisit
from wires import Instagram

from archiver import archive as archives
from archiver.config import Network, Session, Settings, WatchedTarget
from archiver.errors import NetworkError, StoppedError
from archiver.model.budgets import Budgets
from archiver.model.refs import TargetRef
from archiver.operations.unattended.due import crawl_due
from archiver.ports import Testimony
from archiver.simulator.company import Company, Medium, Person, Post, number
from archiver.simulator.conditions import CALM
from archiver.simulator.instagram.network import SocialNetwork

BEGAN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
SETTINGS = Settings(Path("config/archiver.toml"))


def post(owner: int, place: int, at: datetime) -> Post:
    """One picture of an account."""
    pk = number(at, f"{owner}/{place}")
    return Post(pk, at, f"Post {place} of account {owner}", (Medium(pk, ""),))


def account(owner: int, posts: int, until: datetime = BEGAN) -> Company:
    """An account that published once a day until a time."""
    person = Person(
        990_100_000_000 + owner, 17_841_900_000_000_000 + owner, f"company.{owner}", f"Company {owner}"
    )
    published = (post(owner, place, until - timedelta(days=place + 1)) for place in range(posts))
    return Company(person, "", (), 10, 10, tuple(published))


class SwitchedOffError(Exception):
    """The machine went off in the midst of a look."""


@dataclass(frozen=True)
class Handled(Instagram):
    """Instagram, where another account than the usual is looked at."""

    handle: str = ""

    @property
    def target(self):
        return TargetRef("instagram", self.handle)


class Looking(ScriptedVisit):
    """The port `RecordedVisit`, without a browser."""

    def begin(self, means, recording):
        self.means, self.recording, self.pages = means, recording, 0
        return self

    def of_fleet(self, fleet):
        self.fleet = fleet
        return self

    def keep(self, exchange):
        return self.recording.exchange(exchange)

    def read(self, address, *, pictured=True):
        self._asked()
        return super().read(address, pictured=pictured)

    def scroll(self):
        self._asked()
        return super().scroll()

    def ask(self, address):
        self._asked()
        return super().ask(address)

    def lead_on(self, cursor, to):
        if self.fleet.leads_on:
            super().lead_on(cursor, to)

    def _asked(self):
        self.fleet.page_is_asked_for()
        while self.fleet.hangs and not self.means.stop.requested:
            time.sleep(0.01)
        if self.means.stop.requested:
            raise StoppedError("Stopped as asked.")
        self.pages += 1

    def testimony(self):
        return Testimony(pages=self.pages)


@dataclass
class Fleet:
    """An archive that watches accounts, the network they are on, and the clock of both."""

    folder: Path
    networks: dict
    clock: FrozenClock
    settings: Settings
    conditions: object = CALM
    archive: object = None
    asked: list = field(default_factory=list)
    """When which account was visited, and from where."""
    leads_on: bool = True
    """Whether a page can be led on to another cursor."""
    hangs: bool = False
    """Whether pages do not come until somebody has enough."""
    dies_at: int | None = None
    """How many pages more are asked for until the machine goes off; None where it stays on."""
    breaks_at: int | None = None
    """How many pages more are asked for until the network is gone, once; None where it lasts."""

    @classmethod
    def of(cls, folder, companies, *, every=timedelta(hours=6), sessions=(), is_new=True, **settings):
        """Make an archive that watches companies, or open the one that was made before."""
        clock = FrozenClock(BEGAN)
        networks = {
            one.handle: SocialNetwork(one, seed=f"fleet/{one.handle}", clock=lambda: clock.now().timestamp())
            for one in companies
        }
        made = cls(
            folder,
            networks,
            clock,
            Settings(
                file=folder / "config" / "archiver.toml",
                network=Network(hosts=(("www.instagram.com", "127.0.0.1:1"),)),
                keys=folder / "keys",
                sessions=tuple(Session(name, "instagram", folder / f"{name}.json") for name in sessions),
                targets=tuple(
                    WatchedTarget(f"instagram:{handle}", every=every, sessions=tuple(sessions))
                    for handle in networks
                ),
                **{"budgets": Budgets(pages_per_hour=10_000), **settings},
            ),
        )
        for name in sessions:
            made.sign_in(name)
        if is_new:
            archives.create(folder / "evidence", made.settings, clock=clock).close()
        made.open()
        return made

    def copied(self, folder):
        """Go on from a copy of all that came of it so far."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        companies = [network.company for network in self.networks.values()]
        names = [session.name for session in self.settings.sessions]
        made = Fleet.of(folder, companies, sessions=names, is_new=False)
        made.clock.at = self.clock.at
        return made

    def open(self):
        """Open the archive, as each run does."""
        if self.archive is not None:
            self.archive.close()
        opened = archives.opened(self.folder / "evidence", self.settings, self.clock)
        self.archive = replace(opened, visiting=self.visiting)

    def page_is_asked_for(self):
        """Have the machine go off where its time has come."""
        if self.dies_at is not None:
            self.dies_at -= 1
            if self.dies_at < 0:
                raise SwitchedOffError
        if self.breaks_at is not None:
            self.breaks_at -= 1
            if self.breaks_at < 0:
                self.breaks_at = None
                raise NetworkError("www.instagram.com could not be reached: gone.")

    def sign_in(self, name):
        """Put a state of a session in place, now."""
        states = {handle: network.admit(name) for handle, network in self.networks.items()}
        self.cookies = {
            handle: {each["name"]: each["value"] for each in state["cookies"]}
            for handle, state in states.items()
        }
        file = self.folder / f"{name}.json"
        file.write_text(json.dumps(next(iter(states.values()))))
        os.utime(file, (self.clock.now().timestamp(),) * 2)

    @contextmanager
    def visiting(self, platform, vantage, means, recording, public):
        handle = self._handle(public)
        network = self.networks[handle]
        network.conditions = self.conditions
        cookies = self.cookies[handle] if vantage.session else {}
        visit = Looking(network, vantage, cookies, self.clock, Handled(handle=handle))
        self.asked.append((self.clock.now(), handle, str(vantage)))
        yield visit.of_fleet(self).begin(means, recording)

    def _handle(self, address):
        return next(handle for handle in self.networks if f"/{handle}/" in address)

    def run(self, stop=None):
        """Run `crawl --due` once."""
        return list(crawl_due(self.archive, Silent(), stop or Never()))

    def watch(self, *, minutes, each=5):
        """Have cron start it each few minutes for a while; give all looks."""
        looks = []
        for _ in range(minutes // each):
            looks += self.run()
            self.clock.at = max(self.clock.at + timedelta(minutes=each), self.clock.at)
        return looks

    def change(self, handle, happening, *arguments):
        """Have something happen to an account."""
        network = self.networks[handle]
        network.company = happening(network.company, *arguments)

    def events(self, kind):
        """The ledger's events of a kind, in the order of their time."""
        told = [event for _, event in self.archive.custody.every() if event["event"] == kind]
        return sorted(told, key=lambda event: event["at"])

    def looks(self, kind="crawl"):
        return [event for event in self.events("capture") if event["kind"] == kind]


def pairwise_hours(times):
    return [(later - one) / timedelta(hours=1) for one, later in itertools.pairwise(times)]
