"""What stands in an archive's folders, for the tests of the store."""

import json
import subprocess
import sys

from store_building import CAPTURE

from archiver.model.digest import Digest


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def events(layout):
    return [json.loads(path.read_bytes()) for path in sorted(layout.pending.iterdir())]


def nothing_in_work(layout):
    return names(layout.work) == []


def checked(folder):
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(folder / "capture.warc.gz")],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0


def placed(layout):
    """Whether the capture and its one event are where they belong, and nothing is left of the work."""
    folder = layout.capture(CAPTURE)
    (one,) = events(layout)
    assert names(folder) == ["SHA256SUMS", "capture.warc.gz", "manifest.json", "private.json"]
    assert one["capture"] == str(CAPTURE)
    assert one["seal"] == Digest.of((folder / "SHA256SUMS").read_bytes()).text
    assert checked(folder)
    return nothing_in_work(layout)
