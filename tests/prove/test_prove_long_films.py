"""Films of 500 MB through a whole crawl: every byte kept, and little memory held."""

import json
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from fakes import call_archiver, environment, write_settings
from warcio.archiveiterator import ArchiveIterator

import archiver
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import StandIn

pytestmark = [pytest.mark.prove, pytest.mark.browser]
MEGABYTE = 1 << 20
WEIGHT = 500 * MEGABYTE
MOST_MEMORY = 400 * MEGABYTE
REEL = hartmann().posts[0]


def account(*, apart):
    """Give the account with its reel as long and heavy as a film of ten minutes."""
    film = replace(REEL.media[0], seconds=600.0, weight=WEIGHT, apart=apart)
    company = hartmann()
    return replace(company, posts=(replace(company.posts[0], media=(film,)), *company.posts[1:])), film


def crawled(folder):
    """Crawl in a process of its own; give what it said, and the most memory and disk it held, the browser aside."""
    command = [sys.executable, "-m", "archiver", "crawl", "instagram:hartmann.werkzeuge", "--json"]
    free = shutil.disk_usage(folder).free
    here = environment(folder) | {"PYTHONPATH": str(Path(archiver.__file__).parent.parent)}
    process = subprocess.Popen(command, cwd=folder, env=here, stdout=subprocess.PIPE)
    watched, memory, disk = psutil.Process(process.pid), 0, 0
    while process.poll() is None:
        try:
            memory = max(memory, watched.memory_info().rss)
        except psutil.Error:
            break
        disk = max(disk, free - shutil.disk_usage(folder).free)
        time.sleep(0.02)
    out, _ = process.communicate()
    assert process.returncode == 0
    return json.loads(out)["captures"][0], memory, disk


@pytest.mark.parametrize("apart", [False, True], ids=["in one file", "pictures and sound apart"])
def test_a_film_of_500_megabytes_is_captured_with_little_memory(tmp_path, apart):
    company, film = account(apart=apart)
    free = shutil.disk_usage(tmp_path).free
    assert free > 4 * WEIGHT, f"{free / MEGABYTE:,.0f} MB free"
    with StandIn(SocialNetwork(company, seed="long").answer) as server:
        write_settings(server, tmp_path)
        began = time.monotonic()
        look, memory, disk = crawled(tmp_path)
        seconds = time.monotonic() - began
        (medium,) = call_archiver("show", REEL.code, "--json", folder=tmp_path).json["media"]
    assert (look["outcome"], look["gaps"], medium["made"]) == ("complete", 0, apart)
    assert medium["seconds"] == pytest.approx(600.0, abs=0.5)
    assert medium["size"] > WEIGHT
    kept = digests(tmp_path / "evidence/captures" / look["capture"] / "capture.warc.gz")
    wanted = {film.digest(track) for track in (("video", "audio") if apart else ("progressive",))}
    assert wanted <= kept
    assert medium["sha256"] in kept
    assert call_archiver("rebuild", "--check", folder=tmp_path).code == 0
    stored = look["bytes_stored"]
    print(f"\n{'apart' if apart else 'one file'}: {seconds:.0f} s, ", end="")
    held = (memory / MEGABYTE, disk / MEGABYTE, stored / MEGABYTE)
    print("at most {:.0f} MB of memory and {:,.0f} MB of disk, {:,.0f} MB kept".format(*held))
    assert memory < MOST_MEMORY


def digests(warc):
    with warc.open("rb") as file:
        return {
            record.rec_headers.get_header("WARC-Payload-Digest").partition(":")[2]
            for record in ArchiveIterator(file)
            if record.rec_type in ("response", "conversion")
        }
