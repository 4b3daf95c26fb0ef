"""Dies before a chosen step on the disk: for tests of what is left then."""

import os
import sys

STEPS = {"open", "os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.truncate"}
"""Audit events of Python that change a disk; `open` only where it opens for writing."""
KILLED = 99


def killed_before(step, act):
    """Fork a process that acts and dies before its n-th step; give False where it came to its end."""
    child = os.fork()
    if child == 0:
        count = 0

        def watch(name, arguments):
            nonlocal count
            if name in STEPS and (name != "open" or _writes(arguments)):
                count += 1
                if count == step:
                    os._exit(KILLED)

        try:
            sys.addaudithook(watch)
            act()
        except BaseException:  # noqa: BLE001 - whatever it is, the child must not return into pytest
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED)
    return code == KILLED


def _writes(arguments):
    flags = arguments[2] if len(arguments) > 2 and isinstance(arguments[2], int) else 0
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
