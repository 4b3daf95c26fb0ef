"""Choose: which captures, posts and events a bundle shows, by the ledger up to one checkpoint."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archiver.archive import Archive
from archiver.errors import UsageError
from archiver.ledger import conclusions, events, keyring
from archiver.model import instant
from archiver.model.capture import CaptureId, CaptureKind
from archiver.model.refs import PostRef, TargetRef
from archiver.model.removal import RemovalState
from archiver.store import batches, layout

_AT_ALL_TIMES = frozenset((keyring.KEY, events.CLOCK))
"""Events of the archive as a whole without which what is shown cannot be judged."""


class SelectionError(UsageError):
    """Nothing, or nothing that can be shown, was selected."""

    kind = "nothing to hand over was selected"
    advice = "'archiver show TARGET' lists what there is."


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for; the words of the command line."""

    targets: tuple[TargetRef, ...] = ()
    """Empty for all that there is."""
    posts: tuple[PostRef, ...] = ()
    """These alone, and nothing else of the answers in which they stand; empty where whole captures are shown."""
    removals: bool = False
    """Only what shows posts that are concluded to be no longer shown."""
    since: datetime | None = None
    until: datetime | None = None
    """Between which times a capture began."""
    checkpoint: int | None = None
    """As of this one; the last where none is named."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a selection comes to."""

    checkpoint: int
    batches: tuple[Sequence[bytes], ...]
    """All events up to the checkpoint."""
    targets: tuple[TargetRef, ...]
    captures: tuple[CaptureId, ...]
    """In order of time."""
    posts: tuple[PostRef, ...]
    """Posts that were selected one by one or as removed, in order; empty where whole targets are shown."""
    alone: bool
    """Whether nothing but these posts is shown."""
    disposed: tuple[CaptureId, ...] = ()
    """Captures that were selected and of which nothing is left."""
    in_words: str = ""
    """What was chosen of these targets, in words; empty for all."""

    def events(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give name and content of all events up to the checkpoint."""
        for batch in self.batches:
            yield from zip(map(events.name_of, batch), events.parsed(batch), strict=True)


def chosen(archive: Archive, selection: Selection) -> Choice:
    """Choose. Raises SelectionError where that comes to nothing, DamagedError."""
    number = _number(archive, selection.checkpoint)
    held = tuple(batches.events(archive.layout, each) for each in batches.numbers(archive.layout)[:number])
    told = list(events.parsed(event for batch in held for event in batch))
    posts = selection.posts or (tuple(_removed(told, selection.targets)) if selection.removals else ())
    if selection.removals and not posts:
        raise SelectionError("No post that was selected is concluded to be no longer shown.")
    only = _captures_of(archive, posts, told) if posts else None
    if only is not None and not selection.posts:
        only |= _gone_on_from(archive, only)
    captures = {
        CaptureId.parse(each["capture"]): each["target"]
        for each in told
        if each["event"] == events.CAPTURE and each["capture"] is not None
        if _is_selected(each, selection, only)
    }
    if not captures:
        raise SelectionError("No capture that a checkpoint covers is of what was selected.")
    gone = {capture for capture in captures if archive.sealed.is_gone(capture)}
    if not captures.keys() - gone:
        raise SelectionError("All that was selected was disposed of.")
    return Choice(
        checkpoint=number,
        batches=held,
        targets=tuple(sorted({TargetRef.parse(each) for each in captures.values()})),
        captures=_in_order(captures.keys() - gone),
        posts=tuple(dict.fromkeys(posts)),
        alone=bool(selection.posts),
        disposed=_in_order(gone),
        in_words=_in_words(selection),
    )


def _in_order(captures: Iterable[CaptureId]) -> tuple[CaptureId, ...]:
    return tuple(sorted(captures, key=lambda capture: (capture.name, capture)))


def _in_words(selection: Selection) -> str:
    told = []
    if selection.posts:
        told.append("single posts, and nothing of what stands beside them")
    elif selection.removals:
        told.append("posts that are concluded to be no longer shown, and captures that bear on them")
    if selection.since is not None:
        told.append(f"captures that began on {instant.written(selection.since)} or later")
    if selection.until is not None:
        told.append(f"captures that began on {instant.written(selection.until)} or earlier")
    return "; ".join(told)


def _number(archive: Archive, asked: int | None) -> int:
    numbers = batches.numbers(archive.layout)
    if not numbers:
        raise SelectionError(
            "This archive has no checkpoint yet, and nothing can be proven without one.",
            "Make one with: archiver checkpoint",
        )
    if asked is not None and asked not in numbers:
        raise SelectionError(
            f"There is no checkpoint {asked}: the last is {numbers[-1]}.",
            "Leave out --at, or name one of these.",
        )
    return asked or numbers[-1]


def _is_selected(event: Mapping[str, Any], selection: Selection, only: frozenset[str] | None) -> bool:
    """Tell whether a capture is handed over. What others made is not: it shows its maker, and they have the file."""
    if event["kind"] == CaptureKind.IMPORT.value:
        return False
    if only is not None and event["capture"] not in only:
        return False
    began = CaptureId.parse(event["capture"]).began
    return (
        (not selection.targets or event["slug"] in map(layout.folder_of, selection.targets))
        and (selection.since is None or selection.since <= began)
        and (selection.until is None or began <= selection.until)
    )


def _removed(told: Iterable[dict[str, Any]], targets: Sequence[TargetRef]) -> Iterator[PostRef]:
    """Give the posts of which the ledger's last word is that they are no longer shown."""
    slugs = set(map(layout.folder_of, targets))
    last = {
        each["post"]: each
        for each in told
        if each["event"] == events.CONCLUSION and (not slugs or each["slug"] in slugs)
    }
    for each in last.values():
        found = conclusions.read(each)
        if found.state is RemovalState.CONCLUDED:
            yield found.post


def removed(archive: Archive, selection: Selection) -> list[PostRef]:
    """Give the posts of a selection's targets that the ledger, as far as it is covered, says are no longer shown."""
    told = events.parsed(
        event
        for number in batches.numbers(archive.layout)
        for event in batches.events(archive.layout, number)
    )
    return list(_removed(told, selection.targets))


def _captures_of(
    archive: Archive, posts: Sequence[PostRef], told: Sequence[dict[str, Any]]
) -> frozenset[str]:
    """Give the captures that show posts in each of their versions, hold their media, or bear a conclusion on them."""
    named = set(map(str, posts))
    drawn = {
        given["capture"]
        for each in told
        if each["event"] == events.CONCLUSION and each["post"] in named
        for given in each["inputs"]
    }
    for post in posts:
        known = archive.catalog.post(post)
        if known is not None:
            rows = (*known.rows, *known.versions)
            drawn |= {row[side] for row in rows for side in ("first_capture", "last_capture")}
            drawn |= {row["capture"] for row in known.media}
    return frozenset(drawn)


def _gone_on_from(archive: Archive, captures: Iterable[str]) -> frozenset[str]:
    """Give the captures whose listings others went on with: only with them these show all that they listed."""
    found = set[str]()
    waiting = list(captures)
    while waiting:
        capture = CaptureId.parse(waiting.pop())
        continues = archive.sealed.read(capture).continues if archive.sealed.stands(str(capture)) else None
        if continues is not None and str(continues.capture) not in found:
            found.add(str(continues.capture))
            waiting.append(str(continues.capture))
    return frozenset(found)


def shows(
    choice: Choice, captures: frozenset[str], numbers: frozenset[int], event: Mapping[str, Any]
) -> bool:
    """Tell whether an event is shown beside the captures that are.

    `numbers` are of the checkpoints whose stamps the ledger must name.
    """
    kind = event["event"]
    if event["slug"] == "/".join(layout.WHOLE):
        return kind in _AT_ALL_TIMES or (kind == events.TIMESTAMP and event["checkpoint"] in numbers)
    if event["slug"] not in {each.rpartition("/")[0] for each in captures}:
        return False
    if not choice.alone:
        return True
    if kind == events.CAPTURE:
        return event["capture"] in captures
    return kind == events.DECLARATION or (
        kind == events.CONCLUSION and event["post"] in map(str, choice.posts)
    )


def as_of(choice: Choice) -> datetime:
    """Give when the last event was written that the checkpoint covers: a bundle's own time."""
    last = max((each["at"] for each in events.parsed(choice.batches[-1])), default="")
    return instant.parsed(last)
