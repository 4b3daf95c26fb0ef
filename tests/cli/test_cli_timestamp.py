"""Stamps from the command line: made by real requests on loopback, told to people and scripts, judged by openssl."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes import call_archiver, ledger_of
from judges import needs_openssl, openssl_takes

from archiver.simulator.authority.authority import Authority, Trouble
from archiver.simulator.server import StandIn


@dataclass
class Stamped:
    folder: Path
    authorities: dict[str, Authority]

    def archiver(self, *arguments):
        return call_archiver(*arguments, folder=self.folder)

    def batch(self, number):
        return self.folder / "evidence/ledger" / f"{number:06d}"


@pytest.fixture
def stamped(tmp_path):
    authorities = {"one": Authority("Authority one", rsa_bits=2048), "two": Authority("Authority two")}
    (config := tmp_path / "config").mkdir()
    told = '[keys]\nfolder = "../keys"\n'
    with (
        StandIn(authorities["one"].answer, hosts=()) as one,
        StandIn(authorities["two"].answer, hosts=()) as two,
    ):
        for name, server in (("one", one), ("two", two)):
            (config / f"{name}.pem").write_bytes(authorities[name].root)
            told += f'[authorities.{name}]\nurl = "http://{server.address}/"\nroots = "{name}.pem"\n'
        (config / "archiver.toml").write_text(told)
        made = Stamped(tmp_path, authorities)
        assert made.archiver("init").code == 0
        yield made


@needs_openssl
def test_a_mark_is_stamped_and_openssl_takes_both_stamps(stamped):
    ran = stamped.archiver("mark", "called the press office")
    assert (ran.code, ran.err) == (0, "")
    for name in ("one", "two"):
        stamp, message = (stamped.batch(1) / file for file in (f"checkpoint.{name}.tsr", "checkpoint"))
        root = stamped.authorities[name].root
        assert openssl_takes(stamped.folder, stamp.read_bytes(), message.read_bytes(), root)


def test_who_stamped_is_told_and_what_one_did_not(stamped):
    stamped.archiver("mark", "first")
    stamped.authorities["two"].trouble = Trouble.REFUSES
    stamped.archiver("mark", "second")
    ran = stamped.archiver("checkpoint")
    assert ran.code == 0
    assert ran.err.startswith("two answered with HTTP 503. It is asked again by the next command")
    shown = stamped.archiver("timestamp", "show").out.splitlines()
    assert [line.partition(" UTC")[0][:10] for line in shown] == ["one: 2 sta", "two: 1 sta"]
    assert [line.partition("checkpoint ")[2] for line in shown] == ["2", "1"]


@pytest.mark.parametrize("command", ["mark first --json", "verify --record", "key rotate"])
def test_every_command_that_covers_says_who_did_not_answer(stamped, command):
    stamped.authorities["two"].trouble = Trouble.REFUSES
    assert "two answered with HTTP 503." in stamped.archiver(*command.split()).err


def test_what_waits_is_asked_for_by_the_next_command(stamped):
    stamped.authorities["two"].trouble = Trouble.REFUSES
    stamped.archiver("mark", "first")
    assert not (stamped.batch(1) / "checkpoint.two.tsr").exists()
    stamped.authorities["two"].trouble = None
    ran = stamped.archiver("checkpoint", "--json")
    assert [each["authority"] for each in ran.json["stamps"]["received"]] == ["two"]
    assert (stamped.batch(1) / "checkpoint.two.tsr").exists()


def test_to_renew_stamps_all_anew_and_exits_by_whether_all_did(stamped):
    stamped.archiver("mark", "first")
    ran = stamped.archiver("timestamp", "renew", "--json")
    assert (ran.code, ran.json["ledger"]["size"]) == (0, 3)
    assert [each["checkpoint"] for each in ran.json["stamps"]["received"]] == [2, 2]
    stamped.authorities["one"].trouble = Trouble.REJECTS
    ran = stamped.archiver("timestamp", "renew", "--json")
    assert (ran.code, list(ran.json["stamps"]["unanswered"])) == (3, ["one"])
    found = stamped.archiver("verify", "--json").json["findings"]
    assert [one for one in found if one["status"] == "failed"] == []


def test_the_json_of_one_that_was_never_asked_is_empty_and_not_missing(stamped):
    told = stamped.archiver("timestamp", "show", "--json").json["authorities"]
    assert told == [
        {"authority": name, "asked": True, "stamps": 0, "last_checkpoint": None, "last_at": None}
        for name in ("one", "two")
    ]


def test_a_checkpoint_that_is_handed_on_takes_its_stamps_along(stamped):
    stamped.archiver("mark", "first")
    files = stamped.archiver("checkpoint", "--to", "outside", "--json").json["files"]
    assert [Path(file).name.partition(".")[2] for file in files] == [
        "checkpoint",
        "checkpoint.sshsig",
        "checkpoint.one.tsr",
        "checkpoint.two.tsr",
    ]
    assert (stamped.folder / files[2]).read_bytes() == (stamped.batch(1) / "checkpoint.one.tsr").read_bytes()


def test_no_stamp_of_an_earlier_checkpoint_of_that_day_stays_beside_the_one_that_takes_its_place(stamped):
    stamped.archiver("mark", "first")
    stamped.archiver("checkpoint", "--to", "outside")
    stamped.authorities["two"].trouble = Trouble.REFUSES
    stamped.archiver("mark", "second")
    files = stamped.archiver("checkpoint", "--to", "outside", "--json").json["files"]
    assert sorted(path.name for path in (stamped.folder / "outside").iterdir()) == sorted(
        Path(file).name for file in files
    )
    assert len(files) == 3


def test_roots_from_outside_hold_or_they_do_not(stamped):
    stamped.archiver("mark", "first")
    both = stamped.folder / "both.pem"
    both.write_bytes(b"".join(each.root for each in stamped.authorities.values()))

    def outcome(roots):
        found = stamped.archiver("verify", "--roots", roots, "--json").json["findings"]
        return {one["status"] for one in found if one["check"] == "time stamps"}

    assert outcome("both.pem") == {"verified"}
    assert outcome("config/one.pem") == {"failed"}
    ran = stamped.archiver("verify", "--roots", "nowhere.pem")
    assert (ran.code, ran.err.startswith("The file of roots nowhere.pem cannot be read: ")) == (2, True)


def test_without_authorities_it_is_said_what_to_write(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config/archiver.toml").write_text('[keys]\nfolder = "../keys"\n')
    call_archiver("init", folder=tmp_path)
    ran = call_archiver("checkpoint", folder=tmp_path)
    assert ran.err.startswith("Nobody but this machine says when this was there.")
    ran = call_archiver("timestamp", "renew", folder=tmp_path)
    assert (ran.code, "Write [authorities.digicert]" in ran.err) == (2, True)


def test_a_clock_that_is_wrong_is_said(stamped):
    for each in stamped.authorities.values():
        each.clock = lambda: datetime.now(UTC) - timedelta(seconds=90)
    ran = stamped.archiver("mark", "first")
    assert ran.code == 0
    assert ran.err.startswith("This machine's clock is at least 1 min ")
    # By either authority's: both tell whole seconds, of which another part is over.
    assert ran.err.rstrip().endswith(
        ("ahead of that of one. Set it right.", "ahead of that of two. Set it right.")
    )


def test_that_all_was_checked_is_put_into_the_ledger_where_it_is_asked_for(stamped):
    stamped.archiver("mark", "first")
    assert stamped.archiver("verify", "--record").code == 3, "there is no capture"
    (told,) = [
        line
        for line in (stamped.batch(2) / "events.jsonl").read_text().splitlines()
        if "fixity check" in line
    ]
    assert '"failed":0' in told
    assert '"size":1' in told
    found = stamped.archiver("verify", "--json").json["findings"]
    assert [one for one in found if one["status"] == "failed"] == []


@pytest.mark.parametrize("name", ["Interview with J. Doe.odt", os.fsdecode(b"\xff.txt")])
def test_no_name_of_a_file_that_has_no_place_is_put_into_the_ledger(stamped, name):
    stamped.archiver("mark", "first")
    (stamped.folder / "evidence" / name).touch()
    assert stamped.archiver("verify", "--record").code == 1
    (told,) = [each for each in ledger_of(stamped.folder) if each["event"] == "fixity check"]
    assert (told["failed"], told["counts"]["failed"]) == (["archive"], 1)
