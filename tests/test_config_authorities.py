"""Settings: time-stamp authorities, by a known name or by address and roots; how often a target is looked at."""

from datetime import timedelta

import pytest

from archiver import config
from archiver.config import KNOWN_AUTHORITIES
from archiver.errors import ConfigError
from archiver.formats import timestamp

ENTRY = '[[target]]\nref = "instagram:acme"\n'


def load(folder, settings="", watched=""):
    (folder / "archiver.toml").write_text(settings)
    (folder / "targets.toml").write_text(watched)
    return config.load(folder / "archiver.toml", must_exist=True)


def test_of_those_that_are_known_the_name_is_enough(tmp_path):
    found = load(tmp_path, "[authorities.digicert]\n[authorities.identrust]\n").authorities
    assert [each.name for each in found] == ["digicert", "identrust"]
    assert all(each.url.startswith("http://timestamp.") for each in found)


def test_the_roots_of_those_that_are_known_can_be_read():
    assert all(timestamp.are_roots(each.roots.read_bytes()) for each in KNOWN_AUTHORITIES.values())


def test_another_is_named_by_address_and_roots_which_are_found_from_the_file(tmp_path):
    (tmp_path / "own.pem").write_text("")
    told = '[authorities.own]\nurl = "https://tsa.example/tsr"\nroots = "own.pem"\n'
    (found,) = load(tmp_path, told).authorities
    assert (found.url, found.roots) == ("https://tsa.example/tsr", tmp_path / "own.pem")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("[authorities.own]\n", "url must say where it answers"),
        ('[authorities.own]\nurl = "ftp://tsa.example"\n', "url must say where it answers"),
        ('[authorities.own]\nurl = "http://["\n', "url must say where it answers"),
        ('[authorities.own]\nurl = "http://tsa.example:99999"\n', "url must say where it answers"),
        ('[authorities.own]\nurl = "http://tsa.example"\n', "roots is missing"),
        ('[authorities.own]\nurl = "http://tsa.example"\nroots = "none.pem"\n', "roots names no file"),
        ("[authorities.Digicert]\n", "must be a name of small letters, digits and -"),
        ('[authorities."a.b"]\n', "must be a name of small letters, digits and -"),
        ("[authorities]\ndigicert = 1\n", "digicert must be a table"),
        ("[authorities.digicert]\nqualified = true\n", "qualified is no setting of this program"),
    ],
)
def test_what_is_wrong_with_one_is_named_by_its_line(tmp_path, told, says):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, told)
    assert says in caught.value.sentence
    assert ", line " in caught.value.sentence


@pytest.mark.parametrize(("every", "span"), [("6h", 6), ("2d", 48), ("", None)])
def test_how_often_a_target_is_to_be_looked_at(tmp_path, every, span):
    told = f'{ENTRY}every = "{every}"\n' if every else ENTRY
    (found,) = load(tmp_path, watched=told).targets
    assert found.every == (None if span is None else timedelta(hours=span))


@pytest.mark.parametrize("every", ['"1s"', '"59s"', '"often"', "6"])
def test_what_is_no_interval_is_refused(tmp_path, every):
    with pytest.raises(ConfigError, match=r"targets\.toml, line 3: \[target\] every must be"):
        load(tmp_path, watched=f"{ENTRY}every = {every}\n")
