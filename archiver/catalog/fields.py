"""The fields of a post or account that make a version, as JSON."""

from typing import Any

from archiver.model import instant
from archiver.model.account import Account
from archiver.model.coverage import Coverage
from archiver.model.digest import Digest
from archiver.model.post import Observation
from archiver.model.probe import Control, Probe

_SHOWN_BY_ABRIDGED = ("caption", "alt", "product", "published_at", "links", "made_at", "set_back")
"""Fields that an abridged form shows truly where it shows them at all."""


def of_post(post: Observation) -> dict[str, Any]:
    """Give the fields of a post; null where the observation does not show one."""
    # What only some networks show stands only where it is shown, so that an index of the others stays as it is.
    told = {
        "links": None if post.links is None else list(post.links),
        "made_at": instant.written(post.made_at) if post.made_at else None,
        "set_back": post.set_back or None,
        "shared": str(post.shared) if post.shared else None,
        "outlinks": None if post.outlinks is None else list(post.outlinks),
        "expires_at": instant.written(post.expires_at) if post.expires_at else None,
        "cut": post.cut or None,
    }
    return {name: value for name, value in told.items() if value is not None} | {
        "kind": post.kind,
        "product": post.product or None,
        "published_at": instant.written(post.published_at) if post.published_at else None,
        "caption": post.caption,
        "alt": post.alt,
        "location": None if post.location is None else list(post.location),
        "tagged": list(post.tagged),
        "tagged_ids": None if post.tagged_ids is None else list(post.tagged_ids),
        "caption_edited": post.caption_edited,
        "caption_translated": post.caption_translated,
        "coauthors": None if post.coauthors is None else list(post.coauthors),
        "media": [
            {
                "asset": medium.asset,
                "kind": medium.kind.value,
                "permanent_id": medium.permanent_id,
                "alt": medium.alt,
                "alt_is_guessed": medium.alt_is_guessed,
            }
            | ({"digest": str(medium.digest)} if medium.digest else {})
            for medium in post.media
        ],
    }


def of_account(account: Account) -> dict[str, Any]:
    """Give the fields of an account; its counts are observations and no part of a version."""
    return {
        "handle": account.handle,
        "name": account.name,
        "biography": account.biography,
        "links": None if account.links is None else list(account.links),
        "category": account.category,
        "picture": account.picture,
        "private": account.private,
        "verified": account.verified,
    }


def of_listing(found: Coverage) -> dict[str, Any]:
    """Give what makes a state of a listing: how many posts, in which order, which of them pinned, and how far.

    The order as a digest: the posts themselves stand in the capture and in `places`, and one more in ten thousand
    is no reason to write down all of them.
    """
    led_on = {"led_on": {post.key: to for post, to in found.led_on}} if found.led_on else {}
    return led_on | {
        "listed": len(found.entries),
        "order": order([entry.ref.key for entry in found.entries]),
        "pinned": [entry.ref.key for entry in found.entries if entry.pinned],
        "broken": found.broken.value if found.broken else None,
        "claimed": found.claimed,
    }


def order(keys: list[str]) -> str:
    """Give what stands for posts in an order."""
    return Digest.of("\n".join(keys).encode()).hex


def of_probe(probe: Probe) -> dict[str, Any]:
    """Give what one visit to a post answered, with its controls."""
    return {
        "vantage": probe.vantage,
        "country": probe.country,
        "record": probe.record,
        "availability": probe.availability.value,
        "signal": probe.signal,
        "before": _of_control(probe.before),
        "after": _of_control(probe.after),
        "null": _of_control(probe.null),
        "owner": probe.owner.value,
        "owner_record": probe.owner_record,
    }


def _of_control(control: Control | None) -> dict[str, Any] | None:
    if control is None:
        return None
    return {
        "post": control.post.key,
        "availability": control.availability.value,
        "signal": control.signal,
        "published_at": instant.written(control.published_at) if control.published_at else None,
        # An empty one would say that the visit itself was not answered (`rotation.py`).
        "record": control.record or None,
    }


def merged_account(known: dict[str, Any], account: Account) -> dict[str, Any]:
    """Put what an answer shows of an account onto what is known; a field it leaves out is not known to have changed."""
    return known | {
        name: value for name, value in of_account(account).items() if value is not None or name not in known
    }


def counts_of_account(account: Account) -> dict[str, Any]:
    """Give an account's counts, with how exact they are."""
    counted = {"posts": account.posts, "followers": account.followers}
    return {name: [count.value, count.exact] for name, count in counted.items() if count is not None}


def merged(known: dict[str, Any], shown: dict[str, Any], *, whole: bool) -> dict[str, Any]:
    """Put what an observation shows onto what is known; an abridged one never takes away."""
    if not known:
        return shown
    if shown.get("cut") and not known.get("cut"):
        return known  # half a page says nothing of the other half
    authoritative = shown if whole else {name: shown.get(name) for name in _SHOWN_BY_ABRIDGED}
    # A field that this answer left out is not known to have changed.
    state = known | {name: value for name, value in authoritative.items() if value is not None}
    if not shown.get("cut"):
        state.pop("cut", None)
    if state.get("made_at") == state["published_at"]:
        # Told apart by one answer and as the displayed date by another, it is that.
        state.pop("made_at", None)
    return state
