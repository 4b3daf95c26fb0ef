"""An archive: made once, opened by anyone who finds it, and wired so that no look goes untold."""

import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes import FrozenClock, Silent

sys.path.insert(0, str(Path(__file__).parent / "catalog"))

from catalog_building import FOLDER, TARGET, Showing, company, new_house, small_picture

from archiver import archive as archives
from archiver.archive import SystemClock, TargetHoldings
from archiver.config import Settings
from archiver.errors import ArchiveError, BusyError, DamagedError, NewerFormatError
from archiver.formats import canonical
from archiver.model.digest import Digest
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.operations import verify

PLAIN = company()
POST = PLAIN.posts[0]


@pytest.fixture
def settings(tmp_path):
    return Settings(file=tmp_path / "archiver.toml", keys=tmp_path / "keys")


@pytest.fixture
def archive(tmp_path, settings):
    made = archives.create(tmp_path / "evidence", settings, clock=FrozenClock())
    yield made
    made.close()


@pytest.fixture
def house(tmp_path):
    made = new_house(tmp_path / "house")
    yield made
    made.archive.close()


def told(pending):
    return [json.loads(path.read_bytes()) for path in sorted(pending.glob("*.json"))]


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_new_archive_holds_its_identity_and_an_empty_index_and_nothing_else(archive):
    assert [name for name in names(archive.layout.root) if "sqlite" not in name] == ["archive.json"]
    assert set(archive.catalog.row_counts().values()) == {0}
    assert (archive.sealed.ids(), told(archive.layout.pending)) == ([], [])


def test_the_identity_is_written_as_the_format_page_says(archive):
    content = archive.layout.archive_file.read_bytes()
    document = canonical.parse(content)
    assert set(document) == {"format", "id", "public_key", "created_at", "name"}
    assert document["format"] == 1
    assert len(bytes.fromhex(document["id"])) == 16
    assert document["public_key"].split()[0] == "ssh-ed25519"
    assert document["created_at"] == "2026-11-24T03:00:00.000000Z"
    assert archive.identity.digest == Digest.of(content)
    assert archive.layout.archive_file.stat().st_mode & 0o777 == 0o444


def test_a_rehearsal_says_so_in_the_identity(tmp_path, settings):
    made = archives.create(tmp_path / "evidence", settings, simulated=True)
    made.close()
    assert canonical.parse(made.layout.archive_file.read_bytes())["simulated"] is True
    assert made.identity.simulated


def test_an_archive_is_opened_as_it_was_made(archive, settings):
    again = archives.opened(archive.layout.root, settings)
    assert again.identity == archive.identity
    assert again.key_fingerprint == archive.key_fingerprint
    again.close()


def test_no_two_archives_have_one_name_or_key(tmp_path, settings):
    made = [archives.create(tmp_path / str(number), settings) for number in range(3)]
    for each in made:
        each.close()
    assert (
        len({each.identity.archive_id for each in made}) == len({each.key_fingerprint for each in made}) == 3
    )


def test_our_own_verifier_finds_nothing_wrong_with_what_these_tests_write(house):
    house.seen(Showing(PLAIN).all())
    house.seen(Showing(PLAIN).all())
    findings = verify.verify(house.archive.layout.root, Silent().step).findings
    assert [finding for finding in findings if finding.status == "failed"] == []
    assert any(finding.status == "verified" for finding in findings)


@pytest.mark.parametrize("place", ["none", "none/deeper", "file/below", "file", "empty"])
def test_where_no_archive_is_that_is_said(tmp_path, settings, place):
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    before = names(tmp_path)
    with pytest.raises(ArchiveError) as caught:
        archives.opened(tmp_path / place, settings)
    assert str(tmp_path / place) in str(caught.value)
    assert "archiver init" in str(caught.value)
    assert not archives.exists(tmp_path / place)
    assert names(tmp_path) == before


def altered(archive, **changes):
    file = archive.layout.archive_file
    document = json.loads(file.read_bytes()) | changes
    file.chmod(0o600)
    file.write_bytes(
        canonical.canonical({key: value for key, value in document.items() if value is not None})
    )


@pytest.mark.parametrize("form", [2, 99])
def test_an_archive_of_a_newer_form_is_left_to_a_newer_version(archive, settings, form):
    altered(archive, format=form)
    with pytest.raises(NewerFormatError, match=f"has format {form}") as caught:
        archives.opened(archive.layout.root, settings)
    assert "Upgrade" in caught.value.advice


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"{}", b"\xff", b'{"format": null}', b'{"format": 1}']
)
def test_an_identity_that_cannot_be_read_is_damage(archive, settings, content):
    archive.layout.archive_file.chmod(0o600)
    archive.layout.archive_file.write_bytes(content)
    with pytest.raises(DamagedError, match="archiver verify"):
        archives.opened(archive.layout.root, settings)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "2"},
        {"format": 0},
        {"format": True},
        {"format": []},
        {"id": 5},
        {"public_key": 5},
        {"public_key": "x"},
    ],
    ids=str,
)
def test_an_identity_of_the_wrong_kind_is_damage(archive, settings, changes):
    altered(archive, **changes)
    with pytest.raises(DamagedError):
        archives.opened(archive.layout.root, settings)


def test_a_payload_is_held_only_while_its_capture_stands(house):
    capture = house.seen(Showing(PLAIN).all())
    digest = Digest.of(small_picture(POST))
    assert house.archive.held(digest, FOLDER).capture == str(capture)
    assert house.archive.held(Digest.of(b"never seen"), FOLDER) is None
    house.archive.layout.capture(capture).rename(house.archive.layout.root / "elsewhere")
    assert house.archive.catalog.held(digest, FOLDER) is not None
    assert house.archive.held(digest, FOLDER) is None


def test_the_next_look_points_at_what_is_held_and_its_bodies_are_read_from_there(house):
    answers = Showing(PLAIN).all()
    first, second = house.seen(answers), house.seen(answers)
    sizes = [house.archive.sealed.size(capture) for capture in (first, second)]
    payloads = [payload for payload, _ in house.archive.sealed.answers(second)]
    assert all(payload.revisit for payload in payloads)
    assert sizes[1] < sizes[0]
    read = [[read for _, read in house.archive.sealed.answers(capture)] for capture in (first, second)]
    assert [each.body for each in read[0]] == [each.body for each in read[1]]


def damaged(house, capture):
    """Cut a capture's WARC within a record."""
    warc = house.archive.layout.capture(capture) / "capture.warc.gz"
    warc.chmod(0o600)
    warc.write_bytes(warc.read_bytes()[:2_500])


def test_a_damaged_capture_is_not_read(house):
    capture = house.seen(Showing(PLAIN).all())
    damaged(house, capture)
    with pytest.raises(DamagedError, match="not what was sealed"):
        list(house.archive.sealed.answers(capture))
    with pytest.raises(DamagedError, match="not what was sealed"):
        list(house.archive.sealed.contents(capture, []))


def test_a_body_held_by_a_damaged_capture_is_damage_and_no_shorter_body(house):
    answers = Showing(PLAIN).all()
    first = house.seen(answers)
    second = house.look(answers)
    damaged(house, first)
    with pytest.raises(DamagedError):
        list(house.archive.sealed.answers(second))


def test_holdings_are_those_of_one_target_in_one_lane(house):
    house.seen(Showing(PLAIN).all())
    ref = PostRef("instagram", POST.code)
    mine = TargetHoldings(house.archive, TARGET, Vantage())
    assert mine.knows_whole(ref, Reading())
    assert mine.payload(Digest.of(small_picture(POST))) is not None
    assert not TargetHoldings(house.archive, TARGET, Vantage(locale="de-DE")).knows_whole(ref, Reading())
    assert not TargetHoldings(house.archive, TargetRef("instagram", "acme"), Vantage()).knows_whole(
        ref, Reading()
    )


def record(archive, slug="acme", **changes):
    fields = {"capture": None, "kind": "crawl", "outcome": "failed", "reason": "unreachable"} | changes
    archive.custody.record_look(
        lambda event: (archive.layout.pending / event.name).write_bytes(event.content),
        target=TargetRef("instagram", slug),
        slug=slug,
        **fields,
    )


def test_every_look_is_told_with_its_number_its_time_and_the_archive(archive):
    record(archive)
    archive.clock.advance(hours=1)
    record(archive, outcome="blocked", reason="walled")
    one, other = told(archive.layout.pending)
    assert (one["number"], other["number"]) == (1, 2)
    assert (one["at"], other["at"]) == ("2026-11-24T03:00:00.000000Z", "2026-11-24T04:00:00.000000Z")
    assert one["archive"] == other["archive"] == str(archive.identity.digest)
    assert (other["outcome"], other["reason"], other["target"]) == ("blocked", "walled", "instagram:acme")


def test_a_place_that_fails_leaves_the_ledger_as_it_was_and_free(archive):
    def fails(event):
        raise OSError(event.name)

    with pytest.raises(OSError, match="instagram-acme-000001"):
        archive.custody.record_look(
            fails,
            target=TargetRef("instagram", "acme"),
            slug="acme",
            capture=None,
            kind="crawl",
            outcome="failed",
            reason="",
        )
    record(archive)
    assert [each["number"] for each in told(archive.layout.pending)] == [1]


def test_a_target_is_worked_on_by_one_at_a_time_and_others_are_free(archive):
    acme, other = TargetRef("instagram", "acme"), TargetRef("instagram", "other")
    with archive.custody.working_on(acme, "acme"):
        with pytest.raises(BusyError, match="instagram:acme"), archive.custody.working_on(acme, "acme"):
            pass
        with archive.custody.working_on(other, "other"):
            record(archive, "acme")
    with archive.custody.working_on(acme, "acme"):
        pass


def test_work_that_fails_lets_go_of_its_target(archive):
    acme = TargetRef("instagram", "acme")
    with pytest.raises(KeyError), archive.custody.working_on(acme, "acme"):
        raise KeyError
    with archive.custody.working_on(acme, "acme"):
        pass


def test_the_machines_clock_is_aware_and_in_utc():
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert abs((datetime.now(UTC) - now).total_seconds()) < 5


def test_state_and_index_may_be_lost_without_loss_of_evidence(house):
    house.seen(Showing(PLAIN).all())
    layout, settings = house.archive.layout, house.archive.settings
    house.archive.close()
    shutil.rmtree(layout.work.parent)
    for path in layout.root.glob("catalog.sqlite*"):
        path.unlink()
    again = archives.opened(layout.root, settings, FrozenClock())
    assert len(again.sealed.ids()) == 1
    with again.custody.working_on(TARGET, TARGET.name):
        record(again, TARGET.name)
    assert [each["number"] for each in told(layout.pending)] == [1, 2]
    again.close()
