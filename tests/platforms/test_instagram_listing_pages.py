"""Whose page of a listing an answer is, where in its chain it stands, and what is pinned on it."""

import json

import pytest
from instagram_answers import QUERY, answer, legacy_medium, medium, only, read_legacy, read_medium
from instagram_visits import GRID_ROOT, REELS_ROOT

from archiver.model.account import Account
from archiver.platforms.instagram.extract import extract

OURS, THEIRS = "990000111222", "990000333444"
LEGACY_ROOT = "edge_owner_to_timeline_media"


def connection(*nodes, more=True):
    edges = [None if node is None else {"node": node} for node in nodes]
    return {"edges": edges, "page_info": {"end_cursor": "QVFB-next", "has_next_page": more}}


def page(document, **variables):
    """Give the one page of a listing that an answer holds; `variables` are those of its request."""
    fields = [("variables", json.dumps(variables))] if variables else ()
    (found,) = extract([answer(document, QUERY, fields=fields)]).listings
    return found


def account(account_id=OURS, handle="brandt.pumpen"):
    return Account("instagram", account_id, handle, None, None, (), None, None, None, None, "urn:a")


def grid(*nodes, **more):
    return {"data": {GRID_ROOT: connection(*nodes or (medium(),), **more)}}


def reels(*nodes):
    return {"data": {REELS_ROOT: connection(*({"media": node} for node in nodes or (medium(),)))}}


def test_a_page_of_the_grid_is_whose_handle_was_asked_for():
    found = page(grid(), username="Brandt.Pumpen", after=None, first=12)
    assert (found.surface, found.owner_id, found.owner_name) == ("grid", "", "Brandt.Pumpen")
    assert found.is_of(account())
    assert not found.is_of(account(handle="brandt.tools"))


def test_a_page_of_the_reels_is_whose_id_was_asked_for():
    found = page(reels(), data={"page_size": 12, "target_user_id": OURS}, after="QVFB-1")
    assert (found.surface, found.owner_id, found.asked) == ("reels", OURS, "QVFB-1")
    assert found.is_of(account(handle="renamed.since"))
    assert not found.is_of(account(THEIRS))


@pytest.mark.parametrize("variables", [{"target_user_id": OURS}, {"data": {"target_user_id": int(OURS)}}])
def test_the_id_may_stand_beside_what_else_is_asked_and_as_a_number(variables):
    assert page(reels(), **variables).owner_id == OURS


def test_the_number_that_the_answer_names_goes_before_the_one_that_was_asked_for():
    document = {"data": {"fetch__XDTUserDict": {"pk": THEIRS, **reels()["data"]}}}
    found = page(document, data={"target_user_id": OURS}, username="brandt.pumpen")
    assert found.owner_id == THEIRS
    assert not found.is_of(account())


def test_a_handle_counts_for_nothing_beside_a_number():
    document = {"data": {"user": {"pk": THEIRS, **grid()["data"]}}}
    assert not page(document, username="brandt.pumpen").is_of(account())


@pytest.mark.parametrize(
    "variables",
    [{}, {"username": None}, {"username": 7}, {"data": {"target_user_id": "x"}}, {"data": []}],
)
def test_a_page_that_names_nobody_is_nobody_s(variables):
    found = page(grid(), **variables)
    assert (found.owner_id, found.owner_name) == ("", "")
    assert not found.is_of(account())
    assert not found.is_of(account(handle=""))


@pytest.mark.parametrize("variables", ["{", "[]", "null", '"x"', "[" * 100_000, "{}"])
def test_variables_that_are_none_name_nobody(variables):
    (found,) = extract([answer(grid(), QUERY, fields=[("variables", variables)])]).listings
    assert (found.asked, found.owner_id, found.owner_name) == ("", "", "")


def test_a_page_says_which_cursor_it_was_asked_with_and_which_it_gives():
    found = page(grid(more=True), username="brandt.pumpen", after="QVFB-1")
    assert (found.asked, found.next, found.more) == ("QVFB-1", "QVFB-next", True)
    assert page(grid(more=False), username="brandt.pumpen").more is False


def test_an_end_that_is_not_said_is_not_known():
    document = grid()
    document["data"][GRID_ROOT]["page_info"] = None
    found = page(document, username="brandt.pumpen")
    assert (found.next, found.more) == ("", None)


def test_a_null_edge_and_one_of_an_unknown_shape_keep_their_places():
    unknown = {"__typename": "XDTGridUnit", "unit": {"kind": "ENTITY"}}
    found = page(grid(medium(), None, unknown), username="brandt.pumpen")
    assert [entry and entry.key for entry in found.entries] == ["DdfU9wtzx9B", None, None]


ROOT = "xdt_api__v1__feed__user_timeline_graphql_connection"
FAILURES = {
    "nowhere that is told": ({"message": "field_exception"}, True),
    "within edges of something": ({"path": ["x", "edges", 1]}, True),
    "the listing itself": ({"path": [ROOT]}, True),
    "its pages' links": ({"path": [ROOT, "page_info", "end_cursor"]}, True),
    "no place of an edge": ({"path": [ROOT, "edges", "first"]}, True),
    "a field of an edge that was read whole": (
        {"path": [ROOT, "edges", 0, "node", "location", "profile_pic_url"]},
        False,
    ),
    "an edge that is not there": ({"path": [ROOT, "edges", 7]}, True),
    "something else than the listing": ({"path": ["xdt_viewer", "user", "profile_pic_url"]}, False),
}


@pytest.mark.parametrize(("error", "flawed"), FAILURES.values(), ids=FAILURES)
def test_a_page_of_which_a_part_failed_is_flawed_unless_the_platform_says_which(error, flawed):
    found = page(grid() | {"errors": [error]}, username="brandt.pumpen")
    assert (found.flawed, None in found.entries) == (flawed, False)


@pytest.mark.parametrize("left", [True, False], ids=["as null", "not at all"])
def test_an_edge_of_which_a_part_failed_is_not_understood_unless_it_was_read_whole(left):
    answer = grid()
    node = answer["data"][ROOT]["edges"][0]["node"]
    del node["caption"]
    if left:
        node["caption"] = None
    failed = {"message": "field_exception", "path": [ROOT, "edges", 0, "node", "caption"]}
    found = page(answer | {"errors": [failed]}, username="brandt.pumpen")
    assert (found.flawed, found.entries) == (False, (None,))
    assert not page(grid() | {"errors": []}, username="brandt.pumpen").flawed


def test_an_error_of_one_answer_does_not_flaw_the_next():
    first = {"data": {}, "errors": [{"message": "x"}]}
    found = extract([answer(f"{json.dumps(first)}\n{json.dumps(grid())}", QUERY)])
    assert [each.flawed for each in found.listings] == [False]


def test_a_page_in_the_legacy_dialect_names_its_owner_by_id():
    listed = connection({**legacy_medium(), "shortcode": "DdfU9wtzx9B"}, more=False)
    found = page({"data": {"user": {"id": OURS, LEGACY_ROOT: listed}}}, id=OURS, first=12)
    assert (found.surface, found.owner_id, found.more) == ("grid", OURS, False)


PINS = {
    "the grid": ({"timeline_pinned_user_ids": [OURS]}, ("grid",)),
    "the grid, as a number": ({"timeline_pinned_user_ids": [int(OURS)]}, ("grid",)),
    "the reels": ({"clips_tab_pinned_user_ids": [OURS]}, ("reels",)),
    "both": ({"timeline_pinned_user_ids": [OURS], "clips_tab_pinned_user_ids": [OURS]}, ("grid", "reels")),
    "another's own grid": ({"timeline_pinned_user_ids": [THEIRS]}, ()),
    "both accounts' grids": ({"timeline_pinned_user_ids": [THEIRS, OURS]}, ("grid",)),
    "nowhere": ({"timeline_pinned_user_ids": [], "clips_tab_pinned_user_ids": None}, ()),
    "what is no list": ({"timeline_pinned_user_ids": OURS, "clips_tab_pinned_user_ids": {OURS: 1}}, ()),
    "a list of something else": ({"timeline_pinned_user_ids": [{"pk": OURS}, None, []]}, ()),
}


@pytest.mark.parametrize(("fields", "pinned"), PINS.values(), ids=PINS)
def test_a_post_is_pinned_where_its_owner_pinned_it(fields, pinned):
    assert only(read_medium(**fields)).pinned_on == pinned


LEGACY_PINS = {
    "by its owner": ([{"id": OURS, "username": "brandt.pumpen"}], ("grid",)),
    "by another": ([{"id": THEIRS}], ()),
    "by both": ([{"id": THEIRS}, {"id": OURS}], ("grid",)),
    "by nobody": ([], ()),
    "by what is no user": ([OURS, None], ()),
    "by what is no list": ({"id": OURS}, ()),
}


@pytest.mark.parametrize(("users", "pinned"), LEGACY_PINS.values(), ids=LEGACY_PINS)
def test_a_post_in_the_legacy_dialect_is_pinned_where_its_owner_pinned_it(users, pinned):
    assert only(read_legacy(pinned_for_users=users)).pinned_on == pinned


def test_a_post_without_any_word_of_pins_is_pinned_nowhere():
    assert only(read_medium()).pinned_on == only(read_legacy()).pinned_on == ()
