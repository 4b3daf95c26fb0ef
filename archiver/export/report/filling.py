"""What the report's templates are filled in with: times, answers and places in words, and what each exhibit draws."""

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from jinja2 import Environment

from archiver.export import html
from archiver.export.exhibits.exhibit import Answer, Edit, Exhibit, Medium, Visit
from archiver.export.exhibits.looks import Look, Watch
from archiver.export.exhibits.reading import PAGE
from archiver.export.exhibits.saying import wanted
from archiver.export.exhibits.standing import Standing
from archiver.export.exhibits.times import moment, span
from archiver.export.report import drawing, words
from archiver.export.report.differing import Piece, differing
from archiver.export.visible import plainly
from archiver.model.capture import CaptureId
from archiver.model.vantage import in_words

ROOM = "archiver.export.report"
PER_PART = 200
"""Exhibits to a file."""
_MOST_TIES = 40
_MOST_PICTURES = 20
_MOST_EDITS = 20
_LONGEST_NAME = 28


class Pictures(Protocol):
    """What there is to be seen of media."""

    def thumbnail(self, medium: Medium, tiny: bool) -> bytes | None:  # noqa: FBT001 - a template calls it
        """Give a small JPEG; None where none can be made."""
        ...

    def link(self, medium: Medium) -> str:
        """Give where the file stands beside the report; empty where it does not."""
        ...


def file_of(part: int) -> str:
    """Give the name of a part's file."""
    return "report.html" if part == 1 else f"report-{part}.html"


def environment(watch: Watch) -> Environment:
    """Give what fills templates in: all that is not our own is escaped."""
    made = html.environment(ROOM)
    made.filters |= {
        "answered": _answered,
        "began": lambda capture: (
            moment(CaptureId.parse(capture).began) if capture else "a look that is not shown"
        ),
        "data": lambda content: f"data:image/jpeg;base64,{base64.b64encode(content).decode()}",
        "differing": _differing,
        "drawn": _drawn,
        "facts": _facts,
        "file": file_of,
        "from_where": _from_where,
        "json": lambda value: json.dumps(value, ensure_ascii=False),
        "listed": lambda ids: [ids] if isinstance(ids, str) else list(ids or ()),
        "plain": lambda name: name.replace("_", " ").replace("-", " "),
        "sealed": lambda exhibit: _sealed(exhibit, watch),
        "shortened": lambda name: name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…",
        "signed": lambda length: f"{length.total_seconds():+.1f} s",
        "span": span,
        "visible_plain": plainly,
        "wanted": wanted,
        "who": in_words,
    }
    made.globals |= {
        "alarming": (Standing.NO_LONGER_SHOWN, Standing.MEDIA_NOT_SHOWN),
        "explained": words.EXPLAINED,
        "fields": words.FIELDS,
        "left": drawing.LEFT,
        "limits_in_words": words.LIMITS,
        "most_edits": _MOST_EDITS,
        "most_ties": _MOST_TIES,
        "page": PAGE,
        "per_part": PER_PART,
        "roles": words.ROLES,
        "standings": words.STANDINGS,
        "ties": words.TIES,
        "width": drawing.WIDTH,
    }
    return made


def _facts(stated: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give each fact that a platform states once, with all looks that showed it."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for section in stated:
        for name, value in section["facts"]:
            fact = {"section": section["section"], "name": name, "value": value, "seen": []}
            found.setdefault((section["section"], name, value), fact)["seen"].append(section)
    return list(found.values())


def _drawn(exhibit: Exhibit, pictures: Pictures) -> list[Medium]:
    """Give the media that are shown: of a page the picture of it, and what stands beside the report as files."""
    if any(medium.asset == PAGE for medium in exhibit.media):
        pages = sorted(exhibit.media, key=lambda medium: medium.asset != PAGE)
        return [medium for medium in pages if medium.asset == PAGE or pictures.link(medium)][:_MOST_PICTURES]
    return list(exhibit.media[:_MOST_PICTURES])


def _sealed(exhibit: Exhibit, watch: Watch) -> list[Look]:
    captures = dict.fromkeys(record.capture for record in exhibit.records)
    return [look for capture in captures if (look := watch.by_capture.get(capture))]


def _answered(answer: Answer | None, exhibit: Exhibit) -> str:
    if answer is None:
        return "not asked, or without an answer"
    told = words.ANSWERS.get(answer.availability, answer.availability.replace("_", " "))
    record = f" [{exhibit.number}.{answer.record}]" if answer.record else ""
    return f"{told}{record}"


def _from_where(visit: Visit) -> str:
    where = "" if visit.country in ("", "unknown") else f", from {visit.country}"
    return f"{in_words(visit.vantage)}{where}"


def _differing(edit: Edit) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    return differing(edit.before, edit.after)
