"""Redact: take out more than what shows the collector: values that are named, commenters, or all third parties.

A post's own object is never cut by this, but for the comments in it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archiver.errors import UsageError
from archiver.export import third_parties
from archiver.formats.json_places import members_about, objects_naming
from archiver.formats.redaction import Span
from archiver.formats.spelling import spellings

COMMENTERS, THIRD_PARTIES = "commenters", "third-parties"
_COMMENT = "comment"
_KIND = "redacted"
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is taken out besides."""

    values: tuple[str, ...] = ()
    commenters: bool = False
    third_parties: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is."""
        return bool(self.values) or self.commenters or self.third_parties


def read(rules: Sequence[str]) -> Redaction:
    """Read rules: `commenters`, `third-parties`, or a file of values, one to a line. Raises UsageError."""
    values: list[str] = []
    for rule in rules:
        if rule not in (COMMENTERS, THIRD_PARTIES):
            values += _values(Path(rule))
    return Redaction(tuple(dict.fromkeys(values)), COMMENTERS in rules, THIRD_PARTIES in rules)


def _values(file: Path) -> list[str]:
    try:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{file} cannot be read as rules of what to redact.",
            f"Name '{COMMENTERS}', '{THIRD_PARTIES}', or a text file with one name or number to a line.",
        ) from error
    found = [line for line in lines if line and not line.startswith("#")]
    short = [line for line in found if len(line) < _SHORTEST]
    if short:
        raise UsageError(
            f"{file} names {short[0]!r}, which is too short: it would be found everywhere.",
            f"Write at least {_SHORTEST} letters.",
        )
    return found


def finding(
    redaction: Redaction, manifest: dict[str, Any], own: Collection[str]
) -> Callable[[bytes], Sequence[Span]]:
    """Give what finds in a text of a capture all that is to be redacted.

    `own` are the names that posts go by which stand in it.
    """
    target = manifest["target"]
    subject = {target["ref"].partition(":")[2], target["account_id"], target["known_as"]} - {""}

    def find(text: bytes) -> list[Span]:
        values = set(redaction.values)
        if redaction.commenters or redaction.third_parties:
            values |= third_parties.named_in(
                text.decode("utf-8", "replace"),
                commenters_only=not redaction.third_parties,
                apart_from=subject,
            )
        spans = [Span(start, end, _KIND) for start, end in spellings(values).places(text)]
        kept = _own(text, own) if spans else []
        return [span for span in spans if not _is_within(span, kept)]

    return find


def _own(text: bytes, names: Collection[str]) -> list[tuple[int, int]]:
    """Give where posts' own objects stand, without the comments in them."""
    if not names:
        return []
    letters = text.decode("latin-1")
    comments = members_about(letters, _COMMENT)
    found = []
    for start, end in objects_naming(letters, names):
        at = start
        for low, high in comments:
            if start < low and high < end:
                found.append((at, low))
                at = high
        found.append((at, end))
    return found


def _is_within(span: Span, places: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in places)
