"""Journal: what unattended runs did, a line of JSON each, below `state/`. It is no evidence, and may be lost."""

import json
from collections.abc import Mapping
from contextlib import suppress

from archiver.store.layout import Layout
from archiver.store.writing import PRIVATE

_MOST_BYTES = 5_000_000
"""After which a file is put aside, and the one before it goes."""


def note(layout: Layout, told: Mapping[str, object]) -> None:
    """Append a line, where that can be written: what cannot be noted stops nothing."""
    file = layout.journal
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > _MOST_BYTES:
            file.replace(file.with_suffix(".1.jsonl"))
        with file.open("a", encoding="utf-8") as lines:
            lines.write(f"{json.dumps(told, ensure_ascii=False)}\n")
        file.chmod(PRIVATE)
