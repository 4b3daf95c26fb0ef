"""A caption and the mark that it was edited belong together, in whatever form an answer shows the words."""

import json
from dataclasses import replace

import pytest
from catalog_building import TARGET, Showing, company
from fakes import Silent
from listed_building import listed, look, post

from archiver.catalog.catalog import Catalog
from archiver.model.change import ChangeKind
from archiver.operations import rebuild
from archiver.operations.diff import diff
from archiver.simulator import happenings

PLAIN = company(3)
NEVER_EDITED = PLAIN.posts[1]
EDITED = happenings.edit_caption(PLAIN, NEVER_EDITED.code, "Ganz andere Worte")


def told(house):
    return [
        (each.kind, each.post.key, [field.field for field in each.fields])
        for each in diff(house.archive, TARGET).changes
    ]


@pytest.mark.parametrize("whole", [True, False], ids=["its own page", "the profile's listing alone"])
def test_an_edited_caption_is_told_whichever_answer_shows_it_first(house, whole):
    assert not NEVER_EDITED.edited
    house.seen(Showing(PLAIN).all())
    house.seen(Showing(EDITED).all() if whole else [Showing(EDITED).profile()])
    assert told(house) == [(ChangeKind.EDITED, NEVER_EDITED.code, ["caption"])]
    house.seen(Showing(EDITED).all())
    assert told(house) == []
    assert rebuild.check(house.archive, Silent()).differences == {}


WHOLE = replace(post("A"), caption="words", caption_edited=False)
ABRIDGED = replace(WHOLE, whole=False, caption_edited=None)

MARKS = {
    "the same words, without the mark": ([WHOLE, ABRIDGED], [("words", False)]),
    "other words, without the mark": (
        [WHOLE, replace(ABRIDGED, caption="other")],
        [("words", False), ("other", None)],
    ),
    "other words, and the mark later": (
        [WHOLE, replace(ABRIDGED, caption="other"), replace(WHOLE, caption="other", caption_edited=True)],
        [("words", False), ("other", None), ("other", True)],
    ),
    "other words with the mark at once": (
        [WHOLE, replace(WHOLE, caption="other", caption_edited=True)],
        [("words", False), ("other", True)],
    ),
    "no words shown": ([WHOLE, replace(ABRIDGED, caption=None)], [("words", False)]),
}


@pytest.mark.parametrize(("shown", "expected"), MARKS.values(), ids=MARKS)
def test_a_mark_is_kept_only_with_the_words_it_was_made_of(tmp_path, shown, expected):
    catalog = Catalog(tmp_path / "catalog.sqlite")
    for number, each in enumerate(shown, start=1):
        catalog.index(look(number, listed("A"), posts=(each,)))
    states = [json.loads(row["fields"]) for row in catalog.post(WHOLE.ref).versions]
    assert [(state["caption"], state["caption_edited"]) for state in states] == expected
    catalog.close()
