"""A run's checkpoints are stamped when it begins, within it, and at its end; who does not answer stops nothing."""

import json
import threading
from datetime import timedelta

import pytest
from fakes import FrozenClock, Silent
from ledger_building import ACME, batch_of, happen, stamped_archive

from archiver.errors import ConfigError
from archiver.ledger import events
from archiver.operations import covering, stamping
from archiver.operations.rebuild import check
from archiver.verify.archive import exit_code, verify
from archiver.verify.finding import Status


@pytest.fixture
def clock():
    return FrozenClock()


@pytest.fixture
def house(tmp_path, clock):
    archive, authorities = stamped_archive(tmp_path, clock)
    yield archive, *authorities
    archive.close()


def stamps(archive, number):
    return sorted(path.name for path in batch_of(archive, number).glob("*.tsr"))


def of_kind(archive, kind):
    return [content for _, content in archive.custody.every() if content["event"] == kind]


def faults(archive):
    return [one for one in verify(archive.layout.root) if one.status is Status.FAILED]


def test_each_checkpoint_is_stamped_by_each_authority_and_the_ledger_names_the_bytes(house):
    archive, one, two = house
    happen(archive, 2)
    covering.cover(archive)
    assert stamps(archive, 1) == ["checkpoint.one.tsr", "checkpoint.two.tsr"]
    told = of_kind(archive, events.TIMESTAMP)
    assert [(each["authority"], each["checkpoint"]) for each in told] == [("one", 1), ("two", 1)]
    assert (one.asked, two.asked, faults(archive)) == (1, 1, [])


def test_stamps_bring_forth_no_checkpoint_and_the_next_covers_them(house):
    archive, _, _ = house
    happen(archive, 1)
    reached = covering.cover(archive)
    assert covering.cover(archive) == reached
    assert (reached.size, stamps(archive, 1)) == (1, ["checkpoint.one.tsr", "checkpoint.two.tsr"])
    happen(archive, 1)
    assert covering.cover(archive).size == 4
    assert faults(archive) == []


def test_a_run_begins_with_a_stamp_that_its_captures_can_name(house):
    archive, one, two = house
    covering.begin(archive)
    assert stamps(archive, 1) == ["checkpoint.one.tsr", "checkpoint.two.tsr"]
    opening = covering.opening(archive)
    assert (opening["authority"], opening["checkpoint"]) == ("two", 1)
    archive.run.received.clear()
    covering.begin(archive)
    assert (one.asked, two.asked) == (2, 1), "where all stamped it, one is asked again"
    assert stamps(archive, 1) == ["checkpoint.one.2.tsr", "checkpoint.one.tsr", "checkpoint.two.tsr"]
    assert covering.opening(archive)["authority"] == "one"
    assert faults(archive) == []


def test_without_authorities_or_an_answer_the_manifest_says_why_there_is_none(house):
    archive, one, two = house
    one.silent = two.silent = True
    covering.begin(archive)
    assert covering.opening(archive) == {"reason": "not_answered"}


def test_one_that_does_not_answer_is_left_alone_until_the_end_and_asked_by_the_next_run(house):
    archive, one, two = house
    one.silent = True
    covering.begin(archive)
    assert archive.run.unanswered == {"one": "one gave no answer."}
    happen(archive, 1)
    archive.clock.advance(minutes=20)
    covering.cover_where_due(archive)
    assert (one.asked, two.asked) == (1, 2)
    happen(archive, 1)
    covering.cover(archive)
    assert (one.asked, two.asked) == (2, 3), "at the end it is tried once more"
    one.silent = False
    archive.run.unanswered.clear()
    covering.begin(archive)
    assert (one.asked, two.asked) == (3, 3), "the next run asks it first"
    assert stamps(archive, 3) == ["checkpoint.one.tsr", "checkpoint.two.tsr"]
    assert faults(archive) == []


def test_the_delay_is_counted_from_the_first_seal_that_no_earlier_stamp_covers(house, clock):
    archive, one, two = house
    covering.begin(archive)
    one.silent = two.silent = True
    seal(archive, "a")
    clock.advance(minutes=50)
    seal(archive, "b")
    covering.cover(archive)
    clock.advance(minutes=20)
    one.silent = two.silent = False
    happen(archive, 1)
    covering.cover(archive)
    assert archive.run.received[-1].delay == timedelta(minutes=70)
    seal(archive, "c")
    clock.advance(seconds=30)
    covering.cover(archive)
    assert archive.run.received[-1].delay == timedelta(seconds=30)


def seal(archive, name):
    said = {
        "capture": f"x/{name}",
        "seal": "sha256:" + "0" * 64,
        "kind": "crawl",
        "outcome": "complete",
        "reason": "",
    }
    archive.custody.append(ACME, events.CAPTURE, said)


@pytest.mark.parametrize(("off", "least"), [(0, 0), (1, 0), (90, 89), (-90, -90)])
def test_how_far_the_clock_is_off_by_an_authority_s_is_in_the_ledger(tmp_path, off, least):
    clock, theirs = FrozenClock(), FrozenClock()
    theirs.advance(seconds=-off)
    archive, (authority,) = stamped_archive(tmp_path, clock, names=("one",))
    authority.authority.clock = theirs.now
    happen(archive, 1)
    covering.cover(archive)
    (told,) = of_kind(archive, events.TIMESTAMP)
    assert told["clock_ahead_ms"] == least * 1000
    archive.close()


def test_a_clock_that_jumped_back_is_an_event(house, clock):
    archive, _, _ = house
    covering.begin(archive)
    clock.advance(seconds=-1)
    covering.begin(archive)
    assert of_kind(archive, events.CLOCK) == []
    clock.advance(hours=-3)
    covering.begin(archive)
    (told,) = of_kind(archive, events.CLOCK)
    assert told["back_ms"] == (3 * 3600 + 1) * 1000
    assert archive.run.clock_back == timedelta(hours=3, seconds=1)
    assert faults(archive) == []


def test_a_jump_is_told_once_and_a_further_one_again(house, clock):
    archive, _, _ = house
    covering.begin(archive)
    clock.advance(hours=-3)
    for _ in range(3):
        covering.begin(archive)
        clock.advance(minutes=1)
        happen(archive, 1)
        covering.cover(archive)
        clock.advance(minutes=1)
    assert len(of_kind(archive, events.CLOCK)) == 1
    clock.advance(hours=-3)
    covering.begin(archive)
    assert [each["back_ms"] for each in of_kind(archive, events.CLOCK)] == [
        3 * 3600 * 1000,
        (3 * 3600 - 60) * 1000,
    ]


def test_to_renew_covers_earlier_stamps_and_asks_all(house):
    archive, _, _ = house
    happen(archive, 1)
    covering.cover(archive)
    assert stamping.renew(archive).size == 3
    assert stamps(archive, 2) == ["checkpoint.one.tsr", "checkpoint.two.tsr"]
    covered = [json.loads(line) for line in (batch_of(archive, 2) / "events.jsonl").read_bytes().splitlines()]
    assert [each["event"] for each in covered] == [events.TIMESTAMP] * 2
    assert faults(archive) == []


def test_to_renew_without_authorities_says_what_to_write(tmp_path):
    archive, _ = stamped_archive(tmp_path, names=())
    with pytest.raises(ConfigError, match="No authority is named in"):
        stamping.renew(archive)
    archive.close()


def test_what_each_stamped_last_is_told_of_those_that_are_asked_no_more_too(house):
    archive, one, _ = house
    happen(archive, 1)
    covering.cover(archive)
    one.name, one.asked = "three", 0
    found = {each.authority: (each.asked, each.stamps, each.checkpoint) for each in stamping.known(archive)}
    assert found == {"three": (True, 0, None), "two": (True, 1, 1), "one": (False, 1, 1)}


def test_the_index_made_afresh_equals_the_one_that_grew_with_stamps(house):
    archive, _, _ = house
    covering.begin(archive)
    covering.cover(archive)
    assert check(archive, Silent()).differences == {}


def test_a_stamped_archive_verifies_and_says_whose_roots_they_are(house):
    archive, _, _ = house
    happen(archive, 1)
    covering.cover(archive)
    findings = verify(archive.layout.root)
    (proven,) = [
        one.detail for one in findings if one.check == "time stamps" and one.status is Status.VERIFIED
    ]
    assert proven.startswith(
        "2 stamps on 1 checkpoints by Authority one, Authority two, each as received; the first at "
    )
    (roots,) = [one.detail for one in findings if one.check == "time stamps" and not one.required]
    assert "Authority one root (SHA-256 " in roots
    assert exit_code(findings) == 3, "there is no capture"


def test_a_stamp_that_a_crash_left_without_its_event_is_asked_for_again(house):
    archive, one, _ = house
    happen(archive, 1)
    covering.cover(archive)
    (event,) = [
        path for path in archive.layout.pending.glob("*.json") if b'"authority":"two"' in path.read_bytes()
    ]
    event.unlink()
    covering.cover(archive)
    assert stamps(archive, 1) == ["checkpoint.one.tsr", "checkpoint.two.2.tsr", "checkpoint.two.tsr"]
    assert (one.asked, faults(archive)) == (1, [])


def test_authorities_are_asked_side_by_side(house):
    archive, one, two = house
    meeting = threading.Barrier(2, timeout=20)
    one.before = two.before = meeting.wait
    happen(archive, 1)
    covering.cover(archive)
    assert (len(stamps(archive, 1)), archive.run.unanswered) == (2, {})
