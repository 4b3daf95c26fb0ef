"""What a custody event says by its kind, as far as later steps need it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from archiver.verify.canonical import Json
from archiver.verify.tombstone import Told


@dataclass(frozen=True, slots=True)
class Stamped:
    """What an event says of an authority's stamp on a checkpoint."""

    checkpoint: int
    authority: str
    token: str
    """Digest of the stamp as it was received."""
    root: str
    """Digest of the root that it leads to."""
    at: datetime | None
    """When the checkpoint was there, by the authority."""


@dataclass(frozen=True, slots=True)
class Follows:
    """What an event says of a key that follows another."""

    old: str
    new: str
    """Public keys, in OpenSSH form."""
    signature: str
    """Of the old key, on the statement that the new one follows it."""
    revoked: str = ""
    """The key that is revoked, which may be an earlier one; empty where none is."""
    revoked_from: datetime | None = None
    """Since when it may have been in other hands."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an event says by its kind."""

    capture: str | None = None
    seal: str | None = None
    ended: tuple[str, str, str] = ("", "", "")
    """Of a look: kind, outcome and reason."""
    inputs: tuple[tuple[str, str], ...] = ()
    """Of a conclusion: the captures it was drawn from, with their seals."""
    concluded: tuple[str, str] = ("", "")
    """Of a conclusion: the post, and how it stands."""
    interval: tuple[Json, Json] = (None, None)
    """Of a conclusion: when the post was last shown, and first not."""
    disposed: tuple[str, Told] | None = None
    """Of a disposal: the capture, and what its tombstone must say."""
    stamped: Stamped | None = None
    follows: Follows | None = None


def instant(text: str) -> datetime | None:
    """Read a time with its zone, in UTC; None where it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def read(document: Json) -> Said | None:
    """Read what an event says; None where it is of no kind that is known, or lacks what its kind says."""
    match document:
        case {
            "event": "capture",
            "capture": None | str() as capture,
            "seal": None | str() as seal,
            "kind": str(kind),
            "outcome": str(outcome),
            "reason": str(reason),
        } if (capture is None) == (seal is None):
            return Said(capture, seal, (kind, outcome, reason))
        case {
            "event": "conclusion",
            "post": str(post),
            "state": str(state),
            "rule": {"version": str()},
            "inputs": [*inputs],
        }:
            named = [found for each in inputs if (found := _input(each)) is not None]
            told = Said(inputs=tuple(named), concluded=(post, state), interval=_interval(document))
            return told if len(named) == len(inputs) else None
        case {"event": "agreement", "about": str(), "agreed": bool(), "operator": str(), "words": str()}:
            return Said()
        case {"event": "mark", "words": str(), "happened_at": str(), "operator": str()}:
            return Said()
        case {"event": "canary", "list": str(), "posts": [*posts]} if all(map(_is_known, posts)):
            return Said()
    return _of_the_ledger(document)


def _is_known(value: Json) -> bool:
    """Tell whether a canary's list says of a post that it is shown, or gone and since when."""
    match value:
        case {"post": str(), "known": "shown"}:
            return True
        case {"post": str(), "known": "gone", "since": str(since)}:
            return instant(since) is not None
    return False


def _interval(document: Json) -> tuple[Json, Json]:
    match document:
        case {"last_shown": {"at": str(shown)}, "first_not_shown": str(missing)}:
            return shown, missing
    return None, None


def _of_the_ledger(document: Json) -> Said | None:
    """Read what is said of checkpoints, keys, clocks, and of what is declared."""
    match document:
        case {
            "event": "timestamp",
            "checkpoint": int(checkpoint),
            "authority": str(authority),
            "token": str(token),
            "root": str(root),
            "stamped_at": str(at),
        }:
            return Said(stamped=Stamped(checkpoint, authority, token, root, instant(at)))
        case {
            "event": "key",
            "action": "rotated",
            "old": str(old),
            "new": str(new),
            "signature": str(signature),
        }:
            return Said(follows=Follows(old, new, signature))
        case {
            "event": "key",
            "action": "revoked",
            "old": str(old),
            "new": str(new),
            "signature": str(signature),
            "revoked": str(revoked),
            "revoked_from": str(since),
        } if instant(since):
            return Said(follows=Follows(old, new, signature, revoked, instant(since)))
        case {"event": "fixity check", "exit_code": int(), "counts": {}}:
            return Said()
        case {"event": "export", "bundle": str(), "nonce": str(), "checkpoint": int(), "captures": int()}:
            return Said()
        case {"event": "transfer", "bundle": str(), "nonce": str(), "to": str()}:
            return Said()
        case {"event": "declaration", "declared": {}} | {"event": "clock", "was": str(), "is": str()}:
            return Said()
    return _of_the_watch(document)


def _of_the_watch(document: Json) -> Said | None:
    """Read what is said of how targets are watched, and of copies of the archive."""
    match document:
        case {"event": "closer watch", "every_seconds": int(), "until": str(), "reason": str()}:
            return Said()
        case {
            "event": "disposal",
            "capture": str(capture),
            "tombstone": str(tombstone),
            "records": int(records),
            "reason": str(reason),
            "authority": str(authority),
            "operator": str(),
        }:
            return Said(disposed=(capture, Told(tombstone, records, reason, authority)))
        case {"event": "replication", "to": str(), "captures": int(), "size": int(), "exit_code": int()}:
            return Said()
        case {"event": "early look", "due_at": str(), "early_seconds": int(), "reason": str()}:
            return Said()
        case {"event": "late look", "due_at": str(), "late_seconds": int(), "reason": str()}:
            return Said()
    return None


def _input(value: Json) -> tuple[str, str] | None:
    match value:
        case {"capture": str(capture), "seal": str(seal)}:
            return capture, seal
    return None
