"""Dispose: have bytes go that must not be kept, and keep that they went, why, and by whose authority.

First it is found what goes and what refers to it. What is outside, such as replicas and bundles that were handed over,
is not reached.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

from archiver.archive import Archive
from archiver.errors import DamagedError, UsageError
from archiver.formats.warc_reading import Member
from archiver.ledger import events
from archiver.ledger.disposals import LONGEST
from archiver.model.capture import CaptureId
from archiver.model.digest import Digest
from archiver.model.disposal import Removed, Tombstone
from archiver.model.refs import TargetRef
from archiver.operations import covering
from archiver.operations.indexing import made_afresh
from archiver.ports import Progress
from archiver.store import disposing, recovery

_CAPTURE = re.compile(
    r"(?:.*captures/)?([a-z0-9._-]{1,60}/[a-z0-9._-]{1,60}/[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8})/?"
)
_DIGEST = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
_BYTES_OF = ("response", "resource", "metadata", "conversion")
"""Types of records that hold what is theirs; a revisit holds nothing, and a request is our side of the talk."""


@dataclass(frozen=True, slots=True)
class Part:
    """What goes of one capture."""

    capture: CaptureId
    removed: tuple[Removed, ...]
    bytes: int
    whole: bool


@dataclass(slots=True)
class Referring:
    """What refers to what goes, and will find it no more."""

    revisits: Counter[str] = field(default_factory=Counter)
    """By the captures they stand in."""
    held: set[str] = field(default_factory=set)
    """Captures that name it as media they did not ask for, since they were held."""
    made_of: set[str] = field(default_factory=set)
    """Digests of films that were put together of it, and hold what it holds."""
    continued_by: set[str] = field(default_factory=set)
    """Captures that go on with its listings."""
    concluded: set[str] = field(default_factory=set)
    """Posts of which something was concluded by it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to go, and what refers to it."""

    digest: Digest | None
    """None where a capture is to go."""
    parts: tuple[Part, ...]
    referring: Referring
    unread: tuple[str, ...] = ()
    """Captures that are damaged: what they hold or refer to is not known."""


def plan(archive: Archive, asked: str, progress: Progress) -> Plan:
    """Find what goes where a capture or a digest is disposed of, and what refers to it.

    What a crash left is settled first, or it would come back into the evidence afterwards. Raises UsageError,
    DamagedError, and BusyError while somebody looks.
    """
    _settle(archive)
    unread: set[str] = set()
    digest = Digest(f"sha256:{named[1]}") if (named := _DIGEST.fullmatch(asked)) else None
    if digest is not None:
        parts = tuple(_holding(archive, digest, unread, progress))
    elif (named := _CAPTURE.fullmatch(asked)) and archive.sealed.stands(named[1]):
        parts = tuple(_whole(archive, CaptureId.parse(named[1])))
    else:
        raise UsageError(
            f"{asked} is neither a capture of this archive nor a digest.",
            "Name a capture as 'archiver show' does, or a digest as sha256:… and 64 letters.",
        )
    if not parts:
        beside = (
            f" {len(unread):,} captures are damaged, and not searched: archiver verify." if unread else ""
        )
        raise UsageError(
            f"Nothing in this archive holds {asked}: it never did, or it is gone already.{beside}", ""
        )
    referring = _referring(archive, parts, unread, progress)
    return Plan(digest, parts, referring, tuple(sorted(unread)))


def _settle(archive: Archive) -> None:
    """Have each look that a crash ended placed or named. Raises BusyError where one is under way."""
    for target, lock_name in recovery.begun(archive.layout):
        with archive.custody.working_on(target, lock_name):
            pass


def _holding(archive: Archive, digest: Digest, unread: set[str], progress: Progress) -> Iterator[Part]:
    captures = archive.sealed.ids()
    for number, capture in enumerate(captures, start=1):
        progress.step("captures searched", number, len(captures))
        try:
            found = [each for each in archive.sealed.members(capture) if _holds(each, digest)]
        except DamagedError:
            unread.add(str(capture))
            continue
        if found:
            places = {record: place for place, (record, _) in enumerate(archive.sealed.records(capture))}
            removed = tuple(Removed(places[each.id], each.id, each.type) for each in found)
            yield Part(capture, removed, sum(each.end - each.start for each in found), whole=False)


def _holds(member: Member, digest: Digest) -> bool:
    return member.type in _BYTES_OF and member.payload == str(digest)


def _whole(archive: Archive, capture: CaptureId) -> Iterator[Part]:
    """Give all of a capture, by its manifest: it may be damaged, and has to go all the same."""
    if archive.sealed.is_gone(capture):
        return
    gone = {each.id for told in archive.sealed.disposed(capture) for each in told.removed}
    named = enumerate(archive.sealed.records(capture))
    removed = tuple(Removed(place, record, kind) for place, (record, kind) in named if record not in gone)
    yield Part(capture, removed, archive.sealed.size(capture), whole=True)


def _referring(archive: Archive, parts: Sequence[Part], unread: set[str], progress: Progress) -> Referring:
    """Go through the captures that may refer to what goes: those of the same folders, since none points into others."""
    found = Referring()
    gone = {(str(part.capture), each.id) for part in parts for each in part.removed}
    ids = {each for _, each in gone}
    whole = {str(part.capture) for part in parts if part.whole}
    folders = {(part.capture.platform, part.capture.slug) for part in parts}
    captures = [capture for folder in sorted(folders) for capture in archive.sealed.of(*folder)]
    for number, capture in enumerate(captures, start=1):
        progress.step("captures that may refer to it", number, len(captures))
        if str(capture) in whole:
            continue
        try:
            _note_continued(archive, capture, whole, found)
            for member in archive.sealed.members(capture):
                _take(found, str(capture), member, gone, ids)
        except DamagedError:
            unread.add(str(capture))
    found.concluded = _concluded(archive, {str(part.capture) for part in parts})
    return found


def _note_continued(archive: Archive, capture: CaptureId, whole: set[str], found: Referring) -> None:
    continues = archive.sealed.read(capture).continues
    if continues is not None and str(continues.capture) in whole:
        found.continued_by.add(str(capture))


def _take(found: Referring, capture: str, member: Member, gone: set[tuple[str, str]], ids: set[str]) -> None:
    if member.id in ids:
        return
    referred = {(member.holder or capture, each) for each in member.refers_to}
    if member.type == "revisit" and referred & gone:
        found.revisits[capture] += 1
    elif member.type == "conversion" and referred & gone:
        found.made_of.add(member.payload)
    elif member.note and any(each.encode() in member.note for each in ids):
        found.held.add(capture)


def _concluded(archive: Archive, captures: set[str]) -> set[str]:
    told = (event for _, event in archive.custody.every() if event["event"] == events.CONCLUSION)
    return {each["post"] for each in told if captures & {given["capture"] for given in each["inputs"]}}


def require_words(reason: str, authority: str) -> None:
    """Raise UsageError where one of them is no sentence that the ledger can keep."""
    _words("reason", reason)
    _words("authority", authority)


def dispose(
    archive: Archive, found: Plan, reason: str, authority: str, progress: Progress
) -> tuple[Tombstone, ...]:
    """Have what was found go, and make the index afresh. Raises UsageError, StoreError, BusyError, DamagedError.

    Nobody else works on the targets meanwhile. Where it breaks off, what was taken is gone and said so, and the next
    command that asks the archive makes its index afresh.
    """
    reason, authority = _words("reason", reason), _words("authority", authority)
    made: list[Tombstone] = []
    with ExitStack() as held:
        for target, lock_name in _works_on(archive, found):
            held.enter_context(archive.custody.working_on(target, lock_name))
        held.enter_context(archive.indexing())
        disposing.clear_up(archive.layout)
        archive.mark_index_stale()
        for part in found.parts:
            made += _take_out(archive, found, part, reason, authority)
            progress.step("captures disposed of", len(made), len(found.parts))
        with made_afresh(archive, progress) as fresh:
            archive.catalog.become(fresh)
        archive.mark_index_current()
    covering.cover(archive)
    return tuple(made)


def _works_on(archive: Archive, found: Plan) -> list[tuple[TargetRef, str]]:
    """Give the targets to be held, each once and in one order, so that two disposals never wait for each other."""
    slugs = {(part.capture.platform, part.capture.slug): part.capture for part in found.parts}
    return [(archive.sealed.read(capture).target, slug) for (_, slug), capture in sorted(slugs.items())]


def _words(what: str, text: str) -> str:
    told = " ".join(text.split())
    if not told or len(told) > LONGEST or not told.isprintable():
        raise UsageError(
            f"--{what} is a sentence of at most {LONGEST} letters.",
            "Nothing was disposed of: the ledger keeps it.",
        )
    return told


def _take_out(archive: Archive, found: Plan, part: Part, reason: str, authority: str) -> Iterator[Tombstone]:
    """Take out of one capture what is still there of what was to go."""
    before = archive.sealed.disposed(part.capture)
    gone = {each.id for told in before for each in told.removed}
    removed = tuple(each for each in part.removed if each.id not in gone)
    if not removed or any(told.warc is None for told in before):
        return
    told = Tombstone(
        capture=part.capture,
        number=len(before) + 1,
        at=archive.clock.now(),
        reason=reason,
        authority=authority,
        digest=found.digest,
        removed=removed,
        warc=None,
    )
    capture = archive.sealed.read(part.capture)
    record = partial(archive.custody.record_disposal, capture.target, part.capture.slug)
    if part.whole:
        yield disposing.dispose(archive.layout, told, None, (), record)
        return
    going = {each.id for each in removed}
    kept = [each for each in archive.sealed.members(part.capture) if each.id not in going]
    with archive.sealed.opened(part.capture) as source:
        yield disposing.dispose(archive.layout, told, source, kept, record)
