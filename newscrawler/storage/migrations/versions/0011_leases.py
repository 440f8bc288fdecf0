"""Who may talk to a host, or crawl a source, and until when? Leases."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table of leases."""
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("until", sa.Double, nullable=False),
        sa.Column("next_at", sa.Double, nullable=False),
        sa.Column("delay", sa.Double, nullable=False),
        sa.Column("wanted_at", sa.Double),
    )
    op.create_index("ix_leases_owner", "leases", ["owner"])
