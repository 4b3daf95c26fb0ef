"""The truth list of a canary as an event of the ledger says it."""

from collections.abc import Iterable, Mapping
from typing import Any

from archiver.model import instant
from archiver.model.canary import Entry, Known, TruthList
from archiver.model.digest import Digest
from archiver.model.refs import PostRef


def said(digest: Digest, entries: Iterable[Entry]) -> dict[str, Any]:
    """Write what a list says, with the digest of the file it stood in."""
    return {"list": digest.hex, "posts": [_said(each) for each in entries]}


def read(event: Mapping[str, Any]) -> TruthList:
    """Read the list that an event holds."""
    entries = tuple(
        Entry(
            PostRef(*each["post"].split(":", 1)),
            Known(each["known"]),
            instant.parsed(each["since"]) if "since" in each else None,
        )
        for each in event["posts"]
    )
    return TruthList(instant.parsed(event["at"]), Digest(f"sha256:{event['list']}"), entries)


def _said(entry: Entry) -> dict[str, str]:
    since = {"since": instant.written(entry.since)} if entry.since is not None else {}
    return {"post": str(entry.post), "known": entry.known.value, **since}
