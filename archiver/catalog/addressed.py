"""Which keys are those of posts: stories stand in the same tables, and have no address to be asked by."""

from sqlalchemy import Column, ColumnElement

from archiver.model.refs import STORY


def is_post(key: Column[str]) -> ColumnElement[bool]:
    """Tell whether a key is that of a post, which rules about posts may meet."""
    return key.not_like(f"{STORY}%")
