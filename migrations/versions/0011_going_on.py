"""With which capture a listing began that another brought to its end: those made before this were all made at once."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column."""
    op.add_column("captures", sa.Column("begun_with", sa.String))
