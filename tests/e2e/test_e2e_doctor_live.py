"""One polite pass over a target's surfaces: what is understood from here, told without naming anybody."""

import json

import pytest
from fakes import run_archiver, write_settings

from archiver.simulator.conditions import ConsentDialog, DemandLogin, NullEdge, under

pytestmark = pytest.mark.browser
HANDLE = "hartmann.werkzeuge"


@pytest.fixture
def folder(tmp_path, server, network):
    (tmp_path / "state.json").write_text(json.dumps(network.admit("liesl.sieht.nach")))
    write_settings(server, tmp_path, '\n[sessions.S]\nplatform = "instagram"\nstate = "../state.json"\n')
    return tmp_path


def live(folder, *more):
    ran = run_archiver("doctor", "--live", f"instagram:{HANDLE}", "--json", *more, folder=folder)
    checks = {check["name"]: (check["state"], check["says"]) for check in ran.json["checks"]}
    pk = "990000417203"
    told = "\n".join(f"{name} {says}" for name, (_, says) in checks.items())
    assert not [word for word in (HANDLE, pk, "liesl", "cdninstagram") if word in told], told
    assert not (folder / "evidence").exists()
    return ran, checks


def test_with_a_session_each_surface_is_read_once_and_nothing_is_kept(folder, server):
    ran, checks = live(folder, "--session", "S")
    assert ran.code == 0, ran.out
    named = {name.removeprefix("with a session: "): found for name, found in checks.items()}
    assert [named[name] for name in ("profile", "reels tab", "post")] == [("fine", "live")] * 3
    assert named["grid"] == ("fine", "understood 24 of 24 posts listed")
    assert named["reels"] == ("fine", "understood 1 of 1 posts listed")
    assert named["consent"][0] == named["walls"][0] == "fine"
    assert "ms at the servers" in named["clock"][1]
    assert len(server.seen("/graphql/query")) == 3


def test_a_wall_a_dialog_and_what_is_not_understood_are_warned_of(folder, network):
    network.conditions = under(ConsentDialog(), NullEdge(), DemandLogin(asked=("post",)))
    ran, checks = live(folder, "--session", "S")
    assert ran.code == 0, ran.out
    named = {name.removeprefix("with a session: "): found for name, found in checks.items()}
    assert named["grid"][0] == "warning"
    assert named["post"] == ("warning", "walled")
    assert named["walls"][0] == "warning"
    assert "partial_error" in named


def test_a_target_that_cannot_be_reached_is_said_without_its_name(folder, server):
    del server
    settings = folder / "config" / "archiver.toml"
    text = settings.read_text()
    settings.write_text(text.replace(text.partition("127.0.0.1:")[2].partition('"')[0], "9"))
    ran, checks = live(folder)
    assert ran.code == 3
    assert checks["logged out"][0] == "missing"
