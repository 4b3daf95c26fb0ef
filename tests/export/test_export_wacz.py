"""WACZ: judged by wacz, with what that does not look at besides; the same WARC gives the same bytes."""

import gzip
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from hashlib import sha256

import pytest
import verify_building
from judges import wacz_takes

from archiver.export import wacz
from archiver.export.wacz import Page

AT = datetime(2026, 11, 24, 12, 0, 6, tzinfo=UTC)
PAGES = [
    Page("https://www.instagram.com/acme/", verify_building.BEGIN, "Acme \u00e9"),
    Page("https://www.instagram.com/p/1/", AT),
]


@pytest.fixture(scope="module")
def warc(tmp_path_factory):
    built = verify_building.whole_archive(tmp_path_factory.mktemp("wacz") / "evidence")
    return max(built.root.glob("captures/*/*/*/capture.warc.gz"), key=lambda path: path.stat().st_size)


@pytest.fixture
def made(warc, tmp_path):
    wacz.write(tmp_path / "capture.wacz", [warc], PAGES, AT, "A capture")
    return tmp_path / "capture.wacz"


def test_the_judge_takes_it(made):
    assert wacz_takes(made)


def test_all_entries_are_listed_with_their_digests_and_what_is_compressed_is_stored(made, warc):
    with zipfile.ZipFile(made) as file:
        package = json.loads(file.read("datapackage.json"))
        told = {entry["path"]: (entry["hash"], entry["bytes"]) for entry in package["resources"]}
        names = set(file.namelist()) - {"datapackage.json", "datapackage-digest.json"}
        found = {
            name: (f"sha256:{sha256(file.read(name)).hexdigest()}", len(file.read(name))) for name in names
        }
        stored = {entry.filename for entry in file.infolist() if entry.compress_type == zipfile.ZIP_STORED}
        digest = json.loads(file.read("datapackage-digest.json"))
        assert file.read("archive/capture.warc.gz") == warc.read_bytes()
        assert digest["hash"] == f"sha256:{sha256(file.read('datapackage.json')).hexdigest()}"
    assert told == found
    assert {"archive/capture.warc.gz", "indexes/index.cdx.gz"} <= stored
    assert (package["wacz_version"], package["profile"]) == ("1.1.1", "data-package")


def test_before_each_content_stands_what_the_directory_says_stands_there(made):
    """ReplayWeb.page counts on it, and reads elsewhere where it is not so."""
    content = made.read_bytes()
    with zipfile.ZipFile(made) as file:
        for entry in file.infolist():
            extra = int.from_bytes(content[entry.header_offset + 28 :][:2], "little")
            assert (entry.filename, extra) == (entry.filename, len(entry.extra))


def test_no_answer_is_found_by_what_was_sent_for_it(made):
    """ReplayWeb.page would take the earliest of those that are alike, and show in a later listing what was gone."""
    with zipfile.ZipFile(made) as file:
        lines = gzip.decompress(file.read("indexes/index.cdx.gz")).decode().splitlines()
    asked = [line for line in lines if line.startswith("com,instagram)/graphql/query")]
    assert len(asked) == 1
    assert "__wb_method" not in asked[0]


def test_pages_are_those_that_were_named(made):
    with zipfile.ZipFile(made) as file:
        head, *pages = map(json.loads, file.read("pages/pages.jsonl").splitlines())
    assert head["format"] == "json-pages-1.0"
    assert [(page["url"], page["title"]) for page in pages] == [
        ("https://www.instagram.com/acme/", "Acme \u00e9"),
        ("https://www.instagram.com/p/1/", "https://www.instagram.com/p/1/"),
    ]


def test_the_same_warc_gives_the_same_bytes(made, warc, tmp_path):
    wacz.write(tmp_path / "again.wacz", [warc], PAGES, AT, "A capture")
    assert (tmp_path / "again.wacz").read_bytes() == made.read_bytes()


def test_a_byte_that_is_changed_within_shows(made, tmp_path):
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    (changed := tmp_path / "changed.wacz").write_bytes(content)
    assert not wacz_takes(changed)


def test_what_stands_there_is_not_written_over(made, warc):
    with pytest.raises(FileExistsError):
        wacz.write(made, [warc], PAGES, AT, "A capture")


def test_a_file_that_finds_no_room_is_let_go_of_without_a_word(tmp_path):
    """Of its own accord the ZIP would be ended once nobody knows it any longer, and a traceback be shown."""
    code = f"""
import resource, signal
from datetime import UTC, datetime
from pathlib import Path
from archiver.export.packing import Packing
from archiver.export.describing import Described
from archiver.model.capture import CaptureId

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
record = Described("1", 0, "response", "", "", "", 200, ("", ""), "direct", (), "")
capture = CaptureId.parse("web/acme/20261124T034221Z-0a1b2c3d")
try:
    with Packing(Path({str(tmp_path)!r}), Path({str(tmp_path)!r}), (), datetime.now(UTC), "Captures") as packing:
        packed = packing.capture(capture)
        for _ in range(9):
            packed.append(record).write(bytes(1 << 19))
        packed.close()
except OSError as error:
    print(error.strerror)
del packing, packed
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("File too large\n", "")
