"""Edits: what of authored fields differs between two looks, each told once."""

from collections.abc import Iterable, Mapping
from typing import Any

from archiver.export.exhibits.exhibit import Edit
from archiver.export.exhibits.looks import Watch


def edits(changes: Iterable[Mapping[str, Any]], watch: Watch) -> tuple[Edit, ...]:
    """Give each edit by the first two looks between which it shows; each change has its captures."""
    found: dict[str, Edit] = {}
    for change in changes:
        if change["kind"] == "edited" and change["from"] and change["to"]:
            between = watch.at(change["from"]), watch.at(change["to"])
            for field in change["fields"]:
                edit = Edit(field["field"], field["before"], field["after"], *between)
                name = repr((edit.field, edit.before, edit.after))
                if name not in found or edit.later < found[name].later:
                    found[name] = edit
    return tuple(sorted(found.values(), key=lambda edit: (edit.later, edit.field)))
