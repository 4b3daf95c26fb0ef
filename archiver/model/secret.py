"""A secret value that a visit met. It lives in memory only; what is kept of it is a finder."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """A secret value in one encoding in which it may turn up."""

    kind: str
    """`cookie`, `header`, `field`, `parameter`, `set-cookie`, `viewer`, `token`; `salt`, of a capture's WARC."""
    encoding: str
    """`plain`, `percent`, `plus`, `json`, `html`, `base64`, and what base64 of a longer text shows of it."""
    value: bytes
