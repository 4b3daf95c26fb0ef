"""Settings and targets: what is read, and that every wrong one is named by its file, its key and its line."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver import config
from archiver.config import Network, Operator, Session, Settings, WatchedTarget, default_keys, default_state
from archiver.errors import ConfigError
from archiver.model.removal import Rule
from archiver.operations import targets

ROOT = Path(__file__).parents[1]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ca.pem").write_text("-----BEGIN CERTIFICATE-----")
    (tmp_path / "chrome").write_text("")
    return tmp_path


def load(folder, settings="", watched=None):
    for name, content in (("archiver.toml", settings), ("targets.toml", watched)):
        if content is not None:
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return config.load(folder / "archiver.toml", must_exist=False)


def refused(folder, settings="", watched=None):
    with pytest.raises(ConfigError) as caught:
        load(folder, settings, watched)
    return caught.value


def test_whoever_sets_nothing_has_the_defaults(tmp_path):
    file = tmp_path / "none" / "archiver.toml"
    settings = config.load(file, must_exist=False)
    assert settings == Settings(
        file=file,
        network=Network("", None, ()),
        browser=None,
        operator=Operator("unknown", "unknown"),
        keys=default_keys(),
        sessions=(),
        targets=(),
    )
    assert settings.targets_file == tmp_path / "none" / "targets.toml"


def test_an_empty_file_is_as_good_as_none(folder):
    assert load(folder, "# nothing\n", "\n") == config.load(folder / "archiver.toml", must_exist=True)
    assert load(folder, "", "") == Settings(file=folder / "archiver.toml")


def test_every_setting_is_read(folder):
    settings = load(
        folder,
        """
        [network]
        proxy = "socks5://user:word@127.0.0.1:9050"
        ca_file = "ca.pem"
        hosts = {"WWW.Instagram.com" = "127.0.0.1:8443", "*.cdninstagram.com" = "[::1]:8444"}
        [browser]
        executable = "./chrome"
        [operator]
        name = "Ä. Reporter"
        organisation = "The Paper"
        [keys]
        folder = "my keys"
        [sessions.watch_1]
        platform = "instagram"
        state = "states/watch.json"
        [sessions.other]
        platform = "instagram"
        """,
        """
        [[target]]
        ref = "instagram:acme"
        label = "Acme"
        case = "2026-1"
        sessions = ["watch_1", "other"]
        logged_out = false
        [[target]]
        ref = "https://www.instagram.com/other/"
        """,
    )
    hosts = (("www.instagram.com", "127.0.0.1:8443"), ("*.cdninstagram.com", "[::1]:8444"))
    assert settings.network == Network("socks5://user:word@127.0.0.1:9050", folder / "ca.pem", hosts)
    assert settings.browser == folder / "chrome"
    assert settings.operator == Operator("Ä. Reporter", "The Paper")
    assert settings.keys == folder / "my keys"
    assert settings.sessions == (
        Session("watch_1", "instagram", folder / "states" / "watch.json"),
        Session("other", "instagram", default_state("other")),
    )
    assert settings.targets == (
        WatchedTarget("instagram:acme", "Acme", "2026-1", ("watch_1", "other"), logged_out=False),
        WatchedTarget("https://www.instagram.com/other/", sessions=(), logged_out=True),
    )


def test_a_session_s_state_stands_outside_any_archive_unless_a_setting_says_otherwise(folder):
    (session,) = load(folder, '[sessions.S]\nplatform = "instagram"\n').sessions
    assert session.state == default_state("S")
    assert session.state.is_absolute()
    assert session.state.name == "S.json"
    assert "archiver" in session.state.parts


@pytest.mark.parametrize(
    "text",
    [
        '[sessions.S]\nplatform = "instagram"\n',
        '[sessions]\nS = {platform = "instagram"}\n',
        'sessions.S.platform = "instagram"\n',
        '[sessions]\nS.platform = "instagram"\n',
        '[sessions."S"]\nplatform = "instagram"\n',
    ],
)
def test_a_session_may_be_written_in_each_of_the_ways_of_toml(folder, text):
    assert load(folder, text).sessions == (Session("S", "instagram", default_state("S")),)


def test_a_state_may_stand_anywhere(folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder / "home"))
    monkeypatch.setenv("USERPROFILE", str(folder / "home"))
    for written, state in (("~/s.json", folder / "home" / "s.json"), ("../s.json", folder.parent / "s.json")):
        (session,) = load(folder, f'[sessions.S]\nplatform = "instagram"\nstate = "{written}"\n').sessions
        assert session.state == state


def test_a_session_is_found_by_its_name(folder):
    settings = load(folder, '[sessions.A]\nplatform = "x"\n[sessions.B]\nplatform = "y"\n')
    assert (settings.session("A").platform, settings.session("B").platform) == ("x", "y")


@pytest.mark.parametrize("name", ["C", "a", "", "A "])
def test_a_session_that_is_not_named_is_wrong_use_and_says_how_to_sign_in(folder, name):
    settings = load(folder, '[sessions.A]\nplatform = "x"\n')
    with pytest.raises(ConfigError, match=rf'There is no session "{name}" in .*archiver\.toml') as caught:
        settings.session(name)
    assert caught.value.exit_code == 2
    assert f"archiver login instagram --session {name}" in caught.value.advice


@pytest.mark.parametrize(
    ("written", "stories"), [("stories = true", True), ("stories = false", False), ("", False)]
)
def test_a_target_says_whether_its_stories_are_read_and_else_they_are_not(folder, written, stories):
    (target,) = load(folder, watched=f'[[target]]\nref = "instagram:acme"\n{written}\n').targets
    assert target.stories is stories


def test_whether_stories_are_read_is_no_text(folder):
    error = refused(folder, watched='[[target]]\nref = "instagram:acme"\nstories = "yes"\n')
    assert "line 3: [target] stories must be true or false" in str(error)


@pytest.mark.parametrize(("written", "logged_out"), [("true", True), ("false", False)])
def test_a_target_says_whether_it_is_looked_at_logged_out_too(folder, written, logged_out):
    text = f'[[target]]\nref = "instagram:acme"\nsessions = ["S"]\nlogged_out = {written}\n'
    (target,) = load(folder, "", text).targets
    assert (target.sessions, target.logged_out) == (("S",), logged_out)


def test_hosts_may_stand_in_a_table_of_their_own(folder):
    settings = load(folder, '[network.hosts]\n"www.instagram.com" = "127.0.0.1:1"\n')
    assert settings.network.hosts == (("www.instagram.com", "127.0.0.1:1"),)


def test_the_examples_set_nothing_and_every_setting_they_show_is_one(folder):
    shown, watched = (
        (ROOT / "config" / f"{name}.example.toml").read_text(encoding="utf-8")
        for name in ("archiver", "targets")
    )
    assert load(folder, shown) == Settings(file=folder / "archiver.toml")
    used, watched = (re.sub(r"(?m)^# (?=[a-z_]+ = |\[)", "", text) for text in (shown, watched))
    used = used.replace("/usr/bin/chromium", "chrome")
    for name in ("company-ca.pem", "example-roots.pem"):
        (folder / name).touch()
    settings = load(folder, used, watched)
    assert settings.network.hosts
    assert None not in (settings.browser, settings.network.ca_file)
    assert settings.operator != Operator()
    assert settings.keys != default_keys()
    assert [session.name for session in settings.sessions] == ["NAME"]
    assert settings.sessions[0].state != default_state("NAME")
    assert [authority.name for authority in settings.authorities] == ["name"]
    assert [target.every for target in settings.targets] == [timedelta(hours=6), None]
    assert {"confirm_after", "unlisted_after"} <= set(re.findall(r"(?m)^(\w+) = ", used))
    assert settings.rule == Rule(), "the example shows the defaults"
    assert [(target.ref, target.sessions, target.logged_out) for target in settings.targets] == [
        ("instagram:acme", ("NAME",), False),
        ("web:https://www.acme.example", (), True),
    ]
    site = settings.targets[1]
    assert (site.proxy, site.heeds_robots) == ("socks5://127.0.0.1:9050", False)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('robots = "never"', 'must be "obey" or "ignore"'),
        ('proxy = "somewhere"', "must look like http://HOST:PORT"),
    ],
    ids=["robots", "proxy"],
)
def test_what_a_target_says_of_robots_and_proxy_is_checked(folder, entry, words):
    with pytest.raises(ConfigError, match=words):
        load(folder, "", f'[[target]]\nref = "web:https://www.acme.example"\n{entry}\n')


def test_the_visits_of_a_conclusion_may_lie_a_second_apart_and_as_far_apart_where_none_lists_it(folder):
    rule = load(folder, '[rule]\nconfirm_after = "1s"\nunlisted_after = "1s"\n').rule
    assert rule == Rule(timedelta(seconds=1), timedelta(seconds=1))


@pytest.mark.parametrize(
    ("network", "stands_in"),
    [
        (Network(), False),
        (Network(proxy="http://127.0.0.1:3128"), False),
        (Network(ca_file=Path("ca.pem")), True),
        (Network(hosts=(("a", "b:1"),)), True),
    ],
)
def test_mapped_hosts_and_own_certificates_make_a_stand_in_and_a_proxy_does_not(network, stands_in):
    assert network.stands_in is stands_in


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:3128", "socks4://h:1", "socks5://u:p@[::1]:1080", ""])
def test_a_proxy_may_be_http_or_socks(folder, proxy):
    assert load(folder, f'[network]\nproxy = "{proxy}"\n').network.proxy == proxy


def test_paths_are_read_from_where_the_file_stands_and_not_from_where_one_stands(folder, monkeypatch):
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    settings = load(folder, '[network]\nca_file = "ca.pem"\n[keys]\nfolder = "../keys"\n')
    assert settings.network.ca_file == folder / "ca.pem"
    assert settings.keys == folder.parent / "keys"


def test_an_absolute_path_is_taken_as_it_is(folder):
    there = folder / "sub" / "keys"
    assert load(folder, f'[keys]\nfolder = "{there.as_posix()}"\n').keys == there


def test_a_wave_is_the_home_of_the_user(folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder / "home"))
    monkeypatch.setenv("USERPROFILE", str(folder / "home"))
    assert load(folder, '[keys]\nfolder = "~/keys"\n').keys == folder / "home" / "keys"


def test_keys_stand_outside_any_archive_unless_a_setting_says_otherwise(folder):
    assert load(folder).keys == default_keys()
    assert "archiver" in default_keys().parts
    assert default_keys().is_absolute()


NONE, NO_TEXT, NO_PROXY = "is no setting", "must be text", "[network] proxy must look like"
NO_HOST, NO_TOML = '[network] hosts gives "a.b" no ADDRESS:PORT', "is not valid TOML"
WRONG = {
    "unknown table": ("[operator]\n\n[netwrok]\nproxy = 1\n", 3, f"netwrok {NONE}"),
    "unknown list of tables": ("[[target]]\n", 1, f"target {NONE}"),
    "unknown key at the top": ('# x\nproxy = "x"\n', 2, f"proxy {NONE}"),
    "unknown key": ('[network]\nproxy = ""\n\nprxy = "x"\n', 4, f"[network] prxy {NONE}"),
    "known key in a later table": ('[operator]\nname = "x"\n[keys]\nname = "y"\n', 4, f"[keys] name {NONE}"),
    "known key in an earlier table": (
        '[browser]\nname = "x"\n[operator]\nname = "y"\n',
        2,
        f"[browser] name {NONE}",
    ),
    "unknown key in quotes": ('[browser]\n"execu table" = "x"\n', 2, f"[browser] execu table {NONE}"),
    "dotted unknown key": ('[browser]\nheadless.mode = "x"\n', 2, f"[browser] headless {NONE}"),
    "text that is a number": ("[operator]\nname = 5\n", 2, f"[operator] name {NO_TEXT}"),
    "text that is a list, its key in quotes": (
        '[operator]\n"organisation" = []\n',
        2,
        f"[operator] organisation {NO_TEXT}",
    ),
    "table in line": ("\noperator = {name = 5}\n", 2, f"[operator] name {NO_TEXT}"),
    "table among comments": ("# a\n\n[network] # b\n# c\nproxy = 1\n", 5, f"[network] proxy {NO_TEXT}"),
    "path that is a list": ("[keys]\nfolder = []\n", 2, f"[keys] folder {NO_TEXT}"),
    "file that is a truth": ("[network]\nca_file = true\n", 2, f"[network] ca_file {NO_TEXT}"),
    "table that is a number": ("\nnetwork = 5\n", 2, "network must be a table"),
    "table written as a list": ("[[network]]\n", 1, "network must be a table"),
    "proxy without a port": ('[network]\nproxy = "http://h"\n', 2, NO_PROXY),
    "proxy without a host": ('[network]\nproxy = "http://:80"\n', 2, NO_PROXY),
    "proxy of another kind": ('[network]\nproxy = "ftp://h:1"\n', 2, NO_PROXY),
    "proxy that is an address": ('[network]\nproxy = "127.0.0.1:80"\n', 2, NO_PROXY),
    "proxy that is no URL at all": ('[network]\nproxy = "http://[::1"\n', 2, NO_PROXY),
    "proxy with a dotted key": ('\nnetwork.proxy = "x"\n', 2, NO_PROXY),
    "proxy in a table in quotes": ('["network"]\nproxy = "x"\n', 2, NO_PROXY),
    "port beyond all ports": ('[network]\nproxy = "http://h:70000"\n', 2, NO_PROXY),
    "port that is a word": ('[network]\nproxy = "http://h:x"\n', 2, NO_PROXY),
    "missing certificates": ('[network]\nca_file = "no.pem"\n', 2, "[network] ca_file names no file"),
    "folder for a file": ('[network]\nca_file = "."\n', 2, "[network] ca_file names no file"),
    "missing browser": ('[browser]\nexecutable = "no"\n', 2, "[browser] executable names no file"),
    "unknown home": ('[keys]\nfolder = "~no-such-user/keys"\n', 2, "[keys] folder names no home folder"),
    "hosts that are no table": ('[network]\nhosts = "x"\n', 2, "[network] hosts must be a table"),
    "host without a port": ('[network]\n\nhosts = {"a.b" = "127.0.0.1"}\n', 3, NO_HOST),
    "host with a number": ('[network]\nhosts = {"a.b" = 5}\n', 2, NO_HOST),
    "host with a bad port": ('[network]\nhosts = {"a.b" = "h:99999"}\n', 2, NO_HOST),
    "host with a URL": ('[network]\nhosts = {"a.b" = "http://h:1"}\n', 2, NO_HOST),
    "host with a port alone": ('[network]\nhosts = {"a.b" = ":8443"}\n', 2, NO_HOST),
    "host with a path": ('[network]\nhosts = {"a.b" = "127.0.0.1:8443/path"}\n', 2, NO_HOST),
    "host with a space": ('[network]\nhosts = {"a.b" = "a b:1"}\n', 2, NO_HOST),
    "sessions that are a number": ("\nsessions = 5\n", 2, "sessions must be a table"),
    "sessions written as a list": ("[[sessions]]\n", 1, "sessions must be a table"),
    "session that is a text": ('[sessions]\n\nS = "instagram"\n', 3, "[sessions] S must be a table"),
    "session that is a text, dotted": ('sessions.S = "instagram"\n', 1, "[sessions] S must be a table"),
    "sessions written as a list of one name": ("[[sessions.S]]\n", 1, "[sessions] S must be a table"),
    "session with a space in its name": (
        '[keys]\n[sessions."a b"]\nplatform = "x"\n',
        2,
        "[sessions] a b must be a name of letters",
    ),
    "session whose name leads elsewhere": (
        '\n[sessions."../x"]\nplatform = "x"\n',
        2,
        "[sessions] ../x must be a name of letters",
    ),
    "session without a name": ('[sessions.""]\nplatform = "x"\n', 1, "must be a name of letters"),
    "session with a name of forty-one letters": (
        f'[sessions.{"x" * 41}]\nplatform = "x"\n',
        1,
        "must be a name of letters",
    ),
    "session without a platform": (
        '[sessions.A]\nplatform = "x"\n[sessions.B]\nstate = "x"\n',
        3,
        "[sessions.B] platform is missing",
    ),
    "session with an empty platform": (
        '[sessions.A]\nplatform = "x"\n[sessions.B]\nplatform = ""\n',
        4,
        "[sessions.B] platform is missing",
    ),
    "session whose platform is a number": (
        "[sessions.A]\nplatform = 5\n",
        2,
        f"[sessions.A] platform {NO_TEXT}",
    ),
    "session whose state is a list": (
        '[sessions.A]\nplatform = "x"\nstate = []\n',
        3,
        f"[sessions.A] state {NO_TEXT}",
    ),
    "session whose state is in no home": (
        '[sessions.A]\nplatform = "x"\nstate = "~no-such-user/x"\n',
        3,
        "[sessions.A] state names no home folder",
    ),
    "session with an unknown key": (
        '[sessions.A]\nplatform = "x"\n[sessions.B]\nplatform = "y"\npassword = "z"\n',
        5,
        f"[sessions.B] password {NONE}",
    ),
    "session in line with an unknown key": (
        '[sessions]\nA = {platform = "x", password = "z"}\n',
        2,
        f"[sessions.A] password {NONE}",
    ),
    "a rule that asks for no second visit": (
        '[rule]\n\nconfirm_after = "0s"\n',
        3,
        "[rule] confirm_after must be at least one second",
    ),
    "a rule that asks for no third visit": (
        '[rule]\nconfirm_after = "1s"\nunlisted_after = "0d"\n',
        3,
        "[rule] unlisted_after must be at least one second",
    ),
    "a rule that asks for less where it should ask for more": (
        '[rule]\nunlisted_after = "59m"\nconfirm_after = "1h"\n',
        2,
        "[rule] unlisted_after must not be shorter than confirm_after",
    ),
    "a rule that asks for less where it should ask for more, by its default": (
        '[rule]\nconfirm_after = "2d"\n',
        1,
        "[rule] unlisted_after must not be shorter than confirm_after",
    ),
    "text that does not end": ('[network]\nproxy = "\n', 2, NO_TOML),
    "key set twice": ('[keys]\nfolder = "a"\nfolder = "b"\n', 3, NO_TOML),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize(("text", "line", "what"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_named_by_its_key_and_line(folder, text, line, what, end):
    said = str(refused(folder, text.replace("\n", end)))
    assert str(folder / "archiver.toml") in said
    assert f"line {line}," in said or f"line {line}:" in said
    assert what in said


def test_a_file_that_breaks_off_within_a_header_is_named(folder):
    error = refused(folder, "[network")
    assert f"{folder / 'archiver.toml'} is not valid TOML" in str(error)
    assert error.advice == "Correct that line."


WRONG_TARGETS = {
    "second without ref": ('[[target]]\nref = "a"\n\n[[target]]\nlabel = "x"\n', 4, "ref is missing"),
    "third without ref": ('[[target]]\nref = "a"\n[[target]]\nref = "b"\n[[target]]\n', 5, "ref is missing"),
    "empty ref": ('[[target]]\nref = "a"\n[[target]]\nlabel = ""\nref = ""\n', 5, "ref is missing"),
    "second with a number": (
        '[[target]]\nlabel = "a"\nref = "b"\n[[target]]\nref = "c"\nlabel = 1\n',
        6,
        "label must be text",
    ),
    "second behind a comment": ('[[target]]\nref = "a"\n\n# no\n[[target]]\nref = 3', 6, "ref must be text"),
    "first with an unknown key": ('[[target]]\nref = "a"\nname = "x"\n', 3, "name is no setting"),
    "second with an unknown key": (
        '[[target]]\nref = "a"\n[[target]]\nref = "b"\nrfe = "c"\n',
        5,
        "rfe is no setting",
    ),
    "first, where the second is right": (
        '[[target]]\nref = 7\n[[target]]\nref = "b"\n',
        2,
        "ref must be text",
    ),
    "sessions that are a text": (
        '[[target]]\nref = "a"\n[[target]]\nref = "b"\nsessions = "S"\n',
        5,
        "sessions must be a list of names in quotes",
    ),
    "a session named twice": (
        '[[target]]\nref = "a"\n[[target]]\nref = "b"\nsessions = ["S", "T", "S"]\n',
        5,
        "sessions names one twice",
    ),
    "sessions that are numbers": (
        '[[target]]\nref = "a"\nsessions = ["S", 1]\n',
        3,
        "sessions must be a list of names in quotes",
    ),
    "a truth in quotes": (
        '[[target]]\nref = "a"\n\nlogged_out = "no"\n',
        4,
        "logged_out must be true or false",
    ),
    "a truth that is a number": (
        '[[target]]\nref = "a"\nlogged_out = 0\n',
        3,
        "logged_out must be true or false",
    ),
    "nobody who looks": (
        '[[target]]\nref = "a"\n[[target]]\nref = "b"\nlogged_out = false\n',
        5,
        "logged_out is false and no session is named",
    ),
    "nobody who looks, and no session in the list": (
        '[[target]]\nref = "a"\nsessions = []\nlogged_out = false\n',
        4,
        "logged_out is false and no session is named",
    ),
    "single table": ('[target]\nref = "a"\n', 1, "must be written as [[target]]"),
    "number": ("\ntarget = 5\n", 2, "must be written as [[target]]"),
    "list of texts": ('target = ["a"]\n', 1, "must be written as [[target]]"),
    "setting": ('[[target]]\nref = "a"\n[network]\n', 3, "network is no setting"),
    "another name": ('[[targets]]\nref = "a"\n', 1, "targets is no setting"),
}


@pytest.mark.parametrize(("text", "line", "what"), WRONG_TARGETS.values(), ids=WRONG_TARGETS)
def test_a_wrong_target_is_named_by_the_line_of_its_own_entry(folder, text, line, what):
    said = str(refused(folder, "", text))
    assert f"{folder / 'targets.toml'}, line {line}:" in said
    assert what in said


@given(st.integers(0, 6), st.integers(0, 4), st.sampled_from(["ref", "label", "case"]))
def test_the_line_is_right_wherever_the_wrong_entry_stands(tmp_path_factory, place, blanks, key):
    folder = tmp_path_factory.mktemp("targets")
    entries = [f'[[target]]\nref = "{number}"\n' + "\n" * (number % 3) for number in range(place)]
    before = (
        "# targets\n" * blanks + "".join(entries) + "[[target]]\n" + ('ref = "x"\n' if key != "ref" else "")
    )
    said = str(refused(folder, "", f'{before}{key} = 5\n[[target]]\n{key} = "y"\n'))
    assert f"line {before.count(chr(10)) + 1}: [target] {key} must be text" in said


def test_a_label_of_any_letters_is_read_back_and_the_next_target_behind_it(folder):
    label = 'Müller "& Söhne"\\\n# [[target]]'
    targets.add(load(folder), "instagram:acme", label, "")
    targets.add(load(folder), "instagram:other", "", "")
    assert load(folder).targets == (
        WatchedTarget("instagram:acme", label),
        WatchedTarget("instagram:other"),
    )


@pytest.mark.parametrize("name", ["archiver.toml", "targets.toml"])
@pytest.mark.parametrize("content", ['[operator]\nname = "Jürgen"\n'.encode("latin-1"), b"\xff\xfe"])
def test_a_file_that_is_not_utf_8_is_named(folder, name, content):
    (folder / name).write_bytes(content)
    assert f"{folder / name} cannot be read" in str(refused(folder, None))


def test_a_folder_in_the_files_place_is_named(folder):
    (folder / "archiver.toml").mkdir()
    assert "cannot be read" in str(refused(folder, None))


@pytest.mark.skipif(os.name == "nt", reason="a mode keeps nobody from reading there")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_file_that_may_not_be_read_is_named(folder):
    (folder / "archiver.toml").touch(mode=0o000)
    assert "cannot be read" in str(refused(folder, None))


def test_a_file_that_was_asked_for_must_be_there(folder):
    (folder / "folder.toml").mkdir()
    for name in ("none.toml", "folder.toml"):
        with pytest.raises(ConfigError, match=rf"There is no settings file at .*{name}"):
            config.load(folder / name, must_exist=True)


def test_no_sentence_repeats_the_word_of_a_proxy(folder):
    assert "geheim99" not in str(refused(folder, '[network]\nproxy = "http://me:geheim99@h"\n'))


def test_every_refusal_ends_the_program_as_wrong_use(folder):
    error = refused(folder, "x = 1\n")
    assert error.exit_code == 2
    assert "config/" in error.advice
