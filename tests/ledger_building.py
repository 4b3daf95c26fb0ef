"""Archives whose ledger holds events without a capture, made as the program makes them."""

from fakes import FrozenClock

from archiver import archive as archives
from archiver.config import Settings
from archiver.model.refs import TargetRef

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
