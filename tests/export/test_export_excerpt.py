"""What a bundle shows of a ledger: events led to their checkpoints, these to each other, and nothing else."""

import json
from dataclasses import replace

import pytest
from ledger_building import ACME, OTHER, happen, new_archive

from archiver.export.excerpt import excerpt
from archiver.formats import checkpoint
from archiver.formats.merkle import tree_root
from archiver.store import batches
from archiver.verify.excerpt import Part, faults

SLUG = "instagram/acme"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Six checkpoints: of both targets, of one alone, of the other alone."""
    made = new_archive(tmp_path_factory.mktemp("excerpt"))
    for ours, theirs in ((3, 2), (0, 4), (1, 0), (0, 1), (2, 5), (0, 3)):
        happen(made, ours)
        happen(made, theirs, OTHER)
        made.custody.checkpoint()
    yield made
    made.close()


def shown(archive, slugs=(SLUG,), upto=None, also=()):
    """Give what a reader of the bundle has: events, proofs as JSON, and the checkpoints themselves."""
    numbers = batches.numbers(archive.layout)[:upto]
    found = []
    held = [batches.events(archive.layout, number) for number in numbers]
    for part in excerpt(held, lambda event: event["slug"] in slugs, also):
        covers = checkpoint.read(batches.checkpoint(archive.layout, part.number))
        told = json.loads(json.dumps(part.proofs()))
        found.append(Part(part.number, covers.size, covers.root, part.lines.splitlines(), told))
    return found


def test_events_of_a_target_are_led_to_their_checkpoints_and_these_to_the_last(archive):
    parts = shown(archive)
    assert [(part.number, len(part.events)) for part in parts] == [(1, 3), (3, 1), (5, 2), (6, 0)]
    assert faults(parts) == []


@pytest.mark.parametrize("upto", range(1, 7))
def test_at_each_earlier_checkpoint_too(archive, upto):
    parts = shown(archive, upto=upto)
    assert (parts[-1].number, faults(parts)) == (upto, [])


def test_all_chains_together_are_the_whole_ledger(archive):
    parts = shown(
        archive,
        (SLUG, f"web/{next(iter({place_of(each) for each in every(archive)} - {SLUG})).partition('/')[2]}"),
    )
    assert sum(len(part.events) for part in parts) == 21
    assert faults(parts) == []
    assert tree_root(event for part in parts for event in part.events) == parts[-1].root


def every(archive):
    return [
        event
        for number in batches.numbers(archive.layout)
        for event in batches.events(archive.layout, number)
    ]


def place_of(event):
    return json.loads(event)["slug"]


def test_nothing_of_another_target_is_shown(archive):
    text = json.dumps([part.told for part in shown(archive)]) + "".join(
        event.decode() for part in shown(archive) for event in part.events
    )
    assert "acme.example" not in text
    assert not [event for event in every(archive) if place_of(event) != SLUG and event.decode() in text]


def test_of_an_empty_ledger_nothing_is_shown():
    assert excerpt([], {SLUG}) == []


def told(part, change):
    document = json.loads(json.dumps(part.told))
    change(document)
    return replace(part, told=document)


def set_in(*keys_and_value):
    *keys, last, value = keys_and_value

    def change(document):
        for key in keys:
            document = document[key]
        document[last] = value

    return change


CHANGED = {
    "an event changed": lambda part: replace(
        part, events=[part.events[0].replace(b"stories", b"stormes"), *part.events[1:]]
    ),
    "an event less": lambda part: replace(part, events=part.events[1:]),
    "an event twice": lambda part: replace(part, events=[part.events[0], *part.events]),
    "events in another order": lambda part: replace(part, events=part.events[::-1]),
    "another place": lambda part: told(part, set_in("events", 0, "index", 1)),
    "no place": lambda part: told(part, set_in("events", 0, {})),
    "a place that is no number": lambda part: told(part, set_in("events", 0, "index", "0")),
    "a path that is none": lambda part: told(part, set_in("events", 0, "path", ["zz"])),
    "a shorter path": lambda part: told(part, lambda document: document["events"][0]["path"].pop()),
    "another size": lambda part: told(part, set_in("size", 4)),
    "another next": lambda part: told(part, set_in("next", 5)),
    "no next": lambda part: told(part, set_in("next", None)),
    "another way to the next": lambda part: told(part, set_in("path", 0, "00" * 32)),
    "another checkpoint": lambda part: replace(part, root=bytes(32)),
    "a checkpoint over more": lambda part: replace(part, size=part.size + 1),
    "no proofs": lambda part: replace(part, told=None),
    "another format": lambda part: told(part, set_in("format", "archiver-proofs/2")),
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_whatever_is_changed_is_found_in_that_batch(archive, change):
    first, *others = shown(archive)
    found = faults([change(first), *others])
    assert {number for number, _ in found} == {1}


def test_a_checkpoint_left_out_between_two_shows(archive):
    parts = shown(archive)
    assert faults([parts[0], *parts[2:]]) == [(1, "It is not led to the next checkpoint that is shown.")]


def test_a_part_of_another_ledger_shows(archive, tmp_path):
    other = new_archive(tmp_path)
    for count in (3, 1, 4):
        happen(other, count, ACME)
        other.custody.checkpoint()
    mixed = [*shown(archive)[:1], replace(shown(other)[2], number=3), *shown(archive)[2:]]
    assert faults(mixed)
    other.close()


def test_a_checkpoint_that_is_named_is_shown_without_an_event(archive):
    parts = shown(archive, also=(2,))
    assert [(part.number, len(part.events)) for part in parts] == [(1, 3), (2, 0), (3, 1), (5, 2), (6, 0)]
    assert faults(parts) == []
