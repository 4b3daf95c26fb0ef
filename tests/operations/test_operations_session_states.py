"""A session's state: outside any archive, nobody else's, and one that a browser takes and that signs in."""

import json
import os
import stat
from dataclasses import replace

import pytest
from fakes import call_archiver, run_archiver

from archiver import config
from archiver.capture import chromium
from archiver.capture.gate import Gate
from archiver.config import Network, Session
from archiver.errors import ConfigError, SessionError
from archiver.operations.session_state import fault, read, usable
from archiver.operations.sessions import export, place_for, take_in

ON_A_SYSTEM_WITH_MODES = pytest.mark.skipif(os.name == "nt", reason="there are no such modes there")
SECRET = "990003000%3Acookie-secret-12"
COOKIE = {
    "name": "sessionid",
    "value": SECRET,
    "domain": ".instagram.com",
    "path": "/",
    "expires": 4_000_000_000,
    "httpOnly": True,
    "secure": True,
    "sameSite": "None",
}


def state(*cookies, origins=()):
    return json.dumps({"cookies": [*cookies] or [COOKIE], "origins": origins or []})


@pytest.fixture
def session(tmp_path):
    return Session("S", "instagram", tmp_path / "states" / "s.json")


@pytest.fixture
def settings(tmp_path, session):
    (tmp_path / "config").mkdir()
    session.state.parent.mkdir()
    file = tmp_path / "config" / "archiver.toml"
    file.write_text(
        '[keys]\nfolder = "../keys"\n[sessions.S]\nplatform = "instagram"\nstate = "../states/s.json"\n'
    )
    return config.load(file, must_exist=True)


@pytest.fixture
def root(tmp_path):
    return tmp_path / "evidence"


@pytest.fixture
def carried(tmp_path):
    file = tmp_path / "carried.json"
    file.write_text(state())
    file.chmod(0o600)
    return file


# within an archive


def another_archive(folder):
    folder.mkdir(parents=True)
    (folder / "archive.json").write_text("{}")
    return folder


@pytest.mark.some(of=4)
@pytest.mark.parametrize("made", [True, False])
@pytest.mark.parametrize("below", ["leak.json", "captures/leak.json", "config/deep/leak.json", "."])
def test_nothing_is_exported_into_the_archive_in_use(settings, root, carried, below, made):
    take_in(settings, root, "instagram", "S", carried)
    if made:
        another_archive(root)
    with pytest.raises(SessionError, match="lies within the archive") as caught:
        export(settings, root, "S", root / below)
    assert (caught.value.exit_code, "outside any archive" in caught.value.advice) == (2, True)
    assert not list(root.rglob("leak.json"))


def test_nothing_is_exported_into_another_archive(settings, root, carried, tmp_path):
    take_in(settings, root, "instagram", "S", carried)
    other = another_archive(tmp_path / "older" / "evidence")
    with pytest.raises(SessionError, match="lies within the archive"):
        export(settings, root, "S", other / "state" / "leak.json")
    assert [path.name for path in other.iterdir()] == ["archive.json"]
    assert export(settings, root, "S", other.parent / "s.json").is_file()


def test_a_way_through_a_link_leads_into_no_archive(settings, root, carried, tmp_path):
    take_in(settings, root, "instagram", "S", carried)
    another_archive(root)
    try:
        (tmp_path / "stick").symlink_to(root)
    except OSError:
        pytest.skip("no links may be made here")
    with pytest.raises(SessionError, match="lies within the archive"):
        export(settings, root, "S", tmp_path / "stick" / "leak.json")


def test_a_state_that_a_setting_places_in_an_archive_is_not_kept_there_nor_used(settings, root, carried):
    inside = replace(settings.session("S"), state=root / "state" / "z.json")
    placed = replace(settings, sessions=(inside,))
    for attempt in (
        lambda: take_in(placed, root, "instagram", "S", carried),
        lambda: place_for(placed, root, "instagram", "S"),
    ):
        with pytest.raises(SessionError, match="lies within the archive"):
            attempt()
    assert not root.exists()
    inside.state.parent.mkdir(parents=True)
    inside.state.write_text(state())
    with pytest.raises(SessionError, match="lies within the archive"):
        usable(inside, root)


def test_on_the_command_line_it_is_wrong_use_and_says_so(settings, tmp_path, carried):
    at = {"folder": tmp_path}
    assert call_archiver("init", **at).code == 0
    assert call_archiver("session", "import", "S", carried, **at).code == 0
    ran = call_archiver("session", "export", "S", "evidence/leak.json", **at)
    assert (ran.code, ran.out) == (2, "")
    assert "lies within the archive" in ran.err
    assert not (tmp_path / "evidence" / "leak.json").exists()
    ran = call_archiver("--archive", tmp_path, "session", "import", "S", carried, **at)
    assert ran.code == 2


# another project's


@pytest.fixture
def projects(tmp_path):
    """Two projects of one user."""
    folders = [tmp_path / name for name in ("A", "B")]
    for folder in folders:
        (folder / "config").mkdir(parents=True)
        (folder / "state.json").write_text(state(COOKIE | {"value": f"secret-of-{folder.name}"}))
        (folder / "state.json").chmod(0o600)
    return folders


def importing(folder, name="main", *more):
    home = {"HOME": str(folder.parent)}
    return run_archiver("session", "import", name, "state.json", *more, folder=folder, env=home)


@pytest.mark.prove
def test_another_project_s_state_is_not_overwritten(projects, tmp_path):
    first, second = projects
    assert importing(first).code == 0
    ran = importing(second)
    assert ran.code == 2
    assert "exists already" in ran.err
    assert "Choose another name, or give [sessions.main]" in ran.err
    assert not (second / "config" / "archiver.toml").exists()
    (kept,) = tmp_path.rglob("main.json")
    assert "secret-of-A" in kept.read_text()
    assert importing(second, "other").code == 0


@pytest.mark.prove
def test_a_state_that_these_settings_name_gives_way_and_that_is_said(projects):
    first, _ = projects
    ran = importing(first, "main", "--json")
    assert (ran.code, ran.json["replaced"]) == (0, False)
    ran = importing(first)
    assert ran.code == 0
    assert "took the place of the state that was kept there before" in ran.out
    assert importing(first, "main", "--json").json["replaced"] is True


@pytest.mark.prove
def test_a_sign_in_is_refused_before_a_window_opens_too(projects):
    first, second = projects
    assert importing(first).code == 0
    home = {"HOME": str(second.parent)}
    ran = run_archiver("login", "instagram", "--session", "main", folder=second, env=home)
    assert ran.code == 2
    assert "exists already" in ran.err
    assert len(ran.err.strip().splitlines()) == 1, "no cautions before a refusal"


def test_where_the_settings_cannot_be_written_no_state_stays_in_the_way(
    settings, root, carried, tmp_path, monkeypatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    settings.file.write_text("[sessions\n")
    with pytest.raises(ConfigError, match="is not valid TOML"):
        take_in(settings, root, "instagram", "new", carried)
    assert not list(tmp_path.rglob("new.json"))


# what a browser takes, and what signs in

UNFIT = {
    "a cookie without a domain": state({"name": "sessionid", "value": SECRET}),
    "a value that is a number": state(COOKIE | {"value": 5}),
    "an empty domain": state(COOKIE | {"domain": ""}),
    "a path that is none": state(COOKIE | {"path": "x"}),
    "a value of two lines": state(COOKIE | {"value": "a\nb"}),
    "an expiry that is a text": state(COOKIE | {"expires": "never"}),
    "an expiry beyond all": state(COOKIE | {"expires": 5e12}),
    "an expiry that is no number": state(COOKIE | {"expires": float("nan")}),
    "a truth that is a text": state(COOKIE | {"secure": "yes"}),
    "another sameSite": state(COOKIE | {"sameSite": "bogus"}),
    "a list for sameSite": state(COOKIE | {"sameSite": []}),
    "another cookie that is unfit": state(COOKIE, {"name": "mid", "value": SECRET}),
    "origins that are a text": json.dumps({"cookies": [COOKIE], "origins": "zzz"}),
    "an origin that is none": state(COOKIE, origins=[{"origin": "zzz", "localStorage": []}]),
    "an origin that is a text": state(COOKIE, origins=["https://www.instagram.com"]),
    "a storage of texts": state(COOKIE, origins=[{"origin": "https://a.b", "localStorage": ["x"]}]),
}
ELSEWHERE = {
    "another site's": COOKIE | {"domain": ".example.com"},
    "a site's that ends alike": COOKIE | {"domain": ".notinstagram.com"},
    "a host's below": COOKIE | {"domain": ".i.www.instagram.com"},
    "the bare domain's alone": COOKIE | {"domain": "instagram.com"},
    "one that no browser sends across sites": COOKIE | {"secure": False},
}
FIT = {
    "as exported": COOKIE,
    "until the browser closes": COOKIE | {"expires": -1},
    "the host's alone": COOKIE | {"domain": "www.instagram.com"},
    "with little said": {key: COOKIE[key] for key in ("name", "value", "domain", "path")},
    "the domain in capitals": COOKIE | {"domain": ".Instagram.com"},
}


@pytest.mark.some(of=4)
@pytest.mark.parametrize("content", UNFIT.values(), ids=UNFIT)
def test_what_no_browser_takes_is_neither_kept_nor_used(settings, root, carried, content):
    refused(settings, root, carried, content, "holds what no browser takes for a state")


@pytest.mark.some(of=3)
@pytest.mark.parametrize("cookie", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_the_platform_is_not_sent_is_neither_kept_nor_used(settings, root, carried, cookie):
    refused(settings, root, carried, state(cookie), "signs in elsewhere, not at Instagram")


@pytest.mark.some(of=3)
@pytest.mark.parametrize("expires", [0, 1, 1_700_000_000])
def test_what_has_expired_is_neither_kept_nor_used(settings, root, carried, expires):
    content = state(COOKIE | {"expires": expires}, COOKIE | {"name": "mid"})
    refused(settings, root, carried, content, r"a sign-in that expired on \d{4}-\d\d-\d\d")


def refused(settings, root, carried, content, why):
    session = settings.session("S")
    carried.write_text(content)
    session.state.write_text(content)
    for attempt in (
        lambda: take_in(settings, root, "instagram", "S", carried),
        lambda: usable(session, root),
        lambda: export(settings, root, "S", carried.with_name("out.json")),
    ):
        with pytest.raises(SessionError, match=why) as caught:
            attempt()
        assert (caught.value.exit_code, caught.value.code) == (2, "session_unusable")
        assert caught.value.advice == "Sign in again: archiver login instagram --session S"
        assert SECRET not in str(caught.value)
    assert fault(session, root) == str(caught.value)


@pytest.mark.some(of=3)
@pytest.mark.parametrize("cookie", FIT.values(), ids=FIT)
def test_what_signs_in_is_used(session, root, cookie):
    session.state.parent.mkdir()
    session.state.write_text(state(cookie))
    assert read(session)["cookies"] == [cookie]
    assert fault(session, root) == ""


@pytest.mark.browser
@pytest.mark.parametrize("cookie", [COOKIE | {"name": "__Host-x"}, COOKIE | {"name": "a=b"}])
def test_what_only_the_browser_knows_it_does_not_take_is_no_browser_that_died(session, cookie):
    session.state.parent.mkdir()
    session.state.write_text(state(COOKIE, cookie))
    with (
        pytest.raises(SessionError, match="The browser does not take the session's state") as caught,
        Gate(Network(), (), None) as gate,
        chromium.opened(None, gate.url, locale="en-US", unchecked_tls=False, state=session.state),
    ):
        pass
    assert SECRET not in str(caught.value)


@ON_A_SYSTEM_WITH_MODES
def test_a_carried_state_that_others_could_read_is_warned_of(settings, tmp_path, carried):
    assert "could read" not in call_archiver("session", "import", "S", carried, folder=tmp_path).err
    carried.chmod(0o644)
    ran = call_archiver("session", "import", "S", carried, folder=tmp_path)
    assert ran.code == 0
    assert f"Others on this machine could read {carried}" in ran.err
    assert stat.S_IMODE(settings.session("S").state.stat().st_mode) == 0o600


def test_the_list_says_which_session_cannot_be_used(settings, tmp_path):
    settings.session("S").state.write_text(state(COOKIE | {"expires": 1}))
    said = "expired on 1970-01-01. Sign in again: archiver login instagram --session S"
    assert said in call_archiver("session", "list", folder=tmp_path).out
    (listed,) = call_archiver("session", "list", "--json", folder=tmp_path).json["sessions"]
    assert listed["here"]
    assert said in listed["fault"]
