"""Seal a look: what its manifest says of it, and what stays in the house."""

import platform as machine
import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING

from archiver.model.capture import Capture, CaptureId
from archiver.model.gap import Gap
from archiver.model.refs import TargetRef
from archiver.operations import covering
from archiver.ports import Testimony
from archiver.store import layout, manifest, private

if TYPE_CHECKING:
    from archiver.operations.look import Asked, Look

_STAND_IN = "stand-in"


def seal(taken: "Look", target: TargetRef) -> Capture:
    """Seal what a look recorded, filed under a target, and give it as its manifest tells it. Raises StoreError."""
    writer = taken.writer
    capture = CaptureId(target.platform, slug(target, taken.asked), writer.name)
    statement = _statement(taken, target, capture)
    content = manifest.compose(statement, writer.records)
    told = taken.testimony
    kept = private.document(
        str(capture),
        writer.seed,
        _collector(taken, told),
        dict(told.kept),
        (writer.salt, *told.secrets),
    )
    seal = writer.seal(content, kept)
    return manifest.read(content, seal)


def slug(target: TargetRef, asked: "Asked") -> str:
    """Give the folder of a target; of a post whose owner no answer named, the folder of those."""
    nobodys = asked.post is not None and target == asked.target
    return layout.UNKNOWN_OWNER if nobodys else layout.slug(target.name)


def _statement(taken: "Look", target: TargetRef, capture: CaptureId) -> manifest.Statement:
    archive, visit, told = taken.archive, taken.visit, taken.testimony
    outcome, reason, reach = taken.outcome
    reading = visit.reading if visit else None
    gaps: tuple[Gap, ...] = (reading.gaps if reading else ()) + (tuple(visit.gaps) if visit else ())
    return manifest.Statement(
        archive_id=archive.identity.archive_id,
        archive_key=archive.key_fingerprint,
        capture=capture,
        kind=taken.asked.kind,
        target=target,
        post=taken.post,
        requested_address=taken.asked.address,
        account_id=_account_id(taken),
        known_as=taken.known_as,
        not_authenticated=_STAND_IN if archive.settings.network.stands_in else "",
        vantage=taken.vantage,
        started_at=taken.started_at,
        ended_at=archive.clock.now(),
        outcome=outcome,
        reason=reason,
        reach=reach,
        understood=(reading.understood, reading.seen) if reading else (0, 0),
        media=told.media,
        held=told.held,
        unchanged=taken.crawled.unchanged if taken.crawled else False,
        gaps=gaps,
        bytes_fetched=told.bytes,
        compared=(told.compared, told.differing),
        plan=taken.asked.plan,
        coverages=taken.coverages,
        opening_stamp=covering.opening(archive),
        continues=taken.earlier.named if taken.earlier else None,
        made_with=dict(told.shown) | _robots(taken.asked) | _stories(taken, told),
    )


def _robots(asked: "Asked") -> dict[str, str]:
    """Say of a site whether what its robots.txt asks was heeded."""
    if not asked.platform.is_site:
        return {}
    return {"robots": "heeded" if asked.heeds_robots else "not heeded, as the operator said"}


def _stories(taken: "Look", told: Testimony) -> dict[str, str]:
    """Say that stories were read, which is done only where it was agreed to."""
    return {"stories": "read, as the operator said"} if taken.reads_stories and told.stops_calls else {}


def _account_id(taken: "Look") -> str:
    if taken.visit is None:
        return ""
    reading, asked = taken.visit.reading, taken.asked
    if asked.post is not None:
        owner = asked.platform.owner(reading, taken.post or asked.post)
        return owner.account_id if owner else ""
    named = [account for account in reading.accounts if account.is_of(asked.target)]
    return named[0].account_id if named else ""


def _told(viewer: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give all that a platform calls whoever is signed in; of what it calls by one name several, each by a number."""
    told: dict[str, str] = {}
    for name, value in sorted(viewer):
        count = sum(each.partition(" ")[0] == name for each in told)
        told[f"{name} {count + 1}" if count else name] = value
    return told


def _collector(taken: "Look", told: Testimony) -> private.Collector:
    archive, session = taken.archive, taken.asked.session
    operator = archive.settings.operator
    return private.Collector(
        operator=operator.name,
        organisation=operator.organisation,
        session=session.name if session else "",
        viewer=_told(told.viewer),
        host=socket.gethostname(),
        system=f"{machine.system()} {machine.release()}",
        proxy=(taken.asked.proxy or archive.settings.network.proxy).rpartition("@")[2],
    )
