"""How a diff is written for scripts and bundles."""

from typing import Any

from archiver.operations import stories
from archiver.operations.diff import Diff


def as_json(found: Diff) -> dict[str, Any]:
    """Give what changed, edits with both sides."""
    return {
        "target": str(found.target),
        "from": found.start or None,
        "to": found.end,
        "changes": [
            {
                "kind": change.kind.value,
                "post": str(change.post) if change.post else None,
                "surface": change.surface,
                "fields": [
                    {"field": each.field, "before": each.before, "after": each.after}
                    for each in change.fields
                ],
                "lanes": list(change.lanes),
                "state": change.state.value if change.state else None,
            }
            for change in found.changes
        ],
        "stories": [stories.as_json(each) for each in found.stories],
    }
