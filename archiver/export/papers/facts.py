"""What a bundle says, as far as papers about it repeat it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from archiver.export.exhibits.looks import Look
from archiver.model.canary import Reliability


@dataclass(frozen=True, slots=True)
class Checked:
    """What the stand-alone verifier found, when the paper was made."""

    at: datetime
    by: str
    verified: int
    not_checked: int
    said: Mapping[str, tuple[str, ...]]
    """Its sentences, by the name of the check."""


@dataclass(frozen=True, slots=True)
class Concluded:
    """A post that is concluded to be no longer shown."""

    ref: str
    address: str
    permanent_id: str
    owner_id: str
    owner_name: str
    sentence: str
    """The one of the design; empty where the visits that bear it out are not in the bundle."""
    last_shown: datetime | None
    first_not_shown: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What a bundle says."""

    name: str
    digest: str
    """SHA-256 of its `tagmanifest-sha256.txt`, in hex: it names every other file."""
    files: int
    bytes: int
    origin: str
    checkpoint: int
    case: str
    targets: tuple[str, ...]
    chosen: str
    """What was chosen of these, in words; empty for all."""
    posts: int
    looks: tuple[Look, ...]
    """That the ledger tells of, as far as it is shown."""
    concluded: tuple[Concluded, ...]
    withheld: tuple[tuple[str, int], ...]
    """Places in records that are withheld, by class."""
    left_out: int
    """Records, captures and posts that are not shown at all."""
    full: bool
    reliability: Reliability | None
    """What was counted of how right conclusions of the archive are, when it was made; None where that is not told."""
    simulated: bool
    checked: Checked
    """Of what was checked before the paper was written: nothing failed."""

    @property
    def shown(self) -> tuple[Look, ...]:
        """Give the looks whose manifest is shown: of the others nothing is told but that they were made."""
        return tuple(look for look in self.looks if look.is_shown)

    @property
    def complete(self) -> int:
        """Give how many of these, at listings, read all that was offered to them."""
        return sum(look.is_crawl and look.is_complete for look in self.shown)

    @property
    def stood_in(self) -> int:
        """Give how many of these stand-ins answered."""
        return sum(look.stood_in for look in self.shown)

    @property
    def by_login(self) -> tuple[tuple[str, int], ...]:
        """Give how many of these were made how, in words."""
        return tuple(Counter(look.who for look in self.shown).most_common())

    def versions(self, part: str) -> tuple[str, ...]:
        """Give the versions of a part of the tool with which it was collected."""
        return tuple(dict.fromkeys(str(look.tool[part]) for look in self.shown if part in look.tool))
