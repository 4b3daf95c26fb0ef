"""What a crash left under `state/work/`: finished where its event was written, else named as interrupted."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archiver.model.capture import CaptureId
from archiver.model.event import Event
from archiver.store.capture_writer import BEGUN, CAPTURE, EVENT, prepare, roll_forward
from archiver.store.layout import Layout


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A visit that ended without a seal."""

    layout: Layout
    work: Path
    capture: CaptureId
    begun: dict[str, str]
    """What was taken down when it began: target, kind, time."""

    def abandon(self, event: Event) -> None:
        """Put the event that names it into the ledger, and forget what was never sealed."""
        shutil.rmtree(self.work / CAPTURE, ignore_errors=True)
        prepare(self.work, event)
        roll_forward(self.layout, self.work)


def interrupted(layout: Layout, platform: str, lock: str) -> Iterator[Interrupted]:
    """Finish what was sealed but not placed under one lock, and give what was never sealed.

    Only to be called by the process that holds that lock.
    """
    for work in sorted(layout.work.iterdir()) if layout.work.exists() else ():
        begun = _begun(work)
        capture = CaptureId(begun.get("platform", ""), begun.get("slug", ""), work.name)
        if (capture.platform, begun.get("lock")) != (platform, lock):
            continue
        if (work / EVENT).exists():
            roll_forward(layout, work)
        else:
            yield Interrupted(layout, work, capture, begun)


def finish_events(layout: Layout, platform: str, slug: str) -> None:
    """Place the events of one slug that a crash left beside their captures.

    Only to be called by the process that holds the slug's ledger lock, under which alone events are placed.
    """
    for work in sorted(layout.work.iterdir()) if layout.work.exists() else ():
        events = [json.loads(event.read_bytes()) for event in (work / EVENT).glob("*.json")]
        if any(event["slug"] == f"{platform}/{slug}" for event in events):
            roll_forward(layout, work)


def waiting(layout: Layout) -> list[dict[str, str]]:
    """Give what was taken down of every visit that left something under `state/work/`."""
    folders = sorted(layout.work.iterdir()) if layout.work.exists() else []
    return [begun for begun in map(_begun, folders) if begun]


def _begun(work: Path) -> dict[str, str]:
    try:
        begun = json.loads((work / BEGUN).read_bytes())
    except (OSError, ValueError):
        return {}
    return begun if isinstance(begun, dict) else {}
