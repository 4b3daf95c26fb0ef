"""An archive in which something was disposed of verifies, and one in which it was not rightly so fails."""

import gzip
import json

import pytest
from catalog_building import company, small_picture
from disposed_building import captures, findings, folder, members, went

from archiver.errors import DamagedError
from archiver.model.digest import Digest
from archiver.operations import covering
from archiver.verify.archive import exit_code, verified
from archiver.verify.part import Part


@pytest.mark.parametrize("what", ["payload", "capture"])
def test_it_verifies_and_says_what_is_not_checked(pictured, picture, what):
    went(pictured, picture if what == "payload" else captures(pictured)[0])
    found = findings(pictured)
    assert exit_code(found) == 0
    (said,) = (each for each in found if each.check == "disposed")
    assert said.status == "not_checked"
    assert ("1 of its" if what == "payload" else "All of it") in said.detail
    revisits = [each for each in found if each.check == "revisits" and each.status == "not_checked"]
    assert ["disposed of since" in each.detail for each in revisits] == [True]


def test_what_is_left_is_still_held_to_the_commitments(pictured, picture):
    went(pictured, picture)
    spoil(folder(pictured) / "capture.warc.gz", name="disposed.1.json")
    failed = {each.check for each in findings(pictured) if each.status == "failed"}
    assert "commitments" in failed or "records" in failed


def spoil(warc, name):
    """Change a byte of a record and state the new digest in the tombstone, as whoever hides something would."""
    found = list(members(warc))
    text = bytearray(gzip.decompress(found[3]))
    text[-10] ^= 1
    found[3] = gzip.compress(bytes(text))
    warc.chmod(0o600)
    warc.write_bytes(b"".join(found))
    tombstone = warc.with_name(name)
    said = json.loads(tombstone.read_bytes())
    said["warc"] = str(Digest.of(warc.read_bytes()))
    tombstone.chmod(0o600)
    tombstone.write_text(json.dumps(said, separators=(",", ":"), ensure_ascii=False, sort_keys=True))


TAMPERED = {
    "a tombstone without an event": lambda house: (folder(house, 1) / "disposed.1.json").write_bytes(
        (folder(house) / "disposed.1.json").read_bytes()
    ),
    "an event without its tombstone": lambda house: (folder(house) / "disposed.1.json").unlink(),
    "a tombstone that tells another reason": lambda house: changed(house, reason="None"),
    "a tombstone that names another record": lambda house: changed(
        house, records=[{"position": 2, "id": "urn:uuid:1", "type": "response"}]
    ),
    "a tombstone that names one record more": lambda house: changed(house, more=3),
    "a WARC with another digest": lambda house: other_warc(folder(house) / "capture.warc.gz"),
    "a WARC that is gone though only a record was to go": lambda house: (
        folder(house) / "capture.warc.gz"
    ).unlink(),
}


def changed(house, more=None, **fields):
    path = folder(house) / "disposed.1.json"
    said = json.loads(path.read_bytes()) | fields
    if more is not None:
        named = json.loads((folder(house) / "manifest.json").read_bytes())["commitments"]["records"]
        said["records"].append({"position": more, "id": named[more]["id"], "type": named[more]["type"]})
    path.chmod(0o600)
    path.write_text(json.dumps(said, separators=(",", ":"), ensure_ascii=False, sort_keys=True))


def other_warc(path):
    path.chmod(0o600)
    path.write_bytes(b"".join(list(members(path))[:-1]))


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_disposal_that_is_not_what_the_ledger_says_fails(pictured, picture, tamper):
    went(pictured, picture)
    tamper(pictured)
    assert exit_code(findings(pictured)) == 1


def test_what_was_said_to_be_gone_and_is_there_fails(pictured):
    kept = (folder(pictured) / "private.json").read_bytes()
    went(pictured, captures(pictured)[0])
    (folder(pictured) / "private.json").write_bytes(kept)
    assert exit_code(findings(pictured)) == 1


def test_several_disposals_of_one_capture(pictured, picture):
    went(pictured, picture)
    went(pictured, Digest.of(small_picture(company().posts[1])))
    assert exit_code(findings(pictured)) == 0
    went(pictured, captures(pictured)[0])
    assert exit_code(findings(pictured)) == 0
    assert {path.name for path in folder(pictured).iterdir()} >= {
        f"disposed.{each}.json" for each in (1, 2, 3)
    }


def test_a_part_that_is_verified_passes_over_what_went(pictured):
    went(pictured, captures(pictured)[0])
    for number in (1, 2):
        assert exit_code(verified(pictured.archive.layout.root, part=Part(number, 2)).findings) == 0


NO_TOMBSTONE = {
    "behind a gap": ("disposed.7.json", lambda house: tombstone(house, 7)),
    "that is none": ("disposed.1.json", lambda _: b"anything at all"),
    "of another capture": (
        "disposed.1.json",
        lambda house: tombstone(house, 1, capture=str(captures(house)[1])),
    ),
}


def tombstone(house, number, **fields):
    said = {
        "format": "archiver-disposal/1",
        "capture": str(captures(house)[0]),
        "number": number,
        "at": "2026-11-24T00:00:00.000000Z",
        "reason": "why",
        "authority": "who",
        "digest": None,
        "records": [],
        "warc": None,
    }
    return json.dumps(said | fields, separators=(",", ":"), sort_keys=True).encode()


@pytest.mark.parametrize(("name", "content"), NO_TOMBSTONE.values(), ids=NO_TOMBSTONE.keys())
def test_what_is_no_tombstone_of_the_capture_fails_and_is_believed_by_nobody(pictured, name, content):
    (folder(pictured) / name).write_bytes(content(pictured))
    assert exit_code(findings(pictured)) == 1
    with pytest.raises(DamagedError):
        pictured.archive.sealed.is_gone(captures(pictured)[0])


def test_a_tombstone_that_names_none_of_what_went_fails(pictured):
    (folder(pictured) / "disposed.1.json").write_bytes(tombstone(pictured, 1))
    assert exit_code(findings(pictured)) == 1


def test_what_anybody_could_have_written_does_not_pass(pictured):
    """Whoever can write files, and has no key, writes tombstone and event: no checkpoint covers the event."""
    covering.cover(pictured.archive)
    first = pictured.archive.sealed.read(captures(pictured)[0])
    named = enumerate(pictured.archive.sealed.records(first.id))
    records = [{"position": place, "id": record, "type": kind} for place, (record, kind) in named]
    content = tombstone(pictured, 1, records=records)
    said = {
        "capture": str(first.id),
        "tombstone": str(Digest.of(content)),
        "records": len(records),
        "reason": "why",
        "authority": "who",
        "operator": "unknown",
    }
    pictured.archive.custody.append(first.target, "disposal", said)
    (folder(pictured) / "disposed.1.json").write_bytes(content)
    for name in ("capture.warc.gz", "private.json"):
        (folder(pictured) / name).unlink()
    assert exit_code(findings(pictured)) == 3
    covering.cover(pictured.archive)  # with the key it is a disposal as any other
    assert exit_code(findings(pictured)) == 0


@pytest.mark.parametrize(
    "otherwise", [{"records": 9}, {"reason": "nothing of note"}, {"authority": "nobody"}]
)
def test_an_event_that_says_otherwise_than_its_tombstone_fails(pictured, picture, otherwise):
    """The tombstone is put there first, and an event that does not fit it appended by whoever holds the key."""
    other = Digest.of(small_picture(company().posts[1]))
    went(pictured, picture)
    (event,) = (event for _, event in pictured.archive.custody.every() if event["event"] == "disposal")
    went(pictured, other)
    kept = {key: event[key] for key in ("capture", "tombstone", "records", "reason", "authority", "operator")}
    target = pictured.archive.sealed.read(captures(pictured)[0]).target
    pictured.archive.custody.append(target, "disposal", kept | otherwise)
    covering.cover(pictured.archive)
    assert exit_code(findings(pictured)) == 1


def test_an_event_of_a_capture_that_never_was_fails(pictured):
    said = {
        "capture": "instagram/hartmann.werkzeuge/20200101T000000Z-00000000",
        "tombstone": str(Digest.of(b"")),
        "records": 1,
        "reason": "why",
        "authority": "who",
        "operator": "unknown",
    }
    pictured.archive.custody.append(
        pictured.archive.sealed.read(captures(pictured)[0]).target, "disposal", said
    )
    covering.cover(pictured.archive)
    assert exit_code(findings(pictured)) == 1
