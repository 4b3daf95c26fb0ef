"""Instagram's addresses and ids: what is a profile, what is a post, what of an address stays the same."""

import base64
import json
import re
from urllib.parse import parse_qsl, urlsplit

from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.ports import WrittenForm

NAME = "instagram"
SITE = "https://www.instagram.com"
HOSTS = ("www.instagram.com", "*.cdninstagram.com", "*.fbcdn.net")
WRITTEN = WrittenForm(
    parameters=frozenset(
        (
            "stp ccb efg ig_cache_key oe vs bytestart byteend _nc_cat _nc_sid _nc_zt _nc_ht _nc_map _nc_vs "
            "username query_hash doc_id variables count max_id after first target_id content_type hl"
        ).split()
    ),
    fields=frozenset(
        (
            "variables doc_id fb_api_req_friendly_name fb_api_caller_class server_timestamps after before first "
            "last count username id media_id shortcode target_user_id user_id max_id page_size data"
        ).split()
    ),
    headers=frozenset(("x-ig-app-id", "x-fb-friendly-name", "x-root-field-name", "x-requested-with")),
)

_HOSTS = {"instagram.com", "www.instagram.com", "m.instagram.com"}
_HANDLE = re.compile(r"[A-Za-z0-9._]{1,30}")
_CODE = re.compile(r"[A-Za-z0-9_-]{5,}")
_PRIVATE_SHARE = 28
"""A code longer than this many letters is a private share: the code itself, then this many more."""
_POST_WORDS = {"p", "reel", "reels", "tv"}
_OTHER_WORDS = {
    "accounts",
    "explore",
    "direct",
    "stories",
    "challenge",
    "about",
    "legal",
    "api",
    "graphql",
    "web",
}
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def parse(text: str) -> Ref | None:
    """Read a profile's or post's address, or `instagram:name`; None where it is neither."""
    if text.startswith(f"{NAME}:"):
        name = text.removeprefix(f"{NAME}:").removeprefix("@")
        return TargetRef(NAME, name.lower()) if _HANDLE.fullmatch(name) else None
    parts = urlsplit(text if "//" in text else f"https://{text}")
    if parts.scheme not in ("https", "http") or _host(text, parts.hostname) not in _HOSTS:
        return None
    words = [word for word in parts.path.split("/") if word]
    match words:
        case [kind, code, *_] if kind in _POST_WORDS:
            return _post(code)
        case [handle, kind, code, *_] if kind in _POST_WORDS and _HANDLE.fullmatch(handle):
            return _post(code)
        case [handle] if _HANDLE.fullmatch(handle) and handle not in _OTHER_WORDS | _POST_WORDS:
            return TargetRef(NAME, handle.lower())
        case [handle, "reels" | "tagged"] if _HANDLE.fullmatch(handle):
            return TargetRef(NAME, handle.lower())
        case _:
            return None


def _host(text: str, host: str | None) -> str:
    # Without a scheme only something with a dot is an address: a bare word is none.
    return host or "" if "//" in text or "/" in text else ""


def _post(code: str) -> PostRef | None:
    if not _CODE.fullmatch(code):
        return None
    return PostRef(NAME, code[:-_PRIVATE_SHARE] if len(code) > _PRIVATE_SHARE else code)


def address(ref: Ref) -> str:
    """Give the public address of a profile or post."""
    return f"{SITE}/p/{ref.key}/" if isinstance(ref, PostRef) else f"{SITE}/{ref.name}/"


def page_addresses(post: PostRef, product: str) -> tuple[str, ...]:
    """Give the addresses a post may be asked at, the one its profile links it by first."""
    plain = address(post)
    return (f"{SITE}/reel/{post.key}/", plain) if product == "clips" else (plain,)


def as_asked(text: str, post: PostRef) -> str:
    """Give the page address that a given address means: its own form of path, nothing else of it."""
    words = [word for word in urlsplit(text if "//" in text else f"https://{text}").path.split("/") if word]
    kind = next((word for word in words if word in ("reel", "tv")), "p")
    return f"{SITE}/{kind}/{post.key}/"


def code_of(permanent_id: str) -> str:
    """Give the shortcode of a medium's permanent id: base 64, most significant first, no padding."""
    number = int(permanent_id)
    code = ""
    while number:
        number, digit = divmod(number, 64)
        code = _ALPHABET[digit] + code
    return code


def asset(address: str) -> str:
    """Give the part of a medium's address that is the same at every look: file path and rendition.

    Host, signature and expiry change at every request; the path's file name and `stp`, the rendition, do not.
    Empty for an address that is no medium's.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not host.endswith((".cdninstagram.com", ".fbcdn.net")):
        return ""
    rendition = dict(parse_qsl(parts.query)).get("stp", "")
    return f"{parts.path}?stp={rendition}" if rendition else parts.path


def file_of(address: str) -> str:
    """Give a medium's file name, the same for all its renditions; empty where the address has none."""
    return urlsplit(address).path.rpartition("/")[2]


def video_asset(address: str) -> str:
    """Give the id a video keeps in all its renditions, from the address's `efg`; empty where it has none."""
    encoded = dict(parse_qsl(urlsplit(address).query)).get("efg", "")
    try:
        described = json.loads(base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_"))
    except ValueError:
        return ""
    found = described.get("xpv_asset_id") if isinstance(described, dict) else None
    return str(found) if isinstance(found, int | str) else ""
