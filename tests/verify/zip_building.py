"""ZIP files as a forger makes them, who knows the form: any name, any header, any end."""

import zlib
from collections.abc import Callable, Iterable

from archiver.verify import zip_form
from archiver.verify.zip_form import MOST, Entry

Change = Callable[[bytes], bytes]


def unchanged(header: bytes) -> bytes:
    return header


def packed(
    files: Iterable[tuple[str, bytes]],
    *,
    local: Change = unchanged,
    central: Change = unchanged,
    end: Change = unchanged,
    most: int = MOST,
) -> bytes:
    """Pack files in the order they come, and change what stands before them, in the directory, or at the end."""
    out, entries = bytearray(), []
    for name, content in files:
        entry = Entry(name, len(content), zlib.crc32(content), len(out))
        entries.append(entry)
        out += local(zip_form.local(entry, most)) + content
    at = len(out)
    for entry in entries:
        out += central(zip_form.central(entry, most))
    return bytes(out + end(zip_form.end(entries, at, len(out) - at, most)))


def put(header: bytes, at: int, value: int, size: int = 2) -> bytes:
    """Write another number into a header."""
    return header[:at] + value.to_bytes(size, "little") + header[at + size :]
