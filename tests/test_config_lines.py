"""Settings and targets: what is read, and that every wrong one is named by its key and its line."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver import config
from archiver.config import Network, Operator, Settings, WatchedTarget, default_keys
from archiver.errors import ConfigError

ROOT = Path(__file__).parents[1]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ca.pem").write_text("-----BEGIN CERTIFICATE-----")
    (tmp_path / "chrome").write_text("")
    return tmp_path


def load(folder, settings="", targets=None):
    if settings is not None:
        (folder / "archiver.toml").write_bytes(settings if isinstance(settings, bytes) else settings.encode())
    if targets is not None:
        (folder / "targets.toml").write_bytes(targets if isinstance(targets, bytes) else targets.encode())
    return config.load(folder / "archiver.toml", must_exist=False)


def refused(folder, settings="", targets=None):
    with pytest.raises(ConfigError) as caught:
        load(folder, settings, targets)
    return caught.value


def test_whoever_sets_nothing_has_the_defaults(tmp_path):
    file = tmp_path / "none" / "archiver.toml"
    assert config.load(file, must_exist=False) == Settings(
        file=file,
        network=Network("", None, ()),
        browser=None,
        operator=Operator(),
        keys=default_keys(),
        targets=(),
    )
    assert Operator() == Operator("unknown", "unknown")
    assert config.load(file, must_exist=False).targets_file == tmp_path / "none" / "targets.toml"


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
        executable = "chrome"
        [operator]
        name = "A. Reporter"
        organisation = "The Paper"
        [keys]
        folder = "my keys"
        """,
        """
        [[target]]
        ref = "instagram:acme"
        label = "Acme"
        case = "2026-1"
        [[target]]
        ref = "https://www.instagram.com/other/"
        """,
    )
    hosts = (("www.instagram.com", "127.0.0.1:8443"), ("*.cdninstagram.com", "[::1]:8444"))
    assert settings.network == Network("socks5://user:word@127.0.0.1:9050", folder / "ca.pem", hosts)
    assert settings.browser == folder / "chrome"
    assert settings.operator == Operator("A. Reporter", "The Paper")
    assert settings.keys == folder / "my keys"
    assert settings.targets == (
        WatchedTarget("instagram:acme", "Acme", "2026-1"),
        WatchedTarget("https://www.instagram.com/other/"),
    )


def test_hosts_may_stand_in_a_table_of_their_own(folder):
    settings = load(folder, '[network.hosts]\n"www.instagram.com" = "127.0.0.1:1"\n')
    assert settings.network.hosts == (("www.instagram.com", "127.0.0.1:1"),)


def test_the_examples_set_nothing_and_every_setting_they_show_is_one(folder):
    shown = (ROOT / "config" / "archiver.example.toml").read_text(encoding="utf-8")
    assert load(folder, shown) == Settings(file=folder / "archiver.toml")
    used = re.sub(r"(?m)^# (?=[a-z_]+ = )", "", shown).replace("/usr/bin/chromium", "chrome")
    (folder / "company-ca.pem").touch()
    settings = load(folder, used, (ROOT / "config" / "targets.example.toml").read_text(encoding="utf-8"))
    assert settings.network != Network()
    assert None not in (settings.browser, settings.network.ca_file)
    assert settings.operator != Operator()
    assert settings.keys != default_keys()
    assert len(settings.targets) == 1


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


WRONG = {
    "unknown table": ("[operator]\n\n[netwrok]\nproxy = 1\n", 3, "netwrok", "is no setting"),
    "unknown list of tables": ("[[target]]\n", 1, "target", "is no setting"),
    "unknown key at the top": ('# x\nproxy = "x"\n', 2, "proxy", "is no setting"),
    "unknown key": ('[network]\nproxy = ""\n\nprxy = "x"\n', 4, "[network] prxy", "is no setting"),
    "unknown key under a known name elsewhere": (
        '[operator]\nname = "x"\n[keys]\nname = "y"\n',
        4,
        "[keys] name",
        "is no",
    ),
    "unknown key in quotes": (
        '[browser]\n"execu table" = "x"\n',
        2,
        "[browser] execu table",
        "is no setting",
    ),
    "dotted unknown key": ('[browser]\nheadless.mode = "x"\n', 2, "[browser] headless", "is no setting"),
    "a text that is none": ("[operator]\nname = 5\n", 2, "[operator] name", "must be text"),
    "a path that is none": ("[keys]\nfolder = []\n", 2, "[keys] folder", "must be text"),
    "a table that is none": ("\nnetwork = 5\n", 2, "network", "must be a table"),
    "a table written as a list": ("[[network]]\n", 1, "network", "must be a table"),
    "a table with a comment": ("[operator] # who\n# x\nname = false\n", 3, "[operator] name", "must be text"),
    "a proxy without a port": ('[network]\nproxy = "http://h"\n', 2, "[network] proxy", "must look like"),
    "a proxy without a host": ('[network]\nproxy = "http://:80"\n', 2, "[network] proxy", "must look like"),
    "a proxy of another kind": ('[network]\nproxy = "ftp://h:1"\n', 2, "[network] proxy", "must look like"),
    "a proxy that is an address": (
        '[network]\nproxy = "127.0.0.1:80"\n',
        2,
        "[network] proxy",
        "must look like",
    ),
    "a port beyond all ports": (
        '[network]\nproxy = "http://h:70000"\n',
        2,
        "[network] proxy",
        "must look like",
    ),
    "a port that is a word": ('[network]\nproxy = "http://h:x"\n', 2, "[network] proxy", "must look like"),
    "missing certificates": ('[network]\nca_file = "no.pem"\n', 2, "[network] ca_file", "names no file"),
    "a folder for a file": ('[network]\nca_file = "."\n', 2, "[network] ca_file", "names no file"),
    "a missing browser": ('[browser]\nexecutable = "no"\n', 2, "[browser] executable", "names no file"),
    "hosts that are no table": ('[network]\nhosts = "x"\n', 2, "[network] hosts", "must be a table"),
    "a host without a port": ('[network]\nhosts = {"a.b" = "127.0.0.1"}\n', 2, '"a.b"', "no ADDRESS:PORT"),
    "a host with a number": ('[network]\nhosts = {"a.b" = 5}\n', 2, '"a.b"', "no ADDRESS:PORT"),
    "a host with a bad port": ('[network]\nhosts = {"a.b" = "h:99999"}\n', 2, '"a.b"', "no ADDRESS:PORT"),
    "a host with a URL": ('[network]\nhosts = {"a.b" = "http://h:1"}\n', 2, '"a.b"', "no ADDRESS:PORT"),
    "a mistake of writing": ('[network]\nproxy = "\n', 2, "not valid TOML", "Correct that line"),
    "a key set twice": ('[keys]\nfolder = "a"\nfolder = "b"\n', 3, "not valid TOML", "Correct that line"),
}


@pytest.mark.parametrize(("text", "line", "key", "what"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_named_by_its_key_and_line(folder, text, line, key, what):
    said = str(refused(folder, text))
    assert str(folder / "archiver.toml") in said
    assert f"line {line}," in said or f"line {line}:" in said
    assert key in said
    assert what in said


@pytest.mark.parametrize(("text", "line", "key", "what"), WRONG.values(), ids=WRONG)
def test_the_line_is_found_in_files_with_other_line_ends(folder, text, line, key, what):
    said = str(refused(folder, text.replace("\n", "\r\n")))
    assert f"line {line}," in said or f"line {line}:" in said


WRONG_TARGETS = {
    "a second without ref": ('[[target]]\nref = "a"\n\n[[target]]\nlabel = "x"\n', 4, "ref is missing"),
    "a third without ref": (
        '[[target]]\nref = "a"\n[[target]]\nref = "b"\n[[target]]\n',
        5,
        "ref is missing",
    ),
    "an empty ref": ('[[target]]\nref = "a"\n[[target]]\nlabel = ""\nref = ""\n', 5, "ref is missing"),
    "a second with a number": (
        '[[target]]\nlabel = "a"\nref = "b"\n[[target]]\nref = "c"\nlabel = 1\n',
        6,
        "label must be",
    ),
    "a second with an unknown key": (
        '[[target]]\nref = "a"\n[[target]]\nref = "b"\nrfe = "c"\n',
        5,
        "rfe is no setting",
    ),
    "a first, where the second is right": ('[[target]]\nref = 7\n[[target]]\nref = "b"\n', 2, "ref must be"),
    "a single table": ('[target]\nref = "a"\n', 1, "must be written as [[target]]"),
    "a number": ("\ntarget = 5\n", 2, "must be written as [[target]]"),
    "a list of texts": ('target = ["a"]\n', 1, "must be written as [[target]]"),
    "a setting": ('[[target]]\nref = "a"\n[network]\n', 3, "network is no setting"),
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


@pytest.mark.parametrize("name", ["settings", "targets"])
def test_a_file_that_is_not_utf_8_is_named(folder, name):
    content = '[operator]\nname = "Jürgen"\n'.encode("latin-1")
    error = refused(folder, content) if name == "settings" else refused(folder, "", content)
    assert "cannot be read" in str(error)
    assert ("archiver.toml" if name == "settings" else "targets.toml") in str(error)


def test_a_folder_in_the_files_place_is_named(folder):
    (folder / "archiver.toml").mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(folder / "archiver.toml", must_exist=False)


def test_a_file_that_was_asked_for_must_be_there(folder):
    with pytest.raises(ConfigError, match=r"There is no settings file at .*none\.toml"):
        config.load(folder / "none.toml", must_exist=True)
    (folder / "folder.toml").mkdir()
    with pytest.raises(ConfigError, match="There is no settings file"):
        config.load(folder / "folder.toml", must_exist=True)


def test_no_sentence_repeats_the_word_of_a_proxy(folder):
    said = str(refused(folder, '[network]\nproxy = "http://me:geheim99@h"\n'))
    assert "geheim99" not in said


def test_every_refusal_ends_the_program_as_wrong_use(folder):
    error = refused(folder, "x = 1\n")
    assert error.exit_code == 2
    assert "config/" in error.advice


def test_a_proxy_that_is_no_url_at_all_is_named(folder):
    assert "[network] proxy" in str(refused(folder, '[network]\nproxy = "http://[::1"\n'))


def test_the_home_of_a_user_who_is_not_there_is_named(folder):
    assert "[keys] folder" in str(refused(folder, '[keys]\nfolder = "~no-such-user/keys"\n'))


@pytest.mark.parametrize("address", [":8443", "127.0.0.1:8443/path", "a b:1"])
def test_a_stand_in_without_a_plain_address_is_refused(folder, address):
    assert "ADDRESS:PORT" in str(refused(folder, f'[network]\nhosts = {{"a.b" = "{address}"}}\n'))


@pytest.mark.parametrize(
    ("settings", "targets", "line"),
    [
        ('\nnetwork.proxy = "x"\n', "", 2),
        ("\noperator = {name = 5}\n", "", 2),
        ('["network"]\nproxy = "x"\n', "", 2),
    ],
)
def test_the_line_is_named_in_every_way_of_writing_toml(folder, settings, targets, line):
    assert f"line {line}:" in str(refused(folder, settings, targets))


@pytest.mark.skipif(os.name == "nt", reason="a mode keeps nobody from reading there")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_file_that_may_not_be_read_is_named(folder):
    (folder / "archiver.toml").touch(mode=0o000)
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(folder / "archiver.toml", must_exist=False)
