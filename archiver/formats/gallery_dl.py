"""What gallery-dl's metadata documents have alike of all networks: a flat object for each file that it fetched."""

from datetime import UTC, datetime

from archiver.formats.json_values import Node, text


def is_of(told: Node, network: str) -> bool:
    """Tell whether an object is such a document of a network."""
    return told.get("category") == network and isinstance(told.get("subcategory"), str)


def time(value: object) -> datetime | None:
    """Read a time as it is written there, in UTC without a zone; None for anything that is none."""
    try:
        found = datetime.fromisoformat(text(value) or "")
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def newest(told: Node) -> datetime | None:
    """Give the latest time that a document names of its post or medium; None where it names none."""
    found = (time(told.get(key)) for key in ("post_date", "date"))
    return max(filter(None, found), default=None)
