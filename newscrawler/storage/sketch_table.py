"""Which tables tell of articles that are nearly the same?"""

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
)

from newscrawler.storage.column_types import SERIAL
from newscrawler.storage.schema import METADATA


def _article(name: str, *, index: bool = False) -> Column[int]:
    """Return a column that goes with its article, whoever withdraws that."""
    key = ForeignKey("articles.number", ondelete="CASCADE")
    return Column(name, key, primary_key=True, autoincrement=False, index=index)


# What of an article's text is kept to find its like.
sketches = Table(
    "sketches",
    METADATA,
    _article("article"),
    Column("version", Integer, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
)

# By which parts of sketches articles are found. No foreign key: that would need an
# index, and cost more than both. Who withdraws an article takes its rows out.
sketch_bands = Table(
    "sketch_bands",
    METADATA,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("article", SERIAL, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Which article is nearly the same as one that was there before, `earlier`; `likeness`
# is from 0 to 1.
near_duplicates = Table(
    "near_duplicates",
    METADATA,
    _article("article"),
    _article("earlier", index=True),
    Column("likeness", Double, nullable=False),
)
