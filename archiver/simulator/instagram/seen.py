"""What a page tells the platform of stories having been seen, whichever way it is told."""

import json
from dataclasses import dataclass

from archiver.simulator.messages import Request

_PATHS = ("/api/v1/stories/reel/seen/", "/stories/reel/seen/")


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody was told as having seen a story."""

    who: str
    """Name of the session."""
    story: str
    """Its number."""
    way: str
    """Path that it was told at."""


def told(request: Request) -> str:
    """Give the number of the story that a request tells was seen; empty where it tells nothing of the kind."""
    if request.path in _PATHS:
        return request.form.get("reelMediaId") or request.parameter("reelMediaId")
    try:
        variables = json.loads(request.form.get("variables", "{}"))
    except ValueError:
        return ""
    tells = isinstance(variables, dict) and "viewSeenAt" in variables
    return str(variables.get("reelMediaId", "")) if tells else ""


def is_at(path: str) -> bool:
    """Tell whether a path is one where nothing else is told."""
    return path in _PATHS
