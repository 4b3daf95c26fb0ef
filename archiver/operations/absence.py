"""Follow up on what is missing: ask for it by its own address, from every vantage, and conclude by the rule."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from archiver import platforms
from archiver.archive import Archive
from archiver.derive.conclude import conclude, judged
from archiver.derive.due import next_visit
from archiver.derive.planning import CONTROLS, Grounds, plan
from archiver.errors import ArchiverError
from archiver.ledger import conclusions
from archiver.ledger.events import CONCLUSION
from archiver.model.capture import CaptureId, CaptureKind
from archiver.model.refs import PostRef, TargetRef
from archiver.model.removal import Evidence, JudgedProbe, Removal, RemovalState, Rule
from archiver.operations import media_absence
from archiver.operations.asking import at_hand_of
from archiver.operations.indexing import index_events
from archiver.operations.look import Asked, Look, look, vantages_of
from archiver.operations.vantages import vantage_of
from archiver.ports import Progress, Stop
from archiver.store import layout

_ALL = 100_000
"""Controls to choose from where they must be near to what is asked for."""
_AT_ONCE = datetime.min.replace(tzinfo=UTC)
SWEPT = 20
"""Posts of a target that one sweep asks for."""


@dataclass(frozen=True, slots=True)
class Question:
    """A post that some listing lacks, or that was asked for by itself."""

    evidence: Evidence
    removal: Removal | None
    earlier: Removal | None
    """What the ledger last concluded of it."""

    @property
    def post(self) -> PostRef:
        """Give the post."""
        return self.evidence.post

    @property
    def concluded_at(self) -> datetime | None:
        """Give the visit by which it was concluded, where the ledger's last word is that it was."""
        said = self.earlier
        return said.last_checked if said is not None and said.state is RemovalState.CONCLUDED else None

    @property
    def is_open(self) -> bool:
        """Tell whether a listing lacks it, or its own address did not show it."""
        missing = any(standing.missing is not None for standing in self.evidence.standings)
        return missing or (self.removal is not None and self.removal.state is not RemovalState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Unmade:
    """A visit that could not be made, which keeps no other vantage from asking."""

    asked: Asked
    error: ArchiverError


def questions(archive: Archive, target: TargetRef, at_hand: Iterable[str]) -> list[Question]:
    """Say how the absence of each post in question stands, by today's rule and by what the ledger concluded."""
    catalog, rule = archive.catalog, archive.settings.rule
    concluded = {each.post: each for each in map(conclusions.read, catalog.events(target, CONCLUSION))}
    vantages = frozenset(at_hand)
    platform = platforms.named(target.platform)
    found = catalog.evidence(target, catalog.in_question(target) | concluded.keys())
    return [
        Question(
            evidence,
            conclude(evidence, vantages, rule, concluded.get(evidence.post)),
            concluded.get(evidence.post),
        )
        for evidence in (
            replace(each, by_age=platform.controls_by_age, is_site=platform.is_site) for each in found
        )
    ]


def follow_up(
    archive: Archive,
    asking: Sequence[Asked],
    progress: Progress,
    stop: Stop,
    *,
    only: Iterable[PostRef] | None = None,
    sweep: bool = False,
) -> Iterator[Look | Unmade]:
    """Ask for what is due of one target from each of its vantages, then append what follows.

    `asking` are the vantages to ask from; `only` asks for these posts whether they are due or not; to `sweep` is to
    ask for some besides that no listing speaks of, in turn.
    """
    target = asking[0].target
    # A vantage that the target has and that is not asked now may show the post still.
    here = vantages_of(archive, asking)
    at_hand = at_hand_of(archive, target) | here
    standing = questions(archive, target, at_hand)
    asked = list(only) if only is not None else _due_among(archive, target, standing, at_hand, here)
    asked += [post for post in in_turn(archive, target, at_hand) if post not in asked] if sweep else []
    for each in asking if asked else ():
        if stop.requested:
            break
        probe = probe_of(archive, each, asked)
        try:
            with look(archive, probe, progress, stop) as taken:
                taken.crawled = each.platform.probe(taken.in_visit, taken.asked.plan)
        except ArchiverError as error:
            yield Unmade(probe, error)
        else:
            yield taken
    append_conclusions(archive, target, questions(archive, target, at_hand) if asked else standing)


def due(
    archive: Archive, target: TargetRef, at_hand: Iterable[str], asking: Iterable[str] | None = None
) -> list[PostRef]:
    """Give the posts that are to be asked for now: what is in question, and what a picture went from.

    `asking` are those of the vantages at hand that can ask now; all of them where they are not told.
    """
    vantages = frozenset(at_hand)
    here = vantages if asking is None else frozenset(asking)
    return _due_among(archive, target, questions(archive, target, vantages), vantages, here)


def _due_among(
    archive: Archive,
    target: TargetRef,
    standing: Iterable[Question],
    vantages: frozenset[str],
    here: frozenset[str],
) -> list[PostRef]:
    """Give the posts that are to be asked for now, where it is known how those in question stand."""
    now, rule = archive.clock.now(), archive.settings.rule
    posts = [each.post for each in standing if each.is_open and _due_at(each, here, rule) <= now]
    media = [post for post, at in media_absence.due_at(archive, target, vantages).items() if at <= now]
    return list(dict.fromkeys(posts + media))


def next_due(archive: Archive, target: TargetRef, at_hand: Iterable[str]) -> datetime | None:
    """Say when a post of a target is to be asked for next, which may be long past; None where none is in question."""
    rule, vantages = archive.settings.rule, frozenset(at_hand)
    asked = [question for question in questions(archive, target, vantages) if question.is_open]
    times = [_due_at(each, vantages, rule) for each in asked]
    return min([*times, *media_absence.due_at(archive, target, vantages).values()], default=None)


def _due_at(question: Question, here: frozenset[str], rule: Rule) -> datetime:
    """Say when a post is due to be asked for from some vantages: long past where that is at once."""
    if _newly_missing(question.evidence, here):
        return _AT_ONCE
    shown = {seen.vantage for seen in question.evidence.sightings} & here
    at = next_visit(question.removal, _visits(question), shown, rule, question.concluded_at)
    return _AT_ONCE if at is None else at


def in_turn(archive: Archive, target: TargetRef, at_hand: Iterable[str]) -> list[PostRef]:
    """Give the posts whose turn it is, of those that no listing speaks of."""
    return archive.catalog.unlisted(target, at_hand, SWEPT)


def _visits(question: Question) -> list[JudgedProbe]:
    """Give the visits to a post since it is missing; of one that is pending, since it was last shown to anybody."""
    evidence, removal = question.evidence, question.removal
    missing = [standing.since for standing in evidence.standings if standing.missing is not None]
    last = max((seen.latest for seen in evidence.sightings), default=None)
    pending = removal is not None and removal.state is RemovalState.PENDING
    since = last if pending else min(missing, default=last)
    return [judged(probe, evidence) for probe in evidence.probes if since is None or probe.at >= since]


def _newly_missing(evidence: Evidence, here: frozenset[str]) -> bool:
    """Tell whether a lane that can be asked from lacks a post of late, and nobody has asked there since."""
    lanes = {seen.lane for seen in evidence.sightings if seen.vantage in here}
    return any(
        standing.missing is not None
        and standing.lane in lanes
        and not any(probe.lane == standing.lane and probe.at >= standing.since for probe in evidence.probes)
        for standing in evidence.standings
    )


def probe_of(archive: Archive, asked: Asked, posts: Sequence[PostRef]) -> Asked:
    """Make the look at a target one that asks for posts, with the controls that its vantage knows to be live."""
    platform, target, catalog = asked.platform, asked.target, archive.catalog
    lane = catalog.lane(target, vantage_of(archive, asked.session, asked.proxy))
    account, most = catalog.account_id(target), _ALL if platform.is_site else CONTROLS + len(posts)
    live = catalog.live(target, lane, account, most)
    # The owner's own page is asked for by itself.
    controls = [post for post in live if platform.address(post) != platform.address(target)]
    oldest = catalog.oldest_live(target, account, most) if platform.controls_by_age else []
    steps = plan(
        target,
        posts,
        controls,
        Grounds(
            platform.address,
            lambda beside: platform.never_seen(archive.clock.now(), beside),
            platform.parts([PostRef(target.platform, key) for key in sorted(catalog.known_posts(target))]),
        ),
        _silent(archive, target, posts),
        oldest,
    )
    return replace(asked, kind=CaptureKind.PROBE, plan=steps)


def _silent(archive: Archive, target: TargetRef, posts: Sequence[PostRef]) -> list[PostRef]:
    """Give the posts whose address was last answered by something that tells nothing, the longest ago first."""
    answered = {
        evidence.post: [probe for probe in evidence.probes if probe.record]
        for evidence in archive.catalog.evidence(target, posts)
    }
    last = {post: probes[-1] for post, probes in answered.items() if probes}
    silent = [post for post, probe in last.items() if not probe.availability.tells]
    return sorted(silent, key=lambda post: last[post].at)


def append_conclusions(archive: Archive, target: TargetRef, standing: Iterable[Question]) -> None:
    """Append an event for each post of which something is concluded now that the ledger does not hold."""
    for question in standing:
        for removal in _news(question.removal, question.earlier):
            inputs = archive.catalog.seals(_drawn_from(archive, target, removal))
            owner = archive.catalog.owners(target, [removal.post])[removal.post]
            with archive.indexing():
                archive.custody.record_conclusion(target, removal, owner, inputs)
                index_events(archive, target.platform, layout.slug(target.name))


def _drawn_from(archive: Archive, target: TargetRef, removal: Removal) -> set[CaptureId]:
    """Give the visits' captures, the one that showed the post last, and the listing that lacked it first."""
    shown = [removal.last_shown.at] if removal.last_shown is not None else []
    told = archive.catalog.captures_at(target, [*shown, removal.first_not_shown, removal.last_checked])
    return {visit.probe.capture for visit in removal.visits} | told


def _is_later(removal: Removal, earlier: Removal | None) -> bool:
    """Tell whether a conclusion was drawn from what came after the ledger's last word that the post is shown.

    What showed it may have been disposed of since, and the ledger knows it all the same.
    """
    if earlier is None:
        return True
    if earlier.state is RemovalState.WITHDRAWN:
        return removal.first_not_shown > earlier.last_checked
    return removal.last_checked > earlier.last_checked


def _news(removal: Removal | None, earlier: Removal | None) -> Iterator[Removal]:
    """Give what the ledger, which holds `earlier` of a post, is to hold besides."""
    if removal is None:
        return
    if earlier is None or earlier.state is not RemovalState.CONCLUDED:
        if removal.state is RemovalState.CONCLUDED and _is_later(removal, earlier):
            yield removal
    elif removal.state in (RemovalState.WITHDRAWN, RemovalState.CONTRADICTED):
        yield removal
    elif removal.last_shown is not None and removal.last_shown.at > earlier.first_not_shown:
        # It was shown in between, which no look had followed up: the first interval has ended.
        yield replace(earlier, state=RemovalState.WITHDRAWN, last_checked=removal.last_shown.at)
        if removal.state is RemovalState.CONCLUDED:
            yield removal
