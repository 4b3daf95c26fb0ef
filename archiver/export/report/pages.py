"""The report's pages: HTML that loads nothing and runs nothing, written as it comes, so many exhibits to a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from archiver.export import html
from archiver.export.exhibits.casebook import Casebook
from archiver.export.exhibits.exhibit import Exhibit
from archiver.export.exhibits.looks import Watch
from archiver.export.exhibits.reading import Shown, accounts, exhibits
from archiver.export.exhibits.standing import Standing
from archiver.export.report import chart
from archiver.export.report.cover import Cover
from archiver.export.report.filling import PER_PART, ROOM, Pictures, environment, file_of
from archiver.export.report.limits import limits
from archiver.export.report.proof import tested
from archiver.export.report.technical import Installation, technical

TECHNICAL = "technical.html"
_MOST_INTERVALS = 20
_PIECES = 200
"""Of a template, written at once."""

Write = Callable[[str, Iterable[bytes]], object]
"""Writes a file by its name, as its bytes come."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is made of."""

    cover: Cover
    book: Casebook
    watch: Watch
    pictures: Pictures
    shown: Shown
    installation: Installation
    attributions: tuple[Mapping[str, Any], ...] = ()


def write(report: Report, out: Write, passing: Callable[[Exhibit], object] | None = None) -> None:
    """Write its pages, and hand each exhibit to `passing` as it goes by."""
    counts = report.book.counts()
    posts = sum(counts.values())
    parts = max(1, -(-posts // PER_PART))
    waiting = _passed(exhibits(report.book, report.watch, report.shown), passing)
    for part in range(1, parts + 1):
        told = _told(report, counts) if part == 1 else {}
        told |= {"part": part, "parts": parts, "posts": posts, "exhibits": islice(waiting, PER_PART)}
        out(file_of(part), _rendered("report.html.j2", report, told))
    made = {"told": technical(report.watch, report.installation), "looks": report.watch.looks}
    out(TECHNICAL, _rendered("technical.html.j2", report, made))


def _passed(found: Iterator[Exhibit], passing: Callable[[Exhibit], object] | None) -> Iterator[Exhibit]:
    for exhibit in found:
        if passing is not None:
            passing(exhibit)
        yield exhibit


def _told(report: Report, counts: Mapping[Standing, int]) -> dict[str, Any]:
    """Give what the first part says beside its exhibits."""
    drawn = chart.chart(
        report.watch,
        report.cover.targets,
        report.book.published(),
        report.book.intervals(_MOST_INTERVALS),
        sum(counts.values()),
    )
    return {
        "counts": counts,
        "chart": drawn,
        "accounts": tuple(accounts(report.book, report.watch)),
        "attributions": report.attributions,
        "limits": limits(report.watch, report.cover.targets, report.cover.as_of),
        "marks": report.watch.marks,
        "more_intervals": max(0, report.book.interval_count() - _MOST_INTERVALS),
        "tested": tested(),
    }


def _rendered(template: str, report: Report, told: Mapping[str, Any]) -> Iterator[bytes]:
    pages = environment(report.watch)
    pieces = pages.get_template(template).stream(
        **told,
        cover=report.cover,
        pictures=report.pictures,
        **html.head(ROOM, "report.css", html.PICTURES_WITHIN),
    )
    pieces.enable_buffering(_PIECES)
    return (piece.encode() for piece in pieces)
