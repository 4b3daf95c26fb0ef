"""What a company takes away between two crawls, and what the command line says of it, with a real Chromium."""

import json
import time

import pytest
from fakes import call_archiver, sound, write_settings

from archiver.simulator import happenings
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.truth import truths

pytestmark = pytest.mark.browser
TARGET = "instagram:hartmann.werkzeuge"
CONFIRM_SECONDS = 4


@pytest.fixture
def network():
    return SocialNetwork(hartmann(older=3), seed="gone")


@pytest.fixture
def folder(tmp_path, server, network):
    (tmp_path / "state.json").write_text(json.dumps(network.admit("liesl")))
    session = '[sessions.S]\nplatform = "instagram"\nstate = "../state.json"\n'
    more = f'\n{session}[rule]\nconfirm_after = "{CONFIRM_SECONDS}s"\n'
    write_settings(server, tmp_path, more)
    (tmp_path / "config" / "targets.toml").write_text(f'[[target]]\nref = "{TARGET}"\nsessions = ["S"]\n')
    call_archiver("init", folder=tmp_path)
    return tmp_path


def kinds(diff):
    return {(change["kind"], change["post"], change["state"]) for change in diff["changes"]}


def hand_over(archiver, gone, checked):
    """Before what is concluded is handed over it is asked for once more, unless nothing is to be asked for."""
    handed = archiver("export", TARGET, "--removals", "--out", "bundle.zip", "--json")
    assert handed.code == 0, handed.err
    assert set(handed.json["posts"]) == gone
    assert handed.json["last_checked"] > checked
    offline = archiver("export", TARGET, "--removals", "--offline", "--out", "again", "--json")
    assert offline.json["last_checked"] == handed.json["last_checked"]
    assert [archiver("verify", bundle).code for bundle in ("bundle.zip", "again")] == [0, 0]


@pytest.mark.prove
def test_what_went_is_asked_for_concluded_told_and_taken_back(folder, network):
    def archiver(*arguments):
        return call_archiver(*arguments, folder=folder)

    def removals():
        return archiver("removals", TARGET, "--json").json

    first = archiver("crawl", "--json")
    assert first.code == 0, first.err
    assert archiver("diff", TARGET, "--exit-code").code == 1  # all are new
    assert removals() == {"removals": [], "media": [], "account_states": []}
    nothing = archiver("recheck", TARGET)
    assert (nothing.code, nothing.out) == (0, "Nothing is in question.\n")

    # Two posts go, a caption is edited, a picture goes from a carousel, and a post from the grid alone.
    codes = [post.code for post in network.company.grid]
    carousel = next(post for post in network.company.posts if post.kind == "carousel").code
    one, other, edited, hidden = [code for code in codes[2:] if code != carousel][:4]
    company = happenings.remove_slide(network.company, carousel, 1)
    company = happenings.edit_caption(company, edited, "Andere Worte")
    for happens, code in (
        (happenings.delete, one),
        (happenings.take_down, other),
        (happenings.hide_from_grid, hidden),
    ):
        company = happens(company, code)
    network.company = company
    standing = {code: truth.standing for code, truth in truths(company, network.conditions).items()}
    gone = {f"instagram:{code}" for code, how in standing.items() if how == "absent_for_all"}
    assert len(gone) == 2

    second = archiver("crawl", "--json").json["captures"]
    assert [look["kind"] for look in second] == ["crawl", "crawl", "probe", "probe"]
    assert (second[1]["edited"], second[1]["missing"]) == (1, 3)
    assert {each["state"] for each in removals()["removals"]} == {"pending"}
    assert {each["post"] for each in removals()["removals"]} == gone

    time.sleep(CONFIRM_SECONDS)
    again = archiver("recheck", TARGET, "--json")
    assert again.code == 0, again.err
    found = removals()
    assert {each["post"] for each in found["removals"] if each["state"] == "concluded"} == gone
    assert [(each["post"], each["state"]) for each in found["media"]] == [
        (f"instagram:{carousel}", "concluded")
    ]
    assert found["account_states"] == []
    for each in found["removals"]:
        assert each["sentence"].startswith(
            f"Post {each['post'].partition(':')[2]} of account @hartmann.werkzeuge (id "
        )
        assert set(each["scope"]["shown_before"]) == set(each["scope"]["looked"])
        assert {visit["null_control"] for visit in each["visits"]} == {"not_found"}
        assert {visit["control_before"] for visit in each["visits"]} == {"live"}
    told = archiver("removals", TARGET).out
    assert told.count("the platform answered its address as it answers an address that never existed") == 2
    assert told.endswith("2 concluded, 0 in question\n")

    changed = archiver("diff", TARGET, "--json").json
    assert {each for each in kinds(changed) if each[0] != "first_seen"} == {
        *(("missing", post, None) for post in gone),
        ("not_listed", f"instagram:{hidden}", None),
        ("edited", f"instagram:{edited}", None),
        ("media_removed", f"instagram:{carousel}", "concluded"),
    }
    (caption,) = [change for change in changed["changes"] if change["kind"] == "edited"]
    assert [field["after"] for field in caption["fields"]] == ["Andere Worte"]

    hand_over(archiver, gone, max(each["last_checked"] for each in found["removals"]))

    # What was taken down comes back: the interval ends, and the past is not erased.
    network.company = happenings.restore(company, other)
    archiver("crawl")
    states = {each["post"]: each["state"] for each in removals()["removals"]}
    assert states == dict.fromkeys(gone, "concluded") | {f"instagram:{other}": "withdrawn"}
    assert ("restored", f"instagram:{other}", None) in kinds(archiver("diff", TARGET, "--json").json)
    assert archiver("rebuild", "--check").code == 0
    assert sound(folder)


def test_what_is_asked_of_an_archive_that_does_not_know_the_target_is_told(folder):
    for verb in ("diff", "removals", "recheck"):
        ran = call_archiver(verb, "instagram:niemand", folder=folder)
        assert ran.code == 2, verb
        assert "instagram:niemand" in ran.err
        assert ran.err.count("\n") <= 2
