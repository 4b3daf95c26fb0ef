"""What a killed run leaves behind: browsers that nobody drives, and their profiles. The next run clears it away.

All that a run's browser writes stands in one folder of the system's own for such things, which names the process that
drives it.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from archiver.machine import processes

_PREFIX = "archiver-browser-"
_OWNER = "owner.json"
_VARIABLES = ("TMPDIR", "TEMP", "TMP")
_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Cleared:
    """What was cleared away."""

    browsers: int
    """Processes that were ended."""
    folders: int


def folder() -> Path:
    """Make the folder of a run's browser; raise OSError."""
    made = Path(tempfile.mkdtemp(prefix=_PREFIX))
    (made / _OWNER).write_text(json.dumps(processes.myself()))
    return made


@contextmanager
def kept_in(place: Path) -> Iterator[None]:
    """Have whoever is started within a `with` block put what it keeps for a while into a folder."""
    before = {name: os.environ.get(name) for name in _VARIABLES}
    os.environ.update(dict.fromkeys(_VARIABLES, str(place)))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def clear() -> Cleared:
    """End the browsers whose drivers are gone, and remove what they kept."""
    orphaned = [place for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*") if _is_orphaned(place)]
    if not orphaned:
        return Cleared(0, 0)
    ended = _end(list(_using([str(place) for place in orphaned])))
    for place in orphaned:
        remove(place)
    return Cleared(ended, len(orphaned))


def end_using(place: Path) -> int:
    """End the browsers that keep what they keep in a folder; give how many processes that were."""
    return _end(list(_using([str(place)])))


def remove(place: Path) -> None:
    """Remove the folder of a run's browser, as far as the system lets it go."""
    # Its owner's name goes last: what is cut off here is cleared away by the next run.
    for each in place.iterdir() if place.is_dir() else ():
        if each.name != _OWNER:
            shutil.rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)
    shutil.rmtree(place, ignore_errors=True)


def _is_orphaned(place: Path) -> bool:
    try:
        owner = json.loads((place / _OWNER).read_bytes())
    except (OSError, ValueError):
        return False  # another user's, or just being made
    return processes.is_one(owner) and not processes.alive(owner)


def _using(places: list[str]) -> Iterator[psutil.Process]:
    """Find the processes that were started with one of some folders."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if any(place in word for word in process.cmdline() for place in places):
                yield process


def _end(found: list[psutil.Process]) -> int:
    for process in found:
        with suppress(psutil.Error):
            process.kill()
    return len(psutil.wait_procs(found, timeout=_SECONDS)[0])
