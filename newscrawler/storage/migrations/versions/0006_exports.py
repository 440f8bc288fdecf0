"""What was given away, for which purpose, and which articles were in it?"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables of exports and of the articles in them."""
    serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "exports",
        sa.Column("number", serial, primary_key=True),
        sa.Column("run", serial, sa.ForeignKey("runs.number"), nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("started_at", sa.Double, nullable=False),
        sa.Column("ended_at", sa.Double),
        sa.Column("items", sa.BigInteger),
        sa.Column("excluded", sa.BigInteger),
        sa.Column("sha256", sa.Text),
    )
    op.create_table(
        "export_items",
        sa.Column("article", serial, primary_key=True, autoincrement=False),
        sa.Column("export", serial, sa.ForeignKey("exports.number"), primary_key=True),
    )
