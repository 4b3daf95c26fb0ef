"""Archives whose ledger holds events without a capture, made as the program makes them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from fakes import FrozenClock

from archiver import archive as archives
from archiver.config import Settings
from archiver.errors import TimestampError
from archiver.formats import timestamp
from archiver.model.refs import TargetRef
from archiver.ports import Stamped
from archiver.simulator.authority.authority import Authority

ACME, OTHER = TargetRef("instagram", "acme"), TargetRef("web", "https://acme.example")


def new_archive(folder, clock=None):
    """An archive in `evidence`, its key beside it."""
    settings = Settings(file=folder / "archiver.toml", keys=folder / "keys")
    return archives.create(folder / "evidence", settings, clock=clock or FrozenClock())


def happen(archive, times, target=ACME):
    """Append events of a target."""
    for number in range(times):
        archive.custody.record_agreement(target, agreed=bool(number % 2))


def batch_of(archive, number):
    return archive.layout.root / "ledger" / f"{number:06d}"


def waiting(archive):
    return sorted(path.name for path in archive.layout.pending.glob("*.json"))


@dataclass
class Stamper:
    """The port `Timestamper`, without a network between: a simulated authority whose clock is the archive's."""

    name: str
    authority: Authority
    silent: bool = False
    asked: int = 0
    before: Callable[[], object] = tuple
    """Done when it is asked, before it answers."""

    def stamp(self, message):
        self.asked += 1
        self.before()
        if self.silent:
            raise TimestampError(f"{self.name} gave no answer.")
        query = timestamp.request(message)
        reply = self.authority.reply(query.content)
        held = timestamp.held(reply, query, self.authority.root)
        return Stamped(reply, held.at, held.root)


def stamper(name, clock, **how):
    return Stamper(name, Authority(f"Authority {name}", clock=clock.now, **how))


def stamped_archive(folder, clock=None, names=("one", "two")):
    """An archive with authorities of its own; it gives both."""
    clock = clock or FrozenClock()
    authorities = tuple(stamper(name, clock) for name in names)
    return replace(new_archive(folder, clock), authorities=authorities), authorities
