"""What was last had of listings and articles, and when are they due?"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table of visits; what an older store kept is not visited again."""
    op.create_table(
        "visits",
        sa.Column("url_hash", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("found_at", sa.Double, nullable=False),
        sa.Column("visited_at", sa.Double, nullable=False),
        sa.Column("due_at", sa.Double),
        sa.Column("read_at", sa.Double),
        sa.Column("rhythm", sa.Double),
        sa.Column("misses", sa.Integer, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("body_sha256", sa.Text),
        sa.Column("basis", sa.Text),
        sa.Column("cadence", sa.Text),
    )
    is_due = sa.column("due_at", sa.Double).is_not(None)
    op.create_index(
        "ix_visits_due",
        "visits",
        ["kind", "due_at"],
        sqlite_where=is_due,
        postgresql_where=is_due,
    )
