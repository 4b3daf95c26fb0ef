"""What a killed run leaves behind: browsers that nobody drives, and their profiles. The next run clears it away.

All that a run's browser writes stands in one folder of the system's own for such things, which names the process that
drives it.
"""

import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from archiver.machine import processes

_PREFIX = "archiver-browser-"
_NAME = re.compile(rf"{_PREFIX}[a-z0-9_]{{8}}")
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
    try:
        found = [path for path in Path(tempfile.gettempdir()).iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return Cleared(0, 0)
    orphaned = [place for place in found if _is_own(place) and _is_orphaned(place)]
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
    with suppress(OSError):
        for each in place.iterdir():
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each, ignore_errors=True)
            elif each.name != _OWNER:
                each.unlink(missing_ok=True)
    shutil.rmtree(place, ignore_errors=True)


def _is_own(place: Path) -> bool:
    """Tell whether a folder is one that this user made: in a place that all share anybody may put another there."""
    try:
        state = place.lstat()
    except OSError:
        return False
    mine = not hasattr(os, "geteuid") or state.st_uid == os.geteuid()
    return stat.S_ISDIR(state.st_mode) and mine


def _is_orphaned(place: Path) -> bool:
    try:
        owner = json.loads((place / _OWNER).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False  # just being made
    return processes.is_one(owner) and not processes.alive(owner)


def _using(places: list[str]) -> Iterator[psutil.Process]:
    """Find this user's processes that were started with something in one of some folders."""
    mine, within = psutil.Process().username(), [f"{place}{os.sep}" for place in places]
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            words = process.cmdline()
            if process.username() == mine and any(each in word for word in words for each in within):
                yield process


def _end(found: list[psutil.Process]) -> int:
    for process in found:
        with suppress(psutil.Error):
            process.kill()
    return len(psutil.wait_procs(found, timeout=_SECONDS)[0])
