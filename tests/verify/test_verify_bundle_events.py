"""Captures and events that are left out, added, or told in another order: each is found or said."""

import json
import shutil
from datetime import UTC, datetime

import pytest
import whole_bundle
from bundle_forging import Insider

from archiver.store import batches
from archiver.verify import checksums, shown
from archiver.verify.custody import Sealed, check_custody
from archiver.verify.event import Event
from archiver.verify.finding import Check, Status
from archiver.verify.said import Said

pytestmark = pytest.mark.some(of=3)

INDEX, PAGES = "indexes/index.cdx.gz", "pages/pages.jsonl"


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
