"""Facebook's addresses: what is an account, what is a post, and which of a post's names stay.

A post is known by its number. The `pfbid…` in links is an alias: another for each visitor, and it expires. An account
is known by the name in its address, or by its number where it has none.
"""

import re
import secrets
from urllib.parse import SplitResult, parse_qs, unquote

from archiver.formats.meta_cdn import split
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.ports import WrittenForm

NAME = "facebook"
POSTS, PHOTOS, VIDEOS, REELS = SURFACES = ("posts", "photos", "videos", "reels")
SITE = "https://www.facebook.com"
HOSTS = ("www.facebook.com", "*.fbcdn.net")
MEDIA = ("*/v/t*", "*/o1/v/*", "*/m1/v/*")
WRITTEN = WrittenForm(
    parameters=frozenset(
        (
            "stp ccb efg oe vs bytestart byteend _nc_cat _nc_sid _nc_zt _nc_ht _nc_map _nc_vs "
            "fbid set story_fbid id sk v type"
        ).split()
    ),
    fields=frozenset(
        (
            "variables doc_id fb_api_req_friendly_name fb_api_caller_class server_timestamps cursor count id userID "
            "feedLocation beforeTime afterTime renderLocation scale omitPinnedPost stream_count nodeID storyID "
            "mediasetToken"
        ).split()
    ),
    headers=frozenset(("x-fb-friendly-name", "x-requested-with")),
)

_HOST = re.compile(r"(?:(?:www|m|web|mbasic|touch|(?!lm)[a-z]{2}|[a-z]{2}-[a-z]{2})\.)?(?:facebook|fb)\.com")
_SHORT = re.compile(
    r"(?:https?://)?(?:fb\.watch/|(?:www\.|m\.)?facebook\.com/share/|lm?\.facebook\.com/)", re.IGNORECASE
)
"""What only the site itself can say of what it is."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HANDLE = re.compile(r"[a-z0-9][a-z0-9.-]{0,49}")
_NUMBER = re.compile(r"[1-9]\d{4,24}")
_NAME_AND_NUMBER = re.compile(r"[^/]{1,200}-([1-9]\d{9,24})")
"""How a page without a handle is addressed: the dashed name is for the eye alone."""
_ALIAS = re.compile(r"pfbid[A-Za-z0-9]{10,120}")
_TABS = frozenset(
    (
        "about about_details about_contact_and_basic_info about_profile_transparency about_privacy_and_legal_info "
        "photos photos_by photos_of photos_albums photos_stream videos live_videos reels reels_tab posts mentions "
        "events community followers following reviews services shop directory_contact_info"
    ).split()
)
_OTHER_WORDS = {
    "cookies",
    "me",
    "about",
    "account",
    "bookmarks",
    "careers",
    "developers",
    "feed",
    "friends",
    "games",
    "index.php",
    "legal",
    "lite",
    "live",
    "logout.php",
    "memories",
    "mobile",
    "pg",
    "p",
    "places",
    "r.php",
    "recover",
    "reels",
    "reg",
    "saved",
    "settings",
    "terms",
    "ads",
    "business",
    "checkpoint",
    "dialog",
    "events",
    "gaming",
    "groups",
    "hashtag",
    "help",
    "home.php",
    "l.php",
    "login",
    "login.php",
    "marketplace",
    "media",
    "messages",
    "notes",
    "notifications",
    "pages",
    "people",
    "permalink.php",
    "photo",
    "photo.php",
    "plugins",
    "policies",
    "privacy",
    "profile.php",
    "reel",
    "search",
    "share",
    "sharer",
    "sharer.php",
    "stories",
    "story.php",
    "tr",
    "video.php",
    "watch",
}
_FIFTEEN_DIGITS = 10**14
_NOT_ASKED = TargetRef("", "")


def parse(text: str) -> Ref | None:
    """Read an account's or post's address, or `facebook:name`; None where it is neither."""
    if text.startswith(f"{NAME}:"):
        return _account(text.removeprefix(f"{NAME}:").removeprefix("@"))
    parts = split(text if _SCHEME.match(text) else f"https://{text}")
    if parts is None or parts.scheme not in ("https", "http") or not _HOST.fullmatch(parts.hostname or ""):
        return None
    words = _words(parts)
    asked = _by_parameter(words, parts)
    return _by_path(words) if asked is _NOT_ASKED else asked


def _by_parameter(words: list[str], parts: SplitResult) -> Ref | None:
    """Read an address that names what it is of behind a question mark."""
    match words:
        case ["permalink.php" | "story.php"]:
            return _post(_asked(parts, "story_fbid"))
        case ["photo" | "photo.php"]:
            return _post(_asked(parts, "fbid"))
        case ["watch", *_] | ["video.php"]:
            return _post(_asked(parts, "v"))
        case ["profile.php"]:
            return _numbered(_asked(parts, "id"))
        case _:
            return _NOT_ASKED


def _by_path(words: list[str]) -> Ref | None:
    """Read an address that names in its path what it is of."""
    match words:
        case ["reel", key, *_]:
            return _post(key)
        case ["people" | "pages", _, number, *_] if _NUMBER.fullmatch(number):
            return _numbered(number)
        case ["p", name, *_] | ["pages", "category", _, name, *_]:
            return _dashed(name) or _account(name)
        case ["pg", handle, *_]:
            return _account(handle)
        case [handle, "posts" | "videos" | "photos" | "reel", *rest] if rest and _account(handle):
            return _post(next((word for word in reversed(rest) if _is_key(word)), ""))
        case [key] if _is_key(key):
            return _post(key)
        case [handle]:
            return _dashed(handle) or _account(handle)
        case [handle, tab] if tab.lower() in _TABS:
            return _dashed(handle) or _account(handle)
        case _:
            return None


def _words(parts: SplitResult) -> list[str]:
    return [unquote(word) for word in parts.path.split("/") if word]


def _asked(parts: SplitResult, name: str) -> str:
    return next(iter(parse_qs(parts.query).get(name, [])), "")


def _account(name: str) -> TargetRef | None:
    """Name an account; the points in a name are for the eye alone, but stand in its address."""
    handle = name.lower()
    known = _HANDLE.fullmatch(handle) and not _ALIAS.fullmatch(handle) and handle not in _OTHER_WORDS
    # What ends so is a program of the site's own.
    return TargetRef(NAME, handle) if known and not handle.endswith(".php") else None


def _dashed(name: str) -> TargetRef | None:
    known = _NAME_AND_NUMBER.fullmatch(name)
    return _numbered(known[1]) if known else None


def _numbered(number: str) -> TargetRef | None:
    return TargetRef(NAME, number) if _NUMBER.fullmatch(number) else None


def _is_key(word: str) -> bool:
    return bool(_NUMBER.fullmatch(word) or _ALIAS.fullmatch(word))


def _post(key: str) -> PostRef | None:
    return PostRef(NAME, key) if _is_key(key) else None


def is_short(text: str) -> bool:
    """Tell whether a text is an address of the site's that only leads to another: a share link, a way out."""
    return _SHORT.match(text) is not None


def is_alias(post: PostRef) -> bool:
    """Tell whether a post is named by what changes with each visitor."""
    return _ALIAS.fullmatch(post.key) is not None


def address(ref: Ref) -> str:
    """Give the public address of an account or post."""
    if isinstance(ref, PostRef):
        return f"{SITE}/{ref.key}"
    return f"{SITE}/profile.php?id={ref.name}" if _NUMBER.fullmatch(ref.name) else f"{SITE}/{ref.name}/"


def surface_address(target: TargetRef, surface: str) -> str:
    """Give the address of an account's page, which shows its posts, or of a tab of it."""
    if surface == POSTS:
        return address(target)
    if _NUMBER.fullmatch(target.name):
        return f"{address(target)}&sk={'reels_tab' if surface == REELS else surface}"
    return f"{address(target)}{surface}/"


def photo_address(photo: str, post: str) -> str:
    """Give the address of a photo's own page, among those of a post where one is known."""
    return f"{SITE}/photo/?fbid={photo}" + ("" if post == photo else f"&set=pcb.{post}")


def film_address(film: str, post: str, owner: str) -> str:
    """Give the address of a film's own page, among the media of a post where one is known."""
    return f"{SITE}/watch/?v={film}" if post == film else f"{SITE}/{owner}/videos/pcb.{post}/{film}/"


def as_asked(text: str, post: PostRef) -> str:
    """Give the page address that a given address means: its own form, and nothing in it that names a visitor."""
    parts = split(text if _SCHEME.match(text) else f"https://{text}")
    words = _words(parts) if parts else []
    if parts is None or not _HOST.fullmatch(parts.hostname or ""):
        return address(post)
    owner = _asked(parts, "id")
    match words:
        case ["permalink.php" | "story.php"] if _NUMBER.fullmatch(owner):
            return f"{SITE}/permalink.php?story_fbid={post.key}&id={owner}"
        case ["photo" | "photo.php"]:
            return f"{SITE}/photo/?fbid={post.key}"
        case ["watch", *_] | ["video.php"]:
            return f"{SITE}/watch/?v={post.key}"
        case ["reel", *_]:
            return f"{SITE}/reel/{post.key}/"
        case [handle, "posts" | "videos" as kind, *_]:
            return f"{SITE}/{handle}/{kind}/{post.key}/"
        case _:
            return address(post)


def never_seen() -> PostRef:
    """Make up a post that was, as far as anybody knows, never there: fifteen digits by chance."""
    return PostRef(NAME, str(_FIFTEEN_DIGITS + secrets.randbelow(9 * _FIFTEEN_DIGITS)))


def handle_of(address: str) -> str:
    """Give the name by which an account goes in its own address; its number where it has none."""
    found = parse(address)
    return found.name if isinstance(found, TargetRef) else ""


def spellings(handle: str, address: str) -> set[str]:
    """Give a handle as its address can be written: the points in it are for the eye alone."""
    asked = handle_of(address)
    same = asked.replace(".", "") == handle.replace(".", "")
    return {handle, handle.replace(".", "")} | ({asked} if same else set())


def is_own(address: str) -> bool:
    """Tell whether an address is the site's own, not a CDN's or anyone else's."""
    parts = split(address)
    return parts is not None and _HOST.fullmatch(parts.hostname or "") is not None


def path_of(address: str) -> str:
    """Give an address's path; empty where it is no address."""
    parts = split(address)
    return parts.path if parts else ""
