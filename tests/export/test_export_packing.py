"""Packing: captures spread over WACZ files, each of which holds what its pages are made of."""

import gzip
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import verify_building
from judges import wacz_takes
from warcio.archiveiterator import ArchiveIterator

from archiver.export.disclosed_warc import DisclosedWarc, Payloads, Showing
from archiver.export.packing import HELD, LIMIT, Packing
from archiver.export.wacz import Page
from archiver.formats.warc import Held
from archiver.model import instant
from archiver.model.capture import CaptureId
from archiver.model.digest import Digest

AT = datetime(2026, 11, 24, 12, 0, 6, tzinfo=UTC)
SITE = "https://www.instagram.com/"
# Media are stored, so that sizes are about what they seem.
SIZES = ((7, 30_000), (11, 30_000), (13, 60_000))
FULL = 70_000
"""After the second page, and after the large medium."""
LOGO, OWN, LARGE = (bytes((each * salt) % 251 for each in range(size)) for salt, size in SIZES)
PAGES = ("one", "two", "three")


def part(path, body, mime="image/jpeg", obtained="page/image"):
    return replace(verify_building.exchange(path, body, mime), obtained=obtained)


def page(writer, name, *parts):
    writer.exchange(verify_building.exchange(f"{name}/", verify_building.HTML + name.encode(), "text/html"))
    for each in parts:
        writer.exchange(each)


@pytest.fixture(scope="module")
def captures(tmp_path_factory):
    """Two looks at Acme: of three pages with the same picture and one of their own, and a page that shows it again."""
    built = verify_building.new_archive(tmp_path_factory.mktemp("packing") / "evidence")
    held = {}

    def first(writer):
        for name in PAGES:
            own = part(f"{name}.jpg", OWN + name.encode())
            page(writer, name, part("logo.jpg", LOGO), own)
        writer.exchange(part("large.jpg", LARGE, obtained="direct"))
        (logo,) = [each.id for each in writer.records if each.type == "response"][1:2]
        held[Digest.of(LOGO)] = Held(
            f"instagram/acme/{writer.name}", logo, f"{SITE}logo.jpg", verify_building.BEGIN
        )

    verify_building.look(built, "acme", 0, first)
    verify_building.look(built, "acme", 1, lambda writer: page(writer, "again", part("logo.jpg", LOGO)), held)
    return sorted(built.root.glob("captures/*/*/*"))


def packed(captures, folder, limit):
    """Pack captures as an export does; give the files, and where each capture's records stand."""
    wanted = set(referred(captures))
    for name in ("work", "out"):
        (folder / name).mkdir(parents=True)
    packing = Packing(folder / "work", folder / "out", wanted, AT, "Captures", limit)
    payloads, warcs = Payloads(wanted), {}

    def take(record, address, digest):
        if record.obtained == "page/document" and record.type != "request":
            packing.page(Page(address, instant.parsed(record.at)))

    for capture in captures:
        manifest = json.loads((capture / "manifest.json").read_bytes())
        seed = bytes.fromhex(json.loads((capture / "private.json").read_bytes())["seed"])
        copy = DisclosedWarc(manifest["capture"], seed, Showing(lambda _: [], take=take), payloads)
        here = packing.capture(CaptureId.parse(manifest["capture"]))
        with (capture / "capture.warc.gz").open("rb") as source:
            list(copy.write(source, manifest["commitments"]["records"], here.append))
        here.close()
        warcs[manifest["capture"]] = here.warcs
    packing.close()
    files = [folder / "out" / name for name in packing.written]
    assert sorted(files) == sorted((folder / "out").iterdir())
    return SimpleNamespace(files=files, warcs=warcs, work=folder / "work")


def referred(captures):
    for capture in captures:
        own = json.loads((capture / "manifest.json").read_bytes())["capture"]
        for each in records((capture / "capture.warc.gz").read_bytes()):
            if each.type == "revisit":
                yield each.holder or own, each.refers_to


def records(warc):
    """Give the records of a WARC, each with its bytes."""
    found = []
    for record in ArchiveIterator(io.BytesIO(warc), no_record_parse=True):
        header = record.rec_headers.get_header
        found.append(
            SimpleNamespace(
                id=header("WARC-Record-ID").strip("<>"),
                type=record.rec_type,
                address=header("WARC-Target-URI"),
                holder=header("Archiver-Refers-To-Capture"),
                refers_to=(header("WARC-Refers-To") or "").strip("<>"),
                whole=record.rec_headers.to_bytes() + record.raw_stream.read(),
            )
        )
    return found


def entries(wacz):
    with zipfile.ZipFile(wacz) as file:
        return {name: file.read(name) for name in file.namelist()}


def pages(wacz):
    lines = entries(wacz)["pages/pages.jsonl"].splitlines()[1:]
    return [json.loads(line)["url"].removeprefix(SITE) for line in lines]


def shown(wacz):
    """Give the addresses for which something stands in a file, that of which is a payload first."""
    found = [
        each for name, warc in entries(wacz).items() if name.startswith("archive/") for each in records(warc)
    ]
    return {each.id for each in found}, [each for each in found if each.type == "revisit"]


@pytest.fixture(scope="module")
def whole(captures, tmp_path_factory):
    return packed(captures, tmp_path_factory.mktemp("whole"), LIMIT)


@pytest.fixture(scope="module")
def split(captures, tmp_path_factory):
    return packed(captures, tmp_path_factory.mktemp("split"), FULL)


def test_what_has_room_stands_in_one_file_in_order(whole, captures):
    (file,) = whole.files
    assert file.name == "captures.wacz"
    names = [f"archive/instagram.acme.{capture.name.lower()}.warc.gz" for capture in captures]
    assert list(entries(file))[:2] == names
    assert list(whole.warcs.values()) == [[["captures.wacz", name]] for name in names]
    assert pages(file) == ["one/", "two/", "three/", "again/"]


def test_nothing_is_left_of_what_was_not_finished_but_what_is_held(whole, split):
    assert [path.name for made in (whole, split) for path in made.work.iterdir()] == ["aside", "aside"]


def test_a_file_that_is_full_ends_before_the_next_page_or_medium(split):
    assert [file.name for file in split.files] == ["captures.wacz", "captures-2.wacz", "captures-3.wacz"]
    assert [pages(file) for file in split.files] == [["one/", "two/"], ["three/"], ["again/"]]


def test_one_page_or_medium_is_the_least_that_stands_in_a_file(captures, tmp_path):
    files = packed(captures, tmp_path / "made", 5_000).files
    assert [pages(file) for file in files] == [["one/"], ["two/"], ["three/"], [], ["again/"]]


def test_a_capture_over_several_files_is_whole_and_in_order(split, captures):
    for capture in captures:
        told = split.warcs[f"instagram/acme/{capture.name}"]
        parts = [entries(split.files[0].with_name(wacz))[entry] for wacz, entry in told]
        copy = [each.whole for warc in parts for each in records(warc)]
        assert copy == [each.whole for each in records((capture / "capture.warc.gz").read_bytes())]
    assert len(split.warcs[f"instagram/acme/{captures[0].name}"]) == 2


def test_each_page_stands_with_all_that_it_is_made_of(split):
    for file in split.files:
        texts = {
            each.address
            for name, warc in entries(file).items()
            if "archive/" in name
            for each in records(warc)
        }
        for name in pages(file):
            assert {f"{SITE}{name}", f"{SITE}logo.jpg"} <= texts
            assert name == "again/" or f"{SITE}{name.strip('/')}.jpg" in texts


@pytest.mark.parametrize("limit", [1, FULL, LIMIT])
def test_every_payload_that_comes_again_stands_in_the_same_file(captures, tmp_path, limit):
    for file in packed(captures, tmp_path / "made", limit).files:
        here, revisits = shown(file)
        assert {each.refers_to for each in revisits} <= here


def test_a_payload_from_another_file_goes_along_byte_for_byte(split):
    first, *later = (entries(file) for file in split.files)
    assert f"archive/{HELD}" not in first
    (logo,) = [
        each
        for name, warc in first.items()
        if name.startswith("archive/")
        for each in records(warc)
        if (each.type, each.address) == ("response", f"{SITE}logo.jpg")
    ]
    for file in later:
        held = file[f"archive/{HELD}"]
        assert [each.whole for each in records(held)] == [logo.whole]
        member = b"".join(content for name, content in first.items() if name.startswith("archive/"))
        assert held in member, "not deflated anew"
        assert gzip.decompress(held).endswith(LOGO + b"\r\n\r\n")


@pytest.mark.prove
def test_the_judge_takes_every_file(whole, split):
    for file in (*whole.files, *split.files):
        assert wacz_takes(file), file


def test_the_same_captures_give_the_same_bytes(split, captures, tmp_path):
    again = packed(captures, tmp_path / "again", FULL)
    assert [file.read_bytes() for file in again.files] == [file.read_bytes() for file in split.files]
    assert again.warcs == split.warcs


def test_without_captures_there_is_no_file(tmp_path):
    assert packed([], tmp_path / "none", LIMIT).files == []
