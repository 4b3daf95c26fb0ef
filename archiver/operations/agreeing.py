"""Agree to have a target's stories read, or take that back: said in targets.toml, and kept in the ledger."""

from dataclasses import replace

from archiver import config, platforms
from archiver.archive import Archive
from archiver.config import Settings
from archiver.errors import AddressError, UsageError
from archiver.ledger.agreements import WORDS
from archiver.model.refs import TargetRef
from archiver.operations import covering
from archiver.operations.indexing import index_events
from archiver.operations.story_reading import ONLY_THERE
from archiver.operations.targets import Added, add, listed, target_of
from archiver.operations.targets_file import set_in_entry
from archiver.store.layout import slug

_NOTHING_WRITTEN = "Nothing was written."


def must_be_understood(address: str) -> UsageError:
    """Say what is to be understood before stories are read."""
    return UsageError(
        f"{WORDS} {_NOTHING_WRITTEN}", f"To agree: archiver add {address} --stories --i-understand"
    )


def read_stories(archive: Archive, address: str, label: str, case: str) -> Added:
    """Watch a target, have its stories read, and record that it was agreed to.

    Raises AddressError where its network's stories are not read here, ConfigError, StoreError.
    """
    target = target_of(address)
    if not platforms.named(target.platform).has_stories:
        raise AddressError(f"{ONLY_THERE}, and {target} is none of it.", _NOTHING_WRITTEN)
    _record(archive, target, agreed=True)
    added = add(archive.settings, address, label, case)
    _set_stories(config.load(archive.settings.file, must_exist=False), target, value=True)
    return replace(added, target=replace(added.target, stories=True))


def leave_stories(settings: Settings, archive: Archive | None, address: str) -> Added:
    """Have a target's stories read no more, and record that too; an archive that is not there holds no agreement.

    Raises AddressError where it is not watched, ConfigError, StoreError.
    """
    target = target_of(address)
    watched = next((known for known in listed(settings) if known.ref == str(target)), None)
    if watched is None:
        raise AddressError(f"{target} is not watched.", _NOTHING_WRITTEN)
    _set_stories(settings, target, value=False)
    if archive is not None and archive.has_agreed(target):
        _record(archive, target, agreed=False)
    return Added(replace(watched, stories=False), settings.targets_file, new=False)


def _record(archive: Archive, target: TargetRef, *, agreed: bool) -> None:
    with archive.indexing():
        archive.custody.record_agreement(target, agreed=agreed)
        index_events(archive, target.platform, slug(target.name))
    covering.cover(archive)


def _set_stories(settings: Settings, target: TargetRef, *, value: bool) -> None:
    places = [known.ref for known in listed(settings)]
    set_in_entry(settings.targets_file, places.index(str(target)), "stories", value=value)
