"""The last event of a kind of each target is found without reading all events there are."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_events_event", "events", ["event", "slug", "target", "number"])
