"""Custody events of each kind are understood alike by the page and by the verifier; what lacks something by neither."""

import json

from archiver.verify.said import read

WHOLE = {
    "capture": {"capture": None, "seal": None, "kind": "crawl", "outcome": "failed", "reason": "unreachable"},
    "agreement": {"about": "stories", "agreed": True, "operator": "ab", "words": "…"},
    "mark": {"words": "called", "happened_at": "2026-11-24T03:00:00Z", "operator": "ab"},
    "fixity check": {"exit_code": 0, "counts": {}},
    "export": {"bundle": "sha256:ab", "nonce": "cd", "checkpoint": 1, "captures": 2},
    "transfer": {"bundle": "sha256:ab", "nonce": "cd", "to": "ef"},
    "declaration": {"declared": {}},
    "closer watch": {"every_seconds": 900, "until": "2026-11-26T03:00:00Z", "reason": "a reporter called"},
    "replication": {"to": "ab", "captures": 2, "size": 9, "exit_code": 0},
    "early look": {"due_at": "2026-11-24T03:00:00Z", "early_seconds": 4000, "reason": "by_hand"},
    "late look": {"due_at": "2026-11-24T03:00:00Z", "late_seconds": 4000, "reason": "budget"},
    "canary": {
        "list": "ab",
        "posts": [
            {"post": "instagram:CaBc", "known": "shown"},
            {"post": "instagram:CxYz", "known": "gone", "since": "2026-11-24T03:00:00Z"},
        ],
    },
    "clock": {"was": "2026-11-24T03:00:00Z", "is": "2026-11-24T02:00:00Z"},
}
LACKING = [(kind, each) for kind, said in WHOLE.items() for each in ("nothing", *said)]


def event(kind, lacking):
    return {"event": kind, **{name: value for name, value in WHOLE[kind].items() if name != lacking}}


def test_each_kind_is_understood_and_what_lacks_something_is_not(evaluate):
    events = [event(*each) for each in LACKING]
    told = [json.dumps(each) for each in events]
    there = evaluate("said", "return given.map((each) => parts.readSaid(JSON.parse(each)) !== null);", told)
    assert there == [read(each) is not None for each in events]
    assert [there[place] for place, (_, lacking) in enumerate(LACKING) if lacking == "nothing"] == [
        True
    ] * len(WHOLE)
    assert not there[LACKING.index(("transfer", "to"))]


LISTED = [
    {"post": "instagram:CaBc", "known": "hidden"},
    {"post": "instagram:CaBc", "known": "gone"},
    {"post": "instagram:CaBc", "known": "gone", "since": "yesterday"},
    {"post": 7, "known": "shown"},
    {"known": "shown"},
    "instagram:CaBc",
]


def test_a_canary_s_list_is_understood_only_where_each_post_stands_somehow(evaluate):
    events = [{"event": "canary", "list": "ab", "posts": [each]} for each in LISTED]
    told = [json.dumps(each) for each in events]
    there = evaluate("said", "return given.map((each) => parts.readSaid(JSON.parse(each)) !== null);", told)
    assert there == [read(each) is not None for each in events] == [False] * len(LISTED)
