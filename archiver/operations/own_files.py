"""The operator's own files, written in one step: settings, targets, signed-in states."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def put_in_place(file: Path, content: str | bytes, mode: int | None = None) -> None:
    """Write a file anew, through a link to what it names, with the mode given or the one it had. Raises OSError."""
    real = Path(os.path.realpath(file))
    if mode is None and real.exists():
        mode = stat.S_IMODE(real.stat().st_mode)
    with _aside(real, content, mode) as aside:
        aside.replace(real)


def put_new(file: Path, content: str | bytes, mode: int) -> None:
    """Write a file where there is none; raise FileExistsError where the name is taken, OSError."""
    with _aside(file, content, mode) as aside:
        try:
            os.link(aside, file)
        except FileExistsError:
            raise
        except OSError:
            # Sticks formatted for Windows know no links; there the name is looked for before.
            if os.path.lexists(file):
                raise
            aside.rename(file)


@contextmanager
def _aside(file: Path, content: str | bytes, mode: int | None) -> Iterator[Path]:
    """Write a content beside a file for a `with` block, under a name that nobody else has."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{secrets.token_hex(8)}.part")
    # Until it has its mode it is its owner's alone; without one it has the system's usual mode.
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode())
            out.flush()
            os.fsync(out.fileno())
        if mode is not None:
            aside.chmod(mode)
        yield aside
    finally:
        aside.unlink(missing_ok=True)
