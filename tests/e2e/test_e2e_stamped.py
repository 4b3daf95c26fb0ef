"""A crawl whose beginning and end authorities stamp, so that what it seals lies between two times that are not ours."""

import json

import pytest
from judges import needs_openssl, openssl_takes

from archiver.simulator.authority.authority import Authority, Trouble
from archiver.simulator.server import StandIn

PROFILE = "https://www.instagram.com/hartmann.werkzeuge/"


@pytest.fixture
def authorities(folder):
    """Two authorities, one with keys of RSA, named in the settings."""
    made = {"one": Authority("Authority one", rsa_bits=2048), "two": Authority("Authority two")}
    settings = folder / "config/archiver.toml"
    with StandIn(made["one"].answer, hosts=()) as one, StandIn(made["two"].answer, hosts=()) as two:
        with settings.open("a") as more:
            for name, server in (("one", one), ("two", two)):
                (folder / f"config/{name}.pem").write_bytes(made[name].root)
                more.write(
                    f'\n[authorities.{name}]\nurl = "http://{server.address}/"\nroots = "{name}.pem"\n'
                )
        yield made


def manifest(folder):
    (path,) = folder.glob("evidence/captures/*/*/*/manifest.json")
    return json.loads(path.read_bytes())


def proven(archiver, check):
    findings = archiver("verify", "--json").json["findings"]
    assert [one for one in findings if one["status"] == "failed"] == []
    return [one["detail"] for one in findings if one["check"] == check and one["status"] == "verified"]


@pytest.mark.prove
@needs_openssl
def test_a_crawl_lies_between_two_stamps_and_says_how_long_it_took(archiver, folder, authorities, tmp_path):
    ran = archiver("crawl", PROFILE, "--limit", "1", "--json")
    assert ran.code == 0, ran.err
    received = ran.json["stamps"]["received"]
    assert [(each["authority"], each["checkpoint"]) for each in received] == [
        ("one", 1),
        ("two", 1),
        ("one", 2),
        ("two", 2),
    ]
    assert [each["delay_seconds"] is None for each in received] == [True, True, False, False]
    assert 0 <= received[2]["delay_seconds"] < 60
    opening = manifest(folder)["opening_stamp"]
    assert (opening["authority"], opening["checkpoint"]) == ("two", 1)
    (told,) = proven(archiver, "sealing times")
    assert told.startswith("1 of 1 captures were sealed between two times that authorities tell, at most ")
    for number in (1, 2):
        for name, authority in authorities.items():
            batch = folder / f"evidence/ledger/{number:06d}"
            stamp, message = (batch / file for file in (f"checkpoint.{name}.tsr", "checkpoint"))
            assert openssl_takes(tmp_path, stamp.read_bytes(), message.read_bytes(), authority.root)
    assert archiver("rebuild", "--check").code == 0


@pytest.mark.prove
def test_authorities_that_do_not_answer_stop_nothing_and_are_said(archiver, folder, authorities):
    authorities["one"].trouble = authorities["two"].trouble = Trouble.REFUSES
    ran = archiver("crawl", PROFILE, "--limit", "1")
    assert ran.code == 0
    assert [line.partition(".")[0] for line in ran.err.splitlines() if "answered" in line] == [
        "one answered with HTTP 503",
        "two answered with HTTP 503",
    ]
    assert manifest(folder)["opening_stamp"] == {"reason": "not_answered"}
    authorities["two"].trouble = None
    assert archiver("checkpoint", "--json").json["stamps"]["received"][0]["authority"] == "two"
    assert proven(archiver, "sealing times") == [
        "0 of 1 captures were sealed between two times that authorities tell."
    ]


@pytest.mark.prove
def test_people_are_told_who_stamped_and_how_long_after_the_first_seal(archiver, authorities):
    out = archiver("crawl", PROFILE, "--limit", "1").out.splitlines()
    (told,) = [line for line in out if line.startswith("Checkpoint 2 is stamped by one and two")]
    assert told.endswith("after the first seal that it covers.")
