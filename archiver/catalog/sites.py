"""What the index holds of a site's pages: what they link to, and what they say."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from archiver.catalog.placed import is_ours
from archiver.catalog.tables import VERSIONS
from archiver.derive.lane import of_kept_copies
from archiver.model.refs import PostRef, TargetRef


@dataclass(frozen=True, slots=True)
class PageState:
    """One state of a page of a site."""

    page: PostRef
    words: str
    """Its title, and behind it its text, a block to a line."""
    outlinks: tuple[str, ...]
    """Addresses of other sites that it links to."""
    lane: str
    first_capture: str
    last_capture: str
    record: str

    @property
    def title(self) -> str:
        """Give its title."""
        return self.words.partition("\n")[0]


def pages(connection: Connection, site: TargetRef) -> Iterator[PageState]:
    """Give all states of all pages of a site that we were shown, the last at the end; none read from kept copies."""
    rows = (
        select(VERSIONS)
        .where(
            VERSIONS.c.target == str(site), VERSIONS.c.lane.not_like(of_kept_copies("%")), is_ours(VERSIONS)
        )
        .order_by(VERSIONS.c.last_capture, VERSIONS.c.first_capture, VERSIONS.c.key)
    )
    for row in connection.execute(rows):
        fields = json.loads(row.fields)
        if fields["kind"] == "page":
            yield PageState(
                PostRef(site.platform, row.key),
                fields["caption"] or "",
                tuple(fields.get("outlinks", ())),
                row.lane,
                row.first_capture,
                row.last_capture,
                row.record,
            )
