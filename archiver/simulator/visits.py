"""How often who asked for what: what conditions begin after, and whose turn it is where a post flaps."""

import json
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from archiver.simulator.conditions import Kind
from archiver.simulator.messages import Request
from archiver.simulator.visitors import Visitor

_NAMES = (
    "id",
    "userID",
    "fbid",
    "v",
    "sk",
    "username",
    "data",
    "shortcode",
    "media_id",
    "target_user_id",
    "user_id",
)
"""Parameters that say what is asked for, as opposed to which page of it, or with which token."""


@dataclass(slots=True)
class Visits:
    """What was asked since the conditions are as they are."""

    _counts: dict[str, Counter[Kind]] = field(default_factory=dict)
    _turns: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(
        self, request: Request, visitor: Visitor, kind: Kind, *, counts: bool = True
    ) -> tuple[Mapping[Kind, int], int]:
        """Count a request; give how many the visitor made before of each kind, and how many of this very one."""
        with self._lock:
            asked = self._counts.setdefault(visitor.name, Counter())
            earlier = dict(asked)
            asked[kind] += counts
            same = (visitor.name, _address(request))
            turn = self._turns[same]
            self._turns[same] += 1
        return earlier, turn


def _address(request: Request) -> str:
    """Give what makes one request the same as another: not the page of a listing that it asks for."""
    asked = dict(request.query) | request.form
    try:
        variables = json.loads(asked.get("variables", "{}"))
    except ValueError:
        variables = {}
    about = asked | variables if isinstance(variables, dict) else asked
    kept = {name: about[name] for name in _NAMES if name in about}
    return f"{request.path}?{json.dumps(kept, sort_keys=True)}"
