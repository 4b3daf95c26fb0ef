"""A conclusion as the ledger keeps it: with its rule, its scope, and the captures it was drawn from."""

from collections.abc import Mapping
from typing import Any

from archiver.errors import DamagedError, NewerFormatError
from archiver.model import instant
from archiver.model.refs import PostRef
from archiver.model.removal import Removal, RemovalState, Scope, Sighting


def said(
    removal: Removal, owner: tuple[str, str], inputs: Mapping[str, str], spans: Mapping[str, float]
) -> dict[str, Any]:
    """Write what a conclusion says of a post whose owner has a numeric id and a name.

    `inputs` are captures with their seals, `spans` the rule's, in seconds.
    """
    shown = removal.last_shown
    return {
        "post": str(removal.post),
        "owner": {"id": owner[0], "name": owner[1]},
        "state": removal.state.value,
        "rule": {"version": removal.rule, **spans},
        "scope": {
            "looked": list(removal.scope.looked),
            "shown_before": list(removal.scope.shown_before),
            "countries": list(removal.scope.countries),
        },
        "last_shown": None
        if shown is None
        else {"at": instant.written(shown.at), "vantage": shown.vantage, "lane": shown.lane},
        "first_not_shown": instant.written(removal.first_not_shown),
        "last_checked": instant.written(removal.last_checked),
        "inputs": [{"capture": capture, "seal": seal} for capture, seal in sorted(inputs.items())],
    }


def read(content: Mapping[str, Any]) -> Removal:
    """Read the event of a conclusion; its visits stand in the captures it names.

    Raises DamagedError where it lacks something, NewerFormatError where it is in a state that is not known here.
    """
    state = content.get("state")
    if isinstance(state, str) and state not in set(RemovalState):
        raise NewerFormatError(f"A conclusion in the ledger of {content.get('target')} is {state!r}.")
    try:
        return _read(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        told = f"event {content.get('number')} of {content.get('target')}"
        raise DamagedError(f"The conclusion that is {told} in the ledger lacks what one says.") from error


def _read(content: Mapping[str, Any]) -> Removal:
    platform, _, key = content["post"].partition(":")
    if not key:
        raise ValueError("a post without its key")
    scope, shown = content["scope"], content["last_shown"]
    return Removal(
        post=PostRef(platform, key),
        state=RemovalState(content["state"]),
        rule=content["rule"]["version"],
        scope=Scope(tuple(scope["looked"]), tuple(scope["shown_before"]), tuple(scope["countries"])),
        last_shown=None
        if shown is None
        else Sighting(instant.parsed(shown["at"]), shown["vantage"], shown["lane"]),
        first_not_shown=instant.parsed(content["first_not_shown"]),
        last_checked=instant.parsed(content["last_checked"]),
        visits=(),
        wanting=(),
    )
