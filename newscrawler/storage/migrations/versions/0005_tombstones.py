"""What stays of an article that was withdrawn, and when was it erased?"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

APPEND_ONLY = ("purges", "withdrawn_urls")


def upgrade() -> None:
    """Make the tables of tombstones, of their URLs and of purges."""
    serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "purges",
        sa.Column("number", serial, primary_key=True),
        sa.Column("purged_at", sa.Double, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
        sa.Column("removals", sa.Text, nullable=False),
        sa.Column("run", serial, sa.ForeignKey("runs.number"), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_table(
        "tombstones",
        sa.Column("number", serial, primary_key=True),
        sa.Column("url_hash", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("record_sha256", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("kept_at", sa.Double, nullable=False),
        sa.Column("kept_by", sa.Text, nullable=False),
        sa.Column("article_run", serial, nullable=False),
        sa.Column("article_sequence", sa.Integer, nullable=False),
        sa.Column("withdrawn_at", sa.Double, nullable=False),
        sa.Column("signal", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("run", serial, sa.ForeignKey("runs.number"), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("purge", serial, sa.ForeignKey("purges.number")),
        sa.UniqueConstraint("article_run", "article_sequence"),
    )
    op.create_index(None, "tombstones", ["url_hash"])
    op.create_index(None, "tombstones", ["purge"])
    op.create_table(
        "withdrawn_urls",
        sa.Column("url_hash", sa.Text, primary_key=True),
        sa.Column(
            "tombstone",
            serial,
            sa.ForeignKey("tombstones.number"),
            nullable=False,
        ),
    )
    for table in APPEND_ONLY:
        _refuse(op.get_bind().dialect.name, table, ("UPDATE", "DELETE"))
    # a purge is written on a tombstone; what stands there otherwise, the ledger tells
    _refuse(op.get_bind().dialect.name, "tombstones", ("DELETE",))


def _refuse(dialect: str, table: str, acts: tuple[str, ...]) -> None:
    if dialect == "sqlite":
        for act in acts:
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE {' OR '.join(acts)} OR TRUNCATE"
        f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION newscrawler_append_only()"
    )
