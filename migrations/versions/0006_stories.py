"""Which stories stood in which trays, and how far our clock was from the servers'."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_READ_AGAIN = (
    "accounts",
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
    "versions",
)


def upgrade() -> None:
    """Make one table anew and one more, and forget the rows there are: captures are read again."""
    for table in _READ_AGAIN:
        op.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - the names stand above
    op.drop_table("captures")
    op.create_table(
        "captures",
        sa.Column("capture", sa.String, primary_key=True),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("post", sa.String),
        sa.Column("lane", sa.String, nullable=False),
        sa.Column("vantage", sa.String, nullable=False),
        sa.Column("started_at", sa.String, nullable=False),
        sa.Column("ended_at", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("listed", sa.Integer, nullable=False),
        sa.Column("claimed", sa.Integer),
        sa.Column("claimed_exactly", sa.Boolean, nullable=False),
        sa.Column("reach_limit", sa.String),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.Column("understood", sa.Integer, nullable=False),
        sa.Column("bytes_fetched", sa.Integer, nullable=False),
        sa.Column("clock_offset", sa.Float),
        sa.Column("seal", sa.String, nullable=False),
    )
    op.create_index("ix_captures_target", "captures", ["target"])
    op.create_table(
        "trays",
        sa.Column("platform", sa.String, primary_key=True),
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("lane", sa.String, primary_key=True),
        sa.Column("tray", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("first_capture", sa.String, primary_key=True),
        sa.Column("last_capture", sa.String, nullable=False),
        sa.Column("gone", sa.String),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("extractor", sa.String, nullable=False),
    )
    op.create_index("ix_trays_key", "trays", ["target", "key"])
