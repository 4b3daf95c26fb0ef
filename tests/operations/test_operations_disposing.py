"""What must not be kept goes; that it went, why, and by whose authority stays, and all else still verifies."""

import gzip
import json
import os
import shutil
from dataclasses import dataclass, replace

import pytest
from catalog_building import Showing, company, small_picture
from disposed_building import WORDS, captures, findings, folder, members, went
from fakes import FrozenClock, Silent, call_archiver
from store_killing import killed_before
from warcio.archiveiterator import ArchiveIterator

from archiver import archive as archives
from archiver.errors import BusyError, UsageError
from archiver.model.digest import Digest
from archiver.model.refs import PostRef, TargetRef
from archiver.operations import covering
from archiver.operations.disposing import dispose, plan
from archiver.operations.indexing import made_afresh
from archiver.operations.opening import opened_to_ask
from archiver.store import recovery
from archiver.store.layout import Layout
from archiver.verify.archive import exit_code, verified

# what goes, and what stays


def test_a_payload_goes_and_every_other_record_stays_to_the_byte(pictured, picture):
    before = list(members(folder(pictured) / "capture.warc.gz"))
    (told,) = went(pictured, picture)
    after = list(members(folder(pictured) / "capture.warc.gz"))
    (gone,) = (each for each in before if each not in after)
    assert after == [each for each in before if each != gone]
    assert small_picture(company().posts[0]) in gzip.decompress(gone)
    assert [each.type for each in told.removed] == ["response"]
    assert small_picture(company().posts[0]) not in b"".join(map(gzip.decompress, after))
    with (folder(pictured) / "capture.warc.gz").open("rb") as file:
        assert sum(1 for _ in ArchiveIterator(file)) == len(before) - 1


def test_manifest_and_sums_stay_as_they_were_sealed(pictured, picture):
    sealed = {
        name: (folder(pictured) / name).read_bytes()
        for name in ("manifest.json", "SHA256SUMS", "private.json")
    }
    went(pictured, picture)
    assert sealed == {name: (folder(pictured) / name).read_bytes() for name in sealed}


def test_of_a_whole_capture_manifest_sums_and_tombstone_stay(pictured):
    went(pictured, captures(pictured)[0])
    assert sorted(path.name for path in folder(pictured).iterdir()) == [
        "SHA256SUMS",
        "disposed.1.json",
        "manifest.json",
    ]


def test_the_tombstone_says_why_and_by_whose_authority(pictured, picture):
    (told,) = went(pictured, picture)
    said = json.loads((folder(pictured) / "disposed.1.json").read_bytes())
    assert (said["reason"], said["authority"], said["digest"]) == (*WORDS, str(picture))
    assert said["warc"] == str(Digest.of((folder(pictured) / "capture.warc.gz").read_bytes()))
    named = json.loads((folder(pictured) / "manifest.json").read_bytes())["commitments"]["records"]
    assert [named[each["position"]]["id"] for each in said["records"]] == [each.id for each in told.removed]
    (event,) = (event for _, event in pictured.archive.custody.every() if event["event"] == "disposal")
    assert event["tombstone"] == str(Digest.of((folder(pictured) / "disposed.1.json").read_bytes()))
    assert (event["reason"], event["authority"]) == WORDS


def test_what_was_disposed_of_is_no_longer_held_and_is_received_again(pictured, picture):
    went(pictured, picture)
    assert pictured.archive.held(picture, captures(pictured)[0].folder) is None
    pictured.seen(Showing(company()).all())
    assert pictured.archive.held(picture, captures(pictured)[0].folder) is not None


# the index


@pytest.mark.parametrize("what", ["payload", "capture"])
def test_the_index_is_that_of_what_is_left(pictured, picture, what):
    went(pictured, picture if what == "payload" else captures(pictured)[1])
    with made_afresh(pictured.archive, Silent()) as fresh:
        assert pictured.archive.catalog.differences(fresh) == {}
    known = pictured.archive.catalog.post(PostRef("instagram", company().posts[0].code))
    assert bool(known.media) is (what == "capture")


def test_a_post_that_only_what_went_showed_is_in_the_index_no_more(house):
    house.seen(Showing(company()).all())
    went(house, captures(house)[0])
    assert house.archive.catalog.post(PostRef("instagram", company().posts[0].code)) is None
    assert house.archive.catalog.row_counts()["captures"] == 1


# what refers to it


def test_what_refers_to_it_is_named_before_anything_goes(pictured, picture):
    found = plan(pictured.archive, str(picture), Silent())
    assert dict(found.referring.revisits) == {str(captures(pictured)[1]): 1}
    assert [len(part.removed) for part in found.parts] == [1]
    assert not (folder(pictured) / "disposed.1.json").exists()


def test_answers_of_other_targets_are_theirs(pictured, picture):
    found = plan(pictured.archive, str(captures(pictured)[1]), Silent())
    assert not found.referring.revisits, "the second look points at the first, and nothing at the second"


# bad input


@pytest.mark.parametrize(
    "what", ["nonsense", "instagram/nobody/20260101T000000Z-00000000", "sha256:" + "0" * 64]
)
def test_what_is_not_here_is_said(pictured, what):
    with pytest.raises(UsageError, match=r"neither a capture|Nothing in this archive"):
        went(pictured, what)


def test_what_went_already_is_said(pictured, picture):
    first = captures(pictured)[0]
    went(pictured, picture)
    with pytest.raises(UsageError, match="gone already"):
        went(pictured, picture)
    went(pictured, first)
    with pytest.raises(UsageError, match="gone already"):
        went(pictured, first)


@pytest.mark.parametrize("words", [("", "me"), ("why", " "), ("why", "x" * 501), ("why\x00", "me")])
def test_without_a_reason_and_an_authority_nothing_goes(pictured, picture, words):
    found = plan(pictured.archive, str(picture), Silent())
    with pytest.raises(UsageError, match="sentence of at most 500 letters"):
        dispose(pictured.archive, found, *words, Silent())
    assert not (folder(pictured) / "disposed.1.json").exists()


def test_the_command_does_nothing_without_yes(pictured, picture, tmp_path):
    root = pictured.archive.layout.root
    pictured.archive.close()
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "config" / "archiver.toml").write_text(f'[keys]\nfolder = "{tmp_path}/keys"\n')
    asked = ("dispose", str(picture), "--reason", WORDS[0], "--authority", WORDS[1])
    said = call_archiver(*asked, folder=tmp_path)
    assert said.code == 0
    assert "Nothing was disposed of" in said.out
    assert "1 answer with the same bytes" in said.out
    assert not list(root.glob("captures/*/*/*/disposed.*"))
    done = call_archiver(*asked, "--yes", "--json", folder=tmp_path)
    assert (done.code, done.json["disposed"], len(done.json["captures"])) == (0, True, 1)
    again = call_archiver(*asked, "--yes", folder=tmp_path)
    assert again.code == 2
    verified_again = call_archiver("verify", folder=tmp_path)
    assert verified_again.code == 0
    assert "What is left here stands as it was sealed." in verified_again.out


# at work


def test_what_was_planned_twice_goes_once(pictured, picture):
    first, second = (plan(pictured.archive, str(picture), Silent()) for _ in range(2))
    assert len(dispose(pictured.archive, first, *WORDS, Silent())) == 1
    assert dispose(pictured.archive, second, *WORDS, Silent()) == ()
    whole = plan(pictured.archive, str(captures(pictured)[0]), Silent())
    assert len(dispose(pictured.archive, whole, *WORDS, Silent())) == 1
    assert dispose(pictured.archive, whole, *WORDS, Silent()) == ()
    assert dispose(pictured.archive, second, *WORDS, Silent()) == ()
    assert exit_code(findings(pictured)) == 0


def test_of_a_payload_that_several_targets_hold_nothing_goes_while_one_is_busy(pictured, picture):
    other = TargetRef("instagram", "other")
    pictured.seen(Showing(company()).all(), target=other)
    found = plan(pictured.archive, str(picture), Silent())
    assert len(found.parts) == 2
    with (
        pictured.archive.custody.working_on(other, "other"),
        pytest.raises(BusyError, match="instagram:other"),
    ):
        dispose(pictured.archive, found, *WORDS, Silent())
    assert not list(pictured.archive.layout.captures.glob("*/*/*/disposed.*"))
    assert len(dispose(pictured.archive, found, *WORDS, Silent())) == 2


def test_a_capture_that_is_damaged_goes_and_keeps_no_other_from_going(pictured, picture):
    spoiled = folder(pictured, 1) / "capture.warc.gz"
    spoiled.chmod(0o600)
    spoiled.write_bytes(spoiled.read_bytes()[:-9])
    found = plan(pictured.archive, str(picture), Silent())
    assert (len(found.parts), found.unread) == (1, (str(captures(pictured)[1]),))
    whole = plan(pictured.archive, str(captures(pictured)[1]), Silent())
    assert whole.parts[0].whole
    dispose(pictured.archive, whole, *WORDS, Silent())
    dispose(pictured.archive, found, *WORDS, Silent())
    assert exit_code(findings(pictured)) == 0


def test_what_a_crash_left_sealed_is_placed_first_and_goes_too(pictured, picture):
    archive = pictured.archive

    class DiedError(Exception):
        pass

    def die(*_, **__):
        raise DiedError

    dying = replace(pictured, archive=replace(archive, layout=DyingLayout(archive.layout.root, die)))
    other = TargetRef("instagram", "other")
    with pytest.raises(DiedError):
        dying.look(Showing(company()).all(), target=other)
    assert list(archive.layout.work.glob("*/capture/SHA256SUMS"))
    found = plan(archive, str(picture), Silent())
    assert {part.capture.slug for part in found.parts} == {"hartmann.werkzeuge", "other"}
    dispose(archive, found, *WORDS, Silent())
    content = small_picture(company().posts[0])
    for warc in archive.layout.root.rglob("*.warc.gz"):
        assert content not in b"".join(map(gzip.decompress, members(warc)))


@dataclass(frozen=True)
class DyingLayout(Layout):
    """A layout that lets nothing be put into the ledger."""

    die: object = None

    @property
    def pending(self):
        return self.die()


# crashes


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")
@pytest.mark.prove
@pytest.mark.parametrize("what", ["payload", "capture"])
def test_a_disposal_that_is_killed_is_finished_or_was_none(pictured, picture, tmp_path, what):
    """Killed before each of its steps on the disk: what is left verifies, and the same words bring it to its end."""
    asked = str(picture if what == "payload" else captures(pictured)[0])
    root, settings = pictured.archive.layout.root, pictured.archive.settings
    pictured.archive.close()
    states = set()
    for step in range(1, 400):
        place = tmp_path / f"{what}-{step}"
        shutil.copytree(root, place)
        archive = archives.opened(place, settings, FrozenClock(pictured.clock.now()))
        found = plan(archive, asked, Silent())
        archive.close()
        died = killed_before(
            step, lambda archive=archive, found=found: dispose(archive, found, *WORDS, Silent())
        )
        recovery.finish(archive.layout)
        assert exit_code(verified(place).findings) in (0, 3), "no checkpoint may cover it yet"
        done = bool(list(place.glob("captures/*/*/*/disposed.1.json")))
        states.add((died, done))
        archive = opened_to_ask(place, settings, Silent())
        if not done:
            dispose(archive, plan(archive, asked, Silent()), *WORDS, Silent())
        covering.cover(archive)
        assert exit_code(verified(place).findings) == 0
        with archive.indexing(), made_afresh(archive, Silent()) as fresh:
            assert archive.catalog.differences(fresh) == {}, "whatever it died before"
        archive.close()
        shutil.rmtree(place)
        if not died:
            break
    assert states == {(True, False), (True, True), (False, True)}
