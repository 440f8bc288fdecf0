"""What articles are there, by source, language, day and word? A catalogue of them."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from newscrawler.storage.catalogue_rows import list_articles

revision = "0012"
down_revision = "0011"

PAGE = 500

# All but white space is part of a token: they come ready.
TABLE = (
    "CREATE VIRTUAL TABLE catalogue_words USING fts5(words, content='catalogue',"
    " content_rowid='article', tokenize=\"unicode61 remove_diacritics 0"
    " categories 'L* M* N* P* S* C*'\")"
)
OF_NEW = (
    "CREATE TRIGGER catalogue_words_of_new AFTER INSERT ON catalogue BEGIN"
    " INSERT INTO catalogue_words (rowid, words) VALUES (new.article, new.words);"
    " END"
)
OF_GONE = (
    "CREATE TRIGGER catalogue_words_of_gone AFTER DELETE ON catalogue BEGIN"
    " INSERT INTO catalogue_words (catalogue_words, rowid, words)"
    " VALUES ('delete', old.article, old.words); END"
)


def upgrade() -> None:
    """List the articles that are there, and let decisions be found in order of time."""
    _create_catalogue()
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.exec_driver_sql(TABLE)
    _fill(connection)
    for trigger in (OF_NEW, OF_GONE) if is_sqlite else ():
        connection.exec_driver_sql(trigger)
    if connection.dialect.name == "postgresql":
        op.create_index(
            "catalogue_words", "catalogue", ["words"], postgresql_using="gin"
        )
    for one in ("verdict", "source", "deciding", "host"):
        name = f"ix_decisions_{one}_decided_at"
        op.create_index(name, "decisions", [one, "decided_at"])
    op.create_index("ix_catalogue_source_article", "catalogue", ["source", "article"])
    op.create_index("ix_decisions_decided_at", "decisions", ["decided_at"])


def _create_catalogue() -> None:
    serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    words = sa.Text().with_variant(TSVECTOR, "postgresql")
    op.create_table(
        "catalogue",
        sa.Column("article", serial, primary_key=True, autoincrement=False),
        sa.Column("source", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("words", words, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], ondelete="CASCADE"),
    )


def _fill(connection: sa.Connection) -> None:
    """List what is there; with today's words, by which it will be looked for."""
    query = sa.text(
        "SELECT number, source, kept_at, record FROM articles"
        " WHERE is_current AND number > :after ORDER BY number LIMIT :page"
    )
    after = 0
    while found := connection.execute(query, {"after": after, "page": PAGE}).all():
        after = found[-1].number
        list_articles(
            connection,
            ((row._asdict(), json.loads(row.record)) for row in found),
        )
