"""Addresses of Meta's content network: what of a medium's address stays the same between looks.

Host, signature and expiry change at every request. The path's file name does not, nor does `stp`, the rendition, nor
of a film the `xpv_asset_id` in `efg`.
"""

import base64
import json
import re
from urllib.parse import SplitResult, parse_qsl, urlsplit

DOMAINS = (".cdninstagram.com", ".fbcdn.net")
_QUALITY = re.compile(r"\.([1-9][0-9]{2,3})\.")
"""The size within what an encoding is called, such as `xpv_progressive.INSTAGRAM.CLIPS.C3.720.dash_baseline_1_v1`."""


def split(address: str) -> SplitResult | None:
    """Give an address's parts; None where it is none."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def asset(address: str) -> str:
    """Give file path and rendition; empty for an address that is no medium's."""
    parts = split(address)
    if parts is None or not (parts.hostname or "").endswith(DOMAINS):
        return ""
    rendition = dict(parse_qsl(parts.query)).get("stp", "")
    return f"{parts.path}?stp={rendition}" if rendition else parts.path


def file_of(address: str) -> str:
    """Give a medium's file name, the same for all its renditions; empty where the address has none."""
    parts = split(address)
    return parts.path.rpartition("/")[2] if parts else ""


def video_asset(address: str) -> str:
    """Give the id a video keeps in all its renditions, from the address's `efg`; empty where it has none."""
    found = _described(address).get("xpv_asset_id")
    return str(found) if isinstance(found, int | str) else ""


def quality(address: str) -> int:
    """Give the shorter side of a video in one file, from the address's `efg`; 0 where it does not tell it."""
    tag = _described(address).get("vencode_tag")
    found = _QUALITY.search(tag) if isinstance(tag, str) else None
    return int(found[1]) if found else 0


def _described(address: str) -> dict[str, object]:
    """Give what an address says of its file in `efg`."""
    parts = split(address)
    encoded = dict(parse_qsl(parts.query)).get("efg", "") if parts else ""
    try:
        described = json.loads(base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_"))
    except (ValueError, RecursionError):
        return {}
    return described if isinstance(described, dict) else {}
