"""Targets: added to the operator's own file, which stays the operator's own."""

import tomllib

import pytest
from fakes import run_archiver
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver import config
from archiver.config import Settings
from archiver.errors import AddressError, ConfigError, StoreError
from archiver.operations.targets import Watched, add, listed

OWN = """\
# Our watch list. Ask Vera before you change it!

[[target]]
ref = "instagram:first"   # since March
label = 'Quoted so'
case="2026-1"

# --- the second case ---
[[target]]
ref = "https://www.instagram.com/Second/"
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "config" / "targets.toml"


def settings_of(file):
    return config.load(file.with_name("archiver.toml"), must_exist=False)


def written(file, text):
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return settings_of(file)


def test_a_first_target_makes_folder_and_file(file):
    added = add(settings_of(file), "https://www.instagram.com/Acme/", "", "")
    assert added.target == Watched("instagram:acme", "https://www.instagram.com/acme/", "", "")
    assert (added.file, added.new) == (file, True)
    assert tomllib.loads(file.read_text()) == {"target": [{"ref": "instagram:acme"}]}
    assert listed(settings_of(file)) == [added.target]


def test_nothing_stays_beside_the_file(file):
    add(settings_of(file), "instagram:acme", "", "")
    assert [path.name for path in file.parent.iterdir()] == ["targets.toml"]


@pytest.mark.parametrize(
    "text",
    [
        "instagram:acme",
        "instagram:ACME",
        "instagram:@acme",
        "https://www.instagram.com/acme",
        "http://instagram.com/acme/?hl=de",
        "www.instagram.com/acme/reels/",
        "https://m.instagram.com/acme/",
    ],
)
def test_every_way_to_name_an_account_gives_one_target(file, text):
    assert add(settings_of(file), text, "", "").target.ref == "instagram:acme"
    again = add(settings_of(file), "https://www.instagram.com/acme/", "other label", "")
    assert not again.new
    assert len(settings_of(file).targets) == 1


def test_comments_order_and_spelling_of_what_was_there_stay(file):
    settings = written(file, OWN)
    add(settings, "instagram:third", "Third", "")
    text = file.read_text(encoding="utf-8")
    assert text.startswith(OWN)
    assert [target.ref for target in settings_of(file).targets] == [
        "instagram:first",
        "https://www.instagram.com/Second/",
        "instagram:third",
    ]


def test_adding_what_is_watched_says_so_and_touches_nothing(file):
    settings = written(file, OWN)
    for text in ("instagram:first", "https://www.instagram.com/second/", "instagram:SECOND"):
        added = add(settings, text, "x", "y")
        assert not added.new
        assert added.file == file
    assert file.read_text(encoding="utf-8") == OWN


def test_targets_are_listed_in_their_order_with_what_stands_beside_them(file):
    assert listed(written(file, OWN)) == [
        Watched("instagram:first", "https://www.instagram.com/first/", "Quoted so", "2026-1"),
        Watched("instagram:second", "https://www.instagram.com/second/", "", ""),
    ]
    assert listed(Settings(file=file.with_name("none.toml"))) == []


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_label_and_case_read_back_as_given(tmp_path_factory, label, case):
    label, case = (text.encode("utf-8", "ignore").decode() for text in (label, case))
    file = tmp_path_factory.mktemp("any") / "targets.toml"
    written(file, OWN)
    add(settings_of(file), "instagram:third", label, case)
    found = listed(settings_of(file))
    assert (found[2].label, found[2].case) == (label, case)
    assert len(found) == 3


@pytest.mark.parametrize(
    "text", ["https://www.instagram.com/p/DdG4RIxIPyf/", "https://www.instagram.com/acme/reel/DdG4RIxIPyf/"]
)
def test_a_post_is_refused_with_what_to_do_instead(file, text):
    with pytest.raises(AddressError) as caught:
        add(settings_of(file), text, "", "")
    assert "single post" in str(caught.value)
    assert f"archiver crawl {text}" in caught.value.advice
    assert not file.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "acme",
        "https://nowhere/acme",
        "instagram:",
        "instagram:a b",
        "https://www.instagram.com/",
    ],
)
def test_an_address_that_nobody_understands_is_refused(file, text):
    with pytest.raises(AddressError) as caught:
        add(settings_of(file), text, "", "")
    assert caught.value.exit_code == 2
    assert "instagram:NAME" in caught.value.advice
    assert not file.exists()


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(tmp_path):
    (tmp_path / "config").write_text("a file where a folder should be")
    settings = Settings(file=tmp_path / "config" / "archiver.toml")
    with pytest.raises(StoreError, match=r"targets\.toml cannot be written"):
        add(settings, "instagram:acme", "", "")
    assert (tmp_path / "config").read_text() == "a file where a folder should be"


def test_a_file_broken_since_it_was_read_is_told_and_left(file):
    settings = written(file, OWN)
    file.write_text("[[target]\n")
    with pytest.raises(ConfigError, match="is not valid TOML"):
        add(settings, "instagram:third", "", "")
    assert file.read_text() == "[[target]\n"


@pytest.mark.parametrize("ref", ["nonsense", "https://www.instagram.com/p/DdG4RIxIPyf/"])
def test_listing_names_the_file_where_an_entry_is_no_target(file, ref):
    with pytest.raises(ConfigError) as caught:
        listed(written(file, f'[[target]]\nref = "{ref}"\n'))
    assert str(file) in str(caught.value)
    assert ref in str(caught.value)


def test_adding_names_the_file_where_another_entry_is_no_target(file):
    with pytest.raises(ConfigError, match=r"targets\.toml"):
        add(written(file, '[[target]]\nref = "nonsense"\n'), "instagram:acme", "", "")


@pytest.mark.parametrize("text", [OWN.rstrip("\n"), OWN + "# to be sorted", OWN + 'case = "2"'])
def test_a_file_whose_last_line_has_no_end_stays_a_file_that_can_be_read(file, text):
    add(written(file, text), "instagram:third", "", "")
    assert file.read_text(encoding="utf-8").startswith(text)
    assert [target.ref for target in listed(settings_of(file))][2] == "instagram:third"


@pytest.mark.parametrize(
    "text",
    [
        'target = [{ref = "instagram:first"}]\n',
        'target = [\n  {ref = "instagram:first"}, # one\n]\n',
        "target = []\n",
    ],
)
def test_targets_written_as_an_array_stay_a_file_that_can_be_read(file, text):
    before = len(listed(written(file, text)))
    add(settings_of(file), "instagram:third", "", "")
    assert len(listed(settings_of(file))) == before + 1


def test_a_file_with_windows_line_ends_keeps_them_and_reads(file):
    file.parent.mkdir()
    file.write_bytes(OWN.replace("\n", "\r\n").encode())
    add(settings_of(file), "instagram:third", "", "")
    assert file.read_bytes().startswith(b"# Our watch list. Ask Vera before you change it!")
    assert len(listed(settings_of(file))) == 3


def test_a_target_is_listed_with_its_vantages(file, tmp_path):
    vantages = 'sessions = ["S", "T"]\nlogged_out = false\n'
    written(file, f'[[target]]\nref = "instagram:first"\n[[target]]\nref = "instagram:second"\n{vantages}')
    both = run_archiver("targets", "--json", folder=tmp_path).json["targets"]
    assert [(each["sessions"], each["logged_out"]) for each in both] == [([], True), (["S", "T"], False)]
    first, second = run_archiver("targets", folder=tmp_path).out.splitlines()
    assert first.endswith("[logged out]")
    assert second.endswith("[S, T]")


def test_of_a_number_that_may_be_an_account_s_it_is_said_how_to_name_that(file):
    with pytest.raises(AddressError, match="single post") as error:
        add(settings_of(file), "https://www.facebook.com/100099000111222", "", "")
    assert "https://www.facebook.com/profile.php?id=100099000111222" in error.value.advice


def test_of_a_reel_it_is_not(file):
    with pytest.raises(AddressError, match="single post") as error:
        add(settings_of(file), "https://www.facebook.com/reel/100099000111222", "", "")
    assert "profile.php" not in error.value.advice
