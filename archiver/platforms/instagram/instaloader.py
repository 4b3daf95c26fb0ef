"""Documents as instaloader saves them: `{"node", "instaloader": {"version", "node_type"}}`, or before 4 the node alone.

What stands in `node` changed with the years: names of the legacy dialect; since 4.16 what the platform answered, with
those names beside it; and as `iphone_struct` the whole medium as signed-in programs are answered it.
"""

from archiver.formats.json_values import Node, node, text, time
from archiver.model.account import Account
from archiver.model.foreign import DocumentKind, Form
from archiver.model.post import Observation
from archiver.platforms.instagram import accounts
from archiver.platforms.instagram.dialects import Dialect, Modern, NotUnderstoodError, observed
from archiver.platforms.instagram.legacy import Legacy

_POST, _PROFILE, _STORY = "Post", "Profile", "StoryItem"
_TIMES = ("taken_at_timestamp", "taken_at", "date")


def kind(told: Node) -> DocumentKind | None:
    """Say what a document is; None where it is none of a post, a profile or a story."""
    if _type(told) not in (_POST, _PROFILE, _STORY):
        return None
    times = (time(_node(told).get(key)) for key in _TIMES)
    version = text(node(told.get("instaloader")).get("version")) or ""
    return DocumentKind(
        Form.INSTALOADER, f"instaloader {version}".strip(), max(filter(None, times), default=None)
    )


def is_post(told: Node) -> bool:
    """Tell whether a document is one of a post."""
    return _type(told) == _POST


def post(told: Node, record: str) -> Observation:
    """Read the post of a document; raise NotUnderstoodError."""
    here = _node(told)
    inner = node(here.get("iphone_struct"))
    if inner.get("code") == _code(here) != "":
        return observed(inner, Modern(inner), record)
    return observed(*_in_dialect(here), record)


def account(told: Node, record: str) -> Account | None:
    """Read whom a document of a profile is of, or the owner of one of a post as far as it tells; None of neither."""
    here = _node(told)
    found = here if _type(told) == _PROFILE else node(here.get("owner")) or node(here.get("user"))
    # Of a profile as a signed-in program was answered it, the fuller form stands within.
    fuller = node(found.get("iphone_struct"))
    read = accounts.read({**found, **fuller}, record)
    return read if read.account_id and read.handle else None


def _type(told: Node) -> str:
    if isinstance(told.get("node"), dict) and isinstance(told.get("instaloader"), dict):
        return text(told["instaloader"].get("node_type")) or ""
    alone = isinstance(told.get("owner"), dict) and any(key in told for key in _TIMES)
    return _POST if alone and _code(told) and "category" not in told else ""


def _node(told: Node) -> Node:
    return node(told.get("node")) if "instaloader" in told else told


def code(told: Node) -> str:
    """Give the shortcode of a document's post; empty where it has none."""
    return _code(_node(told))


def _code(here: Node) -> str:
    return text(here.get("shortcode")) or text(here.get("code")) or ""


def _in_dialect(here: Node) -> tuple[Node, Dialect]:
    if "media_type" in here and "code" in here:
        return here, Modern(here)
    if not _code(here):
        raise NotUnderstoodError("a document without a shortcode")
    renamed = _renamed(here)
    return renamed, Legacy(renamed)


def _renamed(here: Node) -> Node:
    """Give a node of before 2018, and what this program made of it, under the names that the dialect had later."""
    found = dict(here)
    for name, former in (
        ("shortcode", "code"),
        ("taken_at_timestamp", "date"),
        ("display_url", "display_src"),
    ):
        if name not in found and former in found:
            found[name] = found[former]
    for name, former in (("edge_media_preview_like", "likes"), ("edge_media_to_comment", "comments")):
        if name not in found and former in found:
            found[name] = found[former]
    if "edge_media_to_caption" not in found and isinstance(found.get("caption"), str):
        found["edge_media_to_caption"] = {"edges": [{"node": {"text": found["caption"]}}]}
    return found
