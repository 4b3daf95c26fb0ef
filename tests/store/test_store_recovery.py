"""What a crash left of a visit in the making, found by the next process that works on the target."""

import pytest
from store_building import CAPTURE, NAME, TARGET, exchange, sealed, writer
from store_looking import events, names, nothing_in_work, placed


def lay_event(layout, one):
    folder = layout.work / NAME / "event"
    folder.mkdir(exist_ok=True)
    (folder / one.name).write_bytes(one.content)


def move_capture(layout):
    layout.capture(CAPTURE).parent.mkdir(parents=True)
    (layout.work / NAME / "capture").rename(layout.capture(CAPTURE))


def recovered(archive):
    with archive.custody.working_on(TARGET, "acme"):
        pass
    return placed(archive.layout)


def test_after_a_crash_between_event_and_move_both_are_placed(archive):
    _, one = sealed(archive.layout)
    lay_event(archive.layout, one)
    assert recovered(archive)


def test_after_a_crash_between_both_moves_the_event_is_placed(archive):
    _, one = sealed(archive.layout)
    lay_event(archive.layout, one)
    move_capture(archive.layout)
    assert recovered(archive)


def test_a_crash_while_recovering_is_recovered_from(archive):
    _, one = sealed(archive.layout)
    lay_event(archive.layout, one)
    move_capture(archive.layout)
    assert recovered(archive)
    assert recovered(archive)


def test_after_a_crash_behind_both_moves_nothing_is_told_twice(archive):
    _, one = sealed(archive.layout)
    lay_event(archive.layout, one)
    move_capture(archive.layout)
    (archive.layout.work / NAME / "event" / one.name).rename(archive.layout.pending / one.name)
    assert recovered(archive)


def interrupted(archive):
    with archive.custody.working_on(TARGET, "acme"):
        pass
    assert [
        (one["number"], one["capture"], one["seal"], one["kind"], one["outcome"], one["reason"])
        for one in events(archive.layout)
    ] == [(1, None, None, "crawl", "failed", "interrupted")]
    assert names(archive.layout.captures) == []
    return nothing_in_work(archive.layout)


def test_a_crash_while_recording_becomes_an_event(archive):
    made = writer(archive.layout)
    made.exchange(exchange())
    made.close()
    assert interrupted(archive)


def test_a_crash_within_a_record_becomes_an_event(archive):
    made = writer(archive.layout)
    made.close()
    file = archive.layout.work / NAME / "capture" / "capture.warc.gz"
    file.write_bytes(file.read_bytes()[:-7])
    assert interrupted(archive)


def test_a_capture_that_was_sealed_before_the_crash_is_placed_with_the_event_it_lacks(archive):
    sealed(archive.layout)
    assert recovered(archive)
    (one,) = events(archive.layout)
    assert (one["number"], one["kind"], one["outcome"], one["reason"]) == (1, "crawl", "partial", "stopped")


@pytest.mark.parametrize("lost", [["SHA256SUMS"], ["SHA256SUMS", "private.json", "manifest.json"]])
def test_a_crash_before_the_seal_becomes_an_event(archive, lost):
    sealed(archive.layout)
    for name in lost:
        (archive.layout.work / NAME / "capture" / name).unlink()
    assert interrupted(archive)


def test_an_event_written_by_half_is_none(archive):
    _, one = sealed(archive.layout)
    folder = archive.layout.work / NAME / "event.new"
    folder.mkdir()
    (folder / f".{one.name}.123.part").write_bytes(one.content[:50])
    assert recovered(archive)


def test_what_another_target_left_is_left_to_it(archive):
    writer(archive.layout, lock="other").close()
    with archive.custody.working_on(TARGET, "acme"):
        pass
    assert events(archive.layout) == []
    assert names(archive.layout.work) == [NAME]


def test_rubbish_under_work_stops_nobody(archive):
    (archive.layout.work / "empty").mkdir()
    (archive.layout.work / "file").write_text("")
    (archive.layout.work / "odd").mkdir()
    (archive.layout.work / "odd" / "begun.json").write_text("[]")
    with archive.custody.working_on(TARGET, "acme"):
        pass
    assert events(archive.layout) == []


def test_a_number_that_waits_for_recovery_under_another_lock_is_not_given_again(archive):
    _, one = sealed(archive.layout, lock="ddg4rixipyf-0a0a0a0a")
    lay_event(archive.layout, one)
    with archive.custody.working_on(TARGET, "acme"):
        archive.custody.record_look(
            lambda other: (archive.layout.pending / other.name).write_bytes(other.content),
            target=TARGET,
            slug="acme",
            capture=None,
            kind="crawl",
            outcome="failed",
            reason="",
        )
    with archive.custody.working_on(TARGET, "ddg4rixipyf-0a0a0a0a"):
        pass
    assert sorted(each["number"] for each in events(archive.layout)) == [1, 2]
