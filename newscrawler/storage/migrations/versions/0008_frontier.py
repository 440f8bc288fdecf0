"""What is to be asked for, and what was? The frontier."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table of the frontier, and the index of what waits in it."""
    op.create_table(
        "frontier",
        sa.Column("url_hash", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("found_at", sa.Double, nullable=False),
        sa.Column("due_at", sa.Double),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("taken", sa.Integer, nullable=False),
    )
    waiting = sa.column("due_at", sa.Double).is_not(None)
    op.create_index(
        "ix_frontier_waiting",
        "frontier",
        ["host", "taken", "found_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
