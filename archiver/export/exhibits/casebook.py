"""A casebook: the documents of an export put together by post, on disk, so that many posts need no more memory.

Documents are noted as they are written; then posts come in the order of their exhibits.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archiver.errors import DiskFullError
from archiver.export.exhibits.standing import ORDER, Standing, standing
from archiver.model.capture import CaptureId

POSTS, REMOVALS, CHANGES, ATTRIBUTION = "posts.jsonl", "removals.json", "changes.jsonl", "attribution.jsonl"
_TABLES = """
    CREATE TABLE posts (ref TEXT PRIMARY KEY, address TEXT, content TEXT NOT NULL, place INTEGER, at TEXT,
                        published TEXT, last_shown TEXT, first_not_shown TEXT);
    CREATE TABLE notes (ref TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL);
    CREATE TABLE pictures (address TEXT NOT NULL, at TEXT NOT NULL, sha256 TEXT NOT NULL, capture TEXT NOT NULL,
                           record TEXT NOT NULL);
    CREATE TABLE accounts (target TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL);
    CREATE TABLE attributions (content TEXT NOT NULL);
    CREATE INDEX by_post ON notes (ref);
    CREATE INDEX by_address ON pictures (address);
    CREATE INDEX known ON posts (address);
"""
_REMOVAL, _MEDIUM, _CHANGE, _STATE = "removal", "medium", "change", "state"
_NOT_TOLD = frozenset(("not_covered", "media_removed"))
"""Changes that say nothing of how a post stands, or that are told as media."""
_LEAST_FIRST = ("contradicted", "withdrawn", "pending", "concluded")
"""States of a removal: of what two targets tell of one post the one that claims least is taken."""
PICTURE = "urn:archiver:picture:"
"""What addresses of pictures of a page begin with; the part of it, a running number and its own address follow."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page as a browser showed it, or of the upper part of it."""

    sha256: str
    capture: str
    record: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that is told of one post."""

    number: int
    post: Mapping[str, Any]
    """As in `posts.jsonl`."""
    standing: Standing
    removal: Mapping[str, Any] | None = None
    media: tuple[Mapping[str, Any], ...] = ()
    """Media that it is shown without since."""
    changes: tuple[Mapping[str, Any], ...] = ()
    """In order of time, each with the captures `from` and `to`."""
    account_states: tuple[str, ...] = field(default=())
    """How its account, or its part of a site, stands where that is not simply there."""
    picture: Picture | None = None
    """Of its page, as it was shown last."""


@dataclass(frozen=True, slots=True)
class Account:
    """All that is told of a target itself."""

    target: str
    states: tuple[Mapping[str, Any], ...]
    changes: tuple[Mapping[str, Any], ...]
    """In order of time, each with the captures `from` and `to`."""


class Casebook:
    """All that is told of the posts of one export."""

    def __init__(self, path: Path) -> None:
        """Begin one in a file that is not there yet."""
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES} BEGIN;")

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def noting(self, name: str, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Note each line of a document as it passes by."""
        for line in lines:
            self.note(name, line)
            yield line

    def note(self, name: str, line: bytes) -> None:
        """Note a document, or a line of one, by the name of its file."""
        told = json.loads(line)
        if name == POSTS:
            post = told["post"]
            row = (post["ref"], post["url"], line.decode(), None, None, told["fields"]["published_at"])
            self._insert("posts", *row, None, None)
        elif name == REMOVALS:
            for target, of_target in told.items():
                self._note_removals(target, of_target)
        elif name == CHANGES:
            for change in told["changes"]:
                between = {"from": told["from"], "to": told["to"]}
                if change["post"] is None:
                    self._insert("accounts", told["target"], _CHANGE, json.dumps({**change, **between}))
                elif change["kind"] not in _NOT_TOLD:
                    self._note(change["post"], _CHANGE, {**change, **between})
        elif name == ATTRIBUTION:
            self._insert("attributions", line.decode())

    def media(self) -> frozenset[str]:
        """Give the SHA-256, in hex, of all files that posts' media came as."""
        rows = self._base.execute("SELECT content FROM posts")
        return frozenset(each["sha256"] for (content,) in rows for each in json.loads(content)["media"])

    def note_picture(self, address: str, picture: Picture) -> bool:
        """Note a picture by its record's address, and tell whether it is of a page's beginning: others are passed over.

        Of a page, that is, which is among the posts.
        """
        part, _, rest = address.removeprefix(PICTURE).partition(":")
        number, _, shown = rest.partition(":")
        if not address.startswith(PICTURE) or number != "0" or not self._is_known(shown):
            return False
        at = f"{CaptureId.parse(picture.capture).began:%Y%m%dT%H%M%S} {part}"
        self._insert("pictures", shown, at, picture.sha256, picture.capture, picture.record)
        return True

    def _is_known(self, address: str) -> bool:
        found = self._base.execute("SELECT 1 FROM posts WHERE address = ?", (address,)).fetchone()
        return found is not None

    def _note_removals(self, target: str, told: Mapping[str, Any]) -> None:
        for removal in told["removals"]:
            self._note(removal["post"], _REMOVAL, removal)
        for medium in told["media"]:
            self._note(medium["post"], _MEDIUM, medium)
        for state in told["account_states"]:
            self._insert("accounts", target, _STATE, json.dumps(state))
            for post in state["posts"]:
                self._note(post, _STATE, state["state"])

    def _note(self, ref: str, kind: str, content: Any) -> None:  # noqa: ANN401 - JSON is what it is
        self._insert("notes", ref, kind, json.dumps(content))

    def _insert(self, table: str, *values: str | None) -> None:
        places = ", ".join("?" * len(values))
        try:
            self._base.execute(f"INSERT OR IGNORE INTO {table} VALUES ({places})", values)  # noqa: S608 - of ours
        except sqlite3.OperationalError as error:
            raise DiskFullError("There is no room left on the disk for what a report is made of.") from error

    def in_order(self) -> Iterator[Gathered]:
        """Give all that is told of each post, in the order of their exhibits, numbered from 1."""
        self._place()
        rows = self._base.execute("SELECT content FROM posts ORDER BY place, at DESC, ref")
        for number, (content,) in enumerate(rows, start=1):
            yield self._gathered(number, json.loads(content))

    def counts(self) -> dict[Standing, int]:
        """Give how many posts stand how; of none of them none."""
        self._place()
        rows = self._base.execute("SELECT place, count(*) FROM posts GROUP BY place ORDER BY place")
        return {ORDER[place]: count for place, count in rows}

    def last_checked(self) -> str:
        """Give when the first of the concluded removals was asked for last; empty where none is concluded."""
        told = (
            json.loads(row[0])
            for row in self._base.execute("SELECT content FROM notes WHERE kind = ?", (_REMOVAL,))
        )
        return min((each["last_checked"] for each in told if each["state"] == "concluded"), default="")

    def interval_count(self) -> int:
        """Give in how many intervals posts ceased to be shown."""
        return len(self.intervals(-1))

    def published(self) -> Iterator[tuple[str, Standing, int]]:
        """Give how many posts were published on which day, as the platform shows it, by how they stand."""
        self._place()
        rows = self._base.execute(
            "SELECT substr(published, 1, 10) AS day, place, count(*) FROM posts WHERE published IS NOT NULL "
            "GROUP BY day, place ORDER BY day, place"
        )
        return ((day, ORDER[place], count) for day, place, count in rows)

    def intervals(self, most: int) -> list[tuple[str | None, str, int]]:
        """Give in which intervals posts ceased to be shown: last shown, first not shown, and how many they are.

        Only of what is concluded; of many intervals those with most posts.
        """
        self._place()
        rows = self._base.execute(
            "SELECT last_shown, first_not_shown, count(*) AS posts FROM posts WHERE place = ? "
            "GROUP BY last_shown, first_not_shown ORDER BY posts DESC, first_not_shown LIMIT ?",
            (ORDER.index(Standing.NO_LONGER_SHOWN), most),
        )
        return list(rows)

    def accounts(self) -> Iterator[Account]:
        """Give what is told of targets themselves, of those of which something is."""
        targets = self._base.execute("SELECT DISTINCT target FROM accounts ORDER BY target").fetchall()
        for (target,) in targets:
            rows = self._base.execute(
                "SELECT kind, content FROM accounts WHERE target = ? ORDER BY rowid", (target,)
            )
            told = [(kind, json.loads(content)) for kind, content in rows]
            yield Account(
                target,
                tuple(content for kind, content in told if kind == _STATE),
                tuple(content for kind, content in told if kind == _CHANGE),
            )

    def attributions(self) -> Iterator[Mapping[str, Any]]:
        """Give what ties accounts and sites, as in `attribution.jsonl`."""
        for (content,) in self._base.execute("SELECT content FROM attributions"):
            yield json.loads(content)

    def _place(self) -> None:
        """Say of each post where its exhibit stands, once all is noted."""
        some = "SELECT ref, content FROM posts WHERE place IS NULL LIMIT 500"
        while waiting := self._base.execute(some).fetchall():
            for ref, content in waiting:
                found = self._gathered(0, json.loads(content))
                interval = found.removal["interval"] if found.removal else {}
                last_shown, since = interval.get("last_shown"), interval.get("first_not_shown")
                at = f"{since or ''} {found.post['fields']['published_at'] or ''}"
                self._base.execute(
                    "UPDATE posts SET place = ?, at = ?, last_shown = ?, first_not_shown = ? WHERE ref = ?",
                    (ORDER.index(found.standing), at, last_shown, since, ref),
                )

    def _gathered(self, number: int, post: Mapping[str, Any]) -> Gathered:
        noted: dict[str, list[Any]] = {kind: [] for kind in (_REMOVAL, _MEDIUM, _CHANGE, _STATE)}
        rows = self._base.execute(
            "SELECT kind, content FROM notes WHERE ref = ? ORDER BY rowid", (post["post"]["ref"],)
        )
        for kind, content in rows:
            noted[kind].append(json.loads(content))
        removal = min(noted[_REMOVAL], key=lambda each: _LEAST_FIRST.index(each["state"]), default=None)
        return Gathered(
            number,
            post,
            standing(removal, noted[_MEDIUM], noted[_CHANGE]),
            removal,
            tuple(noted[_MEDIUM]),
            tuple(noted[_CHANGE]),
            tuple(dict.fromkeys(noted[_STATE])),
            self._picture(post),
        )

    def _picture(self, post: Mapping[str, Any]) -> Picture | None:
        if not post["last_capture"]:
            return None
        until = f"{CaptureId.parse(post['last_capture']).began:%Y%m%dT%H%M%S} ~"
        row = self._base.execute(
            "SELECT sha256, capture, record FROM pictures WHERE address = ? AND at <= ? ORDER BY at DESC LIMIT 1",
            (post["post"]["url"], until),
        ).fetchone()
        return Picture(*row) if row else None
