"""The records of a WARC file as warcio gives them: what it raises over one that is spoiled, and nothing printed."""

import zlib

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

BROKEN = (
    ArchiveLoadFailed,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    zlib.error,
    AttributeError,
    KeyError,
)
"""What warcio raises where a file or a record is not what it should be."""


class Records(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
    """Give records in order; lines between them, which none of them has, are counted in `err_count`."""

    INC_RECORD = ""
    """What is printed of such lines: of a stranger's bytes none reach a terminal."""
