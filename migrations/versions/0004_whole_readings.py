"""Which captures read a post whole, an account's counts, and what probes were answered, to be asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_READ_AGAIN = (
    "captures",
    "events",
    "gaps",
    "listings",
    "media",
    "payloads",
    "pictures",
    "places",
    "posts",
    "presences",
)


def upgrade() -> None:
    """Make three tables anew, and forget the rows there are: captures are read again, which hold what rows lack."""
    for table in _READ_AGAIN:
        op.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - the names stand above
    for table in ("accounts", "probes", "versions"):
        op.drop_table(table)
    op.create_table(
        "accounts",
        sa.Column("platform", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("lane", sa.String, primary_key=True),
        sa.Column("first_capture", sa.String, primary_key=True),
        sa.Column("last_capture", sa.String, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.Column("extractor", sa.String, nullable=False),
        sa.Column("record", sa.String, nullable=False),
    )
    op.create_table(
        "probes",
        sa.Column("capture", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("lane", sa.String, nullable=False),
        sa.Column("availability", sa.String, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("extractor", sa.String, nullable=False),
    )
    op.create_index("ix_probes_target", "probes", ["target", "key"])
    op.create_table(
        "versions",
        sa.Column("platform", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("lane", sa.String, primary_key=True),
        sa.Column("first_capture", sa.String, primary_key=True),
        sa.Column("last_capture", sa.String, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("whole_from", sa.String),
        sa.Column("whole_until", sa.String),
        sa.Column("extractor", sa.String, nullable=False),
        sa.Column("record", sa.String, nullable=False),
    )
    op.create_index("ix_versions_first", "versions", ["target", "first_capture"])
