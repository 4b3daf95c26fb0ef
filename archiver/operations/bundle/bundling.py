"""One bundle in the making: what all of its parts are made of."""

from dataclasses import dataclass
from pathlib import Path

from archiver.archive import Archive
from archiver.export.bag import Bag
from archiver.export.packing import LIMIT
from archiver.operations.bundle.choosing import Choice
from archiver.operations.bundle.rules import Rules
from archiver.ports import Progress


@dataclass(frozen=True, slots=True)
class Bundling:
    """One bundle in the making."""

    archive: Archive
    choice: Choice
    rules: Rules
    bag: Bag
    work: Path
    """A folder for what is not finished."""
    progress: Progress
    limit: int = LIMIT
    """Bytes of records after which a WACZ is closed."""
