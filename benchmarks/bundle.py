"""Export a bundle, beside `wacz create` and `bagit.py` over the same payload; and its peak memory at two sizes.

1 and 8 GB in captures of 100 MB, with media of 4 MB each; `python benchmarks/bundle.py 0.5 1` makes less. What the
peers are given is what the bundle holds: its WARCs, which one packs, and its media, which are copied; the other then
makes the bag. Both read and write through the same disk, and end once all stands on it: an export gives a bundle its
name only then.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from archiver import archive as archives
from archiver.config import Settings
from evidence import MEDIA, MEDIA_BYTES, capture

SIZES = (1.0, 8.0)
ROUNDS = 3
SETTINGS = '[keys]\nfolder = "keys"\n'
WACZ = "import sys; from wacz.main import main; sys.exit(main(sys.argv[1:]))"


def made(folder: Path, gigabytes: float) -> Path:
    """Make an archive of captures, covered by a checkpoint; give its settings file."""
    settings = folder / "archiver.toml"
    settings.write_text(SETTINGS)
    archive = archives.create(folder / "evidence", Settings(file=settings, keys=folder / "keys"))
    for number in range(max(1, round(gigabytes * 1e9 / MEDIA_BYTES / MEDIA))):
        capture(archive, number)
    archive.custody.checkpoint()
    archive.close()
    run(
        [
            sys.executable,
            "-m",
            "archiver",
            "--archive",
            str(folder / "evidence"),
            "--config",
            str(settings),
            "rebuild",
        ]
    )
    return settings


def run(command: list[str]) -> tuple[float, int]:
    """Run a command; give its seconds, and its peak memory in MB."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss // 1024


def export(folder: Path, settings: Path) -> tuple[float, int]:
    """Export all of it as a folder."""
    shutil.rmtree(folder / "bundle", ignore_errors=True)
    words = ["--archive", str(folder / "evidence"), "--config", str(settings)]
    return run(
        [sys.executable, "-m", "archiver", *words, "export", "--offline", "--out", str(folder / "bundle")]
    )


def peers(folder: Path) -> tuple[float, int]:
    """Pack and bag what the bundle holds by others' programs."""
    out, warcs = folder / "bag", folder / "warcs"
    shutil.rmtree(out, ignore_errors=True)
    warcs.mkdir(exist_ok=True)
    pages = folder / "pages.jsonl"
    pages.write_text('{"format": "json-pages-1.0", "id": "pages", "title": "All pages"}\n')
    packed = sorted((folder / "bundle" / "data").glob("captures*.wacz"))
    for each in packed:
        with zipfile.ZipFile(each) as file:
            for name in file.namelist():
                if name.startswith("archive/"):
                    with file.open(name) as source, (warcs / Path(name).name).open("wb") as target:
                        shutil.copyfileobj(source, target)
    out.mkdir()
    files = [str(path) for path in sorted(warcs.iterdir())]
    seconds, memory = run(
        [
            sys.executable,
            "-c",
            WACZ,
            "create",
            "-c",
            "-p",
            str(pages),
            "-o",
            str(out / "captures.wacz"),
            *files,
        ]
    )
    began = time.perf_counter()
    shutil.copytree(folder / "bundle" / "data" / "media", out / "media")
    seconds += time.perf_counter() - began
    bagging, more = run([sys.executable, "-m", "bagit", "--sha256", "--sha512", "--quiet", str(out)])
    began = time.perf_counter()
    os.sync()
    seconds += time.perf_counter() - began
    shutil.rmtree(warcs)
    return seconds + bagging, max(memory, more)


def main() -> None:
    """Print seconds of both, round by round, the ratio of the best, and the peak memory at each size."""
    sizes = [float(each) for each in sys.argv[1:]] or list(SIZES)
    for gigabytes in sizes:
        with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as name:
            folder = Path(name)
            settings = made(folder, gigabytes)
            print(f"{gigabytes:.1f} GB, {os.cpu_count()} cores")
            ours, theirs, memory = [], [], 0
            for _ in range(ROUNDS if gigabytes == sizes[0] else 1):
                seconds, peak = export(folder, settings)
                ours.append(seconds)
                memory = max(memory, peak)
                if gigabytes == sizes[0]:
                    theirs.append(peers(folder)[0])
                    print(f"  export {ours[-1]:.1f} s, wacz create and bagit.py {theirs[-1]:.1f} s")
            if theirs:
                print(f"  ratio {min(ours) / min(theirs):.2f} (aim 1)")
            print(f"  export: {min(ours):.1f} s, peak memory {memory} MB")


if __name__ == "__main__":
    main()
