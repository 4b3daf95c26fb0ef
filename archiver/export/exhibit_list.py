"""`exhibits.csv`: one line an exhibit, as spreadsheets and review platforms read it (RFC 4180, UTF-8 with a mark)."""

import csv
import io
from collections.abc import Callable
from typing import Protocol

from archiver.export.exhibits import times
from archiver.export.exhibits.exhibit import Exhibit, Medium
from archiver.export.exhibits.looks import Watch

NAME = "exhibits.csv"
_MARK = "\ufeff"
_CALCULATED = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the begin of a formula."""
COLUMNS = (
    *("exhibit", "document", "ref", "address", "owner_id", "owner_name", "kind", "published_at"),
    *("standing", "says", "first_shown", "last_shown", "first_not_shown", "last_checked", "looked_from"),
    *("text", "media", "sha256", "capture", "records", "event", "checkpoint", "stamped_by", "stamped_at"),
)


class Out(Protocol):
    """A file that is written to."""

    def write(self, content: bytes, /) -> object:
        """Write the next bytes."""
        ...

    def close(self) -> object:
        """End it."""
        ...


Link = Callable[[Medium], str]
"""Gives where a medium's file stands, from the root of what is handed over; empty where it does not."""


class ExhibitList:
    """The list in the making."""

    def __init__(self, out: Out, watch: Watch, link: Link) -> None:
        """Write its head."""
        self._out, self._watch, self._link = out, watch, link
        self._line(COLUMNS, mark=_MARK)

    def take(self, exhibit: Exhibit) -> None:
        """Write an exhibit's line."""
        absence, look = exhibit.absence, self._watch.by_capture.get(exhibit.last_capture)
        stamp = look.stamp if look else None
        self._line(
            (
                *(str(exhibit.number), exhibit.document, exhibit.ref, exhibit.address or ""),
                *(exhibit.owner_id, exhibit.owner_name, exhibit.kind, times.plain(exhibit.published_at)),
                *(exhibit.standing.value, exhibit.says),
                *(times.plain(exhibit.first_shown), times.plain(exhibit.last_shown)),
                times.plain(absence.first_not_shown if absence else None),
                times.plain(absence.last_checked if absence else None),
                " ".join(absence.looked) if absence else "",
                dict(exhibit.texts).get("caption", ""),
                " ".join(filter(None, map(self._link, exhibit.media))),
                " ".join(medium.sha256 for medium in exhibit.media),
                exhibit.last_capture,
                " ".join(record.id for record in exhibit.records),
                str(look.event) if look else "",
                str(look.checkpoint) if look else "",
                stamp.authority if stamp else "",
                times.plain(stamp.at if stamp else None),
            )
        )

    def close(self) -> None:
        """End the list."""
        self._out.close()

    def _line(self, values: tuple[str, ...], mark: str = "") -> None:
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow(map(harmless, values))
        self._out.write(f"{mark}{line.getvalue()}".encode())


def harmless(value: str) -> str:
    """Put an apostrophe before what a spreadsheet would calculate: captured text is hostile."""
    return f"'{value}" if value.startswith(_CALCULATED) else value
