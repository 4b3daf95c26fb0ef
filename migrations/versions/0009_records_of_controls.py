"""Which record each control was answered by: an exhibit names it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_READ_AGAIN = (
    "abouts",
    "accounts",
    "captures",
    "events",
    "films",
    "gaps",
    "listings",
    "media",
    "payloads",
    "pictures",
    "places",
    "posts",
    "presences",
    "probes",
    "trays",
    "versions",
)


def upgrade() -> None:
    """Forget the rows there are: captures are read again, which hold what rows lack."""
    for table in _READ_AGAIN:
        op.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - the names stand above
