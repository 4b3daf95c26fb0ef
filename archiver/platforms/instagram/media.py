"""Tell a medium by its shape, and read it in the dialect it is written in."""

from archiver.formats.json_values import Node, text
from archiver.model.post import Observation
from archiver.platforms.instagram.dialects import Dialect, Modern, NotUnderstoodError, observed
from archiver.platforms.instagram.legacy import Legacy


def is_medium(node: Node) -> bool:
    """Tell whether a node is meant as a medium with an address of its own, in any dialect, whole or broken."""
    dated = "media_type" in node or "taken_at" in node
    modern = dated and ("code" in node or "pk" in node or "id" in node)
    return modern or ("shortcode" in node and "display_url" in node) or ("taken_at_timestamp" in node)


def is_advertisement(node: Node) -> bool:
    """Tell whether a medium bears a mark of paid promotion."""
    link = text(node.get("link")) or ""
    return (
        node.get("product_type") == "ad"
        or bool(node.get("ad_id"))
        or link.startswith("https://www.facebook.com/ads")
    )


def owner_of(node: Node) -> str:
    """Give the numeric id of a medium's owner; empty where it names none."""
    return _dialect(node).owner()[0]


def read(node: object, record: str) -> Observation:
    """Read a medium; raise NotUnderstoodError."""
    if not isinstance(node, dict):
        raise NotUnderstoodError(f"not an object but {type(node).__name__}")
    return observed(node, _dialect(node), record)


def unclear_in(node: Node) -> list[str]:
    """Say what of a medium that was read is not read here: renditions of its films."""
    return [unread for part in _dialect(node).parts() for unread in part.unread]


def _dialect(node: Node) -> Dialect:
    return Legacy(node) if "shortcode" in node else Modern(node)
