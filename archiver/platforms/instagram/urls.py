"""Instagram's addresses and ids: what is a profile, what is a post, what of an address stays the same."""

import re
import secrets
from datetime import UTC, datetime, timedelta

from archiver.formats.meta_cdn import split
from archiver.model.refs import STORY, PostRef, Ref, TargetRef
from archiver.ports import WrittenForm

NAME = "instagram"
GRID, REELS = SURFACES = ("grid", "reels")
SITE = "https://www.instagram.com"
HOSTS = ("www.instagram.com", "*.cdninstagram.com", "*.fbcdn.net")
MEDIA = ("*/v/t51.*", "*/o1/v/*")
WRITTEN = WrittenForm(
    parameters=frozenset(
        (
            "stp ccb efg ig_cache_key oe vs bytestart byteend _nc_cat _nc_sid _nc_zt _nc_ht _nc_map _nc_vs "
            "username query_hash doc_id variables count max_id after first target_id content_type hl reel_ids"
        ).split()
    ),
    fields=frozenset(
        (
            "variables doc_id fb_api_req_friendly_name fb_api_caller_class server_timestamps after before first "
            "last count username id media_id shortcode target_user_id user_id max_id page_size data "
            "reel_ids reel_ids_arr initial_reel_id"
        ).split()
    ),
    headers=frozenset(("x-ig-app-id", "x-fb-friendly-name", "x-root-field-name", "x-requested-with")),
)

_HOSTS = {"instagram.com", "www.instagram.com", "m.instagram.com"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HANDLE = re.compile(r"[a-z0-9._]{1,30}")
_CODE = re.compile(r"[A-Za-z0-9_-]{5,}")
_PRIVATE_SHARE = 28
"""A code longer than this many letters is a private share: the code itself, then this many more."""
_POST_WORDS = {"p", "reel", "reels", "tv"}
_OTHER_WORDS = {
    "accounts",
    "explore",
    "share",
    "press",
    "privacy",
    "terms",
    "direct",
    "stories",
    "challenge",
    "about",
    "legal",
    "api",
    "graphql",
    "web",
}
_EPOCH = datetime(2011, 8, 24, 21, 7, 1, 721000, tzinfo=UTC)
"""From which the milliseconds in a permanent id are counted."""
_RANDOM_BITS = 23
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def parse(text: str) -> Ref | None:
    """Read a profile's or post's address, or `instagram:name`; None where it is neither."""
    if text.startswith(f"{NAME}:"):
        return _profile(text.removeprefix(f"{NAME}:").removeprefix("@"))
    parts = split(text if _SCHEME.match(text) else f"https://{text}")
    if parts is None or parts.scheme not in ("https", "http") or (parts.hostname or "") not in _HOSTS:
        return None
    match [word for word in parts.path.split("/") if word]:
        case [kind, code, *_] if kind.lower() in _POST_WORDS:
            return _post(code)
        case [handle, kind, code, *_] if kind.lower() in _POST_WORDS and _profile(handle):
            return _post(code)
        case [handle] | [handle, "reels" | "tagged"]:
            return _profile(handle)
        case _:
            return None


def is_story(text: str) -> bool:
    """Tell whether a text is the address of stories or of a highlight, or names a story as it is written here."""
    if text.startswith(f"{NAME}:{STORY}"):
        return True
    parts = split(text if _SCHEME.match(text) else f"https://{text}")
    ours = parts is not None and parts.scheme in ("https", "http") and (parts.hostname or "") in _HOSTS
    return ours and parts is not None and parts.path.lower().startswith("/stories/")


def _profile(handle: str) -> TargetRef | None:
    name = handle.lower()
    known = _HANDLE.fullmatch(name) and name.strip(".") and name not in _OTHER_WORDS | _POST_WORDS
    return TargetRef(NAME, name) if known else None


def _post(code: str) -> PostRef | None:
    plain = code[:-_PRIVATE_SHARE] if len(code) > _PRIVATE_SHARE else code
    return PostRef(NAME, plain) if _CODE.fullmatch(plain) else None


def address(ref: Ref) -> str:
    """Give the public address of a profile or post."""
    return f"{SITE}/p/{ref.key}/" if isinstance(ref, PostRef) else f"{SITE}/{ref.name}/"


def surface_address(target: TargetRef, surface: str) -> str:
    """Give the address of a profile, which shows its grid, or of its reels tab."""
    return f"{address(target)}reels/" if surface == REELS else address(target)


def stories_address(target: TargetRef) -> str:
    """Give the address of the page that shows what a profile published within the day."""
    return f"{SITE}/stories/{target.name}/"


def highlight_address(number: str) -> str:
    """Give the address of the page that shows a highlight, by its number."""
    return f"{SITE}/stories/highlights/{number}/"


def page_addresses(post: PostRef, product: str) -> tuple[str, ...]:
    """Give the addresses a post may be asked at, the one its profile links it by first."""
    plain = address(post)
    return (f"{SITE}/reel/{post.key}/", plain) if product == "clips" else (plain,)


def as_asked(text: str, post: PostRef) -> str:
    """Give the page address that a given address means: its own form of path, nothing else of it."""
    kind = next((kind for kind in ("reel", "tv") if f"/{kind}/" in text.lower()), "p")
    return f"{SITE}/{kind}/{post.key}/"


def code_of(permanent_id: str) -> str:
    """Give the shortcode of a medium's permanent id: base 64, most significant first, no padding.

    Raises ValueError where the text is no whole number from 0.
    """
    number = int(permanent_id)
    if number < 0:
        raise ValueError(f"no permanent id: {permanent_id}")
    code = ""
    while number:
        number, digit = divmod(number, 64)
        code = _ALPHABET[digit] + code
    return code


def never_seen(now: datetime) -> PostRef:
    """Make up a post of the last year that was, as far as anybody knows, never there: a time and 23 random bits."""
    year = timedelta(days=365)
    moment = now - timedelta(seconds=secrets.randbelow(int(year.total_seconds())))
    since = int((moment - _EPOCH).total_seconds() * 1000) + secrets.randbelow(1000)
    return PostRef(NAME, code_of(str(since << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS))))


def is_own(address: str) -> bool:
    """Tell whether an address is the site's own, not a CDN's or anyone else's."""
    parts = split(address)
    return parts is not None and (parts.hostname or "") in _HOSTS


def path_of(address: str) -> str:
    """Give an address's path; empty where it is no address."""
    parts = split(address)
    return parts.path if parts else ""
