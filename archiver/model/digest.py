"""A digest is a type, not a string."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

_FORM = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, order=True)
class Digest:
    """A SHA-256 digest, written `sha256:<64 hex digits>`."""

    text: str
    """The written form."""

    def __post_init__(self) -> None:
        """Refuse anything but the written form; raise ValueError."""
        if not _FORM.fullmatch(self.text):
            raise ValueError(f"not a sha256 digest: {self.text[:80]!r}")

    def __str__(self) -> str:
        """Give the written form."""
        return self.text

    @property
    def hex(self) -> str:
        """The 64 hex digits alone, as `sha256sum` prints them."""
        return self.text.removeprefix("sha256:")

    @classmethod
    def of(cls, content: bytes | Iterable[bytes | memoryview]) -> Self:
        """Digest bytes, or the concatenation of chunks of bytes."""
        digester = hashlib.sha256()
        for chunk in (content,) if isinstance(content, bytes) else content:
            digester.update(chunk)
        return cls(f"sha256:{digester.hexdigest()}")
