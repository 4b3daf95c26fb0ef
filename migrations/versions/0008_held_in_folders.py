"""Where each payload stands first in each folder of captures: none may point into the folder of another target."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_READ_AGAIN = (
    "abouts",
    "accounts",
    "captures",
    "events",
    "films",
    "gaps",
    "listings",
    "media",
    "pictures",
    "places",
    "posts",
    "presences",
    "probes",
    "trays",
    "versions",
)


def upgrade() -> None:
    """Make one table anew, and forget the rows there are: captures are read again, which hold what rows lack."""
    for table in _READ_AGAIN:
        op.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - the names stand above
    op.drop_table("payloads")
    op.create_table(
        "payloads",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("folder", sa.String, primary_key=True),
        sa.Column("capture", sa.String, nullable=False),
        sa.Column("record", sa.String, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("mime", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("made", sa.Boolean, nullable=False),
    )
    op.create_index("ix_payloads_capture", "payloads", ["capture"])
