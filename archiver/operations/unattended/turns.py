"""When posts of a target are asked for next by their own addresses: those in question, and those that no listing shows.

To find that out takes long where much is in question, so it is kept until the target's ledger goes on.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from archiver.archive import Archive
from archiver.model import instant
from archiver.model.refs import TargetRef
from archiver.operations import absence
from archiver.operations.asking import at_hand_of
from archiver.store import layout
from archiver.store.writing import make_folder


@dataclass(frozen=True, slots=True)
class Turn:
    """When posts of a target are asked for next."""

    question: datetime | None
    """When a post in question is due, which may be long past; None where none is in question."""
    unchecked: datetime | None
    """Since when one was not seen, nor its address answered, that no listing shows; None where there is none."""


class Turns:
    """The turns of targets, as they are known when the ledgers reach so far."""

    def __init__(self, archive: Archive) -> None:
        """Read what was kept."""
        self._archive = archive
        self._reach: Mapping[str, int] = archive.custody.lasts()
        self._kept = _read(archive)
        self._is_kept = True

    def of(self, target: TargetRef) -> Turn:
        """Say when posts of a target are asked for next."""
        slug = layout.folder_of(target)
        reach, kept = self._reach.get(slug, 0), self._kept.get(slug)
        if kept is None or kept[0] != reach:
            kept = self._kept[slug] = reach, self._found(target)
            self._is_kept = False
        return kept[1]

    def keep(self) -> None:
        """Keep what was found, as far as that can be written."""
        if self._is_kept:
            return
        told = {
            slug: [reach, *(at and instant.written(at) for at in (turn.question, turn.unchecked))]
            for slug, (reach, turn) in self._kept.items()
        }
        file = self._archive.layout.next_file
        with suppress(OSError):  # it may be lost
            make_folder(file.parent)
            aside = file.with_suffix(".new")
            aside.write_text(json.dumps(told))
            aside.replace(file)

    def _found(self, target: TargetRef) -> Turn:
        at_hand = at_hand_of(self._archive, target)
        return Turn(
            absence.next_due(self._archive, target, at_hand),
            self._archive.catalog.unchecked_since(target, at_hand),
        )


def _read(archive: Archive) -> dict[str, tuple[int, Turn]]:
    try:
        told = json.loads(archive.layout.next_file.read_bytes())
        return {
            slug: (reach, Turn(*(instant.parsed(at) if at else None for at in times)))
            for slug, (reach, *times) in told.items()
        }
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
