"""What `archiver diff` and `archiver removals` are asked, and what they say where it cannot be answered."""

import pytest
from catalog_building import SITE, TARGET, company
from fakes import call_archiver

from archiver.model.capture import CaptureKind
from archiver.model.refs import PostRef, TargetRef

POST = company().posts[0].code
UNKNOWN = TargetRef("instagram", "_unknown")


def captures(archiver):
    whole = archiver("diff", TARGET, "--json").json
    return whole["from"], whole["to"]


def test_what_changed_names_the_lanes_that_show_it(house, archiver):
    ran = archiver("diff", TARGET, "--json")
    assert ran.code == 0, ran.err
    (edited,) = [change for change in ran.json["changes"] if change["kind"] == "edited"]
    assert edited["lanes"] == ["logged_out/en-US"]
    assert "vantages" not in edited


def test_a_diff_from_a_later_capture_to_an_earlier_one_is_refused_and_says_to_swap_them(house, archiver):
    earlier, later = captures(archiver)
    ran = archiver("diff", TARGET, "--from", later, "--to", earlier)
    assert (ran.code, ran.out) == (2, "")
    assert f"Swap them: --from {earlier} --to {later}" in ran.err
    assert archiver("diff", TARGET, "--from", earlier, "--to", later).code == 0


def test_a_diff_from_a_capture_to_itself_says_that_nothing_changed(house, archiver):
    _, later = captures(archiver)
    ran = archiver("diff", TARGET, "--from", later, "--to", later)
    assert ran.code == 0
    assert ran.out.endswith("  nothing changed\n")


VERBS = pytest.mark.parametrize("verb", ["diff", "removals"])


@VERBS
@pytest.mark.parametrize("text", [f"{SITE}/p/{POST}/", f"instagram:{POST}", POST])
def test_whoever_names_a_post_is_told_which_target_to_name(house, archiver, verb, text):
    ran = archiver(verb, text)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"{text} is a single post, and a target is asked for. Name the target that shows it: {TARGET}\n"
    )


@VERBS
def test_whoever_names_a_post_of_nobody_known_is_asked_for_a_target_alone(house, archiver, verb):
    ran = archiver(verb, f"{SITE}/p/Nowhere0001/")
    assert (ran.code, ran.out) == (2, "")
    assert "Name a target: " in ran.err
    assert "post address" not in ran.err


@VERBS
def test_a_post_whose_owner_no_answer_named_is_filed_under_no_target_that_could_be_named(house, verb, folder):
    from catalog_building import Showing

    other = company(4).posts[-1]
    page = Showing(company(4)).page(other)
    house.seen([page], target=UNKNOWN, kind=CaptureKind.POST, post=PostRef("instagram", other.code))
    ran = call_archiver(verb, f"instagram:{other.code}", folder=folder)
    assert ran.code == 2
    assert "Name a target: " in ran.err
    assert "_unknown" not in ran.err


@VERBS
def test_whoever_names_what_nobody_understands_is_asked_for_a_target_too(house, archiver, verb):
    ran = archiver(verb, "https://example/")
    assert ran.code == 2
    assert "No platform here understands 'https://example/'. Name a target: " in ran.err
