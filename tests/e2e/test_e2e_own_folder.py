"""A capture points only at captures of its own folder, so that a copy of one target's never names another's."""

import pytest
from fakes import sound
from warcio.archiveiterator import ArchiveIterator

from archiver.store.layout import UNKNOWN_OWNER

pytestmark = pytest.mark.browser
PROFILE = "https://www.instagram.com/hartmann.werkzeuge/"


@pytest.fixture
def older():
    return 0


def pointed_at(folder, capture):
    """Give the captures that the answers of a capture point at, and how many answers it holds itself."""
    with (folder / "evidence/captures" / capture / "capture.warc.gz").open("rb") as file:
        heads = [record.rec_headers for record in ArchiveIterator(file)]
    kinds = [head.get_header("WARC-Type") for head in heads]
    return {head.get_header("Archiver-Refers-To-Capture") for head in heads} - {None}, kinds.count("response")


@pytest.mark.prove
def test_a_target_s_captures_point_at_its_own_and_a_post_alone_at_none(archiver, folder, network):
    (first,) = archiver("crawl", PROFILE, "--json").json["captures"]
    (second,) = archiver("crawl", PROFILE, "--json").json["captures"]
    assert pointed_at(folder, first["capture"])[0] == set()
    assert pointed_at(folder, second["capture"])[0] == {first["capture"]}
    post = network.company.posts[0]
    (alone,) = archiver("crawl", f"https://www.instagram.com/p/{post.code}/", "--json").json["captures"]
    assert UNKNOWN_OWNER not in alone["capture"]
    others, held_itself = pointed_at(folder, alone["capture"])
    assert (others, alone["media"]) == (set(), len(post.media))
    assert held_itself > len(post.media)
    assert sound(folder)
