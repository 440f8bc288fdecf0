"""When was a policy document asked for, and what came back? One row an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of answers to requests for policy documents."""
    serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "hearings",
        sa.Column("number", serial, primary_key=True),
        sa.Column("url_hash", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("fetched_at", sa.Double, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("headers", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, sa.ForeignKey("policy_documents.sha256")),
        sa.Column("final_url", sa.Text),
        sa.Column("problem", sa.Text),
        sa.Column("tries", sa.Integer, nullable=False),
    )
    op.create_index(None, "hearings", ["url_hash", "fetched_at"])
