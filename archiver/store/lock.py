"""One process at a time for one target: a lock file with process id and boot id.

A lock whose process is gone, or that an earlier boot of this machine left, is taken over. Where another
machine holds it (a shared folder) nothing can be known of its process, and the lock stands.
"""

import contextlib
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from archiver.errors import BusyError
from archiver.store.writing import make_folder, room_expected

_POLL_SECONDS = 0.05
_SAME_START_SECONDS = 5.0
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@contextmanager
def held(path: Path, subject: str, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock for a `with` block; raise BusyError where a living process holds it, after waiting that long."""
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            take(path, subject)
            break
        except BusyError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_POLL_SECONDS)
    mine = path.read_bytes()
    try:
        yield
    finally:
        with contextlib.suppress(FileNotFoundError):
            if path.read_bytes() == mine:
                path.unlink()


def take(path: Path, subject: str) -> None:
    """Take the lock, or raise BusyError with who holds it."""
    make_folder(path.parent)
    mine = json.dumps(_myself()).encode()
    with room_expected(path):
        while not _created(path, mine):
            found = _content(path)
            holder = _holder(found)
            if holder is not None and alive(holder):
                raise BusyError(
                    f"{subject} is being worked on already, by process {holder['pid']} on {holder['host']}."
                )
            _set_aside(path, found)


def _created(path: Path, content: bytes) -> bool:
    # A lock must never be seen half written: written aside, then linked to its name, which fails if taken.
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_bytes(content)
    try:
        os.link(aside, path)
    except FileExistsError:
        return False
    except OSError:
        # Sticks formatted for Windows know no links.
        return _created_exclusively(path, content)
    finally:
        aside.unlink()
    return True


def _created_exclusively(path: Path, content: bytes) -> bool:
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True


def _set_aside(path: Path, judged: bytes) -> None:
    """Take away the lock that was judged dead, and no other that came in its place since."""
    stale = path.with_name(f"{path.name}.stale-{os.getpid()}")
    try:
        path.rename(stale)
    except FileNotFoundError:
        return
    if stale.read_bytes() != judged:
        with contextlib.suppress(OSError):
            os.link(stale, path)
    stale.unlink()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _holder(content: bytes) -> dict[str, object] | None:
    try:
        holder = json.loads(content)
    except ValueError:
        return None
    return (
        holder if isinstance(holder, dict) and {"pid", "started", "boot", "host"} <= holder.keys() else None
    )


def alive(holder: dict[str, object]) -> bool:
    """Tell whether the process that wrote a lock may still run."""
    if holder["host"] != socket.gethostname():
        return True
    if holder["boot"] != boot_id():
        return False
    try:
        started = psutil.Process(int(str(holder["pid"]))).create_time()
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True
    # A corrected clock moves what the system says of a process's start by a little.
    return abs(started - float(str(holder["started"]))) < _SAME_START_SECONDS


def _myself() -> dict[str, object]:
    return {
        "pid": os.getpid(),
        "started": psutil.Process().create_time(),
        "boot": boot_id(),
        "host": socket.gethostname(),
    }


def boot_id() -> str:
    """Give what is the same for all processes since this machine started, and for no others."""
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return str(int(psutil.boot_time()))
