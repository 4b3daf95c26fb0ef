"""Export: hand over what was selected, without what shows the collector, proven, signed and stamped."""

from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from archiver import __version__
from archiver.archive import Archive
from archiver.export.bag import Bag
from archiver.export.exhibits.casebook import Casebook
from archiver.export.report.cover import Heading
from archiver.ledger import bundles, events
from archiver.operations import covering, indexing
from archiver.operations.bundle import (
    captures,
    concluding,
    contents,
    exhibiting,
    ledger_excerpt,
    posts_alone,
)
from archiver.operations.bundle.bundling import Bundling
from archiver.operations.bundle.choosing import Choice, Selection, chosen
from archiver.operations.bundle.exhibiting import Also
from archiver.operations.bundle.placing import aside, place
from archiver.operations.bundle.rules import Rules, with_collectors
from archiver.operations.bundle.sealing import Seal, seal, signers
from archiver.operations.writing_down import refuse
from archiver.ports import Progress
from archiver.store import layout
from archiver.store.writing import room_expected


@dataclass(frozen=True, slots=True)
class Wish:
    """What a bundle is to be."""

    selection: Selection
    out: Path
    """A folder that is not there yet, or a name that ends in `.zip`."""
    rules: Rules
    operator: str = ""
    """Who hands it over; empty to leave that out."""
    case: str = ""
    also: frozenset[Also] = frozenset()
    """What is written besides for others' programs."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was handed over."""

    out: Path
    choice: Choice
    captures: list[dict[str, Any]]
    not_shown: list[dict[str, str]]
    media: int
    seal: Seal
    digest: str
    """SHA-256 of the tag manifest, in hex: what signature and stamps are over."""
    last_checked: str
    """When the concluded removals in it were asked for last, at the earliest; empty where there are none."""


_DISPOSED = "all that showed it was disposed of"


def export(archive: Archive, wish: Wish, progress: Progress) -> Exported:
    """Write a bundle, and append to the ledger of each target in it that it was handed over.

    Raises SelectionError where nothing is selected, UsageError where the place is taken, StoreError, DamagedError.
    """
    refuse(wish.out, archive.layout.root)
    covering.cover(archive)
    choice = chosen(archive, wish.selection)
    keys = signers(archive, choice.batches)
    with room_expected(wish.out), aside(wish.out) as (folder, work):
        rules = with_collectors(archive, choice.captures, wish.rules)
        (folder / "data").mkdir()
        bundling = Bundling(archive, choice, rules, Bag(folder), work, progress)
        alone = {each: posts_alone.found(archive, choice, each) for each in choice.captures if choice.alone}
        shown = captures.add(bundling, {each: frozenset(found.records) for each, found in alone.items()})
        if choice.alone:
            shown.not_shown += posts_alone.add(bundling, alone)
        else:
            unknown = (post for post in choice.posts if archive.catalog.post(post) is None)
            shown.not_shown += [{"post": str(post), "reason": _DISPOSED} for post in unknown]
        parts = ledger_excerpt.add(bundling, shown)
        with closing(Casebook(work / "book.sqlite")) as book:
            concluding.add(bundling, book)
            heading = Heading(wish.case, wish.operator)
            exhibiting.add(bundling, shown, parts, book, wish.also, heading, keys[-1])
            last_checked = book.last_checked()
        contents.add_description(bundling, shown, wish.operator, wish.case)
        contents.add_verifier(bundling, shown, [part.number for part in parts], keys)
        manifest = bundling.bag.close(_info(wish, choice))
        sealed = seal(archive, folder, manifest, keys[-1])
        place(folder, wish.out, work)
    digest = sha256(manifest).hexdigest()
    _record(archive, choice, digest)
    return Exported(
        out=wish.out,
        choice=choice,
        captures=shown.captures,
        not_shown=shown.not_shown,
        media=len(shown.media),
        seal=sealed,
        digest=digest,
        last_checked=last_checked,
    )


def _info(wish: Wish, choice: Choice) -> dict[str, str]:
    told = {
        "Bag-Software-Agent": f"archiver {__version__}",
        "External-Description": f"Captures of {', '.join(map(str, choice.targets))}",
        "Contact-Name": wish.operator,
        "External-Identifier": wish.case,
    }
    return {name: value for name, value in told.items() if value}


def _record(archive: Archive, choice: Choice, digest: str) -> None:
    """Append that a bundle was made, to the chain of each target in it, and cover that."""
    with archive.indexing():
        for target in choice.targets:
            # Who is handed a bundle of this target later must not see what of others was in this one, or which it was.
            folder = layout.folder_of(target)
            count = sum(str(capture).rpartition("/")[0] == folder for capture in choice.captures)
            said = {**bundles.named(digest), "checkpoint": choice.checkpoint, "captures": count}
            indexing.append(archive, target, events.EXPORT, said)
    covering.cover(archive)
