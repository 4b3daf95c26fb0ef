"""Listings as intervals: what each surface listed, in which order, between which captures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of listings."""
    op.create_table(
        "listings",
        sa.Column("platform", sa.String, primary_key=True),
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("lane", sa.String, primary_key=True),
        sa.Column("surface", sa.String, primary_key=True),
        sa.Column("first_capture", sa.String, primary_key=True),
        sa.Column("last_capture", sa.String, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("extractor", sa.String, nullable=False),
    )
