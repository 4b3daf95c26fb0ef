"""The first shape of the index: states of posts and accounts as intervals between captures."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "accounts",
        sa.Column("platform", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("lane", sa.String, primary_key=True),
        sa.Column("first_capture", sa.String, primary_key=True),
        sa.Column("last_capture", sa.String, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("extractor", sa.String, nullable=False),
        sa.Column("record", sa.String, nullable=False),
    )
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
        sa.Column("seal", sa.String, nullable=False),
    )
    op.create_index("ix_captures_target", "captures", ["target"])
    op.create_table(
        "gaps",
        sa.Column("capture", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("record", sa.String, nullable=False),
    )
    op.create_index("ix_gaps_subject", "gaps", ["subject"])
    op.create_table(
        "media",
        sa.Column("platform", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("asset", sa.String, primary_key=True),
        sa.Column("sha256", sa.String, primary_key=True),
    )
    op.create_table(
        "payloads",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("capture", sa.String, nullable=False),
        sa.Column("record", sa.String, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("mime", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
    )
    op.create_index("ix_payloads_capture", "payloads", ["capture"])
    op.create_table(
        "pictures",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("phash", sa.String, nullable=False),
        sa.Column("dhash", sa.String, nullable=False),
        sa.Column("mode", sa.String, nullable=False),
        sa.Column("version", sa.String, nullable=False),
    )
    op.create_table(
        "posts",
        sa.Column("platform", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("permanent_id", sa.String, nullable=False),
        sa.Column("owner_id", sa.String, nullable=False),
        sa.Column("first_capture", sa.String, nullable=False),
        sa.Column("last_capture", sa.String, nullable=False),
        sa.Column("owner_name", sa.String, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
    )
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
        sa.Column("extractor", sa.String, nullable=False),
        sa.Column("record", sa.String, nullable=False),
    )
