"""Golden answers: one kind of page or shape each, and what is to be read in it."""

import subprocess
import sys

import pytest
from facebook_answers import GOLDEN, expected, golden

from archiver.platforms.facebook.extract import extract

KNOWN = expected()


def told(observation):
    """Say of a post what `expected.json` says."""
    at, made = observation.published_at, observation.made_at
    media = observation.media
    known = {
        "key": observation.ref.key,
        "owner": [observation.owner_id, observation.owner_name],
        "kind": observation.kind,
        "product": observation.product,
        "at": at and int(at.timestamp()),
        "made": made and int(made.timestamp()),
        "caption": "(none)" if observation.caption == "" else observation.caption,
        "links": list(observation.links or ()),
        "shared": observation.shared and observation.shared.key,
        "media": [[each.kind.value, each.asset, each.permanent_id, len(each.candidates)] for each in media],
        "promised": observation.promised,
        "counts": {name: count.value for name, count in observation.counts},
        "coauthors": list(observation.coauthors or ()),
        "pinned": list(observation.pinned_on),
        "whole": observation.whole,
    }
    return {name: value for name, value in known.items() if value not in ([], {}, None, "")}


def summary(reading):
    """Say of a reading what `expected.json` says, but for what is empty."""
    known = {
        "pages": [[page.availability.value, page.signal, str(page.subject or "")] for page in reading.pages],
        "accounts": [
            {
                "id": account.account_id,
                "handle": account.handle,
                "followers": account.followers and [account.followers.value, account.followers.exact],
            }
            for account in reading.accounts
        ],
        "listings": [
            {
                "surface": page.surface,
                "owner": page.owner_id,
                "entries": [entry and entry.key for entry in page.entries],
                "asked": page.asked,
                "next": page.next,
                "more": page.more,
                "flawed": page.flawed,
            }
            for page in reading.listings
        ],
        "observations": [told(observation) for observation in reading.observations],
        "gaps": sorted([gap.reason.value, gap.subject] for gap in reading.gaps),
    }
    counts = {"understood": reading.understood, "seen": reading.seen}
    return counts | {name: value for name, value in known.items() if value}


@pytest.mark.parametrize("name", list(KNOWN))
def test_a_golden_answer_reads_as_its_maker_says(name):
    assert summary(extract([golden(name)])) == KNOWN[name]["read"]


@pytest.mark.parametrize("name", list(KNOWN))
def test_each_fact_of_a_golden_answer_points_at_its_record(name):
    reading = extract([golden(name)])
    facts = (*reading.pages, *reading.accounts, *reading.listings, *reading.observations, *reading.gaps)
    assert {fact.record for fact in facts} <= {"urn:test:1"}


def test_the_golden_answers_are_what_their_script_makes(tmp_path):
    subprocess.run([sys.executable, "-B", GOLDEN / "make.py", tmp_path], check=True)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    kept = {
        file.name: file.read_bytes() for file in GOLDEN.iterdir() if file.suffix in (".json", ".html", ".txt")
    }
    assert made == kept
    assert set(made) == {*KNOWN, "expected.json"}


def test_no_golden_answer_is_longer_than_a_person_reads():
    sizes = {file.name: file.stat().st_size for file in GOLDEN.iterdir() if file.is_file()}
    sizes.pop("expected.json")
    assert max(sizes.values()) < 20 << 10, sizes


def test_two_answers_read_together_are_one_reading_after_the_other():
    first, second = golden("page_logged_out.html"), golden("album_cut_short.json")
    assert extract([first, second]) == extract([first]) + extract([second])
