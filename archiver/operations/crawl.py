"""Crawl: look at targets and posts, one after the other, and say what each look gave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

from archiver import platforms
from archiver.archive import Archive
from archiver.errors import ArchiverError, SessionError
from archiver.ledger.stamps import NOTABLE
from archiver.model.capture import Capture, CaptureKind, Limit, Outcome, Reach
from archiver.model.change import ChangeKind
from archiver.model.coverage import Coverage
from archiver.model.reading import Availability
from archiver.model.refs import PostRef
from archiver.operations import covering, story_reading
from archiver.operations.absence import Unmade, follow_up
from archiver.operations.diff import diff
from archiver.operations.look import Asked, Look, look
from archiver.operations.unattended.early import say_early
from archiver.ports import Limits, Progress, Stop

_LEAVES_OFF = frozenset(
    (
        "listing_unfinished",
        "listing_not_understood",
        "listing_broken",
        "media_not_received",
        "post_not_understood",
        "posts_not_received",
    )
)
"""Reasons of a partial look after which the platform may be asked on."""


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """What one look gave."""

    target: str
    asked: str
    """What was asked for: the target's or the post's ref."""
    capture: str | None
    """Path below `captures/`; None where nothing was captured."""
    kind: CaptureKind
    vantage: str
    outcome: Outcome
    reason: str | None
    reach: Reach
    surfaces: tuple[Coverage, ...]
    """How far each surface was listed."""
    posts: int
    new: int
    media: int
    held: int
    """Media passed over, since they are held."""
    gaps: int
    understood: tuple[int, int]
    bytes_fetched: int
    bytes_stored: int
    unchanged: bool
    """Whether all was as the last look left it, so that nothing was pictured."""
    sentence: str
    """What to tell a person about it, where it is not complete; empty where it is."""
    caution: str
    """What to warn a person of besides; empty where there is nothing."""
    stand_in: bool
    edited: int | None = None
    """Posts and profile edited since the last crawl alike; None where that is no matter of this look."""
    missing: int | None = None
    """Posts that this crawl's listings lack and the last alike held."""
    differing: int = 0
    """Held media that came with other bytes when they were fetched again to be compared."""
    probed: int = 0
    """Posts that a probe asked for."""
    found: int = 0
    """Those of them that were shown."""
    stories: int | None = None
    """Stories of the day that were shown; None where none were read."""
    highlights: int | None = None
    """Highlights that were read."""
    stopped: int = 0
    """Calls that would have told of it, and were stopped."""
    continues: str | None = None
    """The capture whose listings it went on with; None where it began anew."""

    @property
    def before(self) -> int:
        """Count the posts that only that capture listed."""
        return len({ref for surface in self.surfaces for ref in surface.before})

    @property
    def complete(self) -> bool:
        """Tell whether all that was offered was read."""
        return self.outcome is Outcome.COMPLETE


def crawl(
    archive: Archive,
    asked: Sequence[Asked],
    limits: Limits,
    progress: Progress,
    stop: Stop,
    *,
    sweep: bool = False,
) -> Iterator[CrawlResult]:
    """Look at each target or post in turn, then follow up on what a target no longer lists.

    One that cannot be read does not keep the others from being read. To `sweep` is to ask besides for some posts
    that no listing speaks of. At the end a checkpoint covers what was done; raises StoreError where none can be made.
    """
    covering.begin(archive)
    try:
        say_early(archive, asked)
        yield from looked_at(archive, asked, limits, progress, stop, sweep=sweep)
    finally:
        covering.cover(archive)


def looked_at(
    archive: Archive,
    asked: Sequence[Asked],
    limits: Limits,
    progress: Progress,
    stop: Stop,
    *,
    sweep: bool = False,
) -> Iterator[CrawlResult]:
    """Do so within a run that covers what is done at its end. Raises StoreError where a checkpoint cannot be made."""
    for _, group in groupby(asked, key=lambda each: (each.target, each.post)):
        looks = list(group)
        went_well = []
        for each in looks:
            if stop.requested:
                return
            result = _look_at(archive, each, limits, progress, stop)
            yield _cautioned(result, archive, looks) if each is looks[0] else result
            if may_be_asked_on(result.outcome, result.reason):
                went_well.append(each)
        if went_well and looks[0].post is None:
            yield from follow(archive, went_well, progress, stop, sweep=sweep)
        covering.cover_where_due(archive)


def _cautioned(result: CrawlResult, archive: Archive, looks: Sequence[Asked]) -> CrawlResult:
    """Say with the first look at a target why stories are not read that the settings ask for."""
    said = (result.caution, story_reading.why_not(archive, looks))
    return replace(result, caution=" ".join(filter(None, said)))


def _look_at(archive: Archive, asked: Asked, limits: Limits, progress: Progress, stop: Stop) -> CrawlResult:
    try:
        with look(archive, asked, progress, stop) as taken:
            if asked.post is None:
                taken.reads_stories = story_reading.are_read(archive, asked)
                here = replace(limits, heeds_robots=asked.heeds_robots, stories=taken.reads_stories)
                taken.crawled = asked.platform.crawl(taken.in_visit, asked.target, taken.holdings, here)
            else:
                taken.crawled = asked.platform.crawl_post(taken.in_visit, asked.post, asked.address)
    except ArchiverError as error:
        return _failed(asked, error)
    return _result(taken)


def may_be_asked_on(outcome: Outcome, reason: str | None) -> bool:
    """Tell whether a platform may be asked on from where a look ended so: a wall would only grow."""
    return outcome is Outcome.COMPLETE or reason in _LEAVES_OFF


def follow(
    archive: Archive,
    asking: Sequence[Asked],
    progress: Progress,
    stop: Stop,
    *,
    only: Sequence[PostRef] | None = None,
    sweep: bool = False,
) -> Iterator[CrawlResult]:
    """Ask for posts in question of one target by their own addresses, and conclude what follows.

    `asking` are the vantages to ask from; `only` asks for these posts whether they are due or not; to `sweep` is to
    ask for some besides that no listing speaks of.
    """
    for each in follow_up(archive, asking, progress, stop, only=only, sweep=sweep):
        yield _failed(each.asked, each.error) if isinstance(each, Unmade) else _result(each)


def _result(taken: Look) -> CrawlResult:
    outcome, reason, reach = taken.outcome
    edited, missing = _changed(taken)
    stories, highlights = story_reading.counted(taken)
    capture, found, told = taken.capture, taken.found, taken.testimony
    posts = {post.ref.key for post in found.snapshot.posts} if found else set()
    return CrawlResult(
        target=str(capture.target if capture else taken.asked.target),
        asked=str(taken.asked.post or taken.asked.target),
        capture=str(capture.id) if capture else None,
        kind=taken.asked.kind,
        vantage=str(taken.vantage),
        outcome=outcome,
        reason=reason or None,
        reach=reach,
        surfaces=found.snapshot.coverages if found else (),
        posts=len(posts),
        stories=stories,
        highlights=highlights,
        stopped=told.stopped,
        new=len(posts - taken.known_before),
        media=told.media,
        held=told.held,
        gaps=len(found.gaps) if found else 0,
        understood=(found.snapshot.understood, found.snapshot.seen) if found else (0, 0),
        bytes_fetched=capture.bytes_fetched if capture else 0,
        bytes_stored=taken.archive.sealed.size(capture.id) if capture else 0,
        unchanged=bool(taken.crawled and taken.crawled.unchanged),
        sentence=_sentence(taken, outcome, reason),
        caution=" ".join(filter(None, (_OPEN if taken.state_was_open else "", _clock(capture, taken)))),
        stand_in=taken.archive.settings.network.stands_in,
        differing=told.differing,
        edited=edited,
        missing=missing,
        probed=len(found.snapshot.probes) if found else 0,
        found=sum(probe.availability is Availability.LIVE for probe in found.snapshot.probes) if found else 0,
        continues=str(capture.continues.capture) if capture and capture.continues else None,
    )


def _clock(capture: Capture | None, taken: Look) -> str:
    """Say that this machine's clock is off, by those of the servers that answered."""
    off = capture.clock_offset if capture is not None else None
    if off is None or abs(off) <= NOTABLE:
        return ""
    way = "behind" if off > timedelta() else "ahead of"
    label = taken.asked.platform.label
    return f"This machine's clock is {abs(off).total_seconds():,.0f} s {way} that of {label}. Set it right."


def _changed(taken: Look) -> tuple[int | None, int | None]:
    """Count what a crawl shows edited, and missing, against the last crawl in the same lane."""
    capture, found = taken.capture, taken.found
    if capture is None or found is None or capture.kind is not CaptureKind.CRAWL:
        return None, None
    since = diff(taken.archive, capture.target, end=str(capture.id))
    if not since.start:
        return None, None
    changes = [change for change in since.changes if found.snapshot.lane in change.lanes]
    edited, missing = (
        len({change.post for change in changes if change.kind is kind})
        for kind in (ChangeKind.EDITED, ChangeKind.MISSING)
    )
    return edited, missing


def _failed(asked: Asked, error: ArchiverError) -> CrawlResult:
    # The browser, where it refuses a state, does not know whose it is.
    unadvised = isinstance(error, SessionError) and not error.advice
    return CrawlResult(
        target=str(asked.target),
        asked=str(asked.post or asked.target),
        capture=None,
        kind=asked.kind,
        vantage="session" if asked.session else "logged_out",
        outcome=Outcome.FAILED,
        reason=error.code,
        reach=Reach(),
        surfaces=(),
        posts=0,
        new=0,
        media=0,
        held=0,
        gaps=0,
        understood=(0, 0),
        bytes_fetched=0,
        bytes_stored=0,
        unchanged=False,
        sentence=f"{error} Sign in again: {_login(asked)}" if unadvised else str(error),
        caution="",
        stand_in=False,
    )


def _sentence(taken: Look, outcome: Outcome, reason: str) -> str:
    if outcome is Outcome.COMPLETE:
        return ""
    if isinstance(taken.error, ArchiverError):
        return str(taken.error)
    asked = taken.asked
    if reason == "walled" and asked.session:
        reason = "walled_session"
    return _REFUSALS.get(reason, "{name} answered with something else than what was asked.").format(
        name=asked.platform.label,
        platform=asked.platform.name,
        address=asked.address,
        login=_login(asked),
        now_named=taken.found.snapshot.now_named if taken.found else "",
        led_to=taken.visit.reading.pages[-1].address if taken.visit and taken.visit.reading.pages else "",
    )


def _login(asked: Asked) -> str:
    return f"archiver login {asked.platform.name} --session {asked.session.name}" if asked.session else ""


_REFUSALS = {
    "not_found": "{name} says that {address} isn't available. Check the spelling; one answer is no removal.",
    "renamed": "{address} is not found, and a post of it is shown under the name {now_named}, by the same numeric id. "
    "Watch it by that name too: archiver add {platform}:{now_named}",
    "walled": "{name} asks for a login before it shows {address}. Try again later or from another network.",
    "walled_session": "{name} asks for a login before it shows {address}, to this session too. "
    "Sign in again: {login}",
    "challenged": "{name} asks whoever is signed in to prove who they are before it shows {address}. Nothing is asked "
    "with this session until somebody does, in the window of: {login}",
    "parked": "{address} shows the page of a seller of addresses in the place of the site. Its pages are no removals.",
    "led_elsewhere": "{address} leads on to another site. If that is the one, watch it: archiver add {led_to}",
    "too_large": "{address} is larger than what a capture keeps of one answer; the manifest names the limit.",
    "site_unreachable": "{address} gave no answer several times. Crawl again later; what was shown is captured.",
    "private": "{address} is private: {name} shows its posts to followers only.",
    "gated": "{name} withholds {address} from this vantage, by age, country or audience.",
    "rate_limited": "{name} asks to wait. Try again in an hour.",
    "unknown": "{name} answered without the content, as it does when it is asked too often. Try again in an hour.",
    "not_received": "The answer of {name} broke off on its way. Crawl again.",
    "listing_unfinished": "The listing did not say where it ends. Crawl again; what was listed is captured.",
    "listing_not_understood": "A part of the listing was not understood; the manifest names what was not.",
    "listing_broken": "A page of the listing was not asked where the one before it ended. Crawl again.",
    "another_account": "{address} is another account now, with another numeric id. The one that was watched "
    "closed, or has another name.",
    "session_ended": "{name} no longer knows this session. Sign in again: {login}",
    "listing_empty": "The profile says that it has posts, and its listing shows none. Crawl again later.",
    "consent_dialog": "A question about cookies stands over the page, so that no more was listed. "
    "Answer it once in the window of archiver login.",
    "posts_not_received": "The pages of some posts got no whole answer. Crawl again to fetch them.",
    "media_not_received": "Some media got no answer. Crawl again to fetch them.",
    "post_not_understood": "The post is shown, in a form that is not read here; what was answered is kept.",
}


_OPEN = (
    "Others on this machine could read the session's state; it is closed to them now. "
    "If they may have read it, sign out in the window and sign in again."
)


def first_line(result: CrawlResult) -> str:
    """Say for people how much was listed of how much, and what limited it."""
    if result.kind is CaptureKind.PROBE:
        return f"asked for {result.probed:,} posts by their own addresses: {result.found:,} shown"
    if result.kind is CaptureKind.POST:
        return f"the post of {result.target}" if result.posts else "nothing of the post was shown"
    reach, label = result.reach, platforms.named(result.target.partition(":")[0]).label
    about = "" if reach.claimed_exactly else "about "
    total = f" of {about}{reach.claimed:,}" if reach.claimed is not None else ""
    end = {
        Limit.LOGGED_OUT: f": {label} shows no more without a session",
        Limit.END: "",
        Limit.BUDGET: ": the limit that was set",
        None: "",
    }[reach.limit]
    return f"{reach.listed:,}{total} posts{end}"
