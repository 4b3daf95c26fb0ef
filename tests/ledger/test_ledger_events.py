"""Custody events: numbered and chained for each slug, and named by what they hold."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from event_building import capture_event
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver import __version__
from archiver.formats import canonical
from archiver.model.digest import Digest
from archiver.store import layout

AT = datetime(2026, 11, 24, 3, 42, 21, tzinfo=UTC)
ARCHIVE, SEAL = Digest.of(b"archive.json"), Digest.of(b"sums")


@pytest.fixture
def pending(tmp_path):
    return tmp_path


def event(pending, slug="acme", platform="instagram", **changes):
    """One event, in its final form, not placed."""
    fields = {
        "pending": pending,
        "archive": ARCHIVE,
        "at": AT,
        "target": f"{platform}:{slug}",
        "platform": platform,
        "slug": slug,
        "capture": f"{platform}/{slug}/x",
        "seal": SEAL,
        "kind": "crawl",
        "outcome": "complete",
        "reason": "",
    } | changes
    return capture_event(**fields)


def placed(pending, *arguments, **changes):
    made = event(pending, *arguments, **changes)
    (pending / made.name).write_bytes(made.content)
    return made


def leaf(made):
    return sha256(b"\x00" + made.content).hexdigest()


def said(made):
    return json.loads(made.content)


def test_an_event_says_what_the_format_page_lists_and_no_more(pending):
    document = said(event(pending, outcome="partial", reason="stopped"))
    salt = document.pop("salt")
    assert document == {
        "format": "archiver-event/1",
        "event": "capture",
        "archive": str(ARCHIVE),
        "at": "2026-11-24T03:42:21.000000Z",
        "agent": f"archiver {__version__}",
        "target": "instagram:acme",
        "slug": "instagram/acme",
        "number": 1,
        "previous": None,
        "capture": "instagram/acme/x",
        "seal": str(SEAL),
        "kind": "crawl",
        "outcome": "partial",
        "reason": "stopped",
    }
    assert len(bytes.fromhex(salt)) == 32


def test_a_look_of_which_nothing_was_captured_names_no_capture_and_no_seal(pending):
    document = said(event(pending, capture=None, seal=None, outcome="failed", reason="browser_died"))
    assert (document["capture"], document["seal"]) == (None, None)


def test_an_event_is_canonical_and_named_by_its_leaf(pending):
    made = event(pending)
    assert canonical.canonical(said(made)) == made.content
    assert made.name == f"instagram-acme-000001-{leaf(made)[:16]}.json"


def test_no_two_events_are_alike_though_they_say_the_same(pending):
    made = [event(pending) for _ in range(20)]
    assert len({each.name for each in made}) == len({said(each)["salt"] for each in made}) == 20


def test_events_of_a_slug_are_numbered_and_each_bears_the_leaf_of_the_one_before(pending):
    made = [placed(pending) for _ in range(12)]
    assert [said(each)["number"] for each in made] == list(range(1, 13))
    assert [said(each)["previous"] for each in made] == [None, *(leaf(each) for each in made[:-1])]
    assert [each.name.split("-")[2] for each in made] == [f"{number:06d}" for number in range(1, 13)]


def test_an_event_that_was_never_placed_gives_its_number_to_the_next(pending):
    placed(pending)
    event(pending)
    assert said(event(pending))["number"] == 2


@pytest.mark.parametrize(
    "slugs",
    [
        ("a", "a-000001"),
        ("a", "a-000001-0123456789abcdef"),
        ("a", "ab"),
        ("a.b", "axb"),
        ("a", "a."),
        ("acme", "acme-1", "acme-000002", "acme-000001-000001"),
    ],
)
def test_slugs_that_begin_alike_are_numbered_apart(pending, slugs):
    made = {slug: [] for slug in slugs}
    for _ in range(3):
        for slug in slugs:
            made[slug].append(placed(pending, slug))
    for chain in made.values():
        assert [said(each)["number"] for each in chain] == [1, 2, 3]
        assert [said(each)["previous"] for each in chain] == [None, leaf(chain[0]), leaf(chain[1])]
    assert len(list(pending.iterdir())) == 3 * len(slugs)


slugs = st.sampled_from(["a", "a-000001", "a-000001-0123456789abcdef", "a-000002", "b", "0", "a.json", "-"])


@settings(deadline=None, max_examples=30)
@given(st.lists(slugs, max_size=12))
def test_whatever_comes_in_between_a_slugs_chain_is_its_own(tmp_path_factory, order):
    pending = tmp_path_factory.mktemp("pending")
    last = dict.fromkeys(order)
    counts = dict.fromkeys(order, 0)
    for slug in order:
        made = placed(pending, slug)
        counts[slug] += 1
        assert (said(made)["number"], said(made)["previous"]) == (counts[slug], last[slug])
        last[slug] = leaf(made)


def test_platforms_are_numbered_apart(pending):
    placed(pending, "acme", "instagram")
    assert said(placed(pending, "acme", "facebook"))["number"] == 1
    assert said(placed(pending, "acme", "instagram"))["number"] == 2


def test_a_number_of_seven_digits_goes_on_from_there(pending):
    first = placed(pending)
    (pending / first.name).rename(pending / first.name.replace("000001", "1000000"))
    made = event(pending)
    assert said(made)["number"] == 1_000_001
    assert said(made)["previous"] == leaf(first)


def test_other_files_in_the_folder_are_no_events(pending):
    placed(pending)
    for name in (
        ".instagram-acme-000007-0123456789abcdef.json.12.part",
        "instagram-acme-000009.json",
        "notes.json",
    ):
        (pending / name).write_text("{}")
    assert said(event(pending))["number"] == 2


@pytest.mark.parametrize("name", ["acme", "a" * 300, "Ärger & Co", "con", "_unknown"])
def test_the_name_of_an_event_is_a_name_on_every_system(pending, name):
    made = event(pending, layout.slug(name))
    assert len(made.name) < 200
    assert made.name == made.name.lower()
    assert not set(made.name) & set('<>:"/\\|?*')
