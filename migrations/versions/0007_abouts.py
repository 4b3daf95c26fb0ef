"""What platforms state of accounts beside their heads."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make one more table; the captures are read again, since their extractors are newer."""
    op.create_table(
        "abouts",
        sa.Column("platform", sa.String, primary_key=True),
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("lane", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("section", sa.String, primary_key=True),
        sa.Column("first_capture", sa.String, primary_key=True),
        sa.Column("last_capture", sa.String, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("extractor", sa.String, nullable=False),
        sa.Column("record", sa.String, nullable=False),
    )
