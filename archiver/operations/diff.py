"""Diff: what changed of a target between two captures, on each surface and in each lane by itself."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from archiver import platforms
from archiver.archive import Archive
from archiver.catalog.changing import Changes, Moved, Row, state
from archiver.derive import editing
from archiver.derive.alike import alike
from archiver.derive.lane import is_imported, is_of_kept_copies
from archiver.derive.naming_changes import of_listed, of_missing
from archiver.derive.renamed_media import as_before
from archiver.derive.stories import StoryStanding
from archiver.errors import AddressError
from archiver.ledger import conclusions
from archiver.ledger.events import CONCLUSION
from archiver.model.change import Change, ChangeKind, FieldChange
from archiver.model.refs import PostRef, TargetRef
from archiver.model.removal import Evidence, Removal, RemovalState
from archiver.operations.asking import at_hand_of
from archiver.operations.media_absence import media_removals
from archiver.operations.stories import stories_between

_CRAWL, _IMPORT = "crawl", "import"
_TOLD_APART = "en"
"""The language in which a platform's own alternative texts are known from an author's."""


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed between two captures."""

    target: TargetRef
    start: str
    """The capture compared with; empty where there is none before."""
    end: str
    changes: tuple[Change, ...]
    stories: tuple[StoryStanding, ...] = ()
    """How the stories stand that came into a tray or left one in between: observations, and no changes."""


def diff(archive: Archive, target: TargetRef, start: str | None = None, end: str | None = None) -> Diff:
    """Say what changed up to the capture `end` since the capture `start`; usually since the last crawl alike.

    Raises AddressError where a capture is none of the target's, or `start` is later than `end`.
    """
    captures = archive.catalog.captures(target)
    first, last = _ends(captures, start, end)
    moved = archive.catalog.moved(target, first, last)
    found = [
        *_on_listings(archive, target, moved, last),
        *_edited(archive, target, moved),
        *_of_profile(moved),
    ]
    stories = stories_between(archive, target, first, last)
    return Diff(target, first, last, tuple(_put_together(found)), stories)


def _ends(captures: list[tuple[str, str, str]], start: str | None, end: str | None) -> tuple[str, str]:
    """Give the two captures: by default the latest, and the crawl before the last crawl in the same lane."""
    names = [capture for capture, _, _ in captures]
    ours = [capture for capture, _, kind in captures if kind != _IMPORT]
    last = _named(names, end) if end else (ours or names)[-1]
    if start:
        first = _named(names, start)
        if first > last:
            raise AddressError(
                f"{first} is later than {last}, and a diff goes from earlier to later.",
                f"Swap them: --from {last} --to {first}",
            )
        return first, last
    told_by = _IMPORT if any(name == last and kind == _IMPORT for name, _, kind in captures) else _CRAWL
    crawls = [(capture, lane) for capture, lane, kind in captures if kind == told_by and capture <= last]
    if not crawls:
        return "", last
    latest, lane = crawls[-1]
    return next((capture for capture, one in reversed(crawls) if one == lane and capture != latest), ""), last


def _named(names: list[str], text: str) -> str:
    found = [name for name in names if name == text or name.endswith(f"/{text}")]
    if not found:
        raise AddressError(
            f"{text} is no capture of this target.", "'archiver show TARGET' lists what there is."
        )
    return found[0]


def _on_listings(archive: Archive, target: TargetRef, moved: Changes, end: str) -> Iterator[Change]:
    # What was never asked for by itself is missing, or listed, and there is nothing else to weigh.
    asked = {each.after["key"] for each in moved.places} & moved.asked
    posts = [PostRef(target.platform, key) for key in asked]
    known = {each.post: _until(end, each) for each in archive.catalog.evidence(target, posts)}
    concluded = {
        each.post: each for each in map(conclusions.read, archive.catalog.events(target, CONCLUSION))
    }
    for each in moved.places:
        post = PostRef(target.platform, each.after["key"])
        kind = _kind(each, known.get(post), concluded.get(post), moved)
        yield Change(kind, post, each.after["surface"], (each.lane,))
    for lane, surface, key in moved.not_reached:
        yield Change(ChangeKind.NOT_COVERED, PostRef(target.platform, key), surface, (lane,))


def _until(end: str, evidence: Evidence) -> Evidence:
    """Leave out the visits that were made after a capture."""
    return replace(evidence, probes=tuple(each for each in evidence.probes if str(each.capture) <= end))


def _kind(each: Moved, evidence: Evidence | None, concluded: Removal | None, moved: Changes) -> ChangeKind:
    if is_imported(each.lane):
        # What we asked and concluded says nothing of what others saw, nor that of us.
        evidence = concluded = None
    if each.after["missing"] is not None:
        return of_missing(each.after["missing"], each.lane, evidence) if evidence else ChangeKind.MISSING
    began = moved.started[each.after["first_capture"]]
    if each.before is not None:
        ended = concluded is not None and concluded.first_not_shown <= began
        return ChangeKind.RESTORED if ended else ChangeKind.RESURFACED
    before = moved.last_covering.get((each.lane, each.after["surface"]))
    return of_listed(moved.published.get(each.after["key"]), before)


_Pair = tuple[Moved, editing.State, editing.State]


def _compared(
    archive: Archive, target: TargetRef, moved: Changes
) -> tuple[list[_Pair], Callable[[str, str], bool | None]]:
    """Give the versions that are held against those before, and what tells whether two media look alike."""
    pairs: list[_Pair] = [
        (each, state(each.before), state(each.after))
        for each in moved.versions
        if each.before is not None and _comparable(each.before, each.after)
        # Of two kept copies either may be the older.
        if not is_of_kept_copies(each.lane)
    ]
    other_media = ((then, now) for _, then, now in pairs if then.get("media") != now.get("media"))
    looks = archive.catalog.likeness(target.platform, set(_assets(other_media)))

    def look_alike(old: str, new: str) -> bool | None:
        return alike(looks.get(old), looks.get(new))

    if platforms.named(target.platform).is_site:
        pairs = [(each, before, as_before(before, after, look_alike)) for each, before, after in pairs]
    return pairs, look_alike


def _edited(archive: Archive, target: TargetRef, moved: Changes) -> Iterator[Change]:
    pairs, look_alike = _compared(archive, target, moved)
    lost = any(editing.removed_media(before, after) for _, before, after in pairs)
    gone = _states_of_media(archive, target) if lost else {}
    for each, before, after in pairs:
        post = PostRef(target.platform, each.after["key"])
        removed = editing.removed_media(before, after)
        for state_now in dict.fromkeys(gone.get((post, medium)) for medium in removed):
            fields = tuple(
                FieldChange("media", medium, None)
                for medium in removed
                if gone.get((post, medium)) is state_now
            )
            yield Change(ChangeKind.MEDIA_REMOVED, post, None, (each.lane,), fields, state_now)
        fields = editing.of_post(
            before,
            after,
            look_alike,
            own_alt=each.lane.rpartition("/")[2].startswith(_TOLD_APART),
        )
        if fields:
            yield Change(ChangeKind.EDITED, post, None, (each.lane,), fields)


def _states_of_media(archive: Archive, target: TargetRef) -> dict[tuple[PostRef, str], RemovalState]:
    removals = media_removals(archive, target, at_hand_of(archive, target))
    return {(each.post, each.medium): each.state for each in removals}


def _comparable(before: Row, after: Row) -> bool:
    """Full against full, and read by one version of the extractor."""
    return bool(before["whole"] and after["whole"] and before["extractor"] == after["extractor"])


def _assets(pairs: Iterable[tuple[editing.State, editing.State]]) -> Iterator[str]:
    for both in pairs:
        for fields in both:
            yield from (medium["asset"] for medium in fields.get("media", ()))


def _of_profile(moved: Changes) -> Iterator[Change]:
    for each in moved.accounts:
        if each.before is None or each.before["extractor"] != each.after["extractor"]:
            continue
        fields = editing.of_profile(state(each.before), state(each.after))
        if fields:
            yield Change(ChangeKind.EDITED, None, None, (each.lane,), fields)


def _put_together(found: list[Change]) -> Iterator[Change]:
    """Give what several lanes show alike once, with the lanes that show it."""
    if len({lane for each in found for lane in each.lanes}) < 2:  # noqa: PLR2004 - several
        yield from found
        return
    lanes: defaultdict[str, list[str]] = defaultdict(list)
    first: dict[str, Change] = {}
    for each in found:
        key = f"{each.kind} {each.post} {each.surface} {each.fields}"
        lanes[key] += each.lanes
        first.setdefault(key, each)
    for key, each in first.items():
        yield replace(each, lanes=tuple(sorted(set(lanes[key]))))
