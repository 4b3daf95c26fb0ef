"""What no input may do: raise what is no refusal, take more than a second of a processor, or too much memory."""

import contextlib
import hashlib
import resource
import sys
import time
from pathlib import Path

SECONDS = 1.0
MEGABYTES = 500
_UNIT = 1 << 20 if sys.platform == "darwin" else 1 << 10


class TooMuchError(AssertionError):
    """An input took more than it may."""


def peak_megabytes():
    """Give the most memory that this process ever took."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT


class Judge:
    """Has inputs read, and keeps one that does what none may."""

    def __init__(self, reader, kept, *, seconds=SECONDS, megabytes=MEGABYTES):
        self.reader, self.kept = reader, Path(kept)
        self.seconds, self.megabytes = seconds, megabytes
        self.slowest, self._met = 0.0, set()

    @property
    def inputs(self):
        """Give how many were read, each that came again once."""
        return len(self._met)

    def __call__(self, content):
        if hash(content) in self._met:
            return
        self._met.add(hash(content))
        try:
            self._read(content)
        except BaseException:
            self.kept.mkdir(parents=True, exist_ok=True)
            path = self.kept / f"{hashlib.sha256(content).hexdigest()[:16]}.input"
            path.write_bytes(content)
            sys.stderr.write(f"kept as {path}\n")
            raise

    def _read(self, content):
        began = time.process_time()
        with contextlib.suppress(self.reader.refusals):
            self.reader.read(content)
        took = time.process_time() - began
        self.slowest = max(self.slowest, took)
        if took > self.seconds:
            raise TooMuchError(f"took {took:.2f} s of a processor")
        if peak_megabytes() > self.megabytes:
            raise TooMuchError(f"took {peak_megabytes():.0f} MB")
