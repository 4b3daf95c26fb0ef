"""Where posts stand on the surfaces that a capture listed, as intervals."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from archiver.catalog.intervals import Here
from archiver.catalog.placed import is_of_others
from archiver.catalog.tables import PLACES, POSTS
from archiver.derive.places import changed, raised
from archiver.model import instant
from archiver.model.coverage import Coverage, Covered
from archiver.model.refs import PostRef


def index(here: Here, coverages: Sequence[Coverage]) -> None:
    """Move posts to where the listings of one capture leave them."""
    for found in coverages:
        known = here.latest(PLACES, ("key",), {"surface": found.surface})
        stood = {_ref(here, key): _read(row["missing"]) for (key,), row in known.items()}
        others = {ref for other in coverages if other is not found for ref in other.listed}
        listed = found.listed
        lacks = any(missing is not Covered.WHOLLY and ref not in listed for ref, missing in stood.items())
        dates = _dates(here) if lacks else {}
        moved = changed(stood, found, dates, frozenset(others))
        lasting = [
            row for (key,), row in known.items() if (ref := _ref(here, key)) in listed and ref not in moved
        ]
        here.prolong(PLACES, ("surface", "key"), lasting)
        further = raised(stood, found, dates, frozenset(others))
        rows = ({**known[ref.key,], "missing": how.value} for ref, how in further.items())
        here.prolong(PLACES, ("surface", "key"), rows, "missing")
        here.begin(
            PLACES,
            (
                {"surface": found.surface, "key": ref.key, "missing": how.value if how else None}
                for ref, how in moved.items()
            ),
        )


def _ref(here: Here, key: str) -> PostRef:
    return PostRef(here.target.platform, key)


def _read(missing: str | None) -> Covered | None:
    return None if missing is None else Covered(missing)


def _dates(here: Here) -> dict[PostRef, datetime]:
    rows = here.connection.execute(
        select(POSTS.c.key, POSTS.c.published_at).where(
            POSTS.c.target == here.key["target"],
            POSTS.c.published_at.is_not(None),
            *(() if here.is_imported else (~is_of_others(),)),
        )
    )
    return {_ref(here, key): instant.parsed(at) for key, at in rows}
