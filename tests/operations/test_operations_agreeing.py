"""Having a target's stories read: agreed to in words, written where the operator sees it, and kept in the ledger."""

import json

import pytest
from fakes import call_archiver, ledger_of

from archiver import archive as archives
from archiver import config
from archiver.ledger.agreements import WORDS
from archiver.operations.asking import looks_at
from archiver.operations.story_reading import why_not

REF = "instagram:acme"
OWN = """\
# Our watch list. Ask Vera before you change it!

[[target]]
ref = "https://www.instagram.com/Acme/"   # since March
label = 'Quoted so'

# --- the second case ---
[[target]]
ref = "instagram:second"
sessions = ["S"]
# the end
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "config").mkdir()
    state = json.dumps(str(tmp_path / "state.json"))
    (tmp_path / "config/archiver.toml").write_text(
        f'[keys]\nfolder = "../keys"\n\n[operator]\nname = "Vera"\n\n'
        f'[sessions.S]\nplatform = "instagram"\nstate = {state}\n'
    )
    return tmp_path


@pytest.fixture
def archiver(folder):
    assert call_archiver("init", folder=folder).code == 0
    return lambda *arguments: call_archiver(*arguments, folder=folder)


def targets(folder):
    return folder / "config/targets.toml"


def nothing_failed(archiver):
    """Tell whether the ledger was checked and nothing is wrong; there is no capture yet, which is said."""
    findings = archiver("verify", "--json").json["findings"]
    ledger = {finding["status"] for finding in findings if finding["check"] == "ledger"}
    return ledger == {"verified"} and not any(finding["status"] == "failed" for finding in findings)


def settings(folder):
    return config.load(folder / "config/archiver.toml", must_exist=True)


def reasons(folder, ref=REF):
    """Say why the stories of a target are not read; empty where they are."""
    archive = archives.opened(folder / "evidence", settings(folder))
    try:
        return why_not(archive, looks_at(ref, archive.settings, "S"))
    finally:
        archive.close()


def test_it_is_refused_until_it_is_understood_and_nothing_is_written(archiver, folder):
    ran = archiver("add", REF, "--stories")
    assert ran.code == 2
    assert WORDS in ran.err
    assert f"archiver add {REF} --stories --i-understand" in ran.err
    assert not targets(folder).exists()
    assert ledger_of(folder) == []


def test_it_is_refused_to_understand_what_was_not_asked_for(archiver, folder):
    assert archiver("add", REF, "--i-understand").code == 2
    assert archiver("add", REF, "--no-stories", "--i-understand").code == 2
    assert not targets(folder).exists()


@pytest.mark.parametrize("ref", ["facebook:acme", "web:https://www.acme.example"])
def test_it_is_refused_for_a_network_whose_stories_are_not_read(archiver, folder, ref):
    ran = archiver("add", ref, "--stories", "--i-understand")
    assert (ran.code, "Stories are read of Instagram only" in ran.err) == (2, True)
    assert not targets(folder).exists()
    assert ledger_of(folder) == []


def test_it_is_refused_without_an_archive_to_keep_it_in(folder):
    ran = call_archiver("add", REF, "--stories", "--i-understand", folder=folder)
    assert ran.code == 2
    assert "archiver init" in ran.err
    assert not targets(folder).exists()


def test_it_is_refused_for_a_single_post(archiver, folder):
    assert (
        archiver("add", "https://www.instagram.com/p/DdfU9wtzx9B/", "--stories", "--i-understand").code == 2
    )
    assert ledger_of(folder) == []


def test_what_was_agreed_to_is_written_and_kept(archiver, folder):
    ran = archiver("add", REF, "--stories", "--i-understand", "--label", "Acme")
    assert ran.code == 0, ran.err
    assert targets(folder).read_text() == (
        '[[target]]\nref = "instagram:acme"\nstories = true\nlabel = "Acme"\n'
    )
    (event,) = ledger_of(folder)
    said = {name: event[name] for name in ("event", "about", "agreed", "words", "target", "slug", "number")}
    assert said == {
        "event": "agreement",
        "about": "stories",
        "agreed": True,
        "words": WORDS,
        "target": REF,
        "slug": "instagram/acme",
        "number": 1,
    }
    assert reasons(folder) == ""
    assert archiver("targets", "--json").json["targets"][0]["stories"] is True
    assert nothing_failed(archiver)
    assert archiver("rebuild", "--check").code == 0


def test_who_agreed_is_named_by_an_id_that_only_the_archive_s_key_gives(archiver, folder):
    archiver("add", REF, "--stories", "--i-understand")
    (event,) = ledger_of(folder)
    archive = archives.opened(folder / "evidence", settings(folder))
    assert event["operator"] == archive.custody.salted("operator Vera unknown")
    archive.close()
    assert "Vera" not in json.dumps(event)


def test_an_operator_that_no_setting_names_is_unknown(archiver, folder):
    file = folder / "config/archiver.toml"
    file.write_text(file.read_text().replace('name = "Vera"', ""))
    archiver("add", REF, "--stories", "--i-understand")
    assert ledger_of(folder)[0]["operator"] == "unknown"


def test_the_operator_s_own_file_stays_the_operator_s(archiver, folder):
    targets(folder).write_text(OWN)
    ran = archiver("add", REF, "--stories", "--i-understand", "--json")
    assert (ran.code, ran.json["new"], ran.json["target"]["stories"]) == (0, False, True)
    assert archiver("add", "instagram:second", "--stories", "--i-understand").code == 0
    expected = OWN.replace("# since March\n", "# since March\nstories = true\n")
    expected = expected.replace('"instagram:second"\n', '"instagram:second"\nstories = true\n')
    assert targets(folder).read_text() == expected


def test_it_can_be_taken_back_which_is_kept_too(archiver, folder):
    targets(folder).write_text(OWN)
    archiver("add", REF, "--stories", "--i-understand")
    ran = archiver("add", REF, "--no-stories")
    assert (ran.code, "not read any more" in ran.out) == (0, True)
    assert "stories = false" in targets(folder).read_text()
    assert [event["agreed"] for event in ledger_of(folder)] == [True, False]
    # Whoever writes it by hand again is asked to agree again.
    targets(folder).write_text(targets(folder).read_text().replace("stories = false", "stories = true"))
    assert f"archiver add {REF} --stories --i-understand" in reasons(folder)
    assert archiver("add", REF, "--stories", "--i-understand").code == 0
    assert reasons(folder) == ""
    assert nothing_failed(archiver)


def test_what_was_never_agreed_to_is_taken_back_without_an_event_or_an_archive(folder):
    targets(folder).write_text(OWN.replace("label", "stories = true\nlabel"))
    assert call_archiver("add", REF, "--no-stories", folder=folder).code == 0
    assert targets(folder).read_text() == OWN.replace("label", "stories = false\nlabel")
    assert not (folder / "evidence").exists()


def test_what_is_not_watched_is_not_taken_back(archiver, folder):
    ran = archiver("add", REF, "--no-stories")
    assert (ran.code, "is not watched" in ran.err) == (2, True)
    assert not targets(folder).exists()


WHY = {
    "nobody agreed": ("stories = true", False, f"archiver add {REF} --stories --i-understand"),
    "nobody asked for it": ("", True, ""),
    "agreed and asked for": ("stories = true", True, ""),
}


@pytest.mark.parametrize(("written", "agreed", "why"), WHY.values(), ids=WHY)
def test_stories_are_read_only_where_settings_and_ledger_say_so(archiver, folder, written, agreed, why):
    if agreed:
        archiver("add", REF, "--stories", "--i-understand")
    targets(folder).write_text(f'[[target]]\nref = "{REF}"\n{written}\n')
    said = reasons(folder)
    assert (said == "") is (why == "")
    assert why in said


def test_without_a_session_it_is_said_how_to_get_one(archiver, folder):
    archiver("add", REF, "--stories", "--i-understand")
    archive = archives.opened(folder / "evidence", settings(folder))
    said = why_not(archive, looks_at(REF, archive.settings))
    archive.close()
    assert "archiver login instagram --session NAME" in said


def test_written_by_hand_for_another_network_it_is_said_that_it_has_none(archiver, folder):
    targets(folder).write_text('[[target]]\nref = "facebook:acme"\nstories = true\n')
    archive = archives.opened(folder / "evidence", settings(folder))
    said = why_not(archive, looks_at("facebook:acme", archive.settings))
    archive.close()
    assert "Stories are read of Instagram only" in said
