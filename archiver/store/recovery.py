"""What a crash left under `state/work/`: finished where its event was written, else named as interrupted."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archiver.model.capture import CaptureId
from archiver.store.capture_writer import BEGUN, EVENT, roll_forward
from archiver.store.layout import Layout


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A visit that ended without a seal."""

    work: Path
    capture: CaptureId
    begun: dict[str, str]
    """What was taken down when it began: target, kind, time."""

    def clear(self) -> None:
        """Forget it, once its event is in the ledger."""
        shutil.rmtree(self.work, ignore_errors=True)


def interrupted(layout: Layout, platform: str, slug: str) -> Iterator[Interrupted]:
    """Finish what was sealed but not placed for one target, and give what was never sealed.

    Only to be called by the process that holds the target's lock.
    """
    for work in sorted(layout.work.iterdir()) if layout.work.exists() else ():
        begun = _begun(work)
        capture = CaptureId(begun.get("platform", ""), begun.get("slug", ""), work.name)
        if (capture.platform, capture.slug) != (platform, slug):
            continue
        if any((work / EVENT).glob("[!.]*")):
            roll_forward(layout, work)
        else:
            yield Interrupted(work, capture, begun)


def waiting(layout: Layout) -> set[tuple[str, str]]:
    """Name the targets, as platform and slug, that left something under `state/work/`."""
    folders = sorted(layout.work.iterdir()) if layout.work.exists() else []
    found = {(begun.get("platform", ""), begun.get("slug", "")) for begun in map(_begun, folders)}
    return {(platform, slug) for platform, slug in found if platform and slug}


def _begun(work: Path) -> dict[str, str]:
    try:
        begun = json.loads((work / BEGUN).read_bytes())
    except (OSError, ValueError):
        return {}
    return begun if isinstance(begun, dict) else {}
