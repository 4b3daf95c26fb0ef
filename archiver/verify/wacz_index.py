"""What a WACZ says of its records for programs that replay them: its index and its list of pages.

Such a program believes them. So each line of the index must say of a record where it stands, what address it has, when
and how it was answered, as the record says itself, and none may be left out; and each page must be a record's.
"""

import json
import re
from collections.abc import Callable, Container, Iterator
from hashlib import sha256
from typing import BinaryIO

from archiver.verify import index_key
from archiver.verify.canonical import Json, parse
from archiver.verify.members import DamagedError, Members
from archiver.verify.warc import ANSWERS, Record

INDEX, PARTS, PAGES = "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"
_INDEXED, _FIELDS = ("response", "revisit", "resource", "metadata"), "application/warc-fields"
_SAYS = {"url", "mime", "status", "digest", "length", "offset", "filename", "referrer"}
_LONGEST = 1 << 20
_CHUNK = 1 << 16
_SEEN, _WENT = "200", "page/document"
_ANSWERED = re.compile(r"(?:, HTTP ([0-9]{3}))?")
_SECONDS = 14
_FIRST = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
_META = {"format": "cdxj-gzip-1.0", "filename": INDEX.rpartition("/")[2]}


def is_page(record: Record) -> bool:
    """Tell whether a list of pages must name a record: a document that the browser went to, and was not led on by."""
    header = record.header
    went = header.type in ANSWERS and header.get("Archiver-Obtained") == _WENT
    return went and not record.status.startswith("3")


def indexed(record: Record, entry: str) -> set[bytes]:
    """Give what an index must say of a record, as one hash; nothing of a record that none names."""
    header = record.header
    if header.type not in _INDEXED or header.get("Content-Type") == _FIELDS:
        return set()
    digits = "".join(letter for letter in header.get("WARC-Date") if letter.isdigit())[:_SECONDS]
    digest = header.get("WARC-Payload-Digest")
    name = entry.rpartition("/")[2]
    said = (name, record.start, record.end - record.start, header.get("WARC-Target-URI"), digits, digest)
    return {_hashed(*map(str, said), record.status)}


def _hashed(*said: str) -> bytes:
    return sha256(json.dumps(said).encode()).digest()


def check_index(index: BinaryIO, parts: bytes, places: set[bytes]) -> Iterator[str]:
    """Hold an index against where records stand; `parts` is the list of its compressed parts. Raises DamagedError."""
    left, found = set(places), list[tuple[str, int, int]]()
    members = Members(index)
    while members.begin():
        first, start = "", members.at
        for line in _lines(members):
            key, said = _said(line)
            first = first or key
            if said not in left:
                yield f"{INDEX} says something else of a record than that says, or says it twice: {key:.120}"
                return
            left.remove(said)
        found.append((first, start, members.at - start))
    if left:
        yield f"{INDEX} says nothing of {len(left)} of its records"
    if list(_parts(parts)) != found:
        yield f"{PARTS} does not say where the parts of the index stand"


def _lines(members: Members) -> Iterator[bytes]:
    pending = b""
    while piece := members.read(_CHUNK):
        *whole, pending = (pending + piece).split(b"\n")
        yield from whole
        if len(pending) > _LONGEST:
            raise DamagedError(f"a line of {INDEX} has no end")
    if pending:
        raise DamagedError(f"the last line of {INDEX} has no end")


def _said(line: bytes) -> tuple[str, bytes]:
    """Give the key of a line, with its time, and what it says as one hash; none where key and address do not fit."""
    key, _, rest = line.partition(b" {")
    found = _json(b"{" + rest)
    told = found if isinstance(found, dict) and found.keys() <= _SAYS else {}
    names = ("filename", "offset", "length", "url")
    said = [*(told.get(name) for name in names), key.rpartition(b" ")[2].decode("latin-1")]
    said += [told.get("digest"), told.get("status", "")]
    named = key.decode("utf-8", "replace")
    is_whole = all(isinstance(each, str) for each in said)
    fits = is_whole and index_key.fits(named.rpartition(" ")[0], str(told["url"]))
    return named, _hashed(*map(str, said)) if fits else b""


def _parts(text: bytes) -> Iterator[tuple[str, Json, Json]]:
    for number, line in enumerate(text.splitlines()):
        key, _, rest = line.partition(b" {")
        match _json(b"{" + rest):
            case dict(said) if number == 0 and key == b"!meta 0" and said == _META:
                continue
            case {"offset": int(offset), "length": int(length), **more} if not more:
                yield key.decode("utf-8", "replace"), offset, length
            case _:
                yield "", None, None


def check_pages(
    text: bytes, page_of: Callable[[str, str, str], bytes], here: Container[bytes], must: set[bytes]
) -> Iterator[str]:
    """Hold a list of pages against records, each as `page_of` gives it: those that are here, and must be in it."""
    first, *lines = text.splitlines() or [b""]
    left = set(must)
    if _json(first) != _FIRST:
        yield f"{PAGES} does not begin as a list of pages does"
    for line in lines:
        match _json(line):
            case {"id": str(), "url": str(url), "ts": str(at), "title": str(title), **more} if (
                not more and (status := _status(title, url, at)) and page_of(url, at, status) in here
            ):
                left.discard(page_of(url, at, status))
                continue
        yield f"{PAGES} names a page that is none of its records: {line.decode('utf-8', 'replace'):.120}"
        return
    if left:
        yield f"{PAGES} leaves out {len(left)} of the pages that are here"


def _status(title: str, url: str, at: str) -> str:
    """Give the status that the title of a page tells; empty where it is not made of address, time and that."""
    made = f"{url.partition('://')[2]}, {at[:10]} {at[11:19]} UTC"
    told = _ANSWERED.fullmatch(title.removeprefix(made)) if title.startswith(made) else None
    return (told[1] or _SEEN) if told else ""


def _json(text: bytes) -> Json:
    try:
        return parse(text)[0]
    except ValueError:
        return None
