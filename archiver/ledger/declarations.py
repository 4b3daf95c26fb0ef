"""What is declared of a target or of the whole archive: the schedule that looks can be held against, and the rules.

Each is an event of its own, written when a run finds that something is not as it was declared last.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from archiver import __version__
from archiver.config import Settings, WatchedTarget
from archiver.derive.conclude import VERSION

NOT_WATCHED: dict[str, Any] = {"watched": False}


def of_target(watched: WatchedTarget, sessions: list[str], proxy: str) -> dict[str, Any]:
    """Declare how a target is watched: of sessions and proxy what stands for them, since names stay in the house."""
    return {
        "watched": True,
        "every_seconds": None if watched.every is None else watched.every.total_seconds(),
        "logged_out": watched.logged_out,
        "sessions": sessions,
        "proxy": proxy,
        "heeds_robots": watched.heeds_robots,
        "stories": watched.stories,
    }


def of_archive(settings: Settings, proxy: str) -> dict[str, Any]:
    """Declare what holds for all targets: tool, rule of absence, authorities, how addresses are reached."""
    return {
        "tool": f"archiver {__version__}",
        "rule": {
            "version": VERSION,
            "confirm_after": settings.rule.confirm_after.total_seconds(),
            "unlisted_after": settings.rule.unlisted_after.total_seconds(),
        },
        "authorities": {each.name: urlsplit(each.url).hostname or "" for each in settings.authorities},
        "proxy": proxy,
        "stand_in": settings.network.stands_in,
    }


def said(declared: Mapping[str, Any]) -> dict[str, Any]:
    """Write what the event of a declaration says."""
    return {"declared": dict(declared)}
