"""The lane of a look: for whom and in which language the platform answered, which may not be as it was asked.

Looks are comparable within one lane alone: a session that has ended is shown what a stranger is shown, and a page in
another language has other words where nobody changed any.
"""

from archiver.model.reading import Reading
from archiver.model.vantage import IMPORTED, KEPT, SESSION_ENDED, Vantage


def lane(vantage: Vantage, reading: Reading) -> str:
    """Name the class of vantage and the language of some answers, such as `session/en-US` or `logged_out/de`."""
    login = SESSION_ENDED if vantage.session and reading.signed_out else vantage.login
    asked = vantage.locale.partition("-")[0].lower()
    as_asked = reading.languages <= {asked}
    return f"{login}/{vantage.locale if as_asked else '+'.join(sorted(reading.languages))}"


def class_of(lane: str) -> str:
    """Name the class of vantage of a lane, whatever language it was answered in."""
    return lane.rpartition("/")[0]


def is_imported(lane: str) -> bool:
    """Tell whether a lane is one of captures that others made, from which nothing is concluded."""
    return lane.removeprefix(KEPT).startswith(f"{IMPORTED}/")


def of_kept_copies(lane: str) -> str:
    """Name the lane of what was read from kept copies beside a lane: how a thing was is no sighting of it."""
    return f"{KEPT}{lane}"


def is_of_kept_copies(lane: str) -> bool:
    """Tell whether a lane is one of kept copies."""
    return lane.startswith(KEPT)
