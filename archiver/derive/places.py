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
    stood. An empty listing is a state of the account and places nothing.
    """
    if not found.entries:
        return {}
    listed = dict.fromkeys(entry.ref for entry in found.entries)
    appeared: dict[PostRef, Covered | None] = {
        ref: None for ref in listed if ref not in known or known[ref] is not None
    }
    missing = {ref: dates.get(ref) for ref, stood in known.items() if stood is None and ref not in listed}
    elsewhere = len([ref for ref in others - listed.keys() if ref not in missing])
    proven = covered(found, missing, elsewhere=elsewhere, times=dates)
    return appeared | {ref: how for ref, how in proven.items() if how is not Covered.NOT}
