"""What counts of what is known of a post: its latest place, and what our own looks showed.

Asked by the tables' own keys, so that the cost grows with what is asked for.
"""

from sqlalchemy import ColumnElement, Table, and_, exists

from archiver.catalog.tables import CAPTURES, PLACES, POSTS
from archiver.model.capture import CaptureKind
from archiver.model.vantage import IMPORTED, KEPT


def is_ours(table: Table) -> ColumnElement[bool]:
    """Tell whether a row is of our own looks, and not of captures that others made."""
    return and_(table.c.lane.not_like(f"{IMPORTED}/%"), table.c.lane.not_like(f"{KEPT}{IMPORTED}/%"))


def is_of_others() -> ColumnElement[bool]:
    """Tell whether a post is known from what others captured alone."""
    imported = (CAPTURES.c.capture == POSTS.c.first_capture, CAPTURES.c.kind == CaptureKind.IMPORT.value)
    return exists().where(*imported).correlate(POSTS)


def is_latest() -> ColumnElement[bool]:
    """Tell whether no later place of the same post on the same surface of the same lane is known."""
    later = PLACES.alias("later")
    same = (later.c[name] == PLACES.c[name] for name in ("platform", "target", "lane", "surface", "key"))
    return ~exists().where(and_(*same, later.c.first_capture > PLACES.c.first_capture)).correlate(PLACES)
