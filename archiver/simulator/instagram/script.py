"""The scripts that the simulated site's own pages run, as the static host serves them.

Before a profile's script stands what its queries are called by, in the form of the platform's bundles, where
clients look for it. The numbers are invented and nothing is answered by them.
"""

import hashlib
from functools import lru_cache
from importlib.resources import files

PROFILE = "profile.js"
"""Draws an account's grid and asks for more of it."""
STORIES = "stories.js"
"""Shows stories, and tells that they were seen."""
LOGIN = "login.js"
"""Sends the login form."""

_PLACE = "https://static.cdninstagram.com"
_QUERIES = {
    "PolarisProfilePageContentQuery": "99000000000000101",
    "PolarisProfilePostsTabContentQuery_connection": "99000000000000102",
    "PolarisProfileReelsTabContentQuery_connection": "99000000000000103",
    "PolarisProfileStoryHighlightsTrayContentQuery": "99000000000000104",
}


@lru_cache
def source(name: str) -> str:
    """Give a script's text."""
    written = files(__package__).joinpath(name).read_text("utf-8")
    if name != PROFILE:
        return written
    defined = (
        f'__d("{query}_instagramRelayOperation",[],(function(t,n,r,o,a,i){{a.exports="{number}"}}),null);'
        for query, number in _QUERIES.items()
    )
    return "\n".join(
        (written.partition("\n// queries\n")[0], *defined, written.partition("\n// queries\n")[2])
    )


@lru_cache
def address(name: str) -> str:
    """Give where a script is served; another place whenever its text is another."""
    return f"{_PLACE}/rsrc.php/v4/{hashlib.sha256(source(name).encode()).hexdigest()[:11]}/{name}"


def at(path: str) -> str | None:
    """Give the script that is served at a path of the static host."""
    return next((source(name) for name in (PROFILE, STORIES, LOGIN) if address(name) == _PLACE + path), None)
