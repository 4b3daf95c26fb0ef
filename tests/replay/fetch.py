"""Fetch the viewer that package-lock.json names into the Python environment, for the tests to open bundles in.

By `npm pack`, since the viewer brings what it depends on within it, and an install fetches all that once more. Exit 3
where it cannot be had.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
NAME = "replaywebpage"
FILES = ("ui.js", "sw.js", "LICENSE")
SECONDS = 60
_LOCKED = json.loads((HERE / "package-lock.json").read_bytes())["packages"][f"node_modules/{NAME}"]
PLACE = Path(sys.prefix) / "share" / f"{NAME}-{_LOCKED['version']}"
_BRIEFLY = ("--fetch-retries=1", "--fetch-retry-mintimeout=500", "--fetch-timeout=20000", "--loglevel=error")


class NotFetchedError(Exception):
    """The viewer cannot be had, and why."""


def fetch() -> None:
    """Fetch the viewer, unless it is here. Raises NotFetchedError, OSError, tarfile.TarError."""
    if PLACE.is_dir():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetchedError("there is no npm here")
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=PLACE.parent) as work:
        packed = _packed(npm, Path(work))
        digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != _LOCKED["integrity"]:
            raise NotFetchedError(f"what npm gave is not the {NAME} that package-lock.json names")
        (unpacked := Path(work) / "unpacked").mkdir()
        with tarfile.open(packed) as archive:
            for name in FILES:
                (unpacked / name).write_bytes(archive.extractfile(f"package/{name}").read())
        unpacked.rename(PLACE)


def _packed(npm: str, work: Path) -> Path:
    told = [npm, "pack", f"{NAME}@{_LOCKED['version']}", *_BRIEFLY]
    try:
        ran = subprocess.run(told, cwd=work, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotFetchedError(f"npm did not end within {SECONDS} seconds") from error
    found = list(work.glob("*.tgz"))
    if ran.returncode or len(found) != 1:
        last = next(iter(ran.stderr.splitlines()), f"it ended with {ran.returncode}")
        raise NotFetchedError(f"npm said: {last}")
    return found[0]


if __name__ == "__main__":
    try:
        fetch()
    except (NotFetchedError, OSError, tarfile.TarError) as error:
        sys.stderr.write(f"No {NAME}: {error}.\n")
        sys.exit(3)
