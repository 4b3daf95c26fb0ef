"""What is concluded from the captures of a bundle, as documents beside them: posts, removals, changes, attribution.

All of it is read again from the index, as of the bundle's checkpoint; the captures are the evidence.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

from archiver.archive import Archive
from archiver.export import betraying
from archiver.export.exhibits.casebook import ATTRIBUTION, CHANGES, POSTS, REMOVALS, Casebook
from archiver.formats.canonical import canonical
from archiver.ledger import events
from archiver.model.capture import CaptureId
from archiver.model.refs import PostRef
from archiver.model.removal import RemovalState
from archiver.operations import indexing
from archiver.operations.attribution import attribution
from archiver.operations.attribution_as_json import as_json as attribution_as_json
from archiver.operations.bundle.bundling import Bundling
from archiver.operations.bundle.choosing import Choice
from archiver.operations.diff import diff
from archiver.operations.diff_as_json import as_json as diff_as_json
from archiver.operations.removals import removals
from archiver.operations.show import show
from archiver.ports import Progress
from archiver.store import batches, layout

_CRAWL = "crawl"
_CONCLUDED = RemovalState.CONCLUDED.value
_CAPTURE = re.compile(r"[a-z0-9._-]+/[a-z0-9._-]+/[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")


def add(bundling: Bundling, book: Casebook) -> None:
    """Add what is concluded, without values that would betray the collector; the book notes it. Raises DamagedError."""
    with as_of_checkpoint(bundling.archive, bundling.choice, bundling.work, bundling.progress) as archive:
        for name, lines in documents(archive, bundling.choice, bundling.rules.betraying):
            bundling.bag.add(f"data/{name}", book.noting(name, lines))


@contextmanager
def as_of_checkpoint(archive: Archive, choice: Choice, work: Path, progress: Progress) -> Iterator[Archive]:
    """Give the archive with an index of what it held at the choice's checkpoint, for a `with` block."""
    told = list(choice.events())
    looks = [each for _, each in told if each["event"] == events.CAPTURE]
    captures = [CaptureId.parse(each["capture"]) for each in looks if each["capture"]]
    is_last = choice.checkpoint == batches.numbers(archive.layout)[-1]
    if is_last and len(captures) == len(archive.sealed.ids()):
        yield archive
        return
    in_order = sorted(captures, key=lambda capture: (capture.name, capture))
    with indexing.made_of(archive, work / "then.sqlite", in_order, told, progress) as catalog:
        yield replace(archive, catalog=catalog)


def documents(
    archive: Archive, choice: Choice, betraying_values: Iterable[str]
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Give each document by the name of its file, in lines, without values that would betray the collector."""
    values = frozenset(betraying_values)
    known = (
        post for post in choice.posts or _posts(archive, choice) if archive.catalog.post(post) is not None
    )
    posts = tuple(dict.fromkeys(known))
    folders = frozenset(str(capture).rpartition("/")[0] for capture in choice.captures)
    yield POSTS, _lines((_within(folders, show(archive, str(post))) for post in posts), values)
    found = as_concluded(_within(folders, _removals(archive, choice)), _concluded(choice))
    yield REMOVALS, iter([betraying.shown(canonical(found), values)])
    yield CHANGES, _lines((_within(folders, each) for each in _changes(archive, choice)), values)
    if not choice.alone:
        yield ATTRIBUTION, _lines(_attributions(archive, choice), values)


def _concluded(choice: Choice) -> frozenset[str]:
    """Give the posts of which the ledger's last word, of a target that is shown, is that they are no longer shown."""
    slugs = set(map(layout.folder_of, choice.targets))
    last = {
        each["post"]: each["state"]
        for _, each in choice.events()
        if each["event"] == events.CONCLUSION and each["slug"] in slugs
    }
    return frozenset(post for post, state in last.items() if state == _CONCLUDED)


def _within(folders: frozenset[str], document: Any) -> Any:  # noqa: ANN401 - JSON is what it is
    """Give a document without the paths of captures that stand elsewhere.

    A post that two accounts share may have been seen in another case too, which that would name.
    """
    if isinstance(document, dict):
        return {name: _within(folders, value) for name, value in document.items()}
    if isinstance(document, list | tuple):
        return [_within(folders, value) for value in document]
    is_elsewhere = (
        isinstance(document, str)
        and _CAPTURE.fullmatch(document)
        and document.rpartition("/")[0] not in folders
    )
    return None if is_elsewhere else document


def _lines(documents: Iterator[dict[str, Any]], values: frozenset[str]) -> Iterator[bytes]:
    return (betraying.shown(canonical(each), values) + b"\n" for each in documents)


def _posts(archive: Archive, choice: Choice) -> Iterator[PostRef]:
    for target in choice.targets:
        for row in archive.catalog.posts_of(target):
            yield PostRef(row["platform"], row["key"])


def _removals(archive: Archive, choice: Choice) -> dict[str, Any]:
    named = set(map(str, choice.posts))
    found = {str(target): removals(archive, target, UTC) for target in choice.targets}
    if named:
        for each in found.values():
            each["removals"] = [one for one in each["removals"] if one["post"] in named]
            each["media"] = [one for one in each["media"] if one["post"] in named]
            each["account_states"] = []
    return _without_others(found) if choice.alone else found


def _without_others(found: dict[str, Any]) -> dict[str, Any]:
    """Name no other post: which ones were asked for beside is told by none but the plan of the visit."""
    controls = (
        control
        for each in found.values()
        for one in each["removals"]
        for visit in one["visits"]
        for control in visit["controls"]
    )
    for control in controls:
        control |= {"post": None, "published_at": None}
    return found


def _changes(archive: Archive, choice: Choice) -> Iterator[dict[str, Any]]:
    """Give what changed up to each crawl that is shown, of posts alone only theirs."""
    named = set(map(str, choice.posts))
    shown = {str(capture) for capture in choice.captures}
    for target in choice.targets:
        for capture, _, kind in archive.catalog.captures(target):
            if kind != _CRAWL or capture not in shown:
                continue
            found = diff_as_json(diff(archive, target, end=capture))
            if named:
                found["changes"] = [each for each in found["changes"] if each["post"] in named]
                found["stories"] = []
            if found["changes"] or found["stories"]:
                yield found


def _attributions(archive: Archive, choice: Choice) -> Iterator[dict[str, Any]]:
    """Give what ties targets that are shown to each other; others are nobody's business here."""
    named = set(map(str, choice.targets))
    for target in choice.targets:
        if target not in archive.catalog.targets() or target.name == layout.UNKNOWN_OWNER:
            continue
        found = attribution_as_json(attribution(archive, target))
        found["accounts"] = [each for each in found["accounts"] if each["ref"] in named]
        found["sites"] = [each for each in found["sites"] if each["ref"] in named]
        found["ties"] = [each for each in found["ties"] if {each["account"], each["site"]} <= named]
        found["missing"] = [each for each in found["missing"] if each["subject"] in named]
        yield found


def as_concluded(found: dict[str, Any], concluded: frozenset[str]) -> dict[str, Any]:
    """Give removals as the ledger has them: without its event, as between two looks of a run, one is pending still."""
    for each in (one for target in found.values() for one in target["removals"]):
        if each["state"] == _CONCLUDED and each["post"] not in concluded:
            each |= {"state": RemovalState.PENDING.value, "sentence": None}
    return found
