"""How results reach people and scripts: results on stdout, progress and errors on stderr."""

import json
import os
import sys
import time
import unicodedata
from contextlib import suppress
from typing import Any

_EVERY_SECONDS = 0.1
_STDERR = 2


def say(text: str = "") -> None:
    """Print a line of the result."""
    print(plain(text))


def say_json(value: Any) -> None:  # noqa: ANN401 - JSON is what it is
    """Print a result for scripts."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def tell(text: str) -> None:
    """Print a line about the work, not the result."""
    print(plain(text), file=sys.stderr)


def tell_at_once(text: str) -> None:
    """Print a line about the work from a signal's handler: in the midst of another print none may begin."""
    with suppress(OSError):  # nobody may be there to read it
        os.write(_STDERR, f"{plain(text)}\n".encode())


def plain(text: str) -> str:
    """Take out what could steer a terminal: captured text is hostile."""
    return "".join(
        letter if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf") else "�"
        for letter in text
    )


class TerminalProgress:
    """The port `Progress`: one line that counts, on a terminal; silence elsewhere."""

    def __init__(self) -> None:
        """Look once whether anyone watches."""
        self._watched = sys.stderr.isatty()
        self._last = 0.0
        self._shown = False

    def step(self, what: str, done: int, of: int | None = None) -> None:
        """Show what is being done and how far it has come."""
        now = time.monotonic()
        if not self._watched or (now - self._last < _EVERY_SECONDS and done != of):
            return
        self._last, self._shown = now, True
        count = f"{done:,}" if of is None else f"{done:,} of {of:,}"
        print(f"\r\x1b[K  {what}: {count}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away before something else is printed."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = False
