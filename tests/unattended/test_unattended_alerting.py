"""Alerts: by typed causes, in counts and refs, once; what cannot be sent waits, and no credential is ever repeated."""

import json
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from fleet import Fleet, account

from archiver.alerts import heartbeat
from archiver.config import Alerts
from archiver.operations import fixity
from archiver.operations.unattended import alerting
from archiver.operations.unattended.alerting import Tried
from archiver.operations.unattended.status import status
from archiver.operations.verify import verify
from archiver.simulator import happenings
from archiver.simulator.conditions import SIGNED_IN, BreakShape, Challenge, under
from archiver.store import lock

SECRET = "hunter2"


class Receiver:
    """A channel that keeps what it is sent, until it is down."""

    def __init__(self):
        self.messages, self.beats, self.down = [], 0, False
        receiver = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                self.send_response(503 if receiver.down else 200)
                self.end_headers()
                if not receiver.down:
                    receiver.messages.append(json.loads(body))

            def do_GET(self):
                receiver.beats += 1
                self.send_response(503 if receiver.down else 200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server.server_address[1]}"

    @property
    def titles(self):
        return [message["title"] for message in self.messages]


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


def alerting_fleet(folder, receiver, accounts=3, **more):
    settings = Alerts(channels=(f"json://desk:{SECRET}@{receiver.address}/",), **more.pop("alerts", {}))
    fleet = Fleet.of(folder, [account(owner, 9) for owner in range(accounts)], alerts=settings, **more)
    fleet.run()
    tell(fleet)
    receiver.messages.clear()
    return fleet


@pytest.fixture
def fleet(tmp_path, receiver):
    made = alerting_fleet(tmp_path, receiver)
    yield made
    made.archive.close()


def tell(fleet):
    return alerting.tell(fleet.archive, status(fleet.archive))


def watch(fleet, *, hours, each=30):
    """Run and tell, for some hours; give the troubles that were said."""
    troubles = []
    for _ in range(hours * 60 // each):
        fleet.run()
        troubles += alerting.tell_and_call(fleet.archive)
        fleet.clock.advance(minutes=each)
    return troubles


def gone(fleet, handle="company.1", places=(5, 6)):
    codes = [fleet.networks[handle].company.posts[place].code for place in places]
    for code in codes:
        fleet.change(handle, happenings.delete, code)
    return codes


def test_what_is_not_shown_is_told_once_and_then_what_is_concluded(fleet, receiver):
    codes = gone(fleet)
    assert watch(fleet, hours=9) == []
    assert receiver.titles == [
        "archiver: 2 posts were not shown at their addresses",
        "archiver: 2 posts are no longer shown",
    ]
    for message in receiver.messages:
        assert {f"archiver show instagram:{code}" for code in codes} <= set(message["message"].splitlines())
        assert "was last shown" not in message["message"], "counts and refs alone"


@pytest.mark.prove
def test_with_all_detail_the_one_sentence_is_told(tmp_path, receiver):
    fleet = alerting_fleet(tmp_path, receiver, alerts={"full": True})
    (code,) = gone(fleet, places=(5,))
    watch(fleet, hours=9)
    told = receiver.messages[-1]["message"]
    assert (
        f"Post {code} of account @company.1 (id 990100000001) was last shown to this collector publicly"
        in told
    )
    assert "These records do not show who or what caused this" in told


@pytest.mark.prove
def test_label_and_case_are_said(fleet, receiver):
    targets = tuple(replace(each, label="Hartmann", case="12 O 34/26") for each in fleet.settings.targets)
    fleet.settings = replace(fleet.settings, targets=targets)
    fleet.open()
    gone(fleet)
    watch(fleet, hours=8)
    assert receiver.titles[0].endswith("(12 O 34/26)")
    assert "instagram:company.1 (Hartmann)" in receiver.messages[0]["message"]


def test_an_edit_and_an_account_that_went_private_are_told(fleet, receiver):
    company = fleet.networks["company.0"].company
    fleet.change("company.0", happenings.edit_caption, company.posts[1].code, "Another caption")
    fleet.change("company.2", happenings.go_private)
    watch(fleet, hours=8)
    assert sorted(receiver.titles) == [
        "archiver: 1 account answers otherwise",
        "archiver: 1 post or profile was edited",
    ]
    assert any("it is private, asked logged out" in message["message"] for message in receiver.messages)
    watch(fleet, hours=14)
    assert len(receiver.titles) == 2, "what was told is not told again"


@pytest.mark.prove
def test_a_shape_that_changes_is_one_message(fleet, receiver):
    fleet.conditions = under(BreakShape(place=1))
    watch(fleet, hours=20)
    shapes = [title for title in receiver.titles if "understood" in title]
    assert shapes == ["archiver: answers are not understood"]


def test_a_blind_session_is_said_once_a_day_and_the_heart_stops(tmp_path, receiver):
    heart = {"heartbeat": f"http://{receiver.address}/beat"}
    fleet = alerting_fleet(tmp_path, receiver, accounts=1, sessions=("S",), alerts=heart)
    watch(fleet, hours=1)
    assert receiver.beats == 2
    fleet.conditions = under(Challenge(who=SIGNED_IN))
    watch(fleet, hours=30)
    assert receiver.titles == ["archiver: a session is blind"] * 2
    assert "archiver login instagram --session S" in receiver.messages[0]["message"]
    assert receiver.beats < 30, "it is not called where something is blind"


def test_what_a_channel_does_not_take_waits_and_that_is_said_without_a_credential(fleet, receiver):
    receiver.down = True
    gone(fleet)
    troubles = watch(fleet, hours=9)
    assert troubles[-1].startswith("The alert channel json took nothing, and 2 messages wait for it.")
    assert not any(SECRET in trouble for trouble in troubles)
    receiver.down = False
    assert watch(fleet, hours=1) == []
    assert len(receiver.titles) == 2
    assert "This waited to be sent since 2026-11-24" in receiver.messages[0]["message"]
    for path in (fleet.folder / "evidence").rglob("*"):
        assert SECRET not in path.name
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path


def test_a_run_that_was_killed_swallows_nothing(fleet, receiver):
    codes = gone(fleet)
    for _ in range(30):
        fleet.run()  # and it is killed before it tells
        fleet.clock.advance(minutes=20)
    tell(fleet)
    assert receiver.titles == ["archiver: 2 posts are no longer shown"]
    assert all(code in receiver.messages[0]["message"] for code in codes)


@pytest.mark.prove
def test_what_was_told_may_be_lost(fleet, receiver):
    gone(fleet)
    watch(fleet, hours=9)
    fleet.archive.layout.told_file.unlink()
    receiver.messages.clear()
    watch(fleet, hours=3)
    assert receiver.titles == [], "the past is not told again"


@pytest.mark.prove
def test_the_checkpoint_of_the_day_goes_to_whoever_is_outside(tmp_path, receiver):
    outside = {"checkpoints": (f"json://{receiver.address}/outside",)}
    fleet = alerting_fleet(tmp_path, receiver, accounts=1, alerts=outside)
    watch(fleet, hours=30)
    checkpoints = [message for message in receiver.messages if "checkpoint" in message["title"]]
    assert len(checkpoints) == 1
    assert fleet.archive.identity.archive_id in checkpoints[0]["message"]


@pytest.mark.prove
def test_what_would_be_told_is_shown_and_still_told(fleet, receiver):
    gone(fleet)
    fleet.clock.advance(hours=7)
    fleet.run()
    (would,) = alerting.would_tell(fleet.archive)
    assert not receiver.messages
    tell(fleet)
    assert receiver.titles == [would.title]


def test_a_channel_can_be_tried(fleet, receiver):
    assert alerting.try_channels(fleet.archive) == [Tried("channels 1", "json", "")]
    receiver.down = True
    assert alerting.try_channels(fleet.archive) == [Tried("channels 1", "json", "it took nothing")]
    settings = Alerts(channels=("foo://bar",), heartbeat=f"http://{receiver.address}/beat")
    other = replace(fleet.archive, settings=replace(fleet.settings, alerts=settings))
    assert [each.problem for each in alerting.try_channels(other)] == [
        "no service of that kind is known, or its address is not whole",
        "HTTP 503",
    ]


def test_an_authority_that_does_not_answer_is_told_once_a_day(fleet, receiver):
    fleet.archive.run.unanswered["digicert"] = "digicert did not answer."
    watch(fleet, hours=2)
    assert receiver.titles == ["archiver: a time-stamp authority does not answer"]
    assert receiver.messages[0]["message"] == "digicert"


def test_a_disk_that_is_nearly_full_is_told(disk, receiver):
    fleet = alerting_fleet(disk(40), receiver, accounts=1)
    assert receiver.titles == [], "it was told at once, when the first run ended"
    fleet.archive.layout.told_file.unlink()
    tell(fleet)
    assert receiver.titles == ["archiver: the disk is nearly full"]
    fleet.archive.close()


def test_what_is_not_as_it_was_sealed_is_told(fleet, receiver):
    spoilt = next((fleet.folder / "evidence").glob("captures/*/*/*/manifest.json"))
    spoilt.chmod(0o644)
    spoilt.write_bytes(spoilt.read_bytes().replace(b"complete", b"compleat"))
    fixity.record(fleet.archive, verify(fleet.folder / "evidence", lambda *_: None))
    tell(fleet)
    assert receiver.titles == ["archiver: what is on the disk is not what was sealed"]
    assert "things failed, the first is captures/instagram/company." in receiver.messages[0]["message"]


@pytest.mark.prove
def test_whoever_is_killed_while_sending_swallows_nothing(fleet, receiver):
    gone(fleet)
    fleet.clock.advance(hours=7)
    fleet.run()
    receiver.down = True
    tell(fleet)
    receiver.down = False
    told = fleet.archive.layout.told_file.read_bytes()
    assert tell(fleet) == []
    assert receiver.titles == ["archiver: 2 posts were not shown at their addresses"]
    assert fleet.archive.layout.told_file.read_bytes() == told


def test_two_runs_tell_once(fleet, receiver):
    gone(fleet)
    fleet.clock.advance(hours=7)
    fleet.run()
    with lock.held(fleet.archive.layout.alerts_lock, "The alerts"):
        assert tell(fleet) == [], "it is left to the other"
        assert receiver.titles == []
    tell(fleet)
    assert len(receiver.titles) == 1


DEEP = b"[" * 100_000


@pytest.mark.some(of=9)
@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{}",
        b"[]",
        DEEP,
        b'{"reach": {"edited": 7}, "at": {}, "lasting": {}, "checkpoint": ""}',
        b'{"reach": {"edited": {"a": "b"}}, "at": {}, "lasting": {}, "checkpoint": ""}',
        b'{"reach": {}, "at": {"edited": "noon"}, "lasting": {}, "checkpoint": ""}',
        b'{"reach": {}, "at": {"edited": 5}, "lasting": {}, "checkpoint": ""}',
        b'{"reach": {}, "at": {}, "lasting": {"unseen x": 5}, "checkpoint": ""}',
    ],
)
def test_what_was_told_may_be_anything(fleet, receiver, told):
    fleet.archive.layout.told_file.write_bytes(told)
    fleet.archive.layout.next_file.write_bytes(told)
    assert watch(fleet, hours=1) == []


@pytest.mark.some(of=6)
@pytest.mark.parametrize(
    "waiting",
    [b"", b"{}", b"[]", DEEP, b'{"at": "noon", "cause": "edited", "title": "a", "body": "b"}', b'{"at": 5}'],
)
def test_what_waits_may_be_anything(fleet, receiver, waiting):
    gone(fleet)
    receiver.down = True
    fleet.clock.advance(hours=7)
    fleet.run()
    tell(fleet)
    (folder,) = (fleet.archive.layout.root / "state/outbox").iterdir()
    (folder / "000000000-00000000.json").write_bytes(waiting)
    (folder / "letter.json").write_bytes(waiting)
    receiver.down = False
    assert tell(fleet) == []
    assert receiver.titles == ["archiver: 2 posts were not shown at their addresses"]


@pytest.mark.parametrize(
    "address", ["https://xn--\u2603.example/s3cret", f"https://{'x' * 70}.example/s3cret"]
)
def test_a_heartbeat_that_is_no_address_is_said_without_it(fleet, address):
    assert heartbeat.call(address)
    assert "s3cret" not in heartbeat.call(address)
