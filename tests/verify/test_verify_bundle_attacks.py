"""Attacks on a bundle, by name: by whoever holds it, by one with a key of his own, and by the collector himself."""

import gzip
import io
import json
import os
import re
import shutil
import struct
import zipfile
from datetime import UTC, datetime
from itertools import accumulate

import pytest
import whole_bundle
from bundle_forging import WACZ, Insider, gzipped
from verify_forging import redigested

from archiver.formats import commitments, ssh_key
from archiver.formats.canonical import canonical
from archiver.formats.redaction import Span, redacted
from archiver.store import batches
from archiver.verify import checksums, shown
from archiver.verify.archive import exit_code
from archiver.verify.custody import Sealed, check_custody
from archiver.verify.event import Event
from archiver.verify.finding import Check, Status
from archiver.verify.said import Said

pytestmark = pytest.mark.some(of=3)

ANOTHER = ssh_key.generate()
INDEX, PAGES = "indexes/index.cdx.gz", "pages/pages.jsonl"


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    """The bundle of somebody else's archive of the same target."""
    return whole_bundle.whole_bundle(tmp_path_factory.mktemp("others"))


def subjects(found):
    return set().union(*found.values())


# whoever holds it


def test_all_manifests_made_anew(insider):
    insider.write("data/posts.jsonl", b"")
    insider.rebag()
    assert set(insider.failed()) == {"seal", "signer", "time stamps of the bundle"}


def test_all_made_anew_by_another_key_that_archive_json_names(insider):
    insider.edit("data/archive.json", lambda said: said.update(public_key=ANOTHER.public))
    insider.write("data/signers", f"archiver {ANOTHER.public}\n".encode())
    insider.reseal(key=ANOTHER)
    known = insider.whole.exported.seal.signer
    assert {"checkpoints", "ledger", "manifest", "keys"} <= set(insider.failed())
    assert "signer" in insider.failed(trusted=ssh_key.fingerprint(known))


def test_a_whole_bundle_by_somebody_else_is_told_by_the_key_alone(others, whole):
    theirs = Insider(others.folder, others)
    assert theirs.failed() == {}
    trusted = ssh_key.fingerprint(whole.exported.seal.signer)
    assert set(theirs.failed(trusted=trusted)) == {"signer"}
    assert set(theirs.failed(roots=whole.roots)) == {"time stamps", "time stamps of the bundle"}


@pytest.mark.parametrize("left", [0.1, 0.5, 0.9])
def test_a_bundle_cut_short(insider, left):
    names = insider.files()
    for name in names[int(len(names) * left) :]:
        insider.path(name).unlink()
    assert insider.failed()


def test_a_newer_format_is_said_in_one_sentence(insider):
    insider.edit("data/bundle.json", lambda said: said.update(format="archiver-bundle/2"))
    insider.reseal()
    (found,) = insider.findings()
    assert exit_code([found]) == 3
    assert found.detail == (
        "It was written by a newer version (archiver-bundle/2); this verifier knows archiver-bundle/1."
    )


@pytest.mark.parametrize("name", ["data/posts.jsonl", WACZ, "VERIFY.txt", "verify.pyz", "proof/SHA256SUMS"])
def test_a_link_in_the_place_of_a_file(insider, tmp_path, name):
    insider.path(name).rename(tmp_path / "same")
    insider.path(name).symlink_to(tmp_path / "same")
    assert name in subjects(insider.failed())


@pytest.mark.parametrize("name", ["data/media", "data/captures", "verifier", "proof"])
def test_a_link_in_the_place_of_a_folder(insider, tmp_path, name):
    insider.path(name).rename(tmp_path / "same")
    insider.path(name).symlink_to(tmp_path / "same")
    assert name in subjects(insider.failed())


# records


def test_a_record_in_the_place_of_another_of_its_length(insider):
    def change(record):
        return redigested(record.replace(b"isn't available", b"is quite alive!"))

    insider.change_record(2, change, b"404 OK")
    insider.reseal()
    assert set(insider.failed()) == {"commitments"}


def test_two_records_exchanged(insider):
    records = insider.records(0)
    records[1:3], records[3:5] = records[3:5], records[1:3]
    insider.put_records({0: records})
    insider.reseal()
    assert set(insider.failed()) == {"commitments"}


def test_an_address_that_moves_into_another_line(insider):
    def change(record):
        return record.replace(b"WARC-Target-URI: ", b"WARC-Refers-To-Target-URI: ", 1)

    records = insider.records(2)
    records[1] = change(records[1])
    entry, entries = insider.warc(2), insider.entries()
    insider.pack(entries | {entry: gzipped(records)})
    insider.reseal()
    assert "records" in insider.failed()


def test_two_files_of_records_exchanged(insider):
    one, other = insider.warc(0), insider.warc(1)
    entries = insider.entries()
    insider.pack(entries | {one: entries[other], other: entries[one]})
    insider.reseal()
    assert {"records", "commitments"} & set(insider.failed())


def test_a_wacz_under_another_name(insider):
    insider.path(WACZ).rename(insider.path("data/captures-2.wacz"))
    insider.reseal()
    assert "records" in insider.failed()


def test_records_that_stand_outside_of_the_bundle(insider, tmp_path):
    insider.path(WACZ).rename(tmp_path / "elsewhere.wacz")
    place = os.path.relpath(tmp_path / "elsewhere.wacz", insider.path("data"))
    for at in range(3):
        insider.edit(
            f"{insider.capture(at)}/disclosure.json", lambda said: said["warcs"][0].__setitem__(0, place)
        )
    insider.reseal()
    assert "records" in insider.failed()


@pytest.mark.parametrize("place", ["captures.wacz\0", "\ud800", "/etc/passwd", "media", "x" * 5000])
def test_records_that_are_said_to_stand_in_no_file(insider, place):
    path = f"{insider.capture(0)}/disclosure.json"
    document = insider.json(path)
    document["warcs"][0][0] = place
    insider.write(path, json.dumps(document).encode())
    insider.reseal()
    assert "records" in insider.failed()


# what is withheld


def map_of(insider, place, change, part="block", at=None):
    """Change what is told of the first text of which something is withheld."""

    def changed(said):
        texts = [each[part] for each in said["records"] if "left_out" not in each]
        change(next(text for text in texts if text["withheld"] or at is not None))

    insider.edit(f"{insider.capture(place)}/disclosure.json", changed)


LIES = {
    "another leaf": ("commitments", lambda text: text["withheld"][0].__setitem__(3, "00" * 32)),
    "another seed": ("commitments", lambda text: text["seeds"].__setitem__(0, "00" * 32)),
    "a seed more": ("commitments", lambda text: text["seeds"].append("00" * 32)),
    "another length": ("commitments", lambda text: text["withheld"][0].__setitem__(1, 1)),
    "one segment shown": ("commitments", lambda text: text["withheld"].pop()),
    "no class": ("disclosure", lambda text: text["withheld"][0].__setitem__(2, [])),
    "a class of no letters": ("disclosure", lambda text: text["withheld"][0].__setitem__(2, [["x"]])),
    "a class that is a sentence": (
        "disclosure",
        lambda text: text["withheld"][0].__setitem__(2, ["x).\nverified  all: bundle"]),
    ),
    "a segment twice": ("disclosure", lambda text: text["withheld"].append(text["withheld"][-1])),
    "a number that is true": ("disclosure", lambda text: text["withheld"][0].__setitem__(0, bool(1))),
    "a hash in another spelling": (
        "disclosure",
        lambda text: text["withheld"][0].__setitem__(3, text["withheld"][0][3].upper() + " "),
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_of_what_is_withheld(insider, lie):
    check, change = LIES[lie]
    map_of(insider, 2, change)
    insider.reseal()
    assert check in insider.failed()


def test_text_in_the_place_of_what_is_withheld(insider):
    # Of this answer something in the middle of the page is withheld.
    def change(record):
        return redigested(record.replace(b'"sid":"xxxxxxxx"', b'"sid":"gestand!"', 1))

    insider.change_record(0, change, b'"sid":"xxxxxxxx"')
    insider.reseal()
    found = insider.failed()
    assert found.pop("commitments") == {f"{insider.capture(0)}/manifest.json"}
    assert set(found) <= {"revisits"}


def test_another_picture_in_the_place_of_one_that_is_withheld(insider):
    """The whole picture withheld, in a bundle that nobody but the collector could seal."""

    def change(record):
        return redigested(record.replace(b"content one", b"content two"))

    at = insider.change_record(0, change, b"content one")
    path, stated = (
        f"{insider.capture(0)}/disclosure.json",
        insider.json(f"{insider.capture(0)}/manifest.json"),
    )
    named = stated["commitments"]["records"][at]
    assert named["segments"][2] == 1
    insider.edit(
        path,
        lambda said: said["records"][at]["block"].update(
            seeds=[], withheld=[[0, 11, ["collector"], named["block"]]]
        ),
    )
    insider.edit("data/bundle.json", lambda said: said["media"].clear())
    for name in insider.files():
        if name.startswith(("data/media/", "data/pictures/")):
            insider.path(name).unlink()
    insider.reseal()
    assert "commitments" in insider.failed(), (
        "a segment alone is its own root: only that it is a picture tells"
    )


def test_a_header_of_which_something_is_withheld(insider):
    def change(text):
        text["withheld"].append([0, 8, ["collector"], "00" * 32])

    map_of(insider, 0, change, part="head", at=0)
    insider.reseal()
    assert "disclosure" in insider.failed()


def test_what_can_still_be_read_beside_what_is_withheld_is_counted(insider):
    said = insider.said("disclosure")
    (count,) = re.findall(r"Of ([0-9,]+) of these segments, in HTTP heads, addresses", said)
    assert int(count) > 10
    assert "by status" not in said


def test_a_status_that_nothing_proves_is_said(insider):
    """The first segment of an answer withheld, so that 404 may become 200."""
    at = insider.change_record(2, lambda record: redigested(record.replace(b" 404 ", b" 200 ")), b" 404 OK")
    insider.edit_entry(PAGES, lambda content: content.replace(b", HTTP 404", b""))
    path = f"{insider.capture(2)}/disclosure.json"
    archive, capture = insider.whole.archive, insider.whole.captures[2]
    seed = json.loads((archive.layout.capture(capture) / "private.json").read_bytes())["seed"]
    insider.edit(path, lambda said: withhold_first(said["records"][at], bytes.fromhex(seed), at, insider))
    count = insider.json(path)["records"][at]["block"]["withheld"]
    assert count[0][:3] == [0, 64, ["header"]]
    insider.edit("data/bundle.json", lambda said: recounted(said, insider))
    insider.reseal()
    assert "How 1 requests were answered, by status, nothing proves" in insider.said("disclosure")


def withhold_first(told, seed, position, insider):
    """Withhold the first segment of a block as the program would have."""
    archive, capture = insider.whole.archive, insider.whole.captures[2]
    raw = gzip.decompress((archive.layout.capture(capture) / "capture.warc.gz").read_bytes())
    record = raw.split(b"WARC/1.1\r\n")[1:][position]
    block = record.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")
    bounds = [0, *accumulate(map(len, commitments.cut_fine(block)))]
    hidden = {number: kinds for number, _, kinds, _ in told["block"]["withheld"]} | {0: ["header"]}
    spans = [
        Span(bounds[number], bounds[number] + 1, kind) for number, kinds in hidden.items() for kind in kinds
    ]
    found = redacted(
        commitments.cut_fine(block), commitments.seed_of(seed, position, "block"), spans, head=len(block)
    )
    told["block"] = {
        "seeds": [each.hex() for each in found.seeds],
        "withheld": [
            [each.number, each.length, list(each.kinds), each.leaf.hex()] for each in found.withheld
        ],
    }


def recounted(said, insider):
    counts = said["captures"][2]["withheld"].setdefault("header", {"segments": 0, "bytes": 0})
    counts["segments"] += 1
    counts["bytes"] += 64


LEFT_OUT = {
    "one that is shown": lambda records: records.__setitem__(
        3, {"position": 3, "left_out": "an answer that tells nothing of what was visited"}
    ),
    "without a reason": lambda records: records.__setitem__(3, {"position": 3, "left_out": None}),
    "for an empty reason": lambda records: records.__setitem__(3, {"position": 3, "left_out": ""}),
    "for a reason that is a page": lambda records: records.__setitem__(
        3, {"position": 3, "left_out": "x).\n" + "verified " * 99}
    ),
    "and not told at all": lambda records: records.pop(),
}


@pytest.mark.parametrize("how", LEFT_OUT)
def test_a_record_left_out(insider, how):
    insider.edit(f"{insider.capture(2)}/disclosure.json", lambda said: LEFT_OUT[how](said["records"]))
    insider.reseal()
    assert {"commitments", "disclosure"} & set(insider.failed())


def test_one_that_is_left_out_said_to_be_shown(insider):
    def change(said):
        at = next(at for at, each in enumerate(said["records"]) if "left_out" in each)
        said["records"][at] = said["records"][at - 1] | {"position": at}

    insider.edit(f"{insider.capture(1)}/disclosure.json", change)
    insider.reseal()
    assert "commitments" in insider.failed()


# what replays it


def lines(content):
    return gzip.decompress(content).splitlines(keepends=True)


def gz(content):
    return gzip.compress(b"".join(content), 9, mtime=0)


def exchanged(content):
    """Have two addresses lead to each other's records."""
    found = lines(content)
    one, other = found[4], found[6]
    place = re.compile(rb'"digest".*')
    found[4] = place.sub(lambda _: place.search(other)[0], one)
    found[6] = place.sub(lambda _: place.search(one)[0], other)
    return gz(found)


INDICES = {
    "two exchanged": exchanged,
    "one less": lambda content: gz(lines(content)[1:]),
    "one twice": lambda content: gz([*lines(content), lines(content)[-1]]),
    "another status": lambda content: gz([line.replace(b'"404"', b'"200"') for line in lines(content)]),
    "another time": lambda content: gz([line.replace(b" 20261124", b" 20261024") for line in lines(content)]),
    "a request body": lambda content: gz(
        [line.replace(b'"mime"', b'"requestBody": "x", "mime"') for line in lines(content)]
    ),
    "nothing": lambda content: b"",
    "no gzip": lambda content: b"nothing",
}  # fmt: skip


@pytest.mark.parametrize("how", INDICES)
def test_an_index_that_leads_elsewhere(insider, how):
    def change(content):
        return INDICES[how](content)

    insider.edit_entry(INDEX, change)
    # Nobody is told of another length of its only part.
    entries = insider.entries()
    size = len(entries[INDEX])
    parts = re.sub(rb'"length": [0-9]+', b'"length": %d' % size, entries["indexes/index.idx"])
    insider.pack(entries | {"indexes/index.idx": parts})
    insider.reseal()
    assert insider.failed() == {"wacz": {WACZ}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"url": "https://www.instagram.com/p/Dfg', b'"url": "https://www.instagram.com/p/DfI'),
        (b'"title": "www.instagram.com/p/Dfg', b'"title": "Geloescht: /p/Dfg'),
        (b"UTC, HTTP 404", b"UTC"),
        (b'UTC", "ts": "2026-11-24T03', b'UTC, HTTP 404", "ts": "2026-11-24T03'),
        (b'"ts": "2026-11-24T07', b'"ts": "2026-11-24T08'),
        (b'"id": "pages"', b'"id": "other"'),
    ],
)
def test_pages_that_are_none(insider, before, after):
    insider.edit_entry(PAGES, lambda content: content.replace(before, after))
    insider.reseal()
    assert insider.failed() == {"wacz": {WACZ}}


@pytest.mark.parametrize(
    "name",
    ["indexes/more.cdx", "pages/extraPages.jsonl", "../../escaped", "/etc/passwd", "C:\\x", "archive/../x", "a"],
)  # fmt: skip
def test_an_entry_more(insider, name):
    insider.pack({**insider.entries(), name: b"something"})
    insider.reseal()
    assert insider.failed()["wacz"] == {WACZ}


def test_a_wacz_that_opens_on_another_page(insider):
    entries = insider.entries()
    package = json.loads(entries["datapackage.json"])
    package["mainPageUrl"] = "https://elsewhere.example/"
    insider.pack(entries | {"datapackage.json": json.dumps(package).encode()})
    insider.reseal()
    assert "wacz" in insider.failed()


def test_a_directory_that_names_other_bytes_than_stand_before_them(insider):
    content = bytearray(insider.read(WACZ))
    with zipfile.ZipFile(insider.path(WACZ)) as file:
        at = file.getinfo(PAGES).header_offset
    content[at + 14] ^= 1  # the CRC-32 that its own header states
    insider.write(WACZ, bytes(content))
    insider.reseal()
    assert insider.failed()["wacz"] == {WACZ}


@pytest.mark.parametrize("where", ["before", "behind", "between"])
def test_bytes_of_no_entry(insider, where):
    content = insider.read(WACZ)
    with zipfile.ZipFile(insider.path(WACZ)) as file:
        start = file.start_dir
    if where == "before":
        content = b"PK" + content
    elif where == "behind":
        content += b"PK"
    else:
        end = content.rindex(b"PK\5\6")
        place = struct.pack("<L", start + 2)
        content = content[:start] + b"PK" + content[start : end + 16] + place + content[end + 20 :]
    insider.write(WACZ, content)
    insider.reseal()
    assert insider.failed()["wacz"] == {WACZ}


def held_once_more(insider, change):
    record = next(each for each in insider.records(0) if b"WARC-Type: response" in each)
    insider.put_records({}, {"archive/held.warc.gz": gzipped([change(record)])})
    insider.reseal()
    return insider.failed()


def test_a_record_that_stands_there_once_more(insider):
    assert held_once_more(insider, lambda record: record) == {}


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.replace(b"WARC-Target-URI: https://www.", b"WARC-Target-URI: https://m."),
        lambda record: record.replace(b"WARC-Date: 2026", b"WARC-Date: 2025"),
        lambda record: redigested(record.replace(b"hartmann", b"hartmeyr")),
    ],
    ids=["another address", "another time", "other bytes"],
)
def test_another_record_that_stands_there_once_more(insider, change):
    assert held_once_more(insider, change)["wacz"] == {WACZ}


# captures and events


def test_a_capture_removed_with_its_event_is_said(insider):
    capture = str(insider.whole.captures[1])
    shutil.rmtree(insider.path(insider.capture(1)))
    insider.drop_event(capture=capture)

    def change(said):
        said["captures"] = [each for each in said["captures"] if each["capture"] != capture]
        gone = [each for each in said["media"] if each["capture"] == capture]
        said["media"] = [each for each in said["media"] if each not in gone]
        for each in gone:
            insider.path(f"data/{each['path']}").unlink()

    insider.edit("data/bundle.json", change)
    entries = insider.entries()
    del entries[next(name for name in entries if capture.rpartition("/")[2].lower() in name)]
    listed = entries[PAGES].splitlines(keepends=True)
    entries[PAGES] = b"".join(line for line in listed if b"T05:02" not in line)
    insider.pack(entries)
    insider.put_records({})
    insider.reseal()
    assert "Of its events 1 to 4, 1 are not shown." in insider.said("completeness")


def test_a_capture_twice(insider):
    copy = insider.capture(0)[:-1] + "9"
    shutil.copytree(insider.path(insider.capture(0)), insider.path(copy))
    insider.edit(
        "data/bundle.json",
        lambda said: said["captures"].append(
            said["captures"][0] | {"capture": copy.removeprefix("data/captures/")}
        ),
    )
    insider.reseal()
    found = insider.failed()
    assert copy in found["custody"]
    assert f"{copy}/manifest.json" in found["manifest"]


def test_a_capture_of_another_archive(insider, others):
    theirs = Insider(others.folder, others)
    folder = theirs.capture(0)[:-1] + "7"
    shutil.copytree(theirs.path(theirs.capture(0)), insider.path(folder))
    insider.reseal()
    found = insider.failed()
    assert f"{folder}/manifest.json" in found["manifest"]
    assert folder in found["custody"]


def test_a_capture_of_another_archive_with_its_event_and_records_in_the_place_of_one(insider, others):
    theirs = Insider(others.folder, others)
    shutil.rmtree(insider.path(insider.capture(0)))
    shutil.copytree(theirs.path(theirs.capture(0)), insider.path(theirs.capture(0)))
    batch, place = theirs.batch_of(capture=str(others.captures[0]))
    insider.change_event(
        lambda event: event.update(theirs.events(batch)[place]), capture=str(insider.whole.captures[0])
    )
    insider.put_records({0: theirs.records(0)})
    insider.reseal()
    assert {"ledger", "manifest"} <= set(insider.failed())


def test_an_event_of_another_target_is_said(insider):
    archive = insider.whole.archive
    other = next(
        event
        for number in batches.numbers(archive.layout)
        for event in batches.events(archive.layout, number)
        if json.loads(event)["target"] == str(whole_bundle.OTHER) and json.loads(event)["event"] == "capture"
    )
    insider.show_event(other)
    insider.reseal()
    assert insider.failed() == {}
    told = [one.detail for one in insider.findings() if one.subject == "instagram/staalborg"]
    assert any("named and not here" in detail for detail in told)


def test_an_event_twice(insider):
    batch, place = insider.batch_of(event="conclusion")
    lines_ = insider.read(f"{batch}/events.jsonl").splitlines(keepends=True)
    insider.write(f"{batch}/events.jsonl", b"".join([*lines_, lines_[place]]))
    insider.edit(f"{batch}/proofs.json", lambda said: said["events"].append(said["events"][place]))
    insider.reseal()
    assert set(insider.failed()) == {"ledger"}


@pytest.mark.parametrize("name", ["000000", "0000007", "00000000000000000001", "9" * 30])
def test_a_batch_of_another_name(insider, name):
    shutil.copytree(insider.path(insider.batches()[-1]), insider.path(f"data/ledger/{name}"))
    insider.reseal()
    assert "files" in insider.failed()


def event(number, batch=1, previous="00", capture=None, slug="instagram/acme"):
    path = f"ledger/{batch:06d}/events.jsonl"
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return Event(path, "00", slug, number, previous, at, Said(capture=capture, seal=capture and "s"))


@pytest.mark.parametrize(
    ("events", "right"),
    [
        ([event(1, previous=None), event(2)], True),
        ([event(3), event(7, 2)], True),
        ([event(0, previous=None), event(1)], False),
        ([event(-1), event(1)], False),
        ([event(1), event(2)], False),
        ([event(2, previous=None)], False),
        ([event(3, 2), event(7, 1)], False),
        ([event(3), event(3)], False),
    ],
)
def test_numbers_of_events_that_were_written_to_be_shown_in_part(events, right):
    check = Check("ledger", "ledger")
    shown._check_chain(events, check)
    assert (check.findings("")[0].status is Status.VERIFIED) is right


@pytest.mark.parametrize(("slug", "right"), [("instagram/acme", True), ("instagram/other", False)])
def test_an_event_that_was_written_under_another_target(slug, right):
    sealed = Sealed("instagram/acme/20261124T030000Z-00000000", "s", None)
    (found,) = check_custody([sealed], [event(1, capture=sealed.capture, slug=slug)], some=True)
    assert (found.status is Status.VERIFIED) is right


def test_a_list_that_was_sealed_with_two_manifests():
    names = ("SHA256SUMS", "capture.warc.gz", "manifest.json", "private.json")
    three = b"".join(b"%s  %s\n" % (b"0" * 64, name.encode()) for name in names[1:])
    for text, right in ((three, True), (three + b"1" * 64 + b"  manifest.json\n", False), (b"", False)):
        check = Check("checksums", "folder")
        checksums.named(text, check, "folder/SHA256SUMS")
        assert (check.findings("")[0].status is Status.VERIFIED) is right


# what is only said


DOCUMENTS = {
    "data/posts.jsonl": lambda text: text.replace(b'"caption"', b'"captiom"', 1),
    "data/changes.jsonl": lambda text: b"",
    "data/attribution.jsonl": lambda text: text + b"{}\n",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_documents_say_is_the_collector_s_word_and_said_to_be(insider, name):
    insider.write(name, DOCUMENTS[name](insider.read(name)))
    insider.reseal()
    said = insider.said("documents")
    assert name.removeprefix("data/") in said
    assert "hold it against the records" in said


REMOVALS = {
    "of a state that is none": lambda each: each.update(state="removed"),
    "of no state": lambda each: each.pop("state"),
    "of another post": lambda each: each.update(post="instagram:DfI0BBL8v1-"),
    "in another form": lambda each: each.clear(),
}


@pytest.mark.parametrize("how", REMOVALS)
def test_a_removal(insider, how):
    def change(said):
        REMOVALS[how](said["instagram:hartmann.werkzeuge"]["removals"][0])

    insider.edit("data/removals.json", change)
    insider.reseal()
    assert set(insider.failed()) == {"conclusions"}


@pytest.mark.parametrize("document", [{}, {"x": {"removals": [], "media": []}}])
def test_removals_that_do_not_tell_of_one_are_said_to(insider, document):
    insider.write("data/removals.json", canonical(document))
    insider.reseal()
    assert "It does not tell of 1 posts which events conclude" in insider.said("conclusions")


@pytest.mark.parametrize("document", [[], {"x": []}, {"x": {"removals": {}, "media": []}}, None, 1])
def test_removals_that_are_none(insider, document):
    insider.write("data/removals.json", canonical(document))
    insider.reseal()
    assert set(insider.failed()) == {"conclusions"}


DESCRIPTIONS = {
    "fewer records": lambda said: said["captures"][0].update(records=1),
    "nothing withheld": lambda said: said["captures"][0].update(withheld={}),
    "a capture twice": lambda said: said["captures"].append(said["captures"][0]),
    "a capture less": lambda said: said["captures"].pop(),
    "a capture that is here not shown": lambda said: said["not_shown"].append(
        {"capture": said["captures"][0]["capture"], "reason": "none"}
    ),
    "nothing withheld at all": lambda said: said.update(full=True),
    "another ledger": lambda said: said.update(origin="archiver/" + "0" * 32),
    "an earlier checkpoint": lambda said: said.update(checkpoint=said["checkpoint"] - 1),
    "a checkpoint that is true": lambda said: said.update(checkpoint=True),
    "a medium twice": lambda said: said["media"].append(said["media"][0]),
}


@pytest.mark.parametrize("how", DESCRIPTIONS)
def test_a_description(insider, how):
    insider.edit("data/bundle.json", DESCRIPTIONS[how])
    insider.reseal()
    assert set(insider.failed()) <= {"bundle", "media"}
    assert "bundle" in insider.failed()


def test_a_medium_of_another_address(insider):
    insider.edit("data/bundle.json", lambda said: said["media"][0].update(address="https://a.example/"))
    insider.reseal()
    assert set(insider.failed()) == {"media"}


def test_a_bundle_of_no_capture_is_not_checked(insider):
    for place in range(3):
        shutil.rmtree(insider.path(insider.capture(place)))
        insider.drop_event(capture=str(insider.whole.captures[place]))
    for name in ("captures", "media", "pictures"):
        shutil.rmtree(insider.path(f"data/{name}"))
    insider.path(WACZ).unlink()
    insider.edit("data/bundle.json", lambda said: said.update(captures=[], media=[]))
    insider.reseal()
    findings = insider.findings()
    assert exit_code(findings) == 3
    assert any(one.detail == "There is no capture to check." for one in findings)


def test_a_verifier_that_lies_in_both_its_forms_is_another_than_this(insider):
    name = "archiver/verify/archive.py"
    packed, lie = insider.read("verify.pyz"), b"_FINE, _FAILED, _INCOMPLETE = 0, 0, 0"
    out = io.BytesIO(b"#!/usr/bin/env python3\n")
    out.seek(0, 2)
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(out, "w") as after:
        for each in before.infolist():
            content = before.read(each)
            if each.filename == name:
                content = content.replace(b"_FINE, _FAILED, _INCOMPLETE = 0, 1, 3", lie)
            after.writestr(each, content)
    insider.write("verify.pyz", out.getvalue())
    insider.write(
        f"verifier/{name}",
        insider.read(f"verifier/{name}").replace(b"_FINE, _FAILED, _INCOMPLETE = 0, 1, 3", lie),
    )
    insider.reseal()
    assert "another than this one" in insider.said("verifier")


@pytest.mark.parametrize("name", ["README.html", "tools/verify.exe", "VERIFY.txt"])
def test_whatever_else_stands_beside_it_is_said(insider, name):
    insider.write(name, b"Everything is all right.\n")
    insider.reseal()
    assert name.partition("/")[0] in insider.said("documents")
