"""From which vantages a target is looked at, and which of them are at hand when a look is made from one alone."""

import json
from dataclasses import replace

import pytest
from catalog_building import TARGET
from standing_building import grid, looked

from archiver import archive as archives
from archiver import config
from archiver.config import Session, Settings
from archiver.errors import ConfigError
from archiver.model.refs import TargetRef
from archiver.operations.asking import at_hand_of, looks_at, looks_at_hand
from archiver.operations.look import vantages_of
from archiver.operations.vantages import vantage_of


@pytest.fixture
def settings(tmp_path):
    """Settings that name a session."""
    session = Session("S", "instagram", tmp_path / "s.json")
    return Settings(file=tmp_path / "archiver.toml", keys=tmp_path / "keys", sessions=(session,))


@pytest.fixture
def of_another(settings):
    """Settings whose session is one of another platform."""
    return replace(settings, sessions=(replace(settings.session("S"), platform="facebook"),))


def test_a_session_of_another_platform_is_not_looked_with(of_another):
    with pytest.raises(ConfigError, match='The session "S" is one of facebook, not of instagram') as caught:
        looks_at("instagram:acme", of_another, "S")
    assert caught.value.exit_code == 2


def watched(settings, **entry):
    target = config.WatchedTarget("https://www.instagram.com/Acme/", **entry)
    return replace(settings, targets=(target,))


LOOKS = {
    "nothing said": ({}, "", [""]),
    "a session named on the command line": ({}, "S", ["S"]),
    "a target's session": ({"sessions": ("S",)}, "", ["", "S"]),
    "a target's sessions alone": ({"sessions": ("S", "T"), "logged_out": False}, "", ["S", "T"]),
    "the command line goes before the target": ({"sessions": ("S", "T")}, "T", ["T"]),
}


@pytest.mark.parametrize(("entry", "named", "looks"), LOOKS.values(), ids=LOOKS)
def test_a_target_is_looked_at_from_each_of_its_vantages(settings, entry, named, looks):
    both = (*settings.sessions, replace(settings.session("S"), name="T"))
    asked = looks_at("instagram:acme", watched(replace(settings, sessions=both), **entry), named)
    assert [look.session.name if look.session else "" for look in asked] == looks
    assert {str(look.target) for look in asked} == {"instagram:acme"}


def test_a_post_of_a_watched_target_is_looked_at_logged_out_unless_a_session_is_named(settings):
    post = "https://www.instagram.com/p/DdG4RIxIPyf/"
    known = watched(settings, sessions=("S",), logged_out=False)
    assert [look.session for look in looks_at(post, known)] == [None]
    assert [look.session.name for look in looks_at(post, known, "S")] == ["S"]


def test_a_session_that_a_target_names_and_nobody_knows_makes_a_look_that_fails_beside_the_others(settings):
    asked = looks_at("instagram:acme", watched(settings, sessions=("T", "S")))
    assert [look.session.name if look.session else "" for look in asked] == ["", "T", "S"]
    assert [bool(look.refused) for look in asked] == [False, True, False]
    assert 'There is no session "T"' in asked[1].refused.sentence
    assert "archiver login instagram --session T" in asked[1].refused.advice


def test_a_session_of_another_platform_that_a_target_names_fails_alone_too(of_another):
    asked = looks_at("instagram:acme", watched(of_another, sessions=("S",)))
    assert asked[0].refused is None
    assert asked[1].refused.sentence == 'The session "S" is one of facebook, not of instagram.'


def test_a_session_that_ever_looked_is_at_hand_though_no_entry_names_it(settings, tmp_path):
    cookie = {"name": "ds_user_id", "value": "17841400000000001", "domain": ".instagram.com", "path": "/"}
    settings.session("S").state.write_text(json.dumps({"cookies": [cookie], "origins": []}))
    archive = archives.create(tmp_path / "evidence", settings)
    assert at_hand_of(archive, TARGET) == {"logged_out"}
    vantage = vantage_of(archive, settings.session("S"))
    archive.catalog.index(looked(1, grid("AB", claimed=2, lane=vantage.lane), vantage=vantage))
    assert at_hand_of(archive, TARGET) == {"logged_out", str(vantage)}
    asked = [str(vantage_of(archive, each.session)) for each in looks_at_hand(archive, TARGET)]
    assert asked == ["logged_out", str(vantage)]
    archive.close()


def test_who_looks_through_another_proxy_is_another_vantage_and_the_proxy_is_not_named(settings, tmp_path):
    archive = archives.create(tmp_path / "evidence", settings)

    def through(proxy):
        network = replace(settings.network, proxy=proxy)
        return vantage_of(replace(archive, settings=replace(settings, network=network)), None)

    plain, one, same, *others = map(
        through,
        [
            "",
            "socks5://u:p@proxy.example:1",
            "http://u:q@proxy.example:1",
            "http://v:p@proxy.example:1",
            "http://b.example:2",
        ],
    )
    assert len({str(plain), str(one), *map(str, others)}) == 4
    assert one == same
    assert "example" not in str(one)
    assert {plain.lane, one.lane} == {"logged_out/en-US"}
    archive.close()


def test_a_look_from_one_vantage_leaves_the_target_s_others_at_hand(settings, tmp_path):
    archive = archives.create(tmp_path / "evidence", watched(settings, sessions=("S",)))
    alone = vantages_of(archive, looks_at("instagram:acme", archive.settings, "S"))
    at_hand = at_hand_of(archive, TargetRef("instagram", "acme"))
    assert len(alone) == 1
    assert at_hand == alone | {"logged_out"}
    archive.close()
