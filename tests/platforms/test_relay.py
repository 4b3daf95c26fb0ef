"""The data-sjs form: what its blocks carry, and that no page keeps it from being read."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archiver.formats import relay

EMPTY = relay.RelayPage(0, 0, (), (), {})


def block(document, attributes='type="application/json" data-sjs'):
    text = document if isinstance(document, str) else json.dumps(document).replace("<", "\\u003C")
    return f"<script {attributes}>{text}</script>".encode()


def call(name, result, *, before=None):
    return ["RelayPrefetchedStreamCache", "next", before or [], [name, {"__bbox": {"result": result}}]]


def scheduled(*calls):
    handled = [{"__bbox": {"require": list(calls)}}, {"__bbox": None}]
    return {"require": [["ScheduledServerJS", "handle", None, handled]]}


def answers(page):
    return [(found.query, found.data, tuple(map(str, found.errors))) for found in relay.read(page).answers]


def test_an_answer_is_found_under_its_query_s_own_name():
    page = block(scheduled(call("adp_PolarisPostQueryRelayPreloader_6ac20c5f98", {"data": {"a": 1}})))
    assert answers(page) == [("PolarisPostQuery", {"a": 1}, ())]


def test_answers_of_several_blocks_come_in_the_page_s_order():
    page = b"".join(block(scheduled(call(f"adp_Q{n}RelayPreloader_0", {"data": n}))) for n in range(3))
    assert [name for name, _, _ in answers(page)] == ["Q0", "Q1", "Q2"]


def test_answers_of_one_block_come_in_their_order():
    page = block(scheduled(call("A", {"data": 1}), ["CometResourceScheduler"], call("B", {"data": 2})))
    assert answers(page) == [("A", 1, ()), ("B", 2, ())]


def test_messages_of_an_answer_s_errors_stand_beside_its_data():
    errors = [{"message": "one"}, {"code": 5}, "x", {"message": 7}]
    page = block(scheduled(call("A", {"data": {"kept": 1}, "errors": errors})))
    unsaid = "an error without a message"
    assert answers(page) == [("A", {"kept": 1}, ("one", unsaid, unsaid, unsaid))]


@pytest.mark.parametrize("errors", [None, {}, "x", 5, []])
def test_errors_that_are_no_list_of_them_are_none(errors):
    assert answers(block(scheduled(call("A", {"data": 1, "errors": errors})))) == [("A", 1, ())]


@pytest.mark.parametrize(
    "made",
    [
        ["RelayPrefetchedStreamCache", "next", []],
        ["RelayPrefetchedStreamCache", "next", [], []],
        ["RelayPrefetchedStreamCache", "next", [], ["A"]],
        ["RelayPrefetchedStreamCache", "next", [], ["A", {"__bbox": None}]],
        ["RelayPrefetchedStreamCache", "next", [], ["A", {"__bbox": {"result": None}}]],
        ["RelayPrefetchedStreamCache", "next", [], ["A", {"__bbox": {"result": []}}]],
        ["RelayPrefetchedStreamCache", "next", [], [5, {"__bbox": {"result": {}}}]],
        ["RelayPrefetchedStreamCache", "complete", [], ["A", {"__bbox": {"result": {}}}]],
        ["OtherCache", "next", [], ["A", {"__bbox": {"result": {}}}]],
        {"RelayPrefetchedStreamCache": "next"},
    ],
)
def test_a_call_of_another_form_is_no_answer(made):
    found = relay.read(block(scheduled(made)))
    assert (found.answers, found.unreadable) == ((), 0)


def test_an_answer_without_data_is_one_with_none():
    assert answers(block(scheduled(call("A", {})))) == [("A", None, ())]


@pytest.mark.parametrize(
    "attributes",
    [
        'type="application/json" data-sjs',
        'type="application/json"  data-content-len="17" data-sjs',
        'data-sjs type="application/json"',
        "data-sjs",
        'data-sjs=""',
        'TYPE="application/json"\n\tDATA-SJS',
    ],
)
def test_a_block_is_known_by_its_attribute_wherever_it_stands(attributes):
    assert relay.read(block({"canonicalRouteName": "comet.igweb.A"}, attributes)).routes == ("A",)


@pytest.mark.parametrize("attributes", ['type="application/json"', 'id="envjson"', "", 'src="x.js"'])
def test_another_script_is_no_block(attributes):
    assert relay.read(block({"canonicalRouteName": "comet.igweb.A"}, attributes)) == EMPTY


@pytest.mark.parametrize("closing", ["</script>", "</SCRIPT>", "</script >", "</script\n>", "</script x>"])
def test_a_block_ends_where_a_browser_ends_it(closing):
    page = f'<script data-sjs>{{"canonicalRouteName":"A"}}{closing}<script data-sjs>[]{closing}'.encode()
    found = relay.read(page)
    assert (found.blocks, found.unreadable, found.routes) == (2, 0, ("A",))


def test_routes_are_told_once_each_by_their_last_part():
    names = ["comet.igweb.PolarisA", "PolarisB", "comet.igweb.PolarisA", 5, None, "comet.igweb."]
    page = b"".join(block({"x": [{"canonicalRouteName": name}]}) for name in names)
    assert relay.read(page).routes == ("PolarisA", "PolarisB", "")


def test_a_block_that_is_no_json_is_counted_and_the_others_are_read():
    page = block("{") + block({"canonicalRouteName": "A"}) + block("") + block("[" * 100_000)
    found = relay.read(page)
    assert (found.blocks, found.unreadable, found.routes) == (4, 3, ("A",))


def test_a_block_that_holds_a_null_is_readable():
    assert relay.read(block("null")).unreadable == 0


def test_an_end_of_script_within_a_text_is_written_as_an_escape_and_comes_back():
    words = "</script><script>alert(1)</script>"
    page = block(scheduled(call("A", {"data": {"caption": words}})))
    assert answers(page) == [("A", {"caption": words}, ())]


def test_walking_gives_outer_before_inner_in_the_document_s_order():
    document = {"a": [{"b": 1}, [2]], "c": {"d": {}}}
    assert list(relay.walk(document)) == [
        document,
        [{"b": 1}, [2]],
        {"b": 1},
        [2],
        {"d": {}},
        {},
    ]


@pytest.mark.parametrize("document", [None, 5, "x", True])
def test_walking_what_holds_nothing_gives_nothing(document):
    assert list(relay.walk(document)) == []


def test_walking_needs_no_stack_of_its_own_depth():
    document = []
    for _ in range(200_000):
        document = [document]
    assert sum(1 for _ in relay.walk(document)) == 200_001
    while document:
        document = document.pop()


PIECES = st.lists(
    st.sampled_from(
        [
            b"<script data-sjs>",
            b"</script>",
            b"<SCRIPT\n",
            b"data-sjs",
            b">",
            b"<",
            b"{",
            b"}",
            b'"a":1',
            b"[]",
            b"null",
        ]
    )
    | st.binary(max_size=8),
    max_size=14,
).map(b"".join)


@given(PIECES)
@example(b"<script data-sjs>")
@example(b"<script data-sjs>\xff\xfe[]</script>")
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read(page):
    found = relay.read(page)
    assert 0 <= found.unreadable <= found.blocks
    assert len(found.answers) == 0


@given(st.binary(max_size=40), st.binary(max_size=40))
@settings(max_examples=100, deadline=None)
def test_what_stands_around_a_block_does_not_change_it(before, after):
    page = block(scheduled(call("A", {"data": 1})))
    if b"<script" not in before.lower() and b"<script" not in after.lower():
        assert answers(before + page + after) == [("A", 1, ())]


def script(words):
    return f"<script>{words}</script>".encode()


def test_calls_in_a_plain_script_are_answers_as_in_a_block():
    made = json.dumps(call("adp_QRelayPreloader_0", {"data": {"text": 'a "quoted" </tag> — è'}}))
    page = script(f'requireLazy(["A"], function(a){{ a.handle({made}); }}); var x = [1,{{"b":2}}];')
    assert answers(page) == [("Q", {"text": 'a "quoted" </tag> — è'}, ())]


def test_several_calls_in_a_plain_script_come_in_their_order():
    calls = ";".join(f"handle({json.dumps(call(f'Q{n}', {'data': n}))})" for n in range(3))
    assert [data for _, data, _ in answers(script(calls))] == [0, 1, 2]


def test_a_plain_script_s_call_that_does_not_end_is_counted_and_the_next_is_read():
    cut = json.dumps(call("A", {"data": 1}))[:-3]
    whole = json.dumps(call("B", {"data": 2}))
    found = relay.read(script(f"handle({cut});handle({whole})"))
    assert ([each.data for each in found.answers], found.unreadable) == ([2], 1)


def test_a_plain_script_of_endless_calls_is_given_up_in_time():
    found = relay.read(script('["RelayPrefetchedStreamCache",' * 20_000))
    assert (found.answers, 0 < found.unreadable <= 20) == ((), True)


def test_a_plain_script_says_for_whom_the_page_was_made():
    page = script('x(["CurrentUserInitialData",[],{"USER_ID":"0","NAME":""},270])')
    assert relay.read(page).signed_in is False


def test_parts_of_an_answer_name_their_place_and_share_a_preloader():
    later = {"data": {"words": "b"}, "path": ["node", "edges", 1], "label": "q$stream"}
    page = block(
        scheduled(call("adp_QRelayPreloader_7", {"data": {"node": {}}}), call("adp_QRelayPreloader_7", later))
    )
    found = relay.read(page).answers
    assert [(each.query, each.path, each.preloader) for each in found] == [
        ("Q", (), "adp_QRelayPreloader_7"),
        ("Q", ("node", "edges", 1), "adp_QRelayPreloader_7"),
    ]


FAULT = "A server error"


def test_what_failed_is_taken_out_so_that_its_null_is_not_read_as_nothing():
    data = {"post": {"message": None, "owner": {"name": "B"}}}
    relay.leave_out(data, [relay.Failure(FAULT, ("post", "message", "ranges", 0))])
    assert data == {"post": {"owner": {"name": "B"}}}


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("other",),
        ("post", 0),
        ("list", "a"),
        ("list", 9),
        ("list", -1),
        ("post", "owner", "name", "more"),
    ],
)
def test_a_failure_that_leads_to_nothing_takes_nothing_out(path):
    data = {"post": {"owner": {"name": "B"}}, "list": [None]}
    relay.leave_out(data, [relay.Failure(FAULT, path)])
    assert data == {"post": {"owner": {"name": "B"}}, "list": [None]}


@pytest.mark.parametrize(
    ("path", "edges", "somewhere"),
    [
        (("user", "feed", "edges", 2, "node", "message"), {2}, False),
        (("user", "feed", "edges", 0), {0}, False),
        (("user", "feed"), set(), True),
        (("user", "feed", "page_info"), set(), True),
        (("user", "feed", "edges"), set(), True),
        ((), set(), True),
        (("edges", 0, "node"), set(), True),
        (("user", "name"), set(), False),
    ],
)
def test_which_edges_of_a_connection_failed_is_told_by_the_path(path, edges, somewhere):
    assert relay.failed([relay.Failure(FAULT, path)], "feed") == relay.Failed(frozenset(edges), somewhere)


def test_an_edge_that_failed_behind_the_last_one_there_is_known():
    failed = relay.failed([relay.Failure(FAULT, ("feed", "edges", 3))], "feed")
    assert (failed.beyond(3), failed.beyond(4)) == (True, False)
