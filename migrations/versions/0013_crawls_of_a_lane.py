"""Which crawls of a target were made in which lane is read from an index alone: there are thousands after a year."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Widen the index of captures by target."""
    op.drop_index("ix_captures_target", "captures")
    op.create_index("ix_captures_target", "captures", ["target", "kind", "lane", "capture", "vantage"])
