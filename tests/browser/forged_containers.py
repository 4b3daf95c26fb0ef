"""Ways to be wrong within a WACZ: its ZIP, its index and pages, its records."""

import gzip
import json
import shutil
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from exported_building import forged, sealed_anew
from forging import WACZ, capture_in, flipped
from verify_forging import Forger, redigested

from archiver.export import wacz


def container_flipped(bundle):
    content = (bundle / WACZ).read_bytes()
    (bundle / WACZ).write_bytes(flipped(content, len(content) // 3))
    return WACZ


def container_flipped_and_sealed_anew(bundle):
    forged(bundle, WACZ, to=lambda content: flipped(content, len(content) // 3))
    sealed_anew(bundle)
    return WACZ


def container_with_bytes_behind(bundle):
    forged(bundle, WACZ, to=lambda content: content + b"more")
    return WACZ


def container_with_bytes_before(bundle):
    forged(bundle, WACZ, to=lambda content: b"more" + content)
    return WACZ


def container_with_another_entry(bundle):
    with zipfile.ZipFile(bundle / WACZ, "a") as packed:
        packed.writestr("notes.txt", "not mentioned")
    forged(bundle, to=bytes)
    return WACZ


def container_of_which_one_header_lies(bundle):
    """Who reads from the front finds another sum than who reads from the directory."""
    forged(bundle, WACZ, to=lambda content: flipped(content, 14))
    return WACZ


def index_that_leaves_out(bundle):
    """Who replays it does not find an answer that is there."""
    _reindexed(bundle, lambda lines: lines[1:], lambda pages: pages)
    return WACZ


def index_that_names_another_address(bundle):
    _reindexed(
        bundle, lambda lines: [lines[0].replace(b"instagram", b"1nstagram"), *lines[1:]], lambda pages: pages
    )
    return WACZ


def index_by_which_a_page_is_found_at_another_address(bundle):
    def change(lines):
        at, other = [place for place, line in enumerate(lines) if b"instagram)/p/" in line][:2]
        lines[at] = lines[other].partition(b" {")[0] + b" {" + lines[at].partition(b" {")[2]
        return lines

    _reindexed(bundle, change, lambda pages: pages)
    return WACZ


def page_that_is_not_listed(bundle):
    _reindexed(bundle, list, lambda pages: b"".join(pages.splitlines(keepends=True)[:-1]))
    return WACZ


def page_that_no_record_is(bundle):
    page = {"id": "0", "url": "https://example.org/", "ts": "2026-11-24T03:00:00Z", "title": "Sold"}
    _reindexed(bundle, list, lambda pages: pages + json.dumps(page).encode() + b"\n")
    return WACZ


def _reindexed(bundle: Path, of_lines, of_pages) -> None:
    """Write the index and the list of pages of a container anew, with all that describes them."""
    index, parts, pages, described = (
        "indexes/index.cdx.gz",
        "indexes/index.idx",
        "pages/pages.jsonl",
        "datapackage.json",
    )
    with zipfile.ZipFile(bundle / WACZ) as packed:
        entries = {each: packed.read(each) for each in packed.infolist()}
    content = {each.filename: text for each, text in entries.items()}
    lines = of_lines(gzip.decompress(content[index]).splitlines(keepends=True))
    content[index] = gzip.compress(b"".join(lines), mtime=0)
    meta = content[parts].splitlines(keepends=True)[0]
    place = json.dumps({"offset": 0, "length": len(content[index])}).encode()
    content[parts] = meta + lines[0].partition(b" {")[0] + b" " + place + b"\n"
    content[pages] = of_pages(content[pages])
    package = json.loads(content[described])
    for each in package["resources"]:
        text = content[each["path"]]
        each.update(hash=f"sha256:{sha256(text).hexdigest()}", bytes=len(text))
    content[described] = json.dumps(package).encode()
    digest = {"path": described, "hash": f"sha256:{sha256(content[described]).hexdigest()}"}
    content["datapackage-digest.json"] = json.dumps(digest).encode()
    with zipfile.ZipFile(bundle / WACZ, "w") as packed:
        for each in entries:
            packed.writestr(each.filename, content[each.filename], each.compress_type)
    forged(bundle, to=bytes)
    sealed_anew(bundle)


def text_changed_in_every_layer(bundle):
    """Another word in an answer, with its digests, the container's description, all manifests, and a new seal."""
    _rewritten(bundle, b"followers", b"follower5")
    return f"{capture_in(bundle)}/manifest.json"


def filler_that_says_something(bundle):
    """Of what is withheld only hashes are known: whoever makes a bundle could write there what he likes."""
    _rewritten(bundle, b"xxxxxxxx", b"Siemens1")
    return f"{capture_in(bundle)}/manifest.json"


def _rewritten(bundle: Path, before: bytes, after: bytes) -> None:
    folder = bundle.parent / "unpacked"
    with zipfile.ZipFile(bundle / WACZ) as packed:
        packed.extractall(folder)
    warcs = sorted((folder / "archive").iterdir())
    alone = folder / "alone"
    alone.mkdir()
    shutil.copy(warcs[0], alone / "capture.warc.gz")
    forger = Forger(folder)
    at = forger.position(alone, b"WARC-Type: response", before)
    forger.change_record(alone, at, lambda record: redigested(record.replace(before, after)))
    shutil.copy(alone / "capture.warc.gz", warcs[0])
    (bundle / WACZ).unlink()
    wacz.write(bundle / WACZ, warcs, [], datetime(2026, 11, 24, tzinfo=UTC), "Captures")
    forged(bundle, to=bytes)
    sealed_anew(bundle)


ALL = [
    each
    for name, each in list(globals().items())
    if callable(each) and not name.startswith("_") and getattr(each, "__module__", "") == __name__
]
