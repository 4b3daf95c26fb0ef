"""What a crash left under `state/work/`: placed where it was sealed, else named as interrupted."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from archiver.errors import DamagedError
from archiver.formats import checksums
from archiver.model.capture import Capture
from archiver.model.digest import Digest
from archiver.model.event import Event
from archiver.model.refs import TargetRef
from archiver.store import lock, manifest
from archiver.store.capture_writer import (
    BEGUN,
    CAPTURE,
    EVENT,
    MANIFEST,
    prepare,
    roll_forward,
    waiting_events,
)
from archiver.store.layout import Layout

_LEDGER_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A visit that ended without its event."""

    layout: Layout
    work: Path
    begun: dict[str, str]
    """What was taken down when it began: target, kind, time."""
    sealed: Capture | None
    """The capture, where it was sealed already."""

    def place(self, event: Event) -> None:
        """Put its event into the ledger and the capture into the evidence; forget what was never sealed."""
        if self.sealed is None:
            shutil.rmtree(self.work / CAPTURE, ignore_errors=True)
        for aside in (self.work / CAPTURE).glob(".*.part"):
            aside.unlink()
        prepare(self.work, event)
        roll_forward(self.layout, self.work)


def interrupted(layout: Layout, platform: str, lock_name: str) -> Iterator[Interrupted]:
    """Give the visits under one lock that ended without their event.

    Only to be called by the process that holds that lock.
    """
    for work in _works(layout):
        begun = _begun(work)
        if (begun.get("platform"), begun.get("lock")) == (platform, lock_name) and not (
            work / EVENT
        ).exists():
            yield Interrupted(layout, work, begun, _sealed(work / CAPTURE))


def begun(layout: Layout) -> list[tuple[TargetRef, str]]:
    """Give the targets of visits that have no event yet, under way or not, each with the name of its lock."""
    told = [_begun(work) for work in _works(layout) if not (work / EVENT).exists()]
    return [
        (TargetRef.parse(each.get("target", f"{each['platform']}:{each['slug']}")), each["lock"])
        for each in told
        if each
    ]


def _sealed(folder: Path) -> Capture | None:
    """Read the capture in a folder; None where it was not sealed to the end."""
    try:
        seal = Digest.of((folder / checksums.NAME).read_bytes())
        return manifest.read((folder / MANIFEST).read_bytes(), seal)
    except (OSError, DamagedError):
        return None


def finish(layout: Layout) -> None:
    """Place whatever has its event already, each slug's under its ledger's lock. Raises BusyError."""
    for work in _works(layout):
        slugs = _slugs(work)
        for slug in slugs:
            with ledger_of(layout, slug):
                pass
        if not slugs and (work / EVENT).exists():
            roll_forward(layout, work)  # all is placed, and only what told of it is left


@contextmanager
def ledger_of(layout: Layout, slug: str) -> Iterator[None]:
    """Hold the ledger of one `<platform>/<slug>` for a `with` block, after placing what a crash left of it.

    Under this lock alone events are placed. Raises BusyError.
    """
    path = layout.ledger_lock(slug)
    with lock.held(path, f"The ledger of {slug}", wait_seconds=_LEDGER_SECONDS):
        for work in _works(layout):
            if slug in _slugs(work):
                roll_forward(layout, work)
        yield


def _works(layout: Layout) -> list[Path]:
    return sorted(layout.work.iterdir()) if layout.work.exists() else []


def _slugs(work: Path) -> set[str]:
    """Give whose events wait in a folder; one that another process places meanwhile waits no more."""
    found = set()
    for event in waiting_events(work):
        with suppress(FileNotFoundError):
            found.add(json.loads(event.read_bytes())["slug"])
    return found


def _begun(work: Path) -> dict[str, str]:
    try:
        begun = json.loads((work / BEGUN).read_bytes())
    except (OSError, ValueError):
        return {}
    return begun if isinstance(begun, dict) else {}
