"""What the settings say of schedule and rules is in the ledger, once for each change, and without names."""

from dataclasses import replace
from datetime import timedelta

import pytest
from ledger_building import new_archive

from archiver.config import Authority, Session, WatchedTarget
from archiver.ledger import events
from archiver.model.removal import Rule
from archiver.operations.declaring import declare
from archiver.verify.archive import verify
from archiver.verify.finding import Status

WATCHED = WatchedTarget(
    "instagram:acme", every=timedelta(hours=6), sessions=("colleague",), proxy="http://u:pw@proxy.example:8"
)


@pytest.fixture
def archive(tmp_path):
    made = new_archive(tmp_path)
    yield made
    made.close()


def with_settings(archive, **changes):
    return replace(archive, settings=replace(archive.settings, **changes))


def declared(archive, target):
    return [
        content["declared"]
        for _, content in archive.custody.every()
        if content["event"] == events.DECLARATION and content["target"] == target
    ]


def test_the_first_run_declares_rule_and_tool_and_the_next_says_nothing_new(archive):
    declare(archive)
    declare(archive)
    (told,) = declared(archive, "")
    assert told["tool"].startswith("archiver ")
    assert told["rule"]["confirm_after"] == 3600
    assert (told["authorities"], told["stand_in"]) == ({}, False)


def test_a_target_is_declared_in_its_own_chain_with_how_often_it_is_to_be_looked_at(archive):
    watching = with_settings(archive, targets=(WATCHED,))
    declare(watching)
    declare(watching)
    (told,) = declared(archive, "instagram:acme")
    assert (told["watched"], told["every_seconds"], told["logged_out"]) == (True, 6 * 3600, True)
    chain = [content["event"] for _, content in archive.custody.chain("instagram", "acme").after(0)]
    assert chain == [events.DECLARATION]


def test_each_change_is_declared_and_that_it_is_watched_no_more(archive):
    for every in (timedelta(hours=6), timedelta(hours=1), timedelta(hours=6)):
        declare(with_settings(archive, targets=(replace(WATCHED, every=every),)))
    declare(with_settings(archive, targets=()))
    declare(with_settings(archive, targets=()))
    told = declared(archive, "instagram:acme")
    assert [each.get("every_seconds") for each in told] == [21600, 3600, 21600, None]
    assert told[-1] == {"watched": False}


def test_another_rule_or_authority_is_declared(archive):
    declare(archive)
    declare(with_settings(archive, rule=Rule(confirm_after=timedelta(hours=2))))
    declare(with_settings(archive, authorities=(Authority("one", "http://me:pw@tsa.example/x?key=1", None),)))
    told = declared(archive, "")
    assert [each["rule"]["confirm_after"] for each in told] == [3600, 7200, 3600]
    assert told[-1]["authorities"] == {"one": "tsa.example"}


def test_no_name_of_session_proxy_or_secret_stands_in_what_is_declared(archive, tmp_path):
    session = Session("colleague", "instagram", tmp_path / "state.json")
    declare(with_settings(archive, targets=(WATCHED,), sessions=(session,)))
    text = "".join(path.read_text() for path in archive.layout.pending.glob("*.json"))
    assert not [word for word in ("colleague", "proxy.example", "pw") if word in text]
    (told,) = declared(archive, "instagram:acme")
    assert len(told["sessions"][0]) == len(told["proxy"]) == 16


def test_what_is_declared_verifies(archive):
    declare(with_settings(archive, targets=(WATCHED,)))
    archive.custody.checkpoint()
    assert [one for one in verify(archive.layout.root) if one.status is Status.FAILED] == []
