"""A mark: what the operator says happened, and when, beside what was seen."""

from datetime import datetime
from typing import Any

from archiver.model import instant

LONGEST = 2_000
"""Letters."""


def said(words: str, happened: datetime, operator: str) -> dict[str, Any]:
    """Write what a mark says; `operator` is a salted id of who made it, since names are kept in the house."""
    return {"words": words, "happened_at": instant.written(happened), "operator": operator}
