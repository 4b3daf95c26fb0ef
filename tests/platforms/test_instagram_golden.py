import subprocess
import sys

import pytest
from instagram_answers import EXPECTED, GOLDEN, expected, golden

from archiver.platforms.instagram.extract import extract

KNOWN = expected()


def told(observation):
    """Say of a post what `expected.json` says."""
    at = observation.published_at
    known = {
        "code": observation.ref.key,
        "pk": observation.permanent_id,
        "owner": [observation.owner_id, observation.owner_name],
        "kind": observation.kind,
        "product": observation.product,
        "at": at and int(at.timestamp()),
        "caption": observation.caption,
        "media": [[medium.kind.value, medium.asset, len(medium.candidates)] for medium in observation.media],
        "coauthors": list(observation.coauthors or ()),
        "tagged": list(observation.tagged),
        "location": list(observation.location or ()),
        "counts": {name: count.value for name, count in observation.counts},
        "whole": observation.whole,
    }
    return {name: value for name, value in known.items() if value not in ([], {}, None)}


def told_story(story):
    """Say of a story what `expected_stories.json` says."""
    return {
        "key": story.ref.key,
        "owner": [story.owner_id, story.owner_name],
        "kind": story.kind,
        "at": int(story.published_at.timestamp()),
        "expires": int(story.expires_at.timestamp()),
        "media": [[medium.kind.value, medium.asset, len(medium.candidates)] for medium in story.media],
        "whole": story.whole,
    }


def summary(reading):
    """Say of a reading what `expected.json` says, but for what is empty."""
    known = {
        "pages": [[page.availability.value, page.signal] for page in reading.pages],
        "accounts": [
            {
                "id": account.account_id,
                "handle": account.handle,
                "private": account.private,
                "posts": account.posts and [account.posts.value, account.posts.exact],
            }
            for account in reading.accounts
        ],
        "listings": [
            {
                "owner": page.owner_id,
                "entries": [entry and entry.key for entry in page.entries],
                "surface": page.surface,
                "asked": page.asked,
                "next": page.next,
                "more": page.more,
            }
            for page in reading.listings
        ],
        "observations": [told(observation) for observation in reading.observations],
        "stories": [told_story(story) for story in reading.stories],
        "trays": [
            {
                "owner": tray.owner_id,
                "name": tray.name,
                "title": tray.title,
                "entries": [entry and entry.key for entry in tray.entries],
                "flawed": tray.flawed,
            }
            for tray in reading.trays
        ],
        "shelves": [
            {"owner": shelf.owner_id, "highlights": list(shelf.highlights), "more": shelf.more}
            for shelf in reading.shelves
        ],
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
    of_stories = (*reading.stories, *reading.trays, *reading.shelves)
    assert {fact.record for fact in (*facts, *of_stories)} <= {"urn:test:1"}


def test_the_golden_answers_are_what_their_script_makes(tmp_path):
    subprocess.run([sys.executable, "-B", GOLDEN / "make.py", tmp_path], check=True)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    kept = {
        file.name: file.read_bytes() for file in GOLDEN.iterdir() if file.suffix in (".json", ".html", ".txt")
    }
    assert made == kept
    assert set(made) == {*KNOWN, *EXPECTED}


def test_no_golden_answer_is_longer_than_a_person_reads():
    sizes = {file.name: file.stat().st_size for file in GOLDEN.iterdir() if file.is_file()}
    assert max(sizes.values()) < 20 << 10, sizes


def test_two_answers_read_together_are_one_reading_after_the_other():
    first, second = golden("profile_logged_out.html"), golden("permalink_reel.html")
    assert extract([first, second]) == extract([first]) + extract([second])
