"""HTTP Archive 1.2 (HAR), as browsers' tools save it, read as the exchanges it holds.

A body stands there as text, which the browser decoded and wrote anew, or in base64 as the browser had it; the bytes
that were sent stand there never.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

from archiver.model import instant
from archiver.model.exchange import Fidelity, Headers
from archiver.model.foreign import Foreign, PassedOver

LONGEST = 1 << 29
"""Bytes of a file, which is read as a whole."""
_CREATOR = re.compile(rb'"creator"\s*:\s*(\{[^{}]{1,50000}\})')
"""Stands before the pages and entries, as browsers write it."""
_WRONG = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, binascii.Error)


def software(begins: bytes) -> str:
    """Give what a file that begins so says there that it was made by; empty where it does not, as far as that."""
    found = _CREATOR.search(begins)
    try:
        creator = json.loads(found[1]) if found else {}
        return f"{creator['name']} {creator.get('version', '')}".strip()
    except (*_WRONG, RecursionError):
        return ""


def exchanges(content: bytes) -> Iterator[Foreign | PassedOver]:
    """Give the exchanges of a file, and for each other entry why it is none. Raises ValueError where it is no HAR."""
    try:
        entries = json.loads(content)["log"]["entries"]
    except (*_WRONG, RecursionError) as error:
        raise ValueError("no HAR: it holds no log of entries") from error
    if not isinstance(entries, list):
        raise ValueError("no HAR: its entries are no list")  # noqa: TRY004 - as for any other file that is none
    for entry in entries:
        try:
            yield _read(entry)
        except _WRONG:
            yield PassedOver.NOT_UNDERSTOOD


def _read(entry: dict[str, Any]) -> Foreign | PassedOver:
    request, response = entry["request"], entry["response"]
    status, address = int(response["status"]), str(request["url"])
    if status <= 0 or not address.startswith(("http://", "https://")):
        return PassedOver.NO_EXCHANGE
    at = _time(entry)
    if at is None:
        return PassedOver.NO_TIME
    body, fidelity = _body(response.get("content") or {})
    return Foreign(
        method=str(request["method"]),
        address=address,
        request_headers=_headers(request.get("headers")),
        request_body=_asked_with(request.get("postData") or {}),
        status=status,
        status_text=str(response.get("statusText") or ""),
        response_headers=_headers(response.get("headers")),
        body=body,
        at=at,
        fidelity=fidelity,
        undone=True,
    )


def _time(entry: dict[str, Any]) -> datetime | None:
    try:
        return instant.parsed(entry["startedDateTime"])
    except _WRONG:
        return None


def _headers(told: Any) -> Headers:  # noqa: ANN401 - as JSON has it
    """Give header fields; HTTP/2's own, which begin with a colon, are no headers."""
    pairs = ((str(each["name"]), str(each["value"])) for each in told or ())
    return tuple((name, value) for name, value in pairs if name and not name.startswith(":"))


def _asked_with(told: dict[str, Any]) -> bytes:
    text = told.get("text")
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else b""


def _body(told: dict[str, Any]) -> tuple[BinaryIO | None, Fidelity]:
    text = told.get("text")
    if not isinstance(text, str):
        return None, Fidelity.TRANSCODED
    if told.get("encoding") == "base64":
        return BytesIO(base64.b64decode(text)), Fidelity.DECODED
    return BytesIO(text.encode("utf-8", "surrogatepass")), Fidelity.TRANSCODED
