"""Bodies of several documents, and parts that find their places in whichever order they come."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.formats.graphql_stream import (
    NOWHERE,
    Assembled,
    Part,
    assembled,
    documents,
    part,
    path_of,
)

GUARD = b"for (;;);"
EDGES = ("node", "feed", "edges")


def edge(number):
    return {"node": {"id": str(number), "words": f"post {number}"}, "cursor": f"c{number}"}


def first(*edges):
    return Part({"node": {"id": "1", "feed": {"edges": [copy.deepcopy(each) for each in edges]}}})


def edges_of(answer):
    return answer.data["node"]["feed"]["edges"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":1}\n{"b":2}',
        b'{"a":1}\r\n{"b":2}\r\n',
        b'{"a":1}{"b":2}',
        GUARD + b'{"a":1}{"b":2}',
        GUARD + b'{"a":1}\n' + GUARD + b'{"b":2}',
        GUARD + b'{"a":1}' + GUARD + b'{"b":2}',
        b" \n" + GUARD + b' \n{"a":1}\n\n\n{"b":2}  ',
        b'\xef\xbb\xbf{"a":1}\n{"b":2}',
    ],
    ids=["lines", "crlf", "no break", "guard", "guard a line", "guards without a break", "white", "mark"],
)
def test_documents_are_read_one_after_the_other_however_they_are_parted(body):
    assert documents(body) == ([{"a": 1}, {"b": 2}], "")


def test_a_line_break_or_a_guard_within_a_text_parts_nothing():
    words = {"text": "for (;;);{\n}{"}
    assert documents(json.dumps(words).encode() + b"\n[]") == ([words, []], "")


@pytest.mark.parametrize("body", [b"", b"  \n", GUARD, GUARD + b"\n"])
def test_a_body_without_a_document_has_none_and_no_fault(body):
    assert documents(body) == ([], "")


def test_what_stands_before_a_fault_is_kept_and_the_fault_is_named():
    assert documents(b'{"a":1}\n{"b":') == ([{"a": 1}], "JSONDecodeError")


def test_a_body_that_is_not_utf_8_is_read_not_at_all():
    assert documents(b'{"a":1}\n{"b":"\xff"}') == ([], "not UTF-8")


def test_a_document_deeper_than_can_be_read_is_a_fault():
    found, fault = documents(b'{"a":1}\n' + b"[" * 200_000)
    assert (found, fault) in [([{"a": 1}], "RecursionError"), ([{"a": 1}], "JSONDecodeError")]


@pytest.mark.parametrize("document", [None, [], "x", 5, {}, {"errors": []}, {"path": ["a"]}])
def test_what_carries_no_data_is_no_part(document):
    assert part(document) is None


@pytest.mark.parametrize(
    ("path", "read"),
    [
        (["a", 0, "b"], ("a", 0, "b")),
        ([], ()),
        (None, ()),
        ("a", ()),
        (["a", -1], NOWHERE),
        (["a", True], NOWHERE),
        (["a", 1.0], NOWHERE),
        (["a", None], NOWHERE),
    ],
)
def test_a_path_is_keys_and_places_or_leads_nowhere(path, read):
    assert path_of({"path": path}) == read


def test_a_part_stands_where_its_path_says():
    answers = assembled([first(edge(1)), Part(edge(2), (*EDGES, 1))])
    assert answers == [Assembled(first(edge(1), edge(2)).data, ())]


def test_a_part_of_an_object_is_filled_in_and_replaces_nothing():
    brought = {"node": {"words": "other", "more": 3}, "cursor": None}
    (answer,) = assembled([first(edge(1)), Part(brought, (*EDGES, 0))])
    assert edges_of(answer) == [{"node": {"id": "1", "words": "post 1", "more": 3}, "cursor": "c1"}]


def test_a_part_that_names_another_object_belongs_to_neither():
    (answer,) = assembled([first(edge(1)), Part({"node": {"id": "2", "more": 3}}, (*EDGES, 0))])
    assert answer.misplaced == ((*EDGES, 0),)
    assert edges_of(answer) == [edge(1)]


def test_a_part_without_the_one_before_it_leaves_an_edge_of_which_nothing_is_known():
    (answer,) = assembled([first(edge(1)), Part(edge(3), (*EDGES, 2))])
    assert edges_of(answer) == [edge(1), None, edge(3)]


def test_a_place_far_beyond_the_end_is_none():
    (answer,) = assembled([first(edge(1)), Part(edge(3), (*EDGES, 10**9))])
    assert (len(edges_of(answer)), answer.misplaced) == (1, ((*EDGES, 10**9),))


@pytest.mark.parametrize(
    "path",
    [NOWHERE, ("node", "other", "edges", 0), ("node", "feed", "edges", "0"), ("node", "id"), ("node", 0)],
)
def test_a_part_whose_path_leads_nowhere_is_told(path):
    (answer,) = assembled([first(edge(1)), Part("x", path)])
    assert answer.misplaced == (path,)


def test_a_longer_list_than_is_there_has_no_place():
    (answer,) = assembled([first(edge(1)), Part({"edges": [edge(1), edge(2)]}, EDGES[:-1])])
    assert answer.misplaced == (EDGES[:-1],)
    assert edges_of(answer) == [edge(1)]


def test_parts_before_their_first_belong_to_it():
    answers = assembled([Part(edge(2), (*EDGES, 1)), first(edge(1))])
    assert [edges_of(answer) for answer in answers] == [[edge(1), edge(2)]]


def test_parts_without_a_first_are_told_as_lost():
    assert assembled([Part(edge(2), (*EDGES, 1))]) == [Assembled(None, ((*EDGES, 1),))]


def test_each_first_document_makes_an_answer_of_its_own():
    answers = assembled([first(edge(1)), Part(edge(2), (*EDGES, 1)), first(edge(7)), first()])
    assert [edges_of(answer) for answer in answers] == [[edge(1), edge(2)], [edge(7)], []]


def test_filling_in_needs_no_stack_of_its_own_depth():
    def deep(leaf):
        for _ in range(100_000):
            leaf = {"a": leaf}
        return leaf

    there, brought = deep({"b": 1}), deep({"c": 2})
    (answer,) = assembled([Part({"n": there}), Part(brought, ("n",))])
    innermost = answer.data["n"]
    while "a" in innermost:
        innermost = innermost["a"]
    assert innermost == {"b": 1, "c": 2}
    while "a" in there:
        there = there.pop("a")
    while "a" in brought:
        brought = brought.pop("a")


SCALARS = st.integers() | st.text(max_size=4) | st.booleans()
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def cut(data, path, choose):
    """Take parts out of a tree, as a server that defers them does: the last of a list, any value of an object."""
    parts = []
    if isinstance(data, dict):
        for key in list(data):
            parts += cut(data[key], (*path, key), choose)
            if choose():
                parts.append(Part(data.pop(key), (*path, key)))
    elif isinstance(data, list):
        for place in reversed(range(len(data))):
            parts += cut(data[place], (*path, place), choose)
            if place == len(data) - 1 and choose():
                parts.append(Part(data.pop(), (*path, place)))
    return parts


@given(st.dictionaries(st.sampled_from("abc"), TREES), st.data())
@settings(max_examples=200, deadline=None)
def test_an_answer_cut_into_parts_is_whole_again_in_whichever_order_they_come(whole, draw):
    left = copy.deepcopy(whole)
    parts = [Part(left), *cut(left, (), lambda: draw.draw(st.booleans()))]
    assert assembled(draw.draw(st.permutations(parts))) == [Assembled(whole, ())]


@given(
    st.lists(st.binary(max_size=12) | st.sampled_from([GUARD, b"{}", b"[", b'{"data":1}', b"\n"])).map(
        b"".join
    )
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read(body):
    found, fault = documents(body)
    assert isinstance(fault, str)
    assembled(filter(None, map(part, found)))


@given(
    TREES, st.lists(st.tuples(st.lists(st.sampled_from(["a", 0, 1, 5, ""]), max_size=4), TREES), max_size=6)
)
@settings(max_examples=200, deadline=None)
def test_parts_of_any_form_are_placed_or_told(data, brought):
    parts = [Part(data), *(Part(each, tuple(path)) for path, each in brought)]
    answers = assembled(parts)
    assert len(answers) == sum(not each.path for each in parts)
    assert all(
        path in [tuple(told) for told, _ in brought] for answer in answers for path in answer.misplaced
    )
