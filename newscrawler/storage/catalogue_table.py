"""Which table lists what articles there are, and which indexes find decisions?

SQLite: ``catalogue_words`` is an FTS5 table over its ``words``; whoever lists an article
writes both, a trigger takes it from both. PostgreSQL: ``words`` is a tsvector with a GIN
index.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, column, table
from sqlalchemy.dialects.postgresql import TSVECTOR

from newscrawler.storage.column_types import SoundText
from newscrawler.storage.schema import METADATA, decisions


def _article() -> Column[int]:
    """Return the key of a table with a row for an article, gone when it is gone."""
    return Column(
        "article",
        ForeignKey("articles.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )


# The current version of each article; withdrawn ones are not here. `language`: the
# primary subtag; `day`: of its publication, or when it was kept. `words`: its tokens.
catalogue = Table(
    "catalogue",
    METADATA,
    _article(),
    Column("source", SoundText),
    Column("language", SoundText),
    Column("day", Text, nullable=False),
    Column("words", Text().with_variant(TSVECTOR, "postgresql"), nullable=False),
)

# Current articles that wait to be listed. To index words costs half among many others,
# and a crawl keeps few at once. Who searches reads these one by one.
unlisted = Table(
    "unlisted",
    METADATA,
    _article(),
)

WORDS = "catalogue_words"
"""What is there for one database alone, and so not in METADATA, begins so."""

fts5_words = table(WORDS, column("rowid", Integer), column("words", Text))

for _name in ("verdict", "source", "deciding", "host"):
    Index(None, decisions.c[_name], decisions.c.decided_at)
Index(None, decisions.c.decided_at)
Index(None, catalogue.c.source, catalogue.c.article)
