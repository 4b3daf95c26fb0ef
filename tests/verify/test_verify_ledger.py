"""Checks 7 and 8: custody events, and what binds them to captures."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from verify_forging import MANIFEST, SUMS, Forger, failed

from archiver.formats.canonical import canonical
from archiver.formats.merkle import leaf_hash
from archiver.verify.archive import exit_code, verify
from archiver.verify.finding import Status

Change = Callable[[dict], object]


def event(forger: Forger, slug: str, number: int) -> Path:
    return next(path for path in forger.events if path.name.startswith(f"instagram-{slug}-{number:06d}-"))


# 7. the ledger


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda text: text.replace(b'"failed"', b'"faiLed"'), id="a word changed"),
        pytest.param(lambda text: text + b"\n", id="line feed behind"),
        pytest.param(lambda text: b"", id="empty"),
        pytest.param(lambda text: b"[" * 100_000, id="nested too deeply"),
        pytest.param(lambda text: b"\xff", id="no text"),
        pytest.param(lambda text: text + b" " * (1 << 20), id="far too long"),
    ],
)
def test_event_changed(forger, spoil):
    path = event(forger, "acme", 2)
    forger.write(path, spoil(path.read_bytes()))
    found = failed(forger.root)
    assert set(found) == {"ledger"}
    assert forger.path_of(path) in found["ledger"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda it: it.update(reason="elsewhere"), id="another reason"),
        pytest.param(lambda it: it.update(outcome="blocked"), id="another outcome"),
        pytest.param(lambda it: it.update(at="2020-01-01T00:00:00.000000Z"), id="another time"),
        pytest.param(lambda it: it.update(salt="0" * 64), id="another salt"),
        pytest.param(lambda it: it.update(previous=None), id="no event before it"),
        pytest.param(lambda it: it.update(previous="0" * 64), id="another event before it"),
        pytest.param(lambda it: it.update(previous=it["previous"].upper()), id="capitals"),
        pytest.param(lambda it: it.update(number=4), id="a later number"),
        pytest.param(lambda it: it.update(number=1), id="a number that is taken"),
        pytest.param(lambda it: it.update(number=0), id="number zero"),
        pytest.param(lambda it: it.update(archive="sha256:" + "0" * 64), id="another archive"),
        pytest.param(lambda it: it.update(slug="instagram/another"), id="another slug"),
    ],
)
def test_event_changed_and_named_anew(forger, change: Change):
    path = event(forger, "acme", 2)
    document = json.loads(path.read_bytes())
    path.unlink()
    change(document)
    forger.put_event(document)
    assert set(failed(forger.root)) == {"ledger"}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda it: it.pop("salt"), id="no salt"),
        pytest.param(lambda it: it.update(salt="0"), id="salt too short"),
        pytest.param(lambda it: it.pop("archive"), id="no archive"),
        pytest.param(lambda it: it.pop("reason"), id="no reason"),
        pytest.param(lambda it: it.pop("capture"), id="no word of a capture"),
        pytest.param(lambda it: it.update(seal="sha256:" + "0" * 64), id="seal without a capture"),
        pytest.param(lambda it: it.update(format="archiver-event/2"), id="another format"),
        pytest.param(lambda it: it.update(event="deletion"), id="another type"),
        pytest.param(lambda it: it.update(number=True), id="number true"),
        pytest.param(lambda it: it.update(previous=1), id="previous that is a number"),
        pytest.param(lambda it: it.update(slug="../../etc"), id="slug that climbs"),
        pytest.param(lambda it: it.update(slug="instagram/A"), id="slug in capitals"),
    ],
)
def test_last_event_that_does_not_say_what_events_say(forger, change: Change):
    path = event(forger, "acme", 3)
    document = json.loads(path.read_bytes()) | {
        "number": 4,
        "capture": None,
        "seal": None,
        "previous": leaf_of(path),
    }
    change(document)
    number = 1 if document["number"] is True else 4
    name = f"instagram-acme-{number:06d}-0123456789abcdef.json"
    forger.write(path.with_name(name), canonical(document))
    assert failed(forger.root) == {"ledger": {f"ledger/pending/{name}"}}


def leaf_of(path: Path) -> str:
    return leaf_hash(path.read_bytes()).hex()


@pytest.mark.parametrize(
    "name", ["instagram-acme-000002-0123456789abcdef.json", "instagram-other-000002-{}.json"]
)
def test_event_renamed(forger, name):
    path = event(forger, "acme", 2)
    name = name.format(path.name[-21:-5])
    path.rename(path.with_name(name))
    assert failed(forger.root) == {"ledger": {f"ledger/pending/{name}"}}


def test_event_renamed_to_what_no_event_is_called(forger):
    path = event(forger, "acme", 2)
    path.rename(path.with_name("event.json"))
    assert failed(forger.root) == {
        "files": {"ledger/pending/event.json"},
        "ledger": {forger.path_of(event(forger, "acme", 3))},
    }


def test_event_removed_from_the_middle(forger):
    event(forger, "acme", 2).unlink()
    assert failed(forger.root) == {"ledger": {forger.path_of(event(forger, "acme", 3))}}


def test_event_removed_from_the_middle_and_the_later_ones_renumbered(forger):
    event(forger, "acme", 2).unlink()
    path = event(forger, "acme", 3)
    document = json.loads(path.read_bytes())
    path.unlink()
    forger.put_event(document | {"number": 2})
    assert failed(forger.root) == {"ledger": {forger.path_of(event(forger, "acme", 2))}}


def test_two_events_of_one_number(forger):
    path = event(forger, "acme", 2)
    forger.put_event(json.loads(path.read_bytes()) | {"reason": "the other truth"})
    assert set(failed(forger.root)) == {"ledger"}


def test_numbers_of_two_events_exchanged(forger):
    documents = []
    for number in (2, 3):
        path = event(forger, "acme", number)
        documents.append(json.loads(path.read_bytes()))
        path.unlink()
    forger.put_event(documents[0] | {"number": 3})
    forger.put_event(documents[1] | {"number": 2})
    assert set(failed(forger.root)) == {"ledger"}


def test_event_not_canonical_under_the_name_it_then_has(forger):
    path = event(forger, "other", 1)
    content = path.read_bytes() + b"\n"
    path.unlink()
    name = f"instagram-other-000001-{leaf_hash(content).hex()[:16]}.json"
    forger.write(path.with_name(name), content)
    assert failed(forger.root) == {"ledger": {f"ledger/pending/{name}"}}


# 8. custody


def test_capture_removed_without_its_event(forger):
    capture = forger.captures[2]
    shutil.rmtree(capture)
    assert failed(forger.root) == {"custody": {forger.path_of(event(forger, "other", 1))}}


def test_capture_removed_with_its_event_from_the_middle(forger):
    capture = forger.captures[0]
    forger.event_of(capture).unlink()
    shutil.rmtree(capture)
    found = failed(forger.root)
    assert found.pop("revisits"), "the second capture refers to the first"
    assert found == {"ledger": {forger.path_of(event(forger, "acme", 2))}}


def test_newest_capture_removed_with_its_event_shows_only_at_a_checkpoint(forger):
    capture = forger.captures[1]
    forger.event_of(capture).unlink()
    shutil.rmtree(capture)
    findings = verify(forger.root)
    assert exit_code(findings) == 0
    assert any(f.check == "completeness" and f.status is Status.NOT_CHECKED for f in findings)


def test_event_of_a_capture_removed(forger):
    capture = forger.captures[1]
    forger.event_of(capture).unlink()
    assert failed(forger.root) == {"custody": {forger.path_of(capture)}}


def test_capture_added_without_an_event(forger):
    capture = forger.captures[2]
    other = capture.with_name("20261201T000000Z-00000000")
    shutil.copytree(capture, other)
    found = failed(forger.root)
    assert found["custody"] == {forger.path_of(other)}
    assert found["manifest"] == {f"{forger.path_of(other)}/{MANIFEST}"}


def test_capture_moved_to_another_target(forger):
    capture = forger.captures[2]
    other = capture.parent.with_name("another") / capture.name
    other.parent.mkdir()
    capture.rename(other)
    found = failed(forger.root)
    assert found["custody"] == {forger.path_of(other), forger.path_of(event(forger, "other", 1))}


def test_two_events_speak_of_one_capture(forger):
    path = event(forger, "other", 1)
    forger.put_event(json.loads(path.read_bytes()) | {"number": 2, "previous": leaf_of(path)})
    assert failed(forger.root) == {"custody": {forger.path_of(event(forger, "other", 2))}}


def test_event_bears_another_seal(forger):
    capture = forger.captures[2]
    forger.edit(forger.event_of(capture), lambda it: it.update(seal="sha256:" + "0" * 64))
    forger.rechain()
    assert failed(forger.root) == {"custody": {f"{forger.path_of(capture)}/{SUMS}"}}


@pytest.mark.parametrize("key", ["kind", "outcome", "reason"])
def test_event_says_otherwise_than_the_manifest(forger, key):
    forger.edit(forger.event_of(forger.captures[2]), lambda it: it.update({key: "otherwise"}))
    forger.rechain()
    assert failed(forger.root) == {"custody": {forger.path_of(event(forger, "other", 1))}}


def test_all_events_removed(forger):
    for path in forger.events:
        path.unlink()
    assert failed(forger.root) == {"custody": {forger.path_of(capture) for capture in forger.captures}}


def test_ledger_removed(forger):
    shutil.rmtree(forger.root / "ledger")
    assert failed(forger.root) == {"custody": {forger.path_of(capture) for capture in forger.captures}}


AGREED = {
    "event": "agreement",
    "about": "stories",
    "agreed": True,
    "operator": "unknown",
    "words": "As it is.",
}


def next_event(forger: Forger, **said) -> None:
    """Write another event behind the last of a target, as the ledger would."""
    before = max(path for path in forger.events if path.name.startswith("instagram-acme-"))
    told = json.loads(before.read_bytes())
    kept = {name: told[name] for name in ("format", "archive", "at", "agent", "target", "slug", "salt")}
    previous = leaf_hash(before.read_bytes()).hex()
    content = canonical({**kept, "number": told["number"] + 1, "previous": previous, **said})
    name = f"instagram-acme-{told['number'] + 1:06d}-{leaf_hash(content).hex()[:16]}.json"
    forger.write(before.with_name(name), content)


def test_an_agreement_is_an_event_like_others(forger):
    next_event(forger, **AGREED)
    assert failed(forger.root) == {}


@pytest.mark.parametrize("lacking", sorted(AGREED))
def test_an_agreement_that_lacks_what_one_says_is_none(forger, lacking):
    next_event(forger, **{name: value for name, value in AGREED.items() if name != lacking})
    assert set(failed(forger.root)) == {"ledger"}


@pytest.mark.parametrize("wrong", [{"agreed": "yes"}, {"about": None}, {"words": 1}, {"operator": ["x"]}])
def test_an_agreement_that_says_something_of_another_kind_is_none(forger, wrong):
    next_event(forger, **(AGREED | wrong))
    assert set(failed(forger.root)) == {"ledger"}
