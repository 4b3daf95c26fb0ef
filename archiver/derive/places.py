"""Where posts stand on a surface after one more listing: listed, or missing as far as it covers their place."""

from collections.abc import Mapping
from datetime import datetime

from archiver.derive.coverage import covered
from archiver.model.coverage import Coverage, Covered
from archiver.model.refs import PostRef


def changed(
    known: Mapping[PostRef, Covered | None],
    found: Coverage,
    dates: Mapping[PostRef, datetime],
    others: frozenset[PostRef] = frozenset(),
) -> dict[PostRef, Covered | None]:
    """Give the posts whose standing a listing changes: None for one that is listed, else how far it is missing.

    `known` is how each post of the surface stood before; `dates` when posts were published, as far as is known;
    `others` are posts known to be shown now and not on this surface. A post whose place was not covered stands as it
    stood. An empty listing is a state of the account and places nothing. So does what only the listing held that this
    one goes on from: it stands as that one left it.
    """
    if not found.entries and not found.absent:
        return {}
    listed = dict.fromkeys(entry.ref for entry in found.entries if entry.ref not in found.before)
    appeared: dict[PostRef, Covered | None] = {
        ref: None for ref in listed if ref not in known or known[ref] is not None
    }
    missing = {
        ref: dates.get(ref)
        for ref, stood in known.items()
        if stood is None and ref not in listed and ref not in found.before
    }
    return appeared | _proven(missing, found, dates, others)


def raised(
    known: Mapping[PostRef, Covered | None],
    found: Coverage,
    dates: Mapping[PostRef, datetime],
    others: frozenset[PostRef] = frozenset(),
) -> dict[PostRef, Covered]:
    """Give the posts whose absence a listing proves further than it was: they are missing since they were before."""
    if not found.entries and not found.absent:
        return {}
    listed = {entry.ref for entry in found.entries}
    weaker = {ref: stood for ref, stood in known.items() if stood in _ORDER[:-1] and ref not in listed}
    proven = _proven({ref: dates.get(ref) for ref in weaker}, found, dates, others)
    return {ref: how for ref, how in proven.items() if _ORDER.index(how) > _ORDER.index(weaker[ref])}


_ORDER = [Covered.IN_ORDER, Covered.TO_ITS_END, Covered.WHOLLY]
"""How far an absence is proven, the furthest last."""


def _proven(
    missing: Mapping[PostRef, datetime | None],
    found: Coverage,
    dates: Mapping[PostRef, datetime],
    others: frozenset[PostRef],
) -> dict[PostRef, Covered]:
    listed = {entry.ref for entry in found.entries}
    elsewhere = len([ref for ref in others - listed if ref not in missing])
    proven = covered(found, missing, elsewhere=elsewhere, times=dates)
    return {ref: how for ref, how in proven.items() if how is not Covered.NOT}
