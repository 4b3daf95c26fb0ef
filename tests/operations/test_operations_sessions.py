"""Sessions: kept for their owner alone and outside any archive, named in the operator's own file, told in no word."""

import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import environment, run_archiver, write_settings

from archiver import config
from archiver.cli.cautions import CAUTIONS
from archiver.config import Session, default_state
from archiver.errors import AddressError, ConfigError, StoreError
from archiver.operations import sessions
from archiver.operations.session_state import Usable, usable
from archiver.operations.sessions import export, take_in
from archiver.simulator.messages import Answer
from archiver.simulator.server import StandIn

ROOT = Path("evidence")
ON_A_SYSTEM_WITH_MODES = pytest.mark.skipif(os.name == "nt", reason="there are no such modes there")
SECRET = "990003000%3Acookie-secret-12"
STATE = {
    "cookies": [
        {"name": "sessionid", "value": SECRET, "domain": ".instagram.com", "path": "/", "expires": -1},
        {"name": "csrftoken", "value": "csrf-secret-13", "domain": ".instagram.com", "path": "/"},
    ],
    "origins": [],
}
OWN = """\
# Ours. Ask Vera before you change it!
[operator]
name = "V."   # not the whole name

# who looks
"""


@pytest.fixture
def file(tmp_path):
    (tmp_path / "config").mkdir()
    return tmp_path / "config" / "archiver.toml"


@pytest.fixture
def settings(file):
    """Settings of an operator, which name a session kept at a place of its own."""
    return written(file, f'{OWN}[sessions.S]\nplatform = "instagram"\nstate = "../states/s.json"\n')


@pytest.fixture
def carried(tmp_path):
    """A state that was carried here from another machine."""
    path = tmp_path / "carried.json"
    path.write_text(json.dumps(STATE))
    return path


def written(file, text):
    file.write_text(text, encoding="utf-8")
    return config.load(file, must_exist=True)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@ON_A_SYSTEM_WITH_MODES
def test_a_state_is_readable_by_its_owner_alone(settings, carried):
    carried.chmod(0o644)
    kept = take_in(settings, ROOT, "instagram", "S", carried)
    assert json.loads(kept.session.state.read_text()) == STATE
    assert mode(kept.session.state) == 0o600
    assert [path.name for path in kept.session.state.parent.iterdir()] == ["s.json"]


def test_a_session_that_the_settings_name_already_leaves_them_as_they_are(settings, carried):
    before = settings.file.read_bytes()
    assert take_in(settings, ROOT, "instagram", "S", carried).session == settings.session("S")
    assert settings.file.read_bytes() == before


def test_a_state_takes_the_place_of_the_one_before(settings, carried):
    take_in(settings, ROOT, "instagram", "S", carried)
    newer = STATE | {"origins": [{"origin": "https://www.instagram.com", "localStorage": []}]}
    carried.write_text(json.dumps(newer))
    kept = take_in(settings, ROOT, "instagram", "S", carried)
    assert json.loads(kept.session.state.read_text()) == newer


def entered(file, text, *names):
    """Enter sessions in a settings file that says this; give its text then."""
    settings = written(file, text)
    for name in names:
        sessions._enter(settings.file, Session(name, "instagram", default_state(name)))
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "",
        OWN,
        OWN.rstrip(),
        f'{OWN}[sessions.old]\nplatform = "instagram" # first\n',
        f'[sessions]\n[sessions.old]\nplatform = "instagram"\n\n{OWN}',
        f'{OWN}[sessions]\nold = {{platform = "instagram"}} # first\n',
        f"{OWN}[network]\n\n# at the end",
    ],
)
def test_a_new_session_is_entered_and_every_line_of_the_operator_s_stays(file, text):
    after = entered(file, text, "new", "newer")
    assert [line for line in text.splitlines() if line not in after.splitlines()] == []
    found = config.load(file, must_exist=True).sessions
    assert [session.name for session in found if session.name != "old"] == ["new", "newer"]
    assert all(session.platform == "instagram" for session in found)
    assert all(session.state == default_state(session.name) for session in found)


@pytest.mark.parametrize(
    "text",
    [
        'sessions = {old = {platform = "instagram"}}\n',
        'sessions.old.platform = "instagram"\n',
        'sessions = {}\n[operator]\nname = "V."\n',
    ],
)
def test_sessions_written_in_line_stay_a_file_that_can_be_read(file, text):
    before = {session.name for session in written(file, text).sessions}
    entered(file, text, "new")
    assert {session.name for session in config.load(file, must_exist=True).sessions} == before | {"new"}


def test_a_settings_file_broken_since_it_was_read_is_told_and_left(file, carried):
    settings = written(file, OWN)
    file.write_text("[sessions\n")
    with pytest.raises(ConfigError, match="is not valid TOML"):
        sessions._enter(settings.file, Session("N", "instagram", default_state("N")))
    assert file.read_text() == "[sessions\n"


@pytest.mark.some(of=4)
@pytest.mark.parametrize("name", ["a b", "../x", "", "x" * 41, "ä", "a.b", "S\n"])
def test_a_name_that_no_settings_could_hold_is_refused_before_anything_is_kept(
    settings, carried, name, tmp_path
):
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ConfigError, match="is no name for a session"):
        take_in(settings, ROOT, "instagram", name, carried)
    assert sorted(tmp_path.rglob("*")) == before


RUBBISH = {
    "nothing": b"",
    "no JSON": b"# Netscape HTTP Cookie File\n.instagram.com\tTRUE\n",
    "no text": b"\xff\xfe\x00",
    "JSON without end": b"[" * 100_000,
    "a list": b"[]",
    "a number": b"7",
    "no cookies": b"{}",
    "cookies that are none": b'{"cookies": {}}',
    "cookies that are texts": b'{"cookies": ["sessionid=x"]}',
    "no cookie at all": b'{"cookies": []}',
    "a visitor's cookies": b'{"cookies": [{"name": "mid", "value": "x"}]}',
    "a session that ended": b'{"cookies": [{"name": "sessionid", "value": ""}]}',
}


@pytest.mark.some(of=4)
@pytest.mark.parametrize("content", RUBBISH.values(), ids=RUBBISH)
def test_what_signs_nobody_in_is_not_kept(settings, carried, content):
    carried.write_bytes(content)
    with pytest.raises(ConfigError, match=r"carried\.json holds no signed-in state") as caught:
        take_in(settings, ROOT, "instagram", "S", carried)
    assert caught.value.exit_code == 2
    assert not settings.session("S").state.exists()


@pytest.mark.some(of=4)
@pytest.mark.parametrize("content", RUBBISH.values(), ids=RUBBISH)
def test_what_signs_nobody_in_is_not_looked_with(settings, content):
    state = settings.session("S").state
    state.parent.mkdir()
    state.write_bytes(content)
    with pytest.raises(ConfigError, match="holds no signed-in state"):
        usable(settings.session("S"), ROOT)


def test_a_state_that_is_not_here_is_told_with_what_to_do(settings, tmp_path):
    for attempt in (
        lambda: usable(settings.session("S"), ROOT),
        lambda: export(settings, ROOT, "S", tmp_path / "out.json"),
        lambda: take_in(settings, ROOT, "instagram", "S", tmp_path / "none.json"),
    ):
        with pytest.raises(ConfigError, match="cannot be read: No such file") as caught:
            attempt()
        assert "archiver login" in caught.value.advice
    assert not (tmp_path / "out.json").exists()


@ON_A_SYSTEM_WITH_MODES
@pytest.mark.some(of=3)
@pytest.mark.parametrize("open_to", [0o644, 0o666, 0o640, 0o604, 0o600])
def test_a_state_that_others_may_read_is_closed_to_them_when_it_is_used(settings, carried, open_to):
    session = take_in(settings, ROOT, "instagram", "S", carried).session
    session.state.chmod(open_to)
    assert usable(session, ROOT) == Usable(session.state, was_open=open_to != 0o600)
    assert mode(session.state) == 0o600


@ON_A_SYSTEM_WITH_MODES
def test_what_is_exported_is_the_state_and_for_its_owner_alone(settings, carried, tmp_path):
    take_in(settings, ROOT, "instagram", "S", carried)
    out = export(settings, ROOT, "S", tmp_path / "stick" / "s.json")
    assert json.loads(out.read_text()) == STATE
    assert mode(out) == 0o600


def test_what_was_exported_can_be_taken_in_elsewhere(settings, carried, tmp_path):
    take_in(settings, ROOT, "instagram", "S", carried)
    out = export(settings, ROOT, "S", tmp_path / "s.json")
    there = replace(settings, sessions=(Session("T", "instagram", tmp_path / "there.json"),))
    assert json.loads(take_in(there, ROOT, "instagram", "T", out).session.state.read_text()) == STATE


def test_a_file_that_is_there_is_not_exported_over(settings, carried):
    take_in(settings, ROOT, "instagram", "S", carried)
    carried.write_text("other")
    with pytest.raises(StoreError, match=r"carried\.json exists already"):
        export(settings, ROOT, "S", carried)
    assert carried.read_text() == "other"


def test_a_session_that_is_not_named_is_exported_nowhere(settings, tmp_path):
    with pytest.raises(ConfigError, match='There is no session "T"'):
        export(settings, ROOT, "T", tmp_path / "out.json")


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(settings, carried, tmp_path):
    (tmp_path / "states").write_text("a file where a folder should be")
    with pytest.raises(StoreError):
        take_in(settings, ROOT, "instagram", "S", carried)


@pytest.mark.parametrize("platform", ["nowhere", "", "Instagram"])
def test_a_platform_that_nobody_understands_is_refused(settings, carried, platform):
    with pytest.raises(AddressError):
        take_in(settings, ROOT, platform, "S", carried)


@pytest.fixture
def of_another(settings):
    """Settings whose session is one of another platform."""
    return replace(settings, sessions=(replace(settings.session("S"), platform="facebook"),))


def test_a_session_of_another_platform_is_not_overwritten(of_another, carried):
    with pytest.raises(ConfigError, match='The session "S" is one of facebook'):
        take_in(of_another, ROOT, "instagram", "S", carried)
    assert not of_another.session("S").state.exists()


def on_a_terminal(folder, *arguments):
    return run_archiver(*arguments, folder=folder)


@pytest.fixture
def place(tmp_path, carried):
    """A folder of an operator's, where settings stand and a state was carried to."""
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "config" / "archiver.toml").write_text(OWN)
    return tmp_path


@ON_A_SYSTEM_WITH_MODES
def test_import_keeps_a_state_outside_any_archive_and_names_it(place, carried):
    ran = on_a_terminal(place, "session", "import", "N", carried)
    assert ran.code == 0, ran.err
    (state,) = place.rglob("N.json")
    assert mode(state) == 0o600
    assert json.loads(state.read_text()) == STATE
    assert "evidence" not in state.parts
    assert str(state) in ran.out
    assert (place / "config" / "archiver.toml").read_text().startswith(OWN)
    listed = on_a_terminal(place, "session", "list", "--json").json["sessions"]
    assert listed == [{"name": "N", "platform": "instagram", "here": True, "fault": None}]


@pytest.mark.prove
def test_no_word_of_the_program_tells_a_state_s_value(place, carried):
    runs = [
        on_a_terminal(place, "session", "import", "N", carried),
        on_a_terminal(place, "session", "import", "N", carried, "--json"),
        on_a_terminal(place, "session", "list"),
        on_a_terminal(place, "session", "export", "N", "out.json"),
        on_a_terminal(place, "session", "export", "N", "out.json"),
        on_a_terminal(place, "doctor"),
    ]
    assert [ran.code for ran in runs[:5]] == [0, 0, 0, 0, 3]
    said = "".join(ran.out + ran.err for ran in runs) + (place / "config" / "archiver.toml").read_text()
    assert "secret" not in said


@pytest.mark.prove
def test_a_session_whose_state_is_not_here_is_listed_as_such(place, carried):
    on_a_terminal(place, "session", "import", "N", carried)
    next(place.rglob("N.json")).unlink()
    assert on_a_terminal(place, "session", "list", "--json").json["sessions"][0]["here"] is False
    assert "its state is not here" in on_a_terminal(place, "session", "list").out


def test_an_unknown_session_is_wrong_use_and_makes_no_archive(place):
    ran = on_a_terminal(place, "crawl", "instagram:acme", "--session", "nobody")
    assert ran.code == 2
    assert 'There is no session "nobody"' in ran.err
    assert not (place / "evidence").exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="such a machine has a screen")
def test_login_without_a_screen_says_what_to_do_instead(place):
    ran = on_a_terminal(place, "login", "instagram", "--session", "N")
    assert ran.code == 3
    assert "This machine has no screen to sign in on." in ran.err
    assert "archiver session export" in ran.err
    assert not [caution for caution in CAUTIONS if caution in ran.err]
    assert not list(place.rglob("N.json"))
    assert (place / "config" / "archiver.toml").read_text() == OWN


@pytest.mark.prove
@pytest.mark.some(of=2)
@pytest.mark.parametrize(
    "arguments", [("nowhere", "N"), ("web", "N"), ("instagram", "a b"), ("instagram", "../x")]
)
def test_login_of_what_cannot_be_is_wrong_use(place, arguments):
    platform, name = arguments
    ran = on_a_terminal(place, "login", platform, "--session", name)
    assert ran.code == 2, ran.err
    assert not [caution for caution in CAUTIONS if caution in ran.err]


SIGN_IN = """
import sys
from pathlib import Path
from archiver import config
from archiver.cli.session import _print
from archiver.cli.stopping import stopping
from archiver.operations.sessions import login, place_for
settings = config.load(Path("config/archiver.toml"), must_exist=True)
with stopping() as stop:
    place = place_for(settings, Path("evidence"), "instagram", "N")
    _print(login(settings, place, stop, screen=False), json="--json" in sys.argv)
"""


@pytest.mark.prove
@pytest.mark.browser
@ON_A_SYSTEM_WITH_MODES
def test_login_keeps_what_the_browser_holds_once_somebody_signed_in(tmp_path):
    asked = []

    def answer(request):
        asked.append(request.path)
        value = f"; sessionid={SECRET}".lstrip("; ") if len(asked) > 2 else "mid=visitor"
        headers = (
            ("content-type", "text/html"),
            ("set-cookie", f"{value}; Path=/; Domain=.instagram.com; Secure; HttpOnly; Max-Age=9999"),
        )
        return Answer(headers=headers, body=b"<meta http-equiv=refresh content=0.1>")

    with StandIn(answer) as server:
        file = write_settings(server, tmp_path, more="# Ask Vera!\n")
        before = file.read_text(encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", SIGN_IN],
            cwd=tmp_path,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    (state,) = tmp_path.rglob("N.json")
    assert mode(state) == 0o600
    assert {cookie["name"]: cookie["value"] for cookie in json.loads(state.read_text())["cookies"]} == {
        "mid": "visitor",
        "sessionid": SECRET,
    }
    assert SECRET not in done.stdout + done.stderr
    after = file.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert SECRET not in after
    assert '[sessions.N]\nplatform = "instagram"' in after
