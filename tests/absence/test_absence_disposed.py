"""What the ledger said last of a post counts, whatever of its grounds was disposed of since."""

import pytest
from fakes import Silent
from following import TARGET, begun

from archiver.model.refs import PostRef
from archiver.operations.bundle.choosing import Selection
from archiver.operations.bundle.rules import Rules
from archiver.operations.disposing import dispose, plan
from archiver.operations.export import Wish, export
from archiver.operations.verify import verify_bundle
from archiver.simulator import happenings
from archiver.simulator.company import Medium, Post, number
from archiver.simulator.hartmann import hartmann
from archiver.verify.archive import exit_code, verified

COMPANY = hartmann()
GONE, OTHER = COMPANY.posts[4].code, COMPANY.posts[2].code


@pytest.fixture
def followed(tmp_path):
    made = begun(tmp_path, COMPANY)
    yield made
    made.archive.close()


def went(followed, captures):
    for capture in captures:
        dispose(followed.archive, plan(followed.archive, str(capture), Silent()), "why", "who", Silent())


def said(followed):
    return [event["state"] for event in followed.archive.catalog.events(TARGET, "conclusion")]


@pytest.mark.prove
def test_a_post_that_was_shown_again_is_not_concluded_anew_once_what_showed_it_went(followed):
    gone = happenings.delete(COMPANY, GONE)
    for company in (gone, gone):
        followed.network.company = company
        followed.round()
    before = set(followed.archive.sealed.ids())
    followed.network.company = COMPANY
    followed.round()
    assert said(followed) == ["concluded", "withdrawn"]
    went(followed, sorted(set(followed.archive.sealed.ids()) - before))
    followed.ask(OTHER)
    assert said(followed) == ["concluded", "withdrawn"]
    assert exit_code(verified(followed.archive.layout.root).findings) == 0


@pytest.mark.prove
def test_a_post_of_which_nothing_is_left_keeps_no_other_from_being_handed_over(followed, tmp_path):
    at = followed.clock.now()
    lately = Post(number(at, "lately"), at, "Shown for one look", (Medium(number(at, "lately"), ""),))
    before = set(followed.archive.sealed.ids())
    followed.network.company = happenings.publish(COMPANY, lately)
    followed.round()
    showing = set(followed.archive.sealed.ids()) - before
    for code in (lately.code, OTHER):
        followed.network.company = happenings.delete(followed.network.company, code)
    for _ in range(4):
        followed.round(hours=30)
    assert followed.concluded() == {lately.code, OTHER}
    went(followed, sorted(showing))
    assert followed.archive.catalog.post(PostRef("instagram", lately.code)) is None
    export(followed.archive, Wish(Selection(removals=True), tmp_path / "bundle", Rules()), Silent())
    found = verify_bundle(tmp_path / "bundle", Silent().step).findings
    assert exit_code(found) == 0
    told = "".join(path.read_text() for path in (tmp_path / "bundle").rglob("*.json"))
    assert "all that showed it was disposed of" in told
