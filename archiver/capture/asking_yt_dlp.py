"""Ask yt-dlp where a page's films stand, in a process of its own that is ended where it takes too long."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archiver.capture import yt_dlp_child

SECONDS = 60.0
"""How long one page may take."""
_LONGEST_ANSWER = 2 << 20
_TICK_SECONDS = 0.1


class NoStreamsError(ValueError):
    """A page of which no stream is found; says why."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How yt-dlp is asked in one visit."""

    proxy: str
    """The gate, its only way to the network."""
    vetted: bool
    """Whether the gate has checked the hosts' certificates itself."""
    headers: Mapping[str, str]
    cookies: Callable[[], Sequence[Mapping[str, Any]]]
    """The session's, as the browser has them; none where nobody is signed in."""
    folder: str
    stopped: Callable[[], bool]
    seconds: float = SECONDS

    def about(self, address: str) -> dict[str, Any]:
        """Give what yt-dlp says of a page. Raises NoStreamsError."""
        asked = {
            "address": address,
            "proxy": self.proxy,
            "vetted": self.vetted,
            "headers": dict(self.headers),
            "cookies": [dict(each) for each in self.cookies()],
        }
        with tempfile.TemporaryDirectory(dir=self.folder) as home:
            answer = self._answered(json.dumps(asked).encode(), home)
        try:
            told = json.loads(answer)
            if told.get("error"):
                raise NoStreamsError(f"yt-dlp finds no stream: {told['error']}")
        except (ValueError, RecursionError, AttributeError) as error:
            if isinstance(error, NoStreamsError):
                raise
            raise NoStreamsError("yt-dlp ended without an answer") from error
        return dict(told)

    def _answered(self, asked: bytes, home: str) -> bytes:
        # Isolated: no folder of anybody's is searched for modules, settings or plug-ins, and no program is found.
        process = subprocess.Popen(
            [sys.executable, "-I", "-B", str(Path(yt_dlp_child.__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env=_surroundings(home),
        )
        read: list[bytes] = []
        reader = threading.Thread(target=_exchange, args=(process, asked, read), daemon=True)
        reader.start()
        until = time.monotonic() + self.seconds
        try:
            while reader.is_alive() and time.monotonic() < until and not self.stopped():
                reader.join(_TICK_SECONDS)
            late = reader.is_alive() and not self.stopped()
        finally:
            process.kill()
            process.wait()
            reader.join()
        if late:
            raise NoStreamsError(f"yt-dlp gave no answer within {self.seconds:.0f} seconds")
        return read[0] if read else b""


def _surroundings(home: str) -> dict[str, str]:
    named = {"HOME": home, "USERPROFILE": home, "XDG_CONFIG_HOME": home, "PATH": "", "YTDLP_NO_PLUGINS": "1"}
    # Without it Python does not start on Windows.
    return named | {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def _exchange(process: "subprocess.Popen[bytes]", asked: bytes, read: list[bytes]) -> None:
    try:
        with process.stdin as into:  # type: ignore[union-attr]  # both are pipes
            into.write(asked)
        read.append(process.stdout.read(_LONGEST_ANSWER))  # type: ignore[union-attr]
    except OSError:
        return  # it was ended, or ended by itself
    finally:
        process.stdout.close()  # type: ignore[union-attr]
