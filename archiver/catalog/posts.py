"""The posts of a capture in the index: one row for each post of a target, and an interval for each of its states.

What an abridged observation does not show is left as it was known; what it does show is compared. Counts are not
part of a version: they change at every look, and the last seen stand with the post.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from archiver.catalog import fields
from archiver.catalog.intervals import Here, Row, as_json, in_parts
from archiver.catalog.placed import is_of_others
from archiver.catalog.tables import POSTS, VERSIONS
from archiver.model import instant
from archiver.model.post import Observation

_NONE = "{}"


def index(here: Here, posts: Sequence[Observation]) -> None:
    """Add what a capture shows of posts, each once."""
    by_key = {post.ref.key: post for post in posts}
    for keys in in_parts(list(by_key)):
        some = [by_key[key] for key in keys]
        _add_states(here, some)
        _note(here, some)


def _add_states(here: Here, posts: Sequence[Observation]) -> None:
    known = here.latest(VERSIONS, ("key",), {"key": [post.ref.key for post in posts]})
    begun: list[Row] = []
    lasting: list[Row] = []
    for post in posts:
        before = known.get((post.ref.key,))
        state_before = json.loads(before["fields"]) if before else {}
        state = _state(state_before, post)
        if before is not None and (state_before, before["extractor"]) == (state, here.extractor):
            lasting.append(before | _wholeness(before, here.capture, whole=post.whole))
        else:
            shown = {"key": post.ref.key, "fields": as_json(state), "record": post.record}
            known_whole = {"whole": post.whole or bool(before and before["whole"])}
            begun.append(shown | _wholeness({}, here.capture, whole=post.whole) | known_whole)
    here.prolong(VERSIONS, ("key",), lasting, "whole", "whole_from", "whole_until")
    here.begin(VERSIONS, begun)


def _wholeness(before: Row, capture: str, *, whole: bool) -> Row:
    """Say whether all fields of a state are known, and which captures read it whole, after one more."""
    return {
        "whole": whole or bool(before.get("whole")),
        "whole_from": before.get("whole_from") or (capture if whole else None),
        "whole_until": capture if whole else before.get("whole_until"),
    }


def _state(known: Row, post: Observation) -> Row:
    state = fields.merged(known, fields.of_post(post), whole=post.whole)
    if state["caption"] != known.get("caption") and not state["caption_edited"]:
        # That other words were not edited says nothing of these.
        state["caption_edited"] = post.caption_edited
    return state


def _note(here: Here, posts: Sequence[Observation]) -> None:
    """Note each post's last capture, and what the capture shows otherwise than was known.

    What others captured says of a post only as long as no look of ours says anything.
    """
    rows = {post.ref.key: _row(here, post) for post in posts}
    own = {name: here.key[name] for name in ("platform", "target")}
    here_known = (POSTS.c.target == own["target"], POSTS.c.key.in_(rows))
    if here.is_imported:
        for key in here.connection.scalars(select(POSTS.c.key).where(*here_known, ~is_of_others())).all():
            del rows[key]
    else:
        here.connection.execute(delete(POSTS).where(*here_known, is_of_others()))
    columns = (POSTS.c.owner_name, POSTS.c.published_at, POSTS.c.counts)
    where = (POSTS.c.target == own["target"], POSTS.c.key.in_(rows))
    known = {key: rest for key, *rest in here.connection.execute(select(POSTS.c.key, *columns).where(*where))}
    lasting = [key for key, row in rows.items() if key in known and _is_as_known(known[key], row)]
    here.let_last(POSTS, own, "key", lasting, {})
    other = rows.keys() - set(lasting)
    dated = {post.ref.key for post in posts if post.published_at is not None}
    _write(here, [rows[key] for key in other & dated], dated=True)
    _write(here, [rows[key] for key in other - dated], dated=False)


def _is_as_known(known: list[Any], row: Row) -> bool:
    owner_name, published_at, counts = known
    return (
        row["owner_name"] == owner_name
        and row["published_at"] in (None, published_at)
        and row["counts"] in (_NONE, counts)
    )


def _write(here: Here, rows: list[Row], *, dated: bool) -> None:
    """Write posts; of a date that is not known to be the displayed one only what nothing else is known of."""
    if not rows:
        return
    statement = upsert(POSTS)
    new = statement.excluded
    later = {
        "last_capture": new.last_capture,
        "owner_name": new.owner_name,
        "published_at": new.published_at if dated else func.coalesce(POSTS.c.published_at, new.published_at),
        "counts": case((new.counts == _NONE, POSTS.c.counts), else_=new.counts),
    }
    here.connection.execute(
        statement.on_conflict_do_update(index_elements=["platform", "key", "target"], set_=later),
        rows,
    )


def _row(here: Here, post: Observation) -> Row:
    at = post.published_at or post.made_at
    return {
        "platform": post.ref.platform,
        "key": post.ref.key,
        "target": here.key["target"],
        "permanent_id": post.permanent_id,
        "published_at": instant.written(at) if at else None,
        "owner_id": post.owner_id,
        "owner_name": post.owner_name,
        "first_capture": here.capture,
        "last_capture": here.capture,
        "counts": as_json({name: [count.value, count.exact] for name, count in post.counts}),
    }
