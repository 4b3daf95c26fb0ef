"""The forms in which a value may turn up in what a platform answers."""

import base64
import html
import json
from urllib.parse import quote, quote_plus

SHORTEST_WITHIN = 5
"""Bytes; of a shorter value too little is left in base64 to be told from chance."""
_BITS_A_LETTER = 6


def encodings(value: str) -> dict[str, bytes]:
    """Give the distinct encodings of a value, plain first."""
    plain = value.encode()
    forms = {
        "plain": plain,
        "percent": quote(value, safe="").encode(),
        "plus": quote_plus(value).encode(),
        "json": json.dumps(value)[1:-1].encode(),
        "html": html.escape(value).encode(),
        "base64": base64.b64encode(plain).rstrip(b"="),
    }
    distinct: dict[bytes, str] = {}
    for encoding, encoded in forms.items():
        distinct.setdefault(encoded, encoding)
    return {encoding: encoded for encoded, encoding in distinct.items()}


def within_base64(value: bytes) -> dict[str, bytes]:
    """Give what of a value stands in any text in base64 that holds it, at each of three places, in two alphabets.

    Nothing of one that is too short. Platforms name whoever is signed in so, within what they call tracking tokens.
    """
    if len(value) < SHORTEST_WITHIN:
        return {}
    forms: dict[str, bytes] = {}
    for before in range(3):
        # Letters that hold bits of what stands beside it are left out.
        first, end = -(-before * 8 // _BITS_A_LETTER), (before + len(value)) * 8 // _BITS_A_LETTER
        text = base64.b64encode(bytes(before) + value)[first:end]
        forms[f"base64 after {before}"] = text
        forms[f"base64url after {before}"] = text.translate(bytes.maketrans(b"+/", b"-_"))
    distinct: dict[bytes, str] = {}
    for encoding, encoded in forms.items():
        distinct.setdefault(encoded, encoding)
    return {encoding: encoded for encoded, encoding in distinct.items()}
