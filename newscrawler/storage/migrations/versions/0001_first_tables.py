"""What did the first store hold? Runs, decisions with their evidence, articles."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    _create_runs()
    _create_evidence()
    _create_decisions()
    _create_articles()
    _create_urls()


def _serial() -> TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _create_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("number", _serial(), primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("config", sa.Text, nullable=False),
        sa.Column("policy_version", sa.Text, nullable=False),
        sa.Column("started_at", sa.Double, nullable=False),
        sa.Column("ended_at", sa.Double),
        sa.Column("summary", sa.Text),
    )


def _create_evidence() -> None:
    op.create_table(
        "policy_documents",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("media_type", sa.Text),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("fetched_at", sa.Double, nullable=False),
    )
    op.create_table(
        "statements",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("signal", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
    )


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("number", _serial(), primary_key=True),
        sa.Column("run", _serial(), sa.ForeignKey("runs.number"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("deciding", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("decided_at", sa.Double, nullable=False),
        sa.Column("last_at", sa.Double, nullable=False),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.UniqueConstraint("run", "key"),
    )
    for columns in (["run", "verdict"], ["source", "verdict"], ["id"]):
        op.create_index(None, "decisions", columns)


def _create_articles() -> None:
    decision = sa.ForeignKey("decisions.number")
    op.create_table(
        "articles",
        sa.Column("number", _serial(), primary_key=True),
        sa.Column("url_hash", sa.Text, nullable=False),
        sa.Column("canonical_url", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("run", _serial(), sa.ForeignKey("runs.number"), nullable=False),
        sa.Column("decision", _serial(), decision, nullable=False),
        sa.Column("kept_at", sa.Double, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.UniqueConstraint("url_hash", "version"),
    )
    _create_current_index("uq_articles_current_url", "url_hash")
    _create_current_index("uq_articles_current_content", "content_hash")


def _create_current_index(name: str, column: str) -> None:
    current = sa.column("is_current", sa.Boolean)
    op.create_index(
        name,
        "articles",
        [column],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )


def _create_urls() -> None:
    article = sa.ForeignKey("articles.number")
    op.create_table(
        "urls",
        sa.Column("url_hash", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("article", _serial(), article, nullable=False),
        sa.Column("seen_at", sa.Double, nullable=False),
    )
