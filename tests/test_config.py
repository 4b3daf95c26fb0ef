"""Settings and targets as an operator writes them, rightly and wrongly."""

import os
from pathlib import Path

import pytest

from archiver import config
from archiver.config import Settings, WatchedTarget
from archiver.errors import AddressError, ConfigError
from archiver.operations import targets

ROOT = Path(__file__).parents[1]


@pytest.fixture
def file(tmp_path):
    folder = tmp_path / "config"
    folder.mkdir()
    return folder / "archiver.toml"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def load(file, settings="", watched=None):
    file.write_text(settings, encoding="utf-8")
    if watched is not None:
        file.with_name("targets.toml").write_text(watched, encoding="utf-8")
    return config.load(file, must_exist=True)


WRONG = [
    ("nonsense = 1", "line 1: nonsense is no setting"),
    ("\n[nonsense]\na = 1", "line 2: nonsense is no setting"),
    ("[network]\nproxi = ''", "line 2: [network] proxi is no setting"),
    ("# a\n\n[network] # b\n# c\nproxy = 1", "line 5: [network] proxy must be text"),
    ('[network]\nproxy = "127.0.0.1:9050"', "line 2: [network] proxy must look like"),
    ('[network]\nproxy = "ftp://h:1"', "line 2: [network] proxy must look like"),
    ('[network]\nproxy = "http://h"', "line 2: [network] proxy must look like"),
    ('[network]\nproxy = "http://h:99999"', "line 2: [network] proxy must look like"),
    ('[network]\nproxy = "http://:80"', "line 2: [network] proxy must look like"),
    ('[network]\nca_file = "none.pem"', "line 2: [network] ca_file names no file"),
    ("[network]\nca_file = true", "line 2: [network] ca_file must be text"),
    ('[network]\nhosts = "a"', "line 2: [network] hosts must be a table"),
    ('[network]\n\nhosts = {"a.example" = "127.0.0.1"}', 'line 3: [network] hosts gives "a.example" no'),
    ('[network]\nhosts = {"a" = 8443}', 'line 2: [network] hosts gives "a" no'),
    ('[operator]\nname = "A"\n[browser]\nexecutable = "none"', "line 4: [browser] executable names no"),
    ("[operator]\nname = 1", "line 2: [operator] name must be text"),
    ('[operator]\n"organisation" = []', "line 2: [operator] organisation must be text"),
    ("[browser]\nname = 'x'\n[operator]\nname = 'A'", "line 2: [browser] name is no setting"),
    ("[keys]\nfolder = 3", "line 2: [keys] folder must be text"),
    ("network = 3", "line 1: network must be a table"),
    ('network.proxy = "x"', "[network] proxy must look like"),
    ("[[network]]\na = 1", "line 1: network must be a table"),
    ("[network", "is not valid TOML"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_wrong_setting_is_named_by_file_line_and_key(file, text, said):
    with pytest.raises(ConfigError) as caught:
        load(file, text)
    assert said in str(caught.value)
    assert str(file) in str(caught.value)


WRONG_TARGETS = [
    ('[[target]]\nref = "instagram:a"\n\n[[target]]\nlabel = "B"\n', "line 4: [target] ref is missing"),
    ('[[target]]\nref = "instagram:a"\n\n# no\n[[target]]\nref = 3', "line 6: [target] ref must be text"),
    ('[[target]]\nref = "instagram:a"\n[[target]]\nref = ""', "line 4: [target] ref is missing"),
    ('[[target]]\nref = "instagram:a"\nname = "x"', "line 3: [target] name is no setting"),
    (
        '[[target]]\nref = "a"\nlabel = "x"\n[[target]]\nref = "b"\nlabel = 1',
        "line 6: [target] label must be text",
    ),
    ('[target]\nref = "instagram:a"', "line 1: target must be written as [[target]]"),
    ('[[targets]]\nref = "instagram:a"', "line 1: targets is no setting"),
]


@pytest.mark.parametrize(("text", "said"), WRONG_TARGETS)
def test_a_wrong_target_is_named_by_file_line_and_key(file, text, said):
    with pytest.raises(ConfigError) as caught:
        load(file, "", text)
    assert said in str(caught.value)
    assert str(file.with_name("targets.toml")) in str(caught.value)


def test_without_any_file_everything_has_a_default(tmp_path):
    settings = config.load(tmp_path / "none.toml", must_exist=False)
    assert settings == Settings(file=tmp_path / "none.toml")
    assert not settings.network.stands_in
    assert settings.operator.name == "unknown"


def test_a_file_that_was_named_must_be_there(tmp_path):
    with pytest.raises(ConfigError, match="no settings file"):
        config.load(tmp_path / "none.toml", must_exist=True)


def test_bytes_that_are_no_text_are_an_error_of_ours(file):
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(file, must_exist=True)


def test_all_settings_together(file):
    (file.parent / "ca.pem").write_text("")
    (file.parent / "chrome").write_text("")
    settings = load(
        file,
        '[network]\nproxy = "socks5://u:p@127.0.0.1:9050"\nca_file = "ca.pem"\n'
        'hosts = {"WWW.X.example" = "127.0.0.1:8443"}\n[browser]\nexecutable = "./chrome"\n'
        '[operator]\nname = "Ä"\norganisation = "B"\n[keys]\nfolder = "../keys"\n',
        '[[target]]\nref = "instagram:a"\nlabel = "A"\ncase = "1"\n[[target]]\nref = "instagram:b"\n',
    )
    assert settings.network.proxy == "socks5://u:p@127.0.0.1:9050"
    assert settings.network.hosts == (("www.x.example", "127.0.0.1:8443"),)
    assert settings.network.stands_in
    assert (settings.operator.name, settings.operator.organisation) == ("Ä", "B")
    assert settings.targets == (WatchedTarget("instagram:a", "A", "1"), WatchedTarget("instagram:b"))
    assert settings.targets_file == file.with_name("targets.toml")


def test_paths_are_read_from_where_the_file_stands(file, tmp_path):
    (file.parent / "ca.pem").write_text("")
    settings = load(
        file, f'[network]\nca_file = "ca.pem"\n[keys]\nfolder = "../keys"\n[browser]\nexecutable = "{file}"'
    )
    assert settings.network.ca_file == file.parent / "ca.pem"
    assert os.path.normpath(settings.keys) == str(tmp_path / "keys")
    assert settings.browser == file


def test_a_path_may_begin_at_home(file):
    assert load(file, '[keys]\nfolder = "~/keys"').keys == Path("~/keys").expanduser()


@pytest.mark.parametrize("uncommented", [False, True])
def test_the_example_files_are_right(file, uncommented):
    settings, watched = (
        (ROOT / "config" / f"{name}.example.toml").read_text() for name in ("archiver", "targets")
    )
    if uncommented:
        settings = "\n".join(
            line.removeprefix("# ")
            if " = " in line and "_file" not in line and "executable" not in line
            else line
            for line in settings.splitlines()
        )
    read = load(file, settings, watched)
    assert bool(read.network.hosts) == uncommented
    assert [target.ref for target in read.targets] == ["instagram:acme"]


COMMENTED = '# Mine.\n\n[[target]] # first\nref = "instagram:acme" # as agreed\n\n# The end.\n'


def again(file):
    return config.load(file, must_exist=False)


def test_adding_a_target_keeps_what_the_operator_wrote(file):
    settings = load(file, "", COMMENTED)
    added = targets.add(settings, "https://www.instagram.com/Hartmann.Werkzeuge/", "Hartmann", "2026-1")
    assert (added.new, added.target.ref) == (True, "instagram:hartmann.werkzeuge")
    text = settings.targets_file.read_text()
    for line in COMMENTED.splitlines():
        assert line in text
    assert again(file).targets == (
        WatchedTarget("instagram:acme"),
        WatchedTarget("instagram:hartmann.werkzeuge", "Hartmann", "2026-1"),
    )
    assert names(file.parent) == ["archiver.toml", "targets.toml"]


def test_adding_a_target_twice_says_so_and_changes_nothing(file):
    settings = load(file, "", COMMENTED)
    for text in ("instagram:acme", "https://instagram.com/ACME", "https://www.instagram.com/acme/?hl=de"):
        assert not targets.add(settings, text, "again", "").new
    assert settings.targets_file.read_text() == COMMENTED


def test_the_first_target_makes_file_and_folder(tmp_path):
    file = tmp_path / "new" / "archiver.toml"
    assert targets.add(again(file), "instagram:acme", "", "").new
    assert again(file).targets == (WatchedTarget("instagram:acme"),)
    assert not targets.add(again(file), "instagram:acme", "", "").new


def test_a_label_may_hold_any_letters(file):
    label = 'Müller "& Söhne"\\\n# [[target]]'
    targets.add(again(file), "instagram:acme", label, "")
    targets.add(again(file), "instagram:other", "", "")
    assert again(file).targets == (WatchedTarget("instagram:acme", label), WatchedTarget("instagram:other"))


def test_a_post_is_no_target(file):
    with pytest.raises(AddressError, match="single post"):
        targets.add(again(file), "https://www.instagram.com/p/DdG4RIxIPyf/", "", "")
    assert not file.with_name("targets.toml").exists()


def test_what_no_platform_understands_is_no_target(file):
    with pytest.raises(AddressError):
        targets.add(again(file), "https://x.example/acme", "", "")


def test_targets_are_listed_with_their_addresses_and_a_wrong_one_is_named(file):
    settings = load(file, "", COMMENTED)
    (listed,) = targets.listed(settings)
    assert (listed.ref, listed.url) == ("instagram:acme", "https://www.instagram.com/acme/")
    wrong = load(file, "", COMMENTED + '[[target]]\nref = "nowhere:acme"\n')
    with pytest.raises(ConfigError, match=r"targets\.toml.*ref"):
        targets.listed(wrong)


@pytest.mark.parametrize("text", ["target = []\n", 'target = [{ref = "instagram:acme"}]\n'])
def test_a_target_is_added_to_a_list_in_any_form_or_refused_with_a_sentence(file, text):
    settings = load(file, "", text)
    try:
        targets.add(settings, "instagram:other", "", "")
    except ConfigError:
        assert settings.targets_file.read_text() == text
        return
    assert [target.ref for target in again(file).targets][-1] == "instagram:other"
