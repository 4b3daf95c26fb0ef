"""One process at a time for one target: a lock file with process id and boot id.

A lock whose process is gone, or that an earlier boot of this machine left, is taken over. Where another
machine holds it (a shared folder) nothing can be known of its process, and the lock stands. Who takes what is
settled under a guard of the operating system, which ends with the process that holds it.
"""

import contextlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from archiver.errors import BusyError
from archiver.machine import processes
from archiver.store.writing import make_folder, room_expected

_POLL_SECONDS = 0.05
_GUARD_SECONDS = 30.0
"""A guard is held for as long as it takes to read one small file and write another."""


@contextmanager
def held(path: Path, subject: str, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock for a `with` block; raise BusyError where a living process holds it, after waiting that long."""
    mine = _waited_for(path, subject, time.monotonic() + wait_seconds)
    try:
        yield
    finally:
        let_go(path, subject, mine)


@contextmanager
def held_if_free(path: Path, subject: str) -> Iterator[bool]:
    """Hold the lock for a `with` block where no living process does; give whether it is held."""
    try:
        mine = take(path, subject)
    except BusyError:
        yield False
        return
    try:
        yield True
    finally:
        let_go(path, subject, mine)


def _waited_for(path: Path, subject: str, deadline: float) -> bytes:
    while True:
        try:
            return take(path, subject)
        except BusyError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_POLL_SECONDS)


def is_held(path: Path) -> bool:
    """Tell whether a living process holds a lock."""
    holder = _holder(_content(path))
    return holder is not None and processes.alive(holder)


def take(path: Path, subject: str) -> bytes:
    """Take the lock and give what was written into it, or raise BusyError with who holds it."""
    make_folder(path.parent)
    mine = json.dumps(processes.myself()).encode()
    with room_expected(path), _guarded(path, subject):
        holder = _holder(_content(path))
        if holder is not None and processes.alive(holder):
            raise BusyError(
                f"{subject} is being worked on already, by process {holder['pid']} on {holder['host']}."
            )
        # Never seen half written: others read it outside the guard, and a crash may fall anywhere.
        aside = path.with_name(f"{path.name}.new")
        aside.write_bytes(mine)
        aside.replace(path)
    return mine


def let_go(path: Path, subject: str, mine: bytes) -> None:
    """Let go of a lock that was taken; `mine` is what taking it gave."""
    with _guarded(path, subject), contextlib.suppress(FileNotFoundError):
        if path.read_bytes() == mine:
            path.unlink()


@contextmanager
def _guarded(path: Path, subject: str) -> Iterator[None]:
    # Beside the folder of locks, so that what stands in the folder is who works on what and nothing else.
    guard = FileLock(path.parent.with_suffix(".guard"), timeout=_GUARD_SECONDS, poll_interval=0.002)
    try:
        guard.acquire()
    except Timeout:
        raise BusyError(f"{subject} cannot be locked: another process holds {guard.lock_file}.") from None
    try:
        yield
    finally:
        guard.release()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _holder(content: bytes) -> dict[str, object] | None:
    try:
        holder = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return holder if processes.is_one(holder) else None
