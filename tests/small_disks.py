"""Disks of a few megabytes, where this machine lets one be mounted."""

import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest


@contextmanager
def mounting(place):
    """Give what mounts a small disk below a folder; it skips the test where that is not allowed."""
    mounted = []

    def mount(megabytes):
        if (
            os.name == "nt"
            or not hasattr(os, "geteuid")
            or os.geteuid() != 0
            or shutil.which("mount") is None
        ):
            pytest.skip("only root on a POSIX system can mount a small disk")
        folder = place / f"disk{len(mounted)}"
        folder.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)],
            capture_output=True,
            check=False,
        )
        if done.returncode != 0:
            pytest.skip(f"no small disk can be mounted here: {done.stderr.decode().strip()}")
        mounted.append(folder)
        return folder

    try:
        yield mount
    finally:
        for folder in mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder, *, but=0):
    """Leave so many bytes of room."""
    room = os.statvfs(folder)
    size = room.f_bavail * room.f_bsize - but
    descriptor = os.open(folder / "filler", os.O_WRONLY | os.O_CREAT)
    try:
        os.posix_fallocate(descriptor, 0, max(size, 1))
    finally:
        os.close(descriptor)
