"""The forms in which a value may turn up in what a platform answers."""

import base64
import html
import json
from urllib.parse import quote, quote_plus


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
