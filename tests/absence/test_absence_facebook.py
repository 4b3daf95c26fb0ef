"""The rule of absence on Facebook: each thing that owners and the platform do, and that no more is concluded."""

from dataclasses import replace

import pytest
from fakes import Silent
from following import begun, copied
from wires import FACEBOOK

from archiver.derive.conclude import judged
from archiver.model.removal import RemovalState, Wanting
from archiver.operations import absence, rebuild
from archiver.operations import verify as verifying
from archiver.rehearsal.selftest.troubles import FAULTS, MOMENTS, WHO
from archiver.simulator import conditions, happenings
from archiver.simulator.conditions import CALM, under
from archiver.simulator.facebook import listings
from archiver.simulator.facebook.aliases import Terms
from archiver.simulator.facebook.hartmann import hartmann
from archiver.verify.archive import exit_code

COMPANY = hartmann(older=16)
CODES = [post.code for post in listings.timeline(COMPANY)]
SHOWN_TO_STRANGERS, TOP, MIDDLE, LOW, OLDEST = CODES[0], CODES[4], CODES[13], CODES[20], CODES[-1]
OF_KIND = {
    kind: next(post.code for post in COMPANY.posts if post.code in CODES[3:-3] and chosen(post))
    for kind, chosen in {
        "a text": lambda post: post.kind == "text" and not post.link and not post.shared,
        "a photo": lambda post: post.kind == "image",
        "an album": lambda post: post.kind == "carousel",
        "a film": lambda post: post.kind == "video" and not post.reel,
        "a reel": lambda post: post.reel,
        "a link": lambda post: post.link is not None,
        "a share of another's post": lambda post: post.shared is not None,
    }.items()
}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return begun(tmp_path_factory.mktemp("facebook"), COMPANY, wire=FACEBOOK)


@pytest.fixture
def followed(first, tmp_path):
    return copied(first, tmp_path)


@pytest.fixture(scope="module")
def one_gone(first, tmp_path_factory):
    """Followed once more, since when one post is gone."""
    followed = copied(first, tmp_path_factory.mktemp("one gone"))
    followed.network.company = happenings.delete(COMPANY, MIDDLE)
    followed.round()
    assert followed.states() == {MIDDLE: "pending"}
    return followed


def removed(followed, platform=CALM):
    told = FACEBOOK.truths(followed.network.company, platform)
    return {code for code, truth in told.items() if truth.standing == "absent_for_all"}


def test_the_first_round_puts_nothing_in_question(followed):
    assert followed.states() == {}
    assert followed.round() == []


@pytest.mark.some(of=8)
@pytest.mark.parametrize("code", OF_KIND.values(), ids=OF_KIND)
def test_what_is_gone_is_pending_once_and_concluded_at_the_next_visit_whatever_kind_it_is_of(followed, code):
    followed.network.company = happenings.delete(COMPANY, code)
    followed.round()
    assert followed.states() == {code: "pending"}
    followed.round()
    assert followed.states() == {code: "concluded"}


# Likewise.
@pytest.mark.prove
@pytest.mark.parametrize("verb", [happenings.hide_post, happenings.take_down], ids=["archived", "taken down"])
def test_what_is_gone_by_another_hand_is_told_no_otherwise(followed, verb):
    followed.network.company = verb(COMPANY, MIDDLE)
    followed.round()
    followed.round()
    assert followed.concluded() == {MIDDLE} == removed(followed)


@pytest.mark.prove
def test_many_are_concluded_at_once_between_controls_and_the_archive_verifies(followed):
    company = COMPANY
    for code in CODES[3:-3]:
        company = happenings.delete(company, code)
    followed.network.company = company
    followed.round()
    followed.round()
    assert followed.concluded() == set(CODES[3:-3]) == removed(followed)
    assert exit_code(verifying.verify(followed.archive.layout.root, lambda *_: None).findings) == 0
    assert rebuild.check(followed.archive, Silent()).differences == {}


@pytest.mark.prove
def test_of_the_oldest_nothing_is_concluded_since_no_control_is_as_old(followed):
    followed.network.company = happenings.delete(COMPANY, OLDEST)
    for _ in range(4):
        # No listing could show that it is gone, so that it is asked for by itself.
        followed.ask(OLDEST, hours=13)
    (question,) = absence.questions(followed.archive, FACEBOOK.target, followed.at_hand)
    wanting = (
        {want for visit in question.removal.visits for want in visit.wanting} if question.removal else None
    )
    assert followed.concluded() == set()
    assert wanting in (None, {Wanting.CONTROL_AGE})
    assert all(
        "control_age" in judged(probe, question.evidence).wanting for probe in question.evidence.probes
    )


def test_each_visit_has_a_control_that_is_newer_and_one_that_is_older(followed):
    followed.network.company = happenings.delete(COMPANY, MIDDLE)
    followed.round()
    (question,) = absence.questions(followed.archive, FACEBOOK.target, followed.at_hand)
    published = question.evidence.published_at
    for probe in question.evidence.probes:
        dates = sorted((probe.before.published_at, probe.after.published_at))
        assert dates[0] <= published < dates[1]


def test_a_post_that_was_set_back_is_no_control_for_older_ones(followed):
    (set_back,) = (post for post in COMPANY.posts if post.dated)
    catalog = followed.archive.catalog
    oldest = catalog.oldest_live(FACEBOOK.target, catalog.account_id(FACEBOOK.target), 50)
    assert FACEBOOK.key(set_back) not in {post.key for post in oldest}
    assert len(oldest) == len(COMPANY.posts) - 1


@pytest.mark.prove
def test_a_post_that_strangers_were_shown_too_is_concluded_from_both_vantages(followed):
    followed.network.company = happenings.delete(COMPANY, SHOWN_TO_STRANGERS)
    for _ in range(5):
        followed.round()
    (question,) = absence.questions(followed.archive, FACEBOOK.target, followed.at_hand)
    assert question.removal.state is RemovalState.CONCLUDED
    assert len(question.removal.scope.looked) == 2


# The rule is the same on every network, and a test run has it on Instagram.
@pytest.mark.prove
def test_what_comes_back_is_withdrawn(followed):
    followed.network.company = happenings.delete(COMPANY, MIDDLE)
    followed.round()
    followed.round()
    followed.network.company = happenings.restore(followed.network.company, MIDDLE)
    followed.round()
    assert followed.states() == {MIDDLE: "withdrawn"}


# A test run has the first; that nothing happens is what `test_the_first_round_puts_nothing_in_question` is about.
NO_REMOVALS = {
    "private": lambda: happenings.go_private(COMPANY),
    "nothing happens": lambda: COMPANY,
    "text edited": lambda: happenings.edit_caption(COMPANY, MIDDLE, "Other words"),
    "a picture out of an album": lambda: happenings.remove_slide(COMPANY, OF_KIND["an album"], 1),
    "pinned": lambda: happenings.pin(COMPANY, LOW),
    "hidden from the page": lambda: happenings.hide_from_grid(COMPANY, MIDDLE),
    "renamed": lambda: happenings.rename(COMPANY, "hartmann.neu"),
    "closed": lambda: happenings.close_account(COMPANY),
    "limited by country": lambda: happenings.restrict(COMPANY, TOP, "country:DE"),
    "limited by age": lambda: happenings.restrict(COMPANY, TOP, happenings.AGE),
    "written anew": lambda: happenings.reencode(COMPANY, OF_KIND["a film"]),
    "alternative texts guessed anew": lambda: happenings.regenerate_alt_text(COMPANY),
}


@pytest.mark.some(of=12)
@pytest.mark.parametrize("happens", NO_REMOVALS.values(), ids=NO_REMOVALS)
def test_nothing_is_concluded_of_what_is_no_removal(followed, happens):
    followed.network.company = happens()
    for _ in range(3):
        followed.round()
        assert followed.concluded() == set()


@pytest.mark.prove
def test_letters_that_expire_are_no_proof_that_a_post_is_gone(followed):
    """Every alias the archive ever saw is answered as not found, though every post is there."""
    followed.network.terms = Terms(seconds=1)
    followed.network.company = happenings.hide_from_grid(COMPANY, MIDDLE)
    for _ in range(3):
        followed.round(hours=30)
        assert followed.concluded() == set()


def test_a_picture_that_went_from_an_album_is_pending_once_and_concluded_when_it_was_not_shown_again(
    followed,
):
    album = next(post for post in COMPANY.posts if post.code == OF_KIND["an album"])
    followed.network.company = happenings.remove_slide(COMPANY, album.code, 1)
    followed.round()
    assert list(followed.media().values()) == ["pending"]
    followed.round()
    assert list(followed.media().values()) == ["concluded"]
    assert followed.states() == {}


# By make prove; the selftest draws some of them in every test run.
MATRIX = [
    pytest.param(fault, *moment, id=f"{name} {when}", marks=pytest.mark.prove)
    for name, fault in FAULTS.items()
    for when, moment in MOMENTS.items()
]


@pytest.mark.parametrize(("fault", "looking", "probing"), MATRIX)
def test_a_fault_never_leads_to_a_removal_that_is_none(followed, fault, looking, probing):
    met = under(fault(**looking)) if looking is not None else CALM
    asked = under(fault(**probing)) if probing is not None else None
    followed.network.company = happenings.hide_from_grid(COMPANY, MIDDLE)  # so that something is asked for
    for _ in range(3):
        followed.round(met, probing=asked)
        assert followed.concluded() == set()


@pytest.mark.parametrize(("fault", "looking", "probing"), MATRIX)
def test_a_fault_at_the_second_visit_leaves_a_true_removal_pending_or_concluded_and_no_other(
    one_gone, tmp_path, fault, looking, probing
):
    followed = copied(one_gone, tmp_path)
    met = under(fault(**looking)) if looking is not None else CALM
    followed.round(met, probing=under(fault(**probing)) if probing is not None else None)
    assert followed.concluded() <= {MIDDLE}
    followed.round()
    followed.round()
    assert followed.concluded() == {MIDDLE}


SHAPES = {
    "a feed cut short that says there is more": conditions.TruncateFeed(posts=14, says_more=True),
    "a feed cut short that says it ended": conditions.TruncateFeed(posts=14),
    "an edge of an unknown shape": conditions.BreakShape(place=1),
    "every edge of an unknown shape": conditions.BreakShape(),
    "a null edge with a partial error": conditions.NullEdge(),
    "an empty timeline": conditions.AnswerEmpty(),
    "another language": conditions.Speak("de-DE"),
    "the older wrapper": conditions.SplitBySession(),
    "a block: nothing is found": conditions.BlockViewer(),
    "a block: a page without posts": conditions.BlockViewer(shows_profile=True),
    "posts that come and go": conditions.Flap(codes=frozenset({MIDDLE, LOW})),
    "a rate limit within the answers": conditions.RateLimit(in_words=True),
    "an older copy": conditions.ServeCached(replace(COMPANY, posts=COMPANY.posts[2:])),
}
SHAPED = [
    pytest.param(replace(shape, who=who), id=f"{name}, for {who or 'all'}", marks=pytest.mark.prove)
    for name, shape in SHAPES.items()
    for who in WHO
]


@pytest.mark.parametrize("condition", SHAPED)
def test_what_the_platform_does_to_its_answers_is_no_removal(followed, condition):
    for _ in range(3):
        followed.round(under(condition))
        assert followed.concluded() <= removed(followed)
