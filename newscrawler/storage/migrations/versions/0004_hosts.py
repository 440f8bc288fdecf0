"""What is known of a host, and which texts did their own origin's notices refuse?"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables of hosts, of refused texts and of their fingerprints."""
    serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text, primary_key=True),
        sa.Column("pause", sa.Text),
        sa.Column("memory", sa.Text),
        sa.Column("updated_at", sa.Double, nullable=False),
    )
    op.create_table(
        "refused_texts",
        sa.Column("number", serial, primary_key=True),
        sa.Column("url_hash", sa.Text, nullable=False, unique=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("notice", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("paragraphs", sa.Integer, nullable=False),
        sa.Column("refused_at", sa.Double, nullable=False),
    )
    op.create_table(
        "fingerprints",
        sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column(
            "text",
            serial,
            sa.ForeignKey("refused_texts.number"),
            primary_key=True,
        ),
    )
