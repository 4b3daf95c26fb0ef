"""Where things stand in an archive, and how they may be named.

Names move between Linux, macOS and Windows: lower case, no `:`, under 200 characters. `docs/format.md` shows
the whole tree.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from archiver.model.capture import CaptureId
from archiver.model.refs import TargetRef

UNKNOWN_OWNER = "_unknown"
WHOLE = ("archive", "_archive")
"""Under which the ledger keeps events that are of no target: in the place of platform and slug."""
_SLUG = re.compile(r"[a-z0-9._-]{1,60}")
_UNFIT = re.compile(r"[^a-z0-9._-]+")
_MADE = re.compile(r".*-[0-9a-f]{8}")
"""What is made here of a name whose letters had to go; a name that looks so by itself gets one more."""
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def slug(name: str) -> str:
    """Make a folder name `[a-z0-9._-]{1,60}` of a target's name, distinct where letters had to go."""
    plain = _UNFIT.sub("-", name.lower())[:51].strip(".-") or "target"
    if plain == name and not (_DEVICE.fullmatch(plain) or _MADE.fullmatch(plain) or plain == UNKNOWN_OWNER):
        return plain
    return f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def folder_of(target: TargetRef) -> str:
    """Give the folder that captures of a target stand in, as `<platform>/<slug>`."""
    return f"{target.platform}/{slug(target.name)}"


def is_slug(text: str) -> bool:
    """Tell whether a text is a folder name of ours."""
    return _SLUG.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one archive."""

    root: Path

    @property
    def archive_file(self) -> Path:
        """Who this archive is."""
        return self.root / "archive.json"

    @property
    def captures(self) -> Path:
        """Sealed captures."""
        return self.root / "captures"

    def capture(self, capture: CaptureId) -> Path:
        """Folder of one capture."""
        return self.captures / capture.platform / capture.slug / capture.name

    @property
    def ledger(self) -> Path:
        """Custody events, and the checkpoints that cover them."""
        return self.root / "ledger"

    @property
    def pending(self) -> Path:
        """Custody events that no checkpoint covers yet."""
        return self.ledger / "pending"

    def batch(self, number: int) -> Path:
        """Folder of the events that one checkpoint was the first to cover."""
        return self.ledger / f"{number:06d}"

    @property
    def roots(self) -> Path:
        """Root certificates that authorities' stamps lead to, each named by its digest."""
        return self.ledger / "roots"

    @property
    def log_file(self) -> Path:
        """How far the ledger is covered, so that not all of it is read each time; may be lost."""
        return self.root / "state" / "log.json"

    @property
    def checkpoint_work(self) -> Path:
        """A checkpoint in the making; may be lost."""
        return self.root / "state" / "checkpoint"

    @property
    def asides(self) -> Path:
        """Files on their way into the ledger; may be lost."""
        return self.root / "state" / "asides"

    @property
    def checkpoint_lock(self) -> Path:
        """Held while a checkpoint is made, or a stamp placed beside one."""
        return self.locks / "checkpoint.lock"

    @property
    def catalog(self) -> Path:
        """The index; may be deleted."""
        return self.root / "catalog.sqlite"

    @property
    def fresh_catalog(self) -> Path:
        """An index made afresh, while it is compared or taken over."""
        return self.root / "state" / "fresh.sqlite"

    @property
    def stale_mark(self) -> Path:
        """There while the index tells of what may have been disposed of."""
        return self.root / "state" / "stale"

    @property
    def reread_file(self) -> Path:
        """What a newer version of an extractor read otherwise when captures were read again; may be lost."""
        return self.root / "state" / "reread.json"

    @property
    def work(self) -> Path:
        """Captures in the making; may be lost."""
        return self.root / "state" / "work"

    @property
    def locks(self) -> Path:
        """Who works on what right now."""
        return self.root / "state" / "locks"

    @property
    def due_lock(self) -> Path:
        """Held while what is due is looked at: a second run steps aside."""
        return self.locks / "due.lock"

    @property
    def alerts_lock(self) -> Path:
        """Held while somebody is told."""
        return self.locks / "alerts.lock"

    @property
    def next_file(self) -> Path:
        """When posts are asked for next, as it was found for each target; may be lost."""
        return self.root / "state" / "next.json"

    @property
    def journal(self) -> Path:
        """What unattended runs did, a line each; may be lost."""
        return self.root / "state" / "journal.jsonl"

    @property
    def outbox(self) -> Path:
        """Messages that wait to be sent, a folder for each channel; may be lost."""
        return self.root / "state" / "outbox"

    @property
    def told_file(self) -> Path:
        """How far of the ledger was told of, and since when what lasts; may be lost."""
        return self.root / "state" / "told.json"

    def target_lock(self, platform: str, name: str) -> Path:
        """Held while a target, or a post alone, is looked at."""
        return self.locks / f"{platform}-{name}.lock"

    def ledger_lock(self, slug: str) -> Path:
        """Held while an event of a `<platform>/<slug>` is numbered and placed."""
        return self.locks / f"ledger-{slug.replace('/', '-')}.lock"

    @property
    def index_lock(self) -> Path:
        """Held while a capture is placed and indexed, or the index made afresh."""
        return self.locks / "index.lock"
