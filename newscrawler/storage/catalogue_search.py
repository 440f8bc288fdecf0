"""Which articles have these words, and are of that source, language and day?"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    cast,
    column,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from newscrawler.storage.catalogue_table import WORDS, catalogue
from newscrawler.storage.catalogue_words import Term, facet_word

FACETS = ("source", "language", "day")

NEWEST = 2**62
"""A number that no article has: the first page begins below it."""

_FTS5 = table(WORDS, column("rowid"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None stands for any. ``day``: a year, month or day."""

    terms: tuple[Term, ...] = ()
    source: str | None = None
    language: str | None = None
    day: str | None = None

    def all_terms(self) -> tuple[Term, ...]:
        """Return the words, and the tokens of what an article is to be of."""
        named = ((name, getattr(self, name)) for name in FACETS)
        facets = (Term((facet_word(name, one),)) for name, one in named if one)
        return (*facets, *self.terms)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article of the catalogue, by its number."""

    article: int
    source: str | None
    language: str | None
    day: str


def find_listed(
    connection: Connection, wanted: Wanted, before: int = NEWEST, many: int = 50
) -> list[Listed]:
    """Return the newest articles that are wanted, of numbers below one.

    By a parameter alone: what a person wrote is never part of a statement.
    """
    terms = wanted.all_terms()
    query = _query(connection.dialect.name, is_plain=not terms)
    given: dict[str, str | int] = {"before": before, "many": many}
    if terms:
        said = fts5(terms) if connection.dialect.name == "sqlite" else tsquery(terms)
        given["terms"] = said
    rows = connection.execute(query, given)
    return [Listed(row.article, row.source, row.language, row.day) for row in rows]


def fts5(terms: Sequence[Term]) -> str:
    """Return terms as FTS5 reads them; tokens hold no quotation mark.

    >>> fts5([Term(("東京", "京都")), Term(("ekonom",), begins=True)])
    '"東京 京都" AND "ekonom"*'
    """
    return " AND ".join(
        f'"{" ".join(one.tokens)}"{"*" if one.begins else ""}' for one in terms
    )


def tsquery(terms: Sequence[Term]) -> str:
    """Return terms as PostgreSQL reads them.

    >>> tsquery([Term(("東京", "京都")), Term(("ekonom",), begins=True)])
    "('東京' <-> '京都') & ('ekonom':*)"
    """
    return " & ".join(f"({_phrase(one)})" for one in terms)


def _phrase(one: Term) -> str:
    tokens = " <-> ".join(f"'{token}'" for token in one.tokens)
    return f"{tokens}:*" if one.begins else tokens


def _query(dialect: str, *, is_plain: bool) -> Select[tuple[int, str, str, str]]:
    found = catalogue.c
    query = select(found.article, found.source, found.language, found.day)
    number: ColumnElement[int] = found.article
    if not is_plain and dialect == "sqlite":
        number = _FTS5.c.rowid
        query = query.select_from(_FTS5.join(catalogue, found.article == number))
        query = query.where(literal_column(WORDS).match(bindparam("terms")))
    elif not is_plain:
        asked = cast(bindparam("terms"), TSQUERY)
        query = query.where(found.words.bool_op("@@")(asked))
    query = query.where(number < bindparam("before")).order_by(number.desc())
    return query.limit(bindparam("many"))
