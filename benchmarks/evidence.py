"""Verify a whole archive, every record's digest and commitment re-checked, beside `sha256sum` over the same files.

4 GB in captures of 100 MB, with media of 4 MB each; `python benchmarks/evidence.py 0.5` makes less.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

from archiver import archive as archives
from archiver.archive import Archive
from archiver.config import Settings
from archiver.model.capture import CaptureId, CaptureKind, Outcome, Reach
from archiver.model.exchange import Fidelity, RecordedExchange
from archiver.model.refs import TargetRef
from archiver.model.vantage import Vantage
from archiver.store import manifest, private
from archiver.store.capture_writer import CaptureWriter
from archiver.verify.archive import exit_code, verify

GIGABYTES, MEDIA_BYTES, MEDIA = 4.0, 4_000_000, 25
TARGET = TargetRef("instagram", "acme")
BEGIN = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ROUNDS = 3


def capture(archive: Archive, number: int) -> None:
    """Seal a capture of media, as a crawl would."""
    begun = BEGIN + timedelta(hours=number)
    name = CaptureId("instagram", "acme", f"{begun:%Y%m%dT%H%M%SZ}-{number:08x}")
    writer = CaptureWriter(archive.layout, name.name, {}, partial(archive.held, folder=name.folder))
    writer.warcinfo({"software": "archiver", "format": "WARC File Format 1.1"}, begun)
    for medium in range(MEDIA):
        body = BytesIO(secrets.token_bytes(MEDIA_BYTES))
        writer.exchange(answer(f"{number}-{medium}.jpg", body, begun))
    statement = manifest.Statement(
        archive_id=archive.identity.archive_id,
        archive_key=archive.key_fingerprint,
        capture=name,
        kind=CaptureKind.CRAWL,
        target=TARGET,
        post=None,
        requested_address="https://www.instagram.com/acme/",
        account_id="1",
        not_authenticated="",
        vantage=Vantage(),
        started_at=begun,
        ended_at=begun,
        outcome=Outcome.COMPLETE,
        reason="",
        reach=Reach(),
        understood=(0, 0),
        media=MEDIA,
        held=0,
        unchanged=False,
        gaps=(),
        bytes_fetched=MEDIA * MEDIA_BYTES,
        made_with={},
    )
    content = manifest.compose(statement, writer.records)
    seal = writer.seal(content, private.document(str(name), writer.seed, private.Collector(), {}, ()))
    archive.custody.record_look(
        writer.place,
        target=TARGET,
        slug="acme",
        capture=manifest.read(content, seal),
        kind="crawl",
        outcome="complete",
        reason="",
    )


def answer(path: str, body: BytesIO, at: datetime) -> RecordedExchange:
    """Give a medium as it was fetched."""
    return RecordedExchange(
        method="GET",
        address=f"https://scontent.cdninstagram.com/{path}",
        request_headers=(),
        request_body=b"",
        status=200,
        status_text="OK",
        response_headers=(("Content-Type", "image/jpeg"),),
        body=body,
        at=at,
        fidelity=Fidelity.WIRE,
        obtained="direct",
    )


def sha256sum(root: Path) -> float:
    """Digest all files of the captures by the system's own program; give the seconds."""
    files = sorted(str(path) for path in (root / "captures").rglob("*") if path.is_file())
    began = time.perf_counter()
    subprocess.run(["sha256sum", *files], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main() -> None:
    """Print seconds and GB a second of both, round by round, and the ratio of the best."""
    wanted = float(sys.argv[1]) if len(sys.argv) > 1 else GIGABYTES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = archives.create(folder / "evidence", Settings(file=folder / "a.toml", keys=folder / "keys"))
        count = round(wanted * 1e9 / MEDIA_BYTES / MEDIA)
        for number in range(count):
            capture(archive, number)
        archive.custody.checkpoint()
        archive.close()
        root = archive.layout.root
        size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) / 1e9
        print(f"{size:.2f} GB in {count} captures, {os.cpu_count()} cores")
        ours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(sha256sum(root))
            began = time.perf_counter()
            findings = verify(root)
            ours.append(time.perf_counter() - began)
            if exit_code(findings) != 0:
                raise RuntimeError(f"the archive does not verify: {findings}")
            print(f"  sha256sum {theirs[-1]:.1f} s, verify {ours[-1]:.1f} s")
        ratio = min(ours) / min(theirs)
        print(
            f"verify {size / min(ours):.2f} GB/s, sha256sum {size / min(theirs):.2f} GB/s: ratio {ratio:.2f} (aim 1)"
        )


if __name__ == "__main__":
    main()
