"""The ledger of a bundle: events of what is shown, with what leads them to their checkpoints and these to the last."""

from collections.abc import Mapping
from typing import Any

from archiver.export.excerpt import Part, excerpt
from archiver.formats.canonical import canonical
from archiver.formats.spelling import spellings
from archiver.ledger import events
from archiver.operations.bundle.bundling import Bundling
from archiver.operations.bundle.captures import Shown
from archiver.operations.bundle.choosing import shows
from archiver.store import batches

_IN_OUR_WORDS = frozenset((events.MARK, events.AGREEMENT, events.DECLARATION))


def add(bundling: Bundling, shown: Shown) -> list[Part]:
    """Add what is shown of the ledger beside captures, and give it. Raises DamagedError."""
    layout = bundling.archive.layout
    told = {part.number for part in _parts(bundling, shown, frozenset())}
    first = told | shown.opening | {bundling.choice.checkpoint}
    parts = _parts(bundling, shown, frozenset(first))
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


def _parts(bundling: Bundling, shown: Shown, numbers: frozenset[int]) -> list[Part]:
    captures = frozenset(each["capture"] for each in shown.captures)
    names = spellings(bundling.rules.betraying)

    def is_shown(event: Mapping[str, Any]) -> bool:
        # What an operator wrote down of a call may say who called; an event is shown as it is, or not at all.
        return shows(bundling.choice, captures, numbers, event) and not (
            event["event"] in _IN_OUR_WORDS and next(names.places(canonical(event)), None)
        )

    return excerpt(bundling.choice.batches, is_shown, [*numbers, *shown.opening])
