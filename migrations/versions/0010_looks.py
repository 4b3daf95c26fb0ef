"""How each look went, by its custody event: when a target is due is drawn from that."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


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
    """Make the table, and forget the rows there are: captures and ledger are read again, which hold what rows lack."""
    for table in _READ_AGAIN:
        op.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - the names stand above
    op.create_table(
        "looks",
        sa.Column("slug", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("vantage", sa.String, nullable=False),
        sa.Column("session", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("began", sa.String, nullable=False),
        sa.Column("ended", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("pages", sa.Integer),
        sa.Column("capture", sa.String, nullable=False),
        sa.Column("unchanged", sa.Boolean, nullable=False),
    )
    op.create_index("ix_looks_target", "looks", ["target", "vantage", "kind", "ended"])
    op.create_index("ix_looks_session", "looks", ["session", "ended"])
    op.create_index("ix_looks_ended", "looks", ["ended"])
