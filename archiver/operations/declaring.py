"""Declaring: what is watched how often, and by which rules, is put into the ledger where it is not as declared last."""

from collections.abc import Mapping
from typing import Any

from archiver.archive import Archive
from archiver.config import WatchedTarget
from archiver.ledger import declarations, events
from archiver.model.refs import TargetRef
from archiver.operations.indexing import append, index_events
from archiver.operations.targets import watched
from archiver.operations.vantages import network_of
from archiver.store import layout


def declare(archive: Archive) -> None:
    """Append a declaration for each target, and for the archive, of which the settings say something new.

    Raises ConfigError where a target of the settings is none, StoreError, BusyError, DamagedError.
    """
    with archive.indexing():
        index_events(archive, *layout.WHOLE)
        known = {
            target: each["declared"]
            for target, each in archive.catalog.latest_events(events.DECLARATION).items()
        }
        whole = declarations.of_archive(archive.settings, network_of(archive))
        if known.pop("", None) != whole:
            append(archive, None, events.DECLARATION, declarations.said(whole))
        for target, told in _of_targets(archive, known).items():
            if known.get(target) != told:
                append(archive, TargetRef(*target.split(":", 1)), events.DECLARATION, declarations.said(told))


def _of_targets(archive: Archive, known: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Give what is to be declared of each target that is watched, or was declared to be."""
    now = {str(target): _of_target(archive, entry) for target, entry in watched(archive.settings)}
    return dict.fromkeys(known, declarations.NOT_WATCHED) | now


def _of_target(archive: Archive, entry: WatchedTarget) -> dict[str, Any]:
    sessions = [archive.custody.salted(f"session named {name}") for name in entry.sessions]
    return declarations.of_target(entry, sessions, network_of(archive, entry.proxy))
