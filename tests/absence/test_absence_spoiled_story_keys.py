"""Instagram changes how it tells stories, one key at a time, and no story went: then none is said to have.

Each key of the answers that hold stories is in turn written otherwise, nulled, and reported as failed.
"""

import re

import pytest
from following import begun, copied
from test_absence_of_a_story import ALONE, company
from test_absence_spoiled_keys import WAYS
from twisting import Twisted
from wires import INSTAGRAM

from archiver.operations import absence
from archiver.operations.diff import diff
from archiver.operations.stories import stories_of

SLICES = 12
OF_PROFILE = "latest_reel_media"
ALWAYS = ["items", "user", "highlights", OF_PROFILE]
OPEN = {"not_covered", "missing"}


def tells_stories(request, key=""):
    """Tell whether an answer holds stories, or says which there are; of the profile's own keys one does."""
    asked = b"reel_ids_arr" in request.body or b"user_id" in request.body
    of_profile = key == OF_PROFILE and request.path == "/hartmann.werkzeuge/"
    return asked or request.path.startswith("/stories/") or of_profile


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return begun(tmp_path_factory.mktemp("keys"), company(), limits=ALONE)


@pytest.fixture(scope="module")
def keys(first, tmp_path_factory):
    """Give every key that such an answer holds."""
    met = set()

    def look(request, body):
        if tells_stories(request):
            met.update(re.findall(rb'"([A-Za-z_]\w{1,60})":', body))
        return body

    followed = copied(first, tmp_path_factory.mktemp("met"))
    followed.network = Twisted(followed.network, look)
    followed.round()
    return sorted(key.decode() for key in met - {b"data", b"extensions", b"errors"})


def spoiled(first, folder, way, key):
    """Give what is said after a round in which a key is spoiled, and after one in which it is not."""
    followed = copied(first, folder)
    network = followed.network
    followed.network = Twisted(
        network, lambda request, body: WAYS[way](key, body) if tells_stories(request, key) else body
    )
    followed.round(hours=1)
    amiss = said(followed)
    followed.network = network
    followed.round(hours=1)
    return amiss, said(followed)


def said(followed):
    """Say of stories whatever is more than that they were shown, and of posts whatever was concluded or asked."""
    archive, target = followed.archive, INSTAGRAM.target
    found = stories_of(archive, target)
    assert len(found) == len(followed.network.company.stories)
    told = {(each.state.value, bool(each.left)) for each in found} - {("listed", False)}
    changes = {change.kind.value for change in diff(archive, target).changes} - OPEN
    asked = [post for post in absence.in_turn(archive, target, followed.at_hand) if post.is_story]
    return told, changes, asked


NOTHING = (set(), set(), [])


@pytest.mark.some(of=3)
@pytest.mark.parametrize("key", ALWAYS)
@pytest.mark.parametrize("way", WAYS)
def test_a_key_that_matters_is_missed_and_no_story_is_said_to_have_gone(first, tmp_path, way, key):
    assert spoiled(first, tmp_path, way, key) == (NOTHING, NOTHING)


@pytest.mark.prove
@pytest.mark.parametrize("part", range(SLICES))
@pytest.mark.parametrize("way", WAYS)
def test_whichever_key_is_missed_no_story_is_said_to_have_gone(first, keys, tmp_path, way, part):
    told = {}
    for key in keys[part::SLICES]:
        found = spoiled(first, tmp_path / key, way, key)
        if found != (NOTHING, NOTHING):
            told[key] = found
    assert told == {}
