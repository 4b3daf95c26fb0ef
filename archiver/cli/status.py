"""`archiver status`: how far the watch sees, and what it does not see."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from archiver.cli import canary
from archiver.cli.held import HELD
from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened_to_ask
from archiver.cli.speaking import say, say_json, tell
from archiver.config import spans
from archiver.errors import FINE, INCOMPLETE

if TYPE_CHECKING:
    from archiver.model.surface_state import SurfaceState
    from archiver.operations.unattended.status import Disk, Status, TargetStatus, VantageStatus


_FAR = 3_650
"""Days to a full disk that are no matter for anybody yet."""


def status(
    context: typer.Context,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say what is seen of each target and since when what is not. Exit 3 where something is not seen."""
    from archiver.operations.unattended.status import status as operation

    opened = opened_to_ask(context, archive, config)
    found = operation(opened)
    if json:
        say_json(_as_json(found))
    else:
        _print(found)
    for blind in found.blind:
        tell(f"BLIND: {blind.sentence}")
    raise typer.Exit(INCOMPLETE if found.blind else FINE)


def _print(found: "Status") -> None:
    for target in found.targets:
        _print_target(target, found.at)
    if not found.targets:
        say(
            'No target says how often it is to be looked at. Write every = "6h" into its entry in targets.toml.'
        )
    for session, health in found.sessions:
        since = f" since {_when(health.since)}" if health.since else ""
        say(f"session {session.name} ({session.platform}): {health.condition.value.replace('_', ' ')}{since}")
    say(f"ledger: {found.ledger.size:,} events covered, root {found.ledger.root.hex()}")
    say(_disk(found.disk))
    for each in found.canaries:
        for line in canary.sentences(each):
            say(line)
    say(canary.in_words(found.asked_again))


def _print_target(target: "TargetStatus", now: datetime) -> None:
    say("  ".join(filter(None, (str(target.target), target.label, target.case))))
    for vantage in target.vantages:
        _print_vantage(vantage, now)
    for surface in target.surfaces:
        say(f"  {_surface(surface)}")
    if target.closer is not None:
        until, every = _when(target.closer.until), spans.written(target.closer.every)
        say(f"  looked at every {every} until {until}: {target.closer.reason}")
    if target.unchecked_since is not None and (now - target.unchecked_since).days:
        say(f"  oldest unchecked post: {(now - target.unchecked_since).days} days")


def _print_vantage(vantage: "VantageStatus", now: datetime) -> None:
    from archiver.model.vantage import in_words

    standing, seen = vantage.watched.standing, vantage.seen
    who = f"session {vantage.session}" if vantage.session else in_words(standing.plan.vantage)
    if seen is None:
        told = "not seen yet"
    else:
        of = (
            f" of {'' if seen.reach.claimed_exactly else 'about '}{seen.reach.claimed:,}"
            if seen.reach.claimed
            else ""
        )
        whole = "" if seen.complete else ", partial"
        gaps = f", {seen.gaps:,} things could not be read" if seen.gaps else ""
        told = f"seen {_when(seen.at)}: {seen.reach.listed:,}{of} posts{whole}{gaps}"
    when = "now" if standing.is_ready(now) else _when(standing.next)
    if vantage.watched.is_blind:
        when = "not before somebody signs in"
    elif standing.hold is not None:
        when += f" ({HELD[standing.hold.value]})"
    say(f"  {who}: {told}; next {when}, every {spans.written(standing.every)}")


def _surface(surface: "SurfaceState") -> str:
    of = f" of {surface.claimed:,}" if surface.claimed is not None else ""
    ended = f"to its end on {_when(surface.ended_at)}" if surface.ended_at else "never to its end"
    return f"{surface.surface} ({surface.lane}): {surface.listed:,}{of} listed; {ended}"


def _disk(disk: "Disk") -> str:
    left = (
        ""
        if disk.days_to_full is None or disk.days_to_full > _FAR
        else f"; full in {disk.days_to_full:,.0f} days"
    )
    return f"disk: {disk.free / 1e9:,.1f} GB free, {disk.per_day / 1e6:,.1f} MB a day{left}"


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _written(at: datetime | None) -> str | None:
    from archiver.model import instant

    return None if at is None else instant.written(at)


def _as_json(found: "Status") -> dict[str, Any]:
    return {
        "at": _written(found.at),
        "blind": [blind.sentence for blind in found.blind],
        "targets": [_target_as_json(each) for each in found.targets],
        "sessions": [
            {
                "session": session.name,
                "platform": session.platform,
                "condition": health.condition.value,
                "since": _written(health.since),
                "rests_until": _written(health.rests_until),
            }
            for session, health in found.sessions
        ],
        "ledger": {"size": found.ledger.size, "root": found.ledger.root.hex()},
        "canaries": [canary.as_json(each) for each in found.canaries],
        "asked_again": canary.again_as_json(found.asked_again),
        "disk": {
            "free_bytes": found.disk.free,
            "bytes_per_day": round(found.disk.per_day),
            "days_to_full": found.disk.days_to_full and round(found.disk.days_to_full, 1),
        },
    }


def _target_as_json(target: "TargetStatus") -> dict[str, Any]:
    return {
        "target": str(target.target),
        "label": target.label,
        "case": target.case,
        "every_seconds": target.every.total_seconds(),
        "vantages": [_vantage_as_json(each) for each in target.vantages],
        "surfaces": [
            {
                "surface": each.surface,
                "lane": each.lane,
                "looked_at": _written(each.looked_at),
                "listed": each.listed,
                "claimed": each.claimed,
                "broken": each.broken,
                "ended_at": _written(each.ended_at),
            }
            for each in target.surfaces
        ],
        "closer": target.closer
        and {
            "every_seconds": target.closer.every.total_seconds(),
            "until": _written(target.closer.until),
            "reason": target.closer.reason,
        },
        "unchecked_since": _written(target.unchecked_since),
    }


def _vantage_as_json(vantage: "VantageStatus") -> dict[str, Any]:
    standing, seen = vantage.watched.standing, vantage.seen
    return {
        "vantage": standing.plan.vantage,
        "session": vantage.session or None,
        "blind": vantage.watched.is_blind,
        "next": _written(standing.next),
        "held_by": standing.hold.value if standing.hold else None,
        "seen": seen
        and {
            "capture": seen.capture,
            "at": _written(seen.at),
            "complete": seen.complete,
            "listed": seen.reach.listed,
            "claimed": seen.reach.claimed,
            "gaps": seen.gaps,
        },
    }
