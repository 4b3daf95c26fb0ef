"""A process as it is written into a file that others read: who it is, and whether it still lives.

A number by itself tells nothing: it is used again, and after the machine has started anew by anybody.
"""

import os
import socket
from collections.abc import Mapping
from pathlib import Path

import psutil

_SAME_START_SECONDS = 5.0
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_KEYS = {"pid", "started", "boot", "host"}


def myself() -> dict[str, object]:
    """Say who this process is."""
    return {
        "pid": os.getpid(),
        "started": psutil.Process().create_time(),
        "boot": boot_id(),
        "host": socket.gethostname(),
    }


def is_one(told: object) -> bool:
    """Tell whether what was read names a process."""
    return (
        isinstance(told, dict)
        and told.keys() >= _KEYS
        and type(told["pid"]) is int
        and told["pid"] > 0
        and type(told["started"]) in (int, float)
    )


def alive(told: Mapping[str, object]) -> bool:
    """Tell whether a process may still run; of one on another machine nothing can be known, so that it may."""
    if told["host"] != socket.gethostname():
        return True
    if told["boot"] != boot_id():
        return False
    try:
        started = psutil.Process(int(str(told["pid"]))).create_time()
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True
    # A corrected clock moves what the system says of a process's start by a little.
    return abs(started - float(str(told["started"]))) < _SAME_START_SECONDS


def boot_id() -> str:
    """Give what is the same for all processes since this machine started, and for no others; empty where none is."""
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        # Elsewhere the time of the start is told, to a second that differs from one process to the next.
        return ""
