"""Stamping: what authorities stamped until now, and a stamp anew over all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archiver.archive import Archive
from archiver.errors import ConfigError
from archiver.formats.checkpoint import Checkpoint
from archiver.ledger import events
from archiver.model import instant
from archiver.operations import covering
from archiver.store import layout


@dataclass(frozen=True, slots=True)
class Known:
    """What one authority stamped."""

    authority: str
    asked: bool
    """Whether the settings name it."""
    stamps: int
    checkpoint: int | None
    """Number of the last that it stamped."""
    at: datetime | None
    """When, by its own clock."""


def known(archive: Archive) -> Sequence[Known]:
    """Say of each authority, of the settings and of the ledger, what it stamped."""
    asked = [authority.name for authority in archive.authorities]
    told = [
        each for _, each in archive.custody.chain(*layout.WHOLE).after(0) if each["event"] == events.TIMESTAMP
    ]
    names = dict.fromkeys((*asked, *(each["authority"] for each in told)))
    return [
        _of(name, [each for each in told if each["authority"] == name], asked=name in asked) for name in names
    ]


def _of(name: str, told: Sequence[dict[str, object]], *, asked: bool) -> Known:
    if not told:
        return Known(name, asked, 0, None, None)
    last = told[-1]
    return Known(
        name, asked, len(told), int(str(last["checkpoint"])), instant.parsed(str(last["stamped_at"]))
    )


def renew(archive: Archive) -> Checkpoint:
    """Cover all that waits, earlier stamps too, and have every authority stamp it.

    Those that did not are in the archive's run. Raises ConfigError where the settings name none, and as `cover` does.
    """
    if not archive.authorities:
        raise ConfigError(
            f"No authority is named in {archive.settings.file}.",
            "Write [authorities.digicert] and [authorities.identrust] into it.",
        )
    return covering.renew(archive)
