"""What films are and look like, and which payloads were made of others."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_READ_AGAIN = (
    "accounts",
    "captures",
    "events",
    "gaps",
    "listings",
    "media",
    "pictures",
    "places",
    "posts",
    "presences",
    "probes",
    "versions",
)


def upgrade() -> None:
    """Make one table anew and one more, and forget the rows there are: captures are read again."""
    for table in _READ_AGAIN:
        op.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - the names stand above
    op.drop_table("payloads")
    op.create_table(
        "payloads",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("capture", sa.String, nullable=False),
        sa.Column("record", sa.String, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("mime", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("made", sa.Boolean, nullable=False),
    )
    op.create_index("ix_payloads_capture", "payloads", ["capture"])
    op.create_table(
        "films",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("codecs", sa.String, nullable=False),
        sa.Column("frames", sa.Text, nullable=False),
        sa.Column("version", sa.String, nullable=False),
    )
