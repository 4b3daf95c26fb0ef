"""Export: hand over what was selected, without what shows the collector, proven, signed and stamped."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from archiver import __version__
from archiver.archive import Archive
from archiver.capture.withholding import SHORTEST_SECRET
from archiver.errors import UsageError
from archiver.export import zipped
from archiver.export.bag import Bag
from archiver.ledger import events
from archiver.operations import covering, indexing, posts_alone
from archiver.operations.bundle_documents import add_documents, as_of_checkpoint, last_checked
from archiver.operations.bundling import Bundling
from archiver.operations.choosing import Choice, Selection, chosen
from archiver.operations.disclosing import Rules, collectors
from archiver.operations.outside import archive_around
from archiver.operations.sealing_bundle import Seal, seal, signers
from archiver.ports import Progress
from archiver.store.writing import room_expected, sync_folder

ZIP = ".zip"
_AT_LEAST_PARTS = 2


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


def export(archive: Archive, wish: Wish, progress: Progress) -> Exported:
    """Write a bundle, and append to the ledger of each target in it that it was handed over.

    Raises SelectionError where nothing is selected, UsageError where the place is taken, StoreError, DamagedError.
    """
    _refuse(wish.out, archive)
    covering.cover(archive)
    choice = chosen(archive, wish.selection)
    keys = signers(archive, choice.batches)
    with room_expected(wish.out), _aside(wish.out) as (folder, work):
        rules = _rules(archive, choice, wish.rules)
        bundling = Bundling(archive, choice, rules, Bag(folder), work, progress)
        alone = {each: posts_alone.found(archive, choice, each) for each in choice.captures if choice.alone}
        bundling.add_captures({each: frozenset(found.records) for each, found in alone.items()})
        if choice.alone:
            bundling.add_posts(alone)
        bundling.add_ledger()
        with as_of_checkpoint(archive, choice, work, progress) as then:
            found = add_documents(then, choice, bundling.bag, frozenset(() if rules.full else rules.also))
        bundling.add_description({"operator": wish.operator, "case": wish.case})
        bundling.add_verifier(keys)
        manifest = bundling.bag.close(_info(wish, choice))
        sealed = seal(archive, folder, manifest, keys[-1])
        _place(folder, wish.out, work)
    digest = sha256(manifest).hexdigest()
    _record(archive, choice, digest)
    return Exported(
        out=wish.out,
        choice=choice,
        captures=bundling.captures,
        not_shown=bundling.not_shown,
        media=len(bundling.media),
        seal=sealed,
        digest=digest,
        last_checked=last_checked(found),
    )


def _refuse(out: Path, archive: Archive) -> None:
    within = archive_around(out, archive.layout.root)
    if within is not None:
        raise UsageError(
            f"{out} lies within the archive {within}, where nothing else may stand.",
            "Name a place outside any archive.",
        )
    if out.exists():
        raise UsageError(f"{out} exists already, and no bundle is written over another.", "Name a new place.")


@contextmanager
def _aside(out: Path) -> Iterator[tuple[Path, Path]]:
    """Give a folder for the bundle, beside its place, and one for what is not finished, for a `with` block."""
    aside = out.with_name(f".{out.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    folder, work = aside / out.stem, aside / ".work"
    try:
        (folder / "data").mkdir(parents=True)
        work.mkdir()
        yield folder, work
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _place(folder: Path, out: Path, work: Path) -> None:
    """Give a bundle its name, once all its bytes are on the disk."""
    if out.suffix == ZIP:
        whole = work / "bundle"
        zipped.write(whole, folder)
    else:
        whole = folder
    if hasattr(os, "sync"):
        os.sync()
    whole.rename(out)
    sync_folder(out.parent)


def _rules(archive: Archive, choice: Choice, rules: Rules) -> Rules:
    """Add who collected, as any of the captures or the settings know it, and where this archive stands."""
    settings = archive.settings
    known = {settings.operator.name, settings.operator.organisation} - {"unknown", ""}
    for proxy in (settings.network.proxy, *(target.proxy for target in settings.targets)):
        known |= {part for part in _of_proxy(proxy) if len(part) >= SHORTEST_SECRET}
    places = (archive.layout.root.resolve(), Path.home())
    # A folder at the root of the disk is a word that stands in many an address.
    known |= {str(place) for place in places if len(place.parts) > _AT_LEAST_PARTS}
    return replace(rules, also=(*rules.also, *sorted(known), *collectors(archive, choice.captures)))


def _of_proxy(proxy: str) -> set[str]:
    parts = urlsplit(proxy)
    return {unquote(part) for part in (parts.username, parts.password, parts.hostname) if part}


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
    said = {"bundle": f"sha256:{digest}", "checkpoint": choice.checkpoint, "captures": len(choice.captures)}
    with archive.indexing():
        for target in choice.targets:
            indexing.append(archive, target, events.EXPORT, said)
    covering.cover(archive)
