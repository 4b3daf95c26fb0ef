"""`manifest.json`: what a capture says of itself and may be shown, in canonical form (RFC 8785)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from archiver.errors import DamagedError
from archiver.formats import canonical, commitments
from archiver.formats.merkle import tree_root
from archiver.formats.record_commitment import RecordCommitment
from archiver.model import instant
from archiver.model.capture import Capture, CaptureId, CaptureKind, Continues, Limit, Outcome, Reach
from archiver.model.coverage import Coverage
from archiver.model.digest import Digest
from archiver.model.gap import Gap, GapReason
from archiver.model.refs import PostRef, TargetRef
from archiver.model.step import Role, Step
from archiver.model.vantage import Vantage

FORMAT = "archiver-capture/1"


@dataclass(frozen=True, slots=True)
class Statement:
    """All that a manifest says beside its commitments."""

    archive_id: str
    archive_key: str
    """Fingerprint of the archive's public key."""
    capture: CaptureId
    kind: CaptureKind
    target: TargetRef
    post: PostRef | None
    requested_address: str
    account_id: str
    """Numeric id of the account; empty where no answer named it."""
    not_authenticated: str
    """`stand-in` where hosts were mapped or an own CA trusted; empty where the platform's own was met."""
    vantage: Vantage
    started_at: datetime
    ended_at: datetime
    outcome: Outcome
    reason: str
    reach: Reach
    understood: tuple[int, int]
    """Posts understood, of posts met."""
    media: int
    held: int
    """Media that were not asked for, since they are held."""
    unchanged: bool
    """Whether listings and posts were as the last look left them, so that nothing was pictured."""
    gaps: tuple[Gap, ...]
    bytes_fetched: int
    made_with: dict[str, Any]
    """Tool, browser, clock, hosts, alterations, withheld values: what the visit says of itself."""
    known_as: str = ""
    """Numeric id it was known by before; empty where it was seen for the first time."""
    plan: tuple[Step, ...] = ()
    """What a probe asked for, in order; nothing for any other capture."""
    compared: tuple[int, int] = (0, 0)
    """Held media fetched again, and those of them that came with other bytes."""
    coverages: tuple[Coverage, ...] = ()
    """How far each surface was listed."""
    opening_stamp: dict[str, Any] = field(default_factory=dict)
    """The time stamp that was there before it began, or why none is named."""
    continues: Continues | None = None
    """The capture whose listings it goes on with; None where it began anew."""


def compose(statement: Statement, records: list[RecordCommitment]) -> bytes:
    """Write the manifest of a capture."""
    named = [record.named() for record in records]
    document = {
        **statement.made_with,
        "format": FORMAT,
        "archive": {"id": statement.archive_id, "key": statement.archive_key},
        "capture": str(statement.capture),
        "kind": statement.kind.value,
        "target": {
            "ref": str(statement.target),
            "account_id": statement.account_id,
            "known_as": statement.known_as,
        },
        "requested": statement.requested_address,
        "vantage": _vantage(statement.vantage),
        "times": {
            "started_at": instant.written(statement.started_at),
            "ended_at": instant.written(statement.ended_at),
        },
        "outcome": statement.outcome.value,
        "reason": statement.reason,
        "reach": _reach(statement.reach),
        "surfaces": [_surface(coverage) for coverage in statement.coverages],
        "understood": list(statement.understood),
        "media": statement.media,
        "held": statement.held,
        "compared": list(statement.compared),
        "unchanged": statement.unchanged,
        "gaps": [_gap(gap) for gap in statement.gaps],
        "bytes_fetched": statement.bytes_fetched,
        "opening_stamp": statement.opening_stamp,
        "commitments": {
            "rule": commitments.RULE,
            "records": named,
            "root": tree_root(canonical.canonical(record) for record in named).hex(),
        },
    }
    if statement.post is not None:
        document["post"] = str(statement.post)
    if statement.continues is not None:
        document["continues"] = _continues(statement.continues)
    if statement.plan:
        document["plan"] = [_step(step) for step in statement.plan]
    if statement.not_authenticated:
        document["not_authenticated"] = statement.not_authenticated
    return canonical.canonical(document)


def read(content: bytes, seal: Digest) -> Capture:
    """Read a manifest as the capture it describes; raise DamagedError where it is none."""
    try:
        return _capture(canonical.parse(content), seal)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(f"A manifest is damaged: {error}.") from error


def records(content: bytes) -> list[tuple[str, str]]:
    """Give id and type of each record that a manifest names, in order; raise DamagedError where it is none."""
    try:
        return [(each["id"], each["type"]) for each in canonical.parse(content)["commitments"]["records"]]
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"A manifest is damaged: {error}.") from error


def _capture(document: dict[str, Any], seal: Digest) -> Capture:
    if document["format"] != FORMAT:
        raise ValueError(f"format {document['format']!r} is not {FORMAT!r}")
    platform, _, name = document["target"]["ref"].partition(":")
    reach, vantage = document["reach"], document["vantage"]
    return Capture(
        id=CaptureId.parse(document["capture"]),
        target=TargetRef(platform, name),
        kind=CaptureKind(document["kind"]),
        post=PostRef(platform, document["post"].partition(":")[2]) if "post" in document else None,
        vantage=Vantage(
            vantage["login"],
            vantage["session"],
            vantage["locale"],
            vantage["country"],
            vantage.get("network", ""),
        ),
        started_at=instant.parsed(document["times"]["started_at"]),
        ended_at=instant.parsed(document["times"]["ended_at"]),
        outcome=Outcome(document["outcome"]),
        reason=document["reason"],
        reach=Reach(
            reach["listed"],
            reach["claimed"],
            reach["claimed_exactly"],
            None if reach["limit"] is None else Limit(reach["limit"]),
        ),
        gaps=tuple(
            Gap(GapReason(gap["reason"]), gap["subject"], gap["detail"], gap["record"])
            for gap in document["gaps"]
        ),
        bytes_fetched=document["bytes_fetched"],
        seal=seal,
        known_as=document["target"].get("known_as", ""),
        plan=tuple(
            Step(
                Role(step["role"]), step["address"], PostRef(platform, step["post"]) if step["post"] else None
            )
            for step in document.get("plan", ())
        ),
        clock_offset=_clock_offset(document),
        continues=_continued(document.get("continues")),
    )


def _continued(said: dict[str, Any] | None) -> Continues | None:
    return None if said is None else Continues(CaptureId.parse(said["capture"]), Digest(said["seal"]))


def _continues(named: Continues) -> dict[str, Any]:
    return {"capture": str(named.capture), "seal": str(named.seal)}


def _clock_offset(document: dict[str, Any]) -> timedelta | None:
    milliseconds = document.get("clock", {}).get("offset_ms")
    return None if milliseconds is None else timedelta(milliseconds=milliseconds)


def _surface(coverage: Coverage) -> dict[str, Any]:
    return {
        "surface": coverage.surface,
        "lane": coverage.lane,
        "listed": len(coverage.entries),
        "claimed": coverage.claimed,
        "broken": coverage.broken.value if coverage.broken else None,
        **({"listed_before": len(coverage.before)} if coverage.before else {}),
    }


def _step(step: Step) -> dict[str, Any]:
    return {"role": step.role.value, "address": step.address, "post": step.post.key if step.post else None}


def _vantage(vantage: Vantage) -> dict[str, Any]:
    return {
        "login": vantage.login,
        "session": vantage.session,
        "locale": vantage.locale,
        "country": vantage.country,
        **({"network": vantage.network} if vantage.network else {}),
    }


def _reach(reach: Reach) -> dict[str, Any]:
    return {
        "listed": reach.listed,
        "claimed": reach.claimed,
        "claimed_exactly": reach.claimed_exactly,
        "limit": reach.limit.value if reach.limit else None,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {"reason": gap.reason.value, "subject": gap.subject, "detail": gap.detail, "record": gap.record}
