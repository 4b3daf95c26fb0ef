"""Cursors: where the next page of a listing begins, in letters that mean nothing to whoever carries them.

A cursor names the last post that was given, not a place, so that a post added or taken away meanwhile shifts
nothing. It counts only for the listing it was given with, and only unaltered.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from archiver.simulator.company import Post
from archiver.simulator.signing import Signatures

_KEY = b"the simulated platform's own"
_MARK = "QVFI"
_NONCE = 24
_NUMBER = 8


def cursor(post: Post, listing: str, signer: Signatures) -> str:
    """Give the cursor behind a post of a listing; another one each time."""
    nonce = bytes.fromhex(signer.hexadecimal(_NONCE))
    hidden = bytes(map(int.__xor__, post.pk.to_bytes(_NUMBER), _digest(b"hide", listing, nonce)[:_NUMBER]))
    mark = _digest(b"seal", listing, nonce + hidden)
    return _MARK + base64.urlsafe_b64encode(nonce + hidden + mark).decode().rstrip("=")


def following(posts: Sequence[Post], given: str, listing: str) -> Sequence[Post] | None:
    """Give the posts behind a cursor; all of them without one, None for one that was never given."""
    if not given:
        return posts
    last = _read(given, listing)
    if last is None:
        return None
    for place, post in enumerate(posts):
        if post.pk == last:
            return posts[place + 1 :]
    # It is gone since: go on with what is older, which no pinned post can be told to be; what its owner dated
    # back stands at the end.
    return tuple(post for post in posts if (post.pk < last or post.dated) and not post.pinned)


def _read(given: str, listing: str) -> int | None:
    try:
        letters = base64.urlsafe_b64decode(given.removeprefix(_MARK) + "==")
    except ValueError:
        return None
    nonce, hidden, mark = letters[:_NONCE], letters[_NONCE : _NONCE + _NUMBER], letters[_NONCE + _NUMBER :]
    if not given.startswith(_MARK) or not hmac.compare_digest(
        mark, _digest(b"seal", listing, nonce + hidden)
    ):
        return None
    return int.from_bytes(bytes(map(int.__xor__, hidden, _digest(b"hide", listing, nonce)[:_NUMBER])))


def _digest(purpose: bytes, listing: str, content: bytes) -> bytes:
    return hmac.digest(_KEY, b"/".join((purpose, listing.encode(), content)), hashlib.sha256)
