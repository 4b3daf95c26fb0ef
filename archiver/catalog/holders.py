"""Which post a medium is known to belong to: a listing of pictures names those alone."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from archiver.catalog.intervals import in_parts
from archiver.catalog.placed import is_ours
from archiver.catalog.tables import VERSIONS
from archiver.model.refs import PostRef, TargetRef


def of(connection: Connection, target: TargetRef, media: Iterable[PostRef]) -> dict[PostRef, PostRef]:
    """Give for each medium, named as a listing does, the post of the target that was read with it."""
    held = func.json_each(VERSIONS.c.fields, "$.media").table_valued("value")
    number = func.json_extract(held.c.value, "$.permanent_id")
    found: dict[PostRef, PostRef] = {}
    for numbers in in_parts(sorted({medium.key for medium in media})):
        rows = connection.execute(
            select(number, func.min(VERSIONS.c.key))
            .select_from(VERSIONS)
            .join(held, number.in_(numbers))
            .where(VERSIONS.c.target == str(target), VERSIONS.c.key != number, is_ours(VERSIONS))
            .group_by(number)
        )
        found |= {PostRef(target.platform, key): PostRef(target.platform, post) for key, post in rows}
    return found
