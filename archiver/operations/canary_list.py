"""The truth list of a canary as its owner writes it: a post and how it stands, a line each.

# posts of our own account, by our own hand
https://www.instagram.com/p/CxYz/  shown
instagram:CaBc                     gone  2026-12-01T09:00+01:00
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archiver import platforms
from archiver.errors import AddressError, UsageError
from archiver.model.canary import Entry, Known
from archiver.model.digest import Digest
from archiver.model.refs import PostRef, Ref, TargetRef

LONGEST = 1 << 20
"""Bytes of a list."""
_FORM = "a post and 'shown', or a post, 'gone' and since when: instagram:CaBc gone 2026-12-01T09:00+01:00"


class TruthListError(UsageError):
    """A truth list is not written as one is."""

    kind = "a truth list is not understood"
    advice = "Nothing was written, and nothing was looked at."


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as its owner wrote it."""

    target: TargetRef
    digest: Digest
    entries: tuple[Entry, ...]


def read(path: Path, target: TargetRef, now: datetime) -> Listed:
    """Read a list of a target's posts. Raises TruthListError."""
    try:
        content = path.read_bytes()[: LONGEST + 1]
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise TruthListError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise TruthListError(f"{path} is not written in UTF-8.") from error
    if len(content) > LONGEST:
        raise TruthListError(f"{path} is longer than {LONGEST:,} bytes.")
    entries = dict[PostRef, Entry]()
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if words:
            entry = _entry(words, target, now, f"{path}, line {number}")
            if entry.post in entries:
                raise TruthListError(f"{path}, line {number}: {entry.post} stands there twice.")
            entries[entry.post] = entry
    if not entries:
        raise TruthListError(f"{path} names no post.", f"Write a line for each: {_FORM}")
    return Listed(target, Digest.of(content), tuple(entries.values()))


def _entry(words: list[str], target: TargetRef, now: datetime, where: str) -> Entry:
    post = _post(words[0], where)
    if not isinstance(post, PostRef) or post.platform != target.platform:
        raise TruthListError(f"{where}: {words[0]} is no post of {target}.")
    match words[1:]:
        case [Known.SHOWN]:
            return Entry(post, Known.SHOWN)
        case [Known.GONE, since]:
            return Entry(post, Known.GONE, _since(since, now, where))
    raise TruthListError(f"{where} is not written as {_FORM}.")


def _post(text: str, where: str) -> Ref:
    """Read a post's ref or URL: `platform:key`, which names a target elsewhere, is here always a post."""
    platform, colon, key = text.partition(":")
    try:
        if colon and key and "/" not in key:
            return PostRef(platforms.named(platform).name, key)
        return platforms.parse(text)
    except AddressError as error:
        raise TruthListError(f"{where}: {text} is no post.") from error


def _since(text: str, now: datetime, where: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise TruthListError(f"{where}: {text} is no time.") from error
    if at.tzinfo is None:
        raise TruthListError(f"{where}: {text} does not say in which zone: write {text}+01:00, or {text}Z.")
    if at > now:
        raise TruthListError(f"{where}: {text} is yet to come.")
    return at.astimezone(now.tzinfo)
