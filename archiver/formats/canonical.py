"""Canonical JSON (RFC 8785): one value, one spelling, one digest."""

import json
from typing import Any

import rfc8785


def canonical(value: Any) -> bytes:  # noqa: ANN401 - JSON is what it is
    """Write a JSON value in its only canonical form; raise ValueError where RFC 8785 has none for it."""
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(f"no canonical JSON: {error}") from error


def parse(text: bytes) -> Any:  # noqa: ANN401 - JSON is what it is
    """Read JSON; raise ValueError where it is not canonical to the byte."""
    try:
        value = json.loads(text)
        known = canonical(value)
    except RecursionError as error:
        raise ValueError("JSON is nested too deep") from error
    if known != text:
        raise ValueError("JSON is not in its canonical form (RFC 8785)")
    return value
