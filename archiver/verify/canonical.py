"""Canonical JSON (RFC 8785): one value has one spelling, so that a digest of it means something."""

import json
from decimal import Decimal
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_EXACT = 2**53 - 1
"""Largest integer up to which a double holds every one."""
_MOST = 1 << 24
"""Values in a document: of small ones each takes thirty times the room that it takes in the text."""
_STRINGS = json.JSONEncoder(ensure_ascii=False)
_PLAIN_DIGITS, _PLAIN_ZEROS = 21, -6
"""Bounds between which ECMAScript writes a number without an exponent."""


def parse(text: bytes) -> tuple[Json, bool]:
    """Read JSON, and tell whether it is canonical to the byte; raise ValueError where it is no JSON."""
    if sum(map(text.count, (b",", b"[", b"{"))) > _MOST:
        raise ValueError("it holds more values than there is room for")
    try:
        value: Json = json.loads(text.decode())
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    try:
        return value, written(value) == text
    except (ValueError, OverflowError, RecursionError):
        return value, False


def written(value: Json) -> bytes:
    """Write a JSON value in its only canonical form; raise ValueError or OverflowError where it has none."""
    return _text(value).encode()


def same(one: Json, other: Json) -> bool:
    """Tell whether two values are one: as canonical text, because Python takes 1, 1.0 and true for equal."""
    try:
        return written(one) == written(other)
    except (ValueError, OverflowError, RecursionError):
        return False


def _text(value: Json) -> str:
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case int():
            # JSON's numbers are those of ECMAScript, which knows larger ones only roughly.
            return str(value) if abs(value) <= _EXACT else _number(float(value))
        case float():
            return _number(value)
        case str():
            return _STRINGS.encode(value)
        case list():
            return f"[{','.join(map(_text, value))}]"
        case dict():
            # RFC 8785 section 3.2.3 sorts names by their UTF-16 code units.
            names = sorted(value, key=lambda name: name.encode("utf-16-be"))
            return "{" + ",".join(f"{_text(name)}:{_text(value[name])}" for name in names) + "}"


def _number(value: float) -> str:
    """Spell a number as ECMAScript does (ECMA-262, Number::toString), from Python's shortest digits."""
    number = Decimal(repr(value))
    if not number.is_finite():
        raise ValueError("a number that JSON cannot write")
    if not number:
        return "0"
    sign, ciphers, exponent = number.normalize().as_tuple()
    digits, minus = "".join(map(str, ciphers)), "-" * sign
    point = len(digits) + int(exponent)
    if len(digits) <= point <= _PLAIN_DIGITS:
        return minus + digits.ljust(point, "0")
    if 0 < point <= _PLAIN_DIGITS:
        return f"{minus}{digits[:point]}.{digits[point:]}"
    if _PLAIN_ZEROS < point <= 0:
        return f"{minus}0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{minus}{digits[0]}{fraction}e{point - 1:+d}"
