"""The script that pages run which list something, as the static host serves it.

The numbers its queries are called by are invented, and nothing is answered by them.
"""

import hashlib
from functools import lru_cache
from importlib.resources import files

STATIC = "static.xx.fbcdn.net"
QUERIES = {
    "ProfileCometTimelineFeedQuery": "99000000000000201",
    "ProfileCometTimelineFeedRefetchQuery": "99000000000000202",
    "ProfileCometAppCollectionPhotosRendererPaginationQuery": "99000000000000203",
    "ProfileCometAppCollectionReelsRendererPaginationQuery": "99000000000000204",
}
OTHER = "99000000000000299"

_NAME = "timeline.js"


@lru_cache
def source() -> str:
    """Give the script's text, before it what its queries are called by."""
    written = files(__package__).joinpath(_NAME).read_text("utf-8")
    defined = (
        f'__d("{query}_facebookRelayOperation",[],(function(t,n,r,o,a,i){{a.exports="{number}"}}),null);'
        for query, number in QUERIES.items()
    )
    before, mark, after = written.partition("\n// queries\n")
    return "\n".join((before, *defined, after)) if mark else written


@lru_cache
def address() -> str:
    """Give where it is served; another place whenever its text is another."""
    return f"https://{STATIC}/rsrc.php/v4/{hashlib.sha256(source().encode()).hexdigest()[:11]}/{_NAME}"


def at(path: str) -> str | None:
    """Give the script that is served at a path of the static host."""
    return source() if address() == f"https://{STATIC}{path}" else None
