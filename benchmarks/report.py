"""Make a report of 1,000 and of 10,000 exhibits: seconds, peak memory, and how long Chromium takes to open a part.

Each exhibit is concluded to be no longer shown, with four visits, a caption of 1,000 letters and a photograph of 1080
by 1350 pixels. Beside it, as a floor: the same photographs decoded and made small by Pillow alone, and a
page of as many bytes that holds nothing but text and one picture in the place of all.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from archiver.export.exhibits.casebook import POSTS, REMOVALS, Casebook
from archiver.export.exhibits.exhibit import Medium
from archiver.export.exhibits.looks import watch
from archiver.export.report import pages
from archiver.export.report.cover import Cover, Heading
from archiver.export.report.technical import Installation
from archiver.export.report.thumbnail import thumbnail
from archiver.model import instant

SIZES = (1_000, 10_000)
OPENED = 10
"""Parts that are opened, evenly spread."""
TARGET, FOLDER = "instagram:company", "instagram/company"
BEGAN = datetime(2026, 11, 24, tzinfo=UTC)
LOOKS = 6
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]


def capture(number: int) -> str:
    return f"{FOLDER}/{BEGAN + timedelta(hours=number):%Y%m%dT%H%M%SZ}-{number:08x}"


def at(hours: float) -> str:
    return instant.written(BEGAN + timedelta(hours=hours))


def post(number: int) -> dict:
    fields = {
        "caption": f"{number} " + "Die Fräse läuft, und wir freuen uns. " * 27,
        "kind": "image",
        "media": [{"asset": f"{number}.jpg", "permanent_id": str(number)}],
        "published_at": at(-number / 10),
    }
    return {
        "post": {"ref": f"instagram:{number}", "url": f"https://www.instagram.com/p/{number}/"},
        "permanent_id": str(number),
        "owner": {"id": "1", "name": "company"},
        "first_capture": capture(0),
        "last_capture": capture(1),
        "fields": fields,
        "media": [
            {
                "asset": f"{number}.jpg",
                "sha256": f"{number:064x}",
                "mime": "image/jpeg",
                "seconds": None,
                "width": 1080,
                "height": 1350,
                "capture": capture(0),
                "record": f"urn:uuid:medium-{number}",
            }
        ],
        "versions": [
            {
                "fields": fields,
                "first_capture": capture(0),
                "last_capture": capture(1),
                "record": f"urn:uuid:post-{number}",
                "vantage": "logged_out/en-US",
            }
        ],
        "gaps": [],
    }


def removal(number: int) -> dict:
    def visit(look: int) -> dict:
        def control(role: str, availability: str) -> dict:
            told = {
                "role": role,
                "post": f"instagram:{role}",
                "availability": availability,
                "signal": "content",
            }
            return {**told, "published_at": at(0), "record": f"urn:uuid:{number}-{look}-{role}"}

        return {
            "at": at(look),
            "vantage": "logged_out",
            "country": "DE",
            "availability": "not_found",
            "signal": "route",
            "record": f"urn:uuid:{number}-{look}",
            "controls": [control("before", "live"), control("after", "live"), control("null", "not_found")],
            "owner": "present",
            "owner_record": f"urn:uuid:{number}-{look}-owner",
            "capture": capture(look),
            "wanting": [],
        }

    return {
        "post": f"instagram:{number}",
        "state": "concluded",
        "rule": "absence/1",
        "scope": {"looked": ["logged_out"], "shown_before": ["logged_out"], "countries": ["DE"]},
        "interval": {"last_shown": at(1), "first_not_shown": at(2)},
        "last_checked": at(5),
        "visits": [visit(look) for look in range(2, 6)],
        "sentence": f"Post {number} of account @company (id 1) was last shown to this collector. " * 6,
        "wanting": [],
    }


class Photographs:
    """The port `Pictures`: ten photographs, each exhibit's made small anew."""

    def __init__(self) -> None:
        """Draw them, with a fixed seed."""
        noise = random.Random(7)
        self.contents = []
        for _ in range(10):
            small = Image.frombytes("RGB", (54, 68), noise.randbytes(54 * 68 * 3))
            drawn = BytesIO()
            small.resize((1080, 1350), Image.Resampling.BICUBIC).save(drawn, "JPEG", quality=90)
            self.contents.append(drawn.getvalue())

    def _content(self, medium: Medium) -> BytesIO:
        return BytesIO(self.contents[int(medium.sha256, 16) % len(self.contents)])

    def thumbnail(self, medium: Medium, tiny: bool) -> bytes | None:  # noqa: FBT001 - as the port has it
        """Give a small JPEG."""
        return thumbnail(self._content(medium), medium.mime, tiny=tiny)

    def link(self, medium: Medium) -> str:
        """Give where it would stand."""
        return f"data/media/{medium.sha256}.jpg"


def made(count: int, folder: Path) -> None:
    """Write a report of so many exhibits."""
    book = Casebook(folder / "book.sqlite")
    for number in range(count):
        book.note(POSTS, json.dumps(post(number)).encode())
        told = {"removals": [removal(number)], "media": [], "account_states": []}
        book.note(REMOVALS, json.dumps({TARGET: told}).encode())
    looks = [
        {
            "event": "capture",
            "target": TARGET,
            "number": number + 1,
            "at": at(number + 0.1),
            "reason": "",
            "capture": capture(number),
            "kind": "crawl",
            "outcome": "complete",
        }
        for number in range(LOOKS)
    ]
    said = ("archiver/0", "SHA256:none", "archiver")
    cover = Cover(Heading(), (TARGET,), BEGAN, 1, *said, in_bundle=True, captures=LOOKS)
    report = pages.Report(
        cover,
        book,
        watch([(1, each) for each in looks], [TARGET], lambda _: None),
        Photographs(),
        lambda *_: True,
        Installation("", (), "", None, "made for a benchmark", "nobody"),
    )

    def write(name: str, pieces) -> None:  # noqa: ANN001
        with (folder / name).open("wb") as file:
            for piece in pieces:
                file.write(piece)

    pages.write(report, write)


def measured(count: int, folder: Path) -> tuple[float, int]:
    """Make one in a process of its own; give its seconds, and its peak memory in MB."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, __file__, "--make", str(count), str(folder)])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"it ended with {process.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss // 1024


def floor(count: int) -> float:
    """Give the seconds that Pillow takes to make as many thumbnails."""
    photographs = Photographs()
    began = time.perf_counter()
    for number in range(count):
        picture = Image.open(BytesIO(photographs.contents[number % 10]))
        picture.draft("RGB", (480, 480))
        picture.thumbnail((480, 480), Image.Resampling.LANCZOS)
        picture.save(BytesIO(), "JPEG", quality=75, optimize=True)
    return time.perf_counter() - began


def opened(page, file: Path) -> float:  # noqa: ANN001
    """Give the seconds until a browser has drawn a page and all its pictures."""
    began = time.perf_counter()
    page.goto(file.as_uri(), wait_until="load")
    page.evaluate("() => Promise.all([...document.images].map((each) => each.decode()))")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        peaks = {}
        for count in SIZES:
            folder = Path(temporary, str(count))
            folder.mkdir()
            seconds, peaks[count] = measured(count, folder)
            alone = floor(count)
            parts = sorted(folder.glob("report*.html"))
            size = max(part.stat().st_size for part in parts)
            print(
                f"{count:,} exhibits: {seconds:.1f} s, {seconds / alone:.2f} x the thumbnails by Pillow alone "
                f"({alone:.1f} s); peak memory {peaks[count]} MB; {len(parts)} parts, the largest {size / 1e6:.1f} MB"
            )
        print(f"memory, ten times as many exhibits: {peaks[SIZES[1]] / peaks[SIZES[0]]:.2f} x (aim 1)")
        plain = folder / "plain.html"
        plain.write_text(f"<!doctype html><meta charset=utf-8><p>{'Wort ' * (size // 5)}", "utf-8")
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            opened(page, parts[0])
            times = [opened(page, part) for part in parts[:: max(1, len(parts) // OPENED)]]
            as_large = opened(page, plain)
            browser.close()
        print(
            f"a part opens in Chromium in {max(times):.2f} s at most (aim under 3), {max(times) / as_large:.2f} x "
            f"a page of as many bytes of text ({as_large:.2f} s)"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        made(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
