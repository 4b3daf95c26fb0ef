"""The ledger of a bundle: events of what is shown, with what leads them to their checkpoints and these to the last."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from archiver.export.excerpt import Part, excerpt
from archiver.formats.canonical import canonical
from archiver.formats.spelling import spellings
from archiver.ledger import events
from archiver.operations.bundle.bundling import Bundling
from archiver.operations.bundle.captures import Shown
from archiver.operations.bundle.choosing import Choice, shows
from archiver.store import batches

_IN_OUR_WORDS = frozenset((events.MARK, events.AGREEMENT, events.DECLARATION, events.CLOSER_WATCH))


def add(bundling: Bundling, shown: Shown) -> list[Part]:
    """Add what is shown of the ledger beside captures, and give it. Raises DamagedError."""
    layout, choice, betraying = bundling.archive.layout, bundling.choice, bundling.rules.betraying
    captures = frozenset(each["capture"] for each in shown.captures)
    first = numbers(choice, captures, betraying, shown.opening)
    parts = told(choice, captures, betraying, first, shown.opening)
    for part in parts:
        folder = f"data/ledger/{part.number:06d}"
        bundling.bag.add(f"{folder}/events.jsonl", [part.lines])
        bundling.bag.add(f"{folder}/proofs.json", [canonical(part.proofs())])
        stored = layout.batch(part.number)
        # What was there when is told by these; the others are here for the events that name their stamps.
        stamps = batches.stamps(layout, part.number) if part.number in first else []
        for name in (batches.CHECKPOINT, batches.SIGNATURE, *stamps):
            bundling.bag.copy(f"{folder}/{name}", stored / name)
    for root in sorted(layout.roots.glob("*.pem")):
        bundling.bag.copy(f"data/ledger/roots/{root.name}", root)
    bundling.bag.copy("data/archive.json", layout.archive_file)
    return parts


def numbers(
    choice: Choice, captures: frozenset[str], betraying: Iterable[str], opening: Collection[int] = ()
) -> frozenset[int]:
    """Give the numbers of the checkpoints that say when captures were there; `opening` are those that these name."""
    found = told(choice, captures, betraying, frozenset(), opening)
    return frozenset({*(part.number for part in found), *opening, choice.checkpoint})


def told(
    choice: Choice,
    captures: frozenset[str],
    betraying: Iterable[str],
    first: frozenset[int],
    opening: Collection[int] = (),
) -> list[Part]:
    """Give what is shown of the ledger beside captures, by their paths, and of the checkpoints `first`."""
    names = spellings(betraying)

    def is_shown(event: Mapping[str, Any]) -> bool:
        # What an operator wrote down of a call may say who called; an event is shown as it is, or not at all.
        return shows(choice, captures, first, event) and not (
            event["event"] in _IN_OUR_WORDS and next(names.places(canonical(event)), None)
        )

    return excerpt(choice.batches, is_shown, [*first, *opening])
