"""One polite pass over a target's surfaces: what is understood from here, told without naming anybody."""

import json
import os

import pytest
from fakes import call_archiver, run_archiver, write_settings

from archiver.simulator.conditions import ConsentDialog, DemandLogin, NullEdge, under

pytestmark = pytest.mark.browser
HANDLE = "hartmann.werkzeuge"


@pytest.fixture
def folder(tmp_path, server, network):
    state = tmp_path / "nachtschicht.json"
    state.write_text(json.dumps(network.admit("liesl.sieht.nach")))
    state.chmod(0o600)
    session = '\n[sessions.Nachtschicht]\nplatform = "instagram"\nstate = "../nachtschicht.json"\n'
    write_settings(server, tmp_path, session)
    return tmp_path


def hidden(folder):
    """Give what no report may say: who is looked at, who looks, and where anything lies on this machine."""
    archive = folder / "evidence" / "archive.json"
    known = json.loads(archive.read_text())["id"] if archive.exists() else "nachtschicht.json"
    return (HANDLE, "990000417203", "liesl", "cdninstagram", "nachtschicht", str(folder), "config/", known)


def live(folder, *more, run=call_archiver):
    ran = run("doctor", "--live", f"instagram:{HANDLE}", "--json", *more, folder=folder)
    checks = {check["name"]: (check["state"], check["says"]) for check in ran.json["checks"]}
    assert not [word for word in hidden(folder) if word.lower() in ran.out.lower()], ran.out
    return ran, checks


@pytest.mark.prove
def test_with_a_session_each_surface_is_read_once_and_nothing_is_kept(folder, server):
    ran, checks = live(folder, "--session", "Nachtschicht", run=run_archiver)
    assert ran.code == 0, ran.out
    assert not (folder / "evidence").exists()
    named = {name.removeprefix("with a session: "): found for name, found in checks.items()}
    assert named["session"] == ("fine", "the platform knows it")
    assert [named[name] for name in ("profile", "reels tab", "post")] == [("fine", "live")] * 3
    assert named["grid"] == ("fine", "understood 24 of 24 posts listed")
    assert named["reels"] == ("fine", "understood 1 of 1 posts listed")
    assert named["consent"][0] == named["walls"][0] == "fine"
    assert "ms at the servers" in named["clock"][1]
    assert len(server.seen("/graphql/query")) == 3


@pytest.mark.prove
def test_a_wall_a_dialog_and_what_is_not_understood_are_warned_of(folder, network):
    network.conditions = under(ConsentDialog(), NullEdge(), DemandLogin(asked=("post",)))
    ran, checks = live(folder, "--session", "Nachtschicht")
    assert ran.code == 0, ran.out
    named = {name.removeprefix("with a session: "): found for name, found in checks.items()}
    assert named["grid"][0] == "warning"
    assert named["post"] == ("warning", "walled")
    assert named["walls"][0] == "warning"
    assert "partial_error" in named


@pytest.mark.prove
def test_a_session_that_the_platform_no_longer_knows_is_missing(folder, network):
    network.expel("liesl.sieht.nach")
    ran, checks = live(folder, "--session", "Nachtschicht")
    assert ran.code == 3
    assert checks["with a session: session"] == (
        "missing",
        "the platform no longer knows it: sign in again",
    )


@pytest.mark.prove
@pytest.mark.parametrize("asked", ["profile", "post"])
def test_each_page_has_the_name_it_was_asked_by_though_it_leads_elsewhere(folder, network, asked):
    network.conditions = under(DemandLogin(asked=(asked,), elsewhere=True))
    ran, checks = live(folder)
    assert ran.code == 0, ran.out
    named = {name.removeprefix("logged out: "): found for name, found in checks.items()}
    assert named[asked] == ("warning", "walled")
    assert ("post" in named) == (asked == "post")
    assert named["walls"] == ("warning", "1 walled")


@pytest.mark.prove
def test_a_wall_met_with_a_session_advises_to_sign_in_again(folder, network):
    network.conditions = under(DemandLogin(asked=("profile",)))
    _, checks = live(folder, "--session", "Nachtschicht")
    assert checks["with a session: profile"] == ("warning", "walled")
    assert checks["with a session: walls"] == ("warning", "1 walled; sign in again")


@pytest.mark.prove
def test_a_dialog_over_the_first_page_alone_is_counted(folder, network):
    network.conditions = under(ConsentDialog(asked=("profile",), until=1))
    _, checks = live(folder)
    state, says = checks["logged out: consent"]
    assert state == "warning"
    assert says.startswith("a dialog stands over the profile, such as one about cookies")


@pytest.mark.prove
def test_what_keeps_a_session_from_being_used_is_said_without_its_name_or_place(folder):
    assert call_archiver("init", folder=folder).code == 0
    state = folder / "nachtschicht.json"
    kept = state.read_text()
    for wrong in ("x", kept.replace(".instagram.com", ".example.com"), None):
        state.unlink() if wrong is None else state.write_text(wrong)
        ran, checks = live(folder, "--session", "Nachtschicht")
        assert ran.code == 3
        assert checks["with a session"] == (
            "missing",
            "the session cannot be used; 'archiver session list' says why",
        )


@pytest.mark.prove
@pytest.mark.skipif(os.name == "nt", reason="there are no such modes there")
def test_a_state_that_others_could_read_is_warned_of_and_closed(folder):
    (folder / "nachtschicht.json").chmod(0o644)
    _, checks = live(folder, "--session", "Nachtschicht")
    assert checks["with a session: state"][0] == "warning"
    assert (folder / "nachtschicht.json").stat().st_mode & 0o077 == 0


@pytest.mark.prove
def test_two_sessions_and_one_that_is_not_there_are_told_apart_without_their_names(folder):
    (folder / "config" / "targets.toml").write_text(
        f'[[target]]\nref = "instagram:{HANDLE}"\nsessions = ["Nobody", "Nachtschicht"]\n'
    )
    ran, checks = live(folder)
    assert ran.code == 3
    assert checks["with session 1"][0] == "missing"
    assert checks["with session 2: session"][0] == "fine"
    assert checks["logged out: profile"] == ("fine", "live")
    assert "nobody" not in ran.out.lower()


@pytest.mark.prove
def test_a_target_that_cannot_be_reached_is_said_without_its_name(folder, server):
    del server
    settings = folder / "config" / "archiver.toml"
    text = settings.read_text()
    settings.write_text(text.replace(text.partition("127.0.0.1:")[2].partition('"')[0], "9"))
    ran, checks = live(folder)
    assert ran.code == 3
    assert checks["logged out"] == ("missing", "it could not be reached")
