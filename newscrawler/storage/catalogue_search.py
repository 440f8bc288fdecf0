"""Which articles have these words, and are of that source, language and day?

Those that wait to be listed are read themselves: what is kept is found at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    cast,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from newscrawler.storage.catalogue_rows import waiting
from newscrawler.storage.catalogue_table import WORDS, catalogue, fts5_words
from newscrawler.storage.catalogue_words import Term, facet_word

FACETS = ("source", "language", "day")

NEWEST = 2**62
"""A number that no article has: the first page begins below it."""

NEAR = 5_000
"""Articles, the newest, that PostgreSQL goes through before it asks the index: our choice.

Common words are found among them; of rare ones the index has few.
"""

_PG = "postgresql"
_ASKED = cast(bindparam("terms"), TSQUERY)
_own = catalogue.c
_ROWS = select(_own.article, _own.source, _own.language, _own.day)


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
    connection: Connection,
    wanted: Wanted,
    before: int = NEWEST,
    many: int = 50,
    near: int = NEAR,
) -> list[Listed]:
    """Return the newest articles that are wanted, of numbers below one.

    By a parameter alone: what a person wrote is never part of a statement.
    """
    terms = wanted.all_terms()
    found = [
        *_waiting(connection, terms, before),
        *_find_listed(connection, terms, before, many, near),
    ]
    return sorted(found, key=lambda one: -one.article)[:many]


def _waiting(
    connection: Connection, terms: Sequence[Term], before: int
) -> Iterator[Listed]:
    # tokens have no spaces: those that stand together are a part of the text
    sought = [f" {' '.join(one.tokens)}{'' if one.begins else ' '}" for one in terms]
    for one in waiting(connection, before):
        text = f" {one.words} "
        if all(some in text for some in sought):
            yield Listed(one.article, one.source, one.language, one.day)


def _find_listed(
    connection: Connection, terms: Sequence[Term], before: int, many: int, near: int
) -> list[Listed]:
    if not terms:
        return _listed(connection, _ROWS, before, many)
    if connection.dialect.name == "sqlite":
        return _listed(connection, _by_fts5(), before, many, fts5(terms))
    floor = _floor(connection, before, near)
    said = tsquery(terms)
    found = _listed(connection, _by_tsvector(floor), before, many, said)
    if floor is None or len(found) == many:
        return found
    rest = _listed(connection, _by_gin(), floor, many - len(found), said)
    return [*found, *rest]


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


def _listed(
    connection: Connection,
    query: Select[int, str | None, str | None, str],
    before: int,
    many: int,
    terms: str | None = None,
) -> list[Listed]:
    number = query.selected_columns[0]
    newest = query.where(number < before).order_by(number.desc()).limit(many)
    given = {} if terms is None else {"terms": terms}
    rows = connection.execute(newest, given)
    return [Listed(row[0], row[1], row[2], row[3]) for row in rows]


def _by_fts5() -> Select[int, str | None, str | None, str]:
    number = fts5_words.c.rowid
    joined = fts5_words.join(catalogue, _own.article == number)
    found = select(number, _own.source, _own.language, _own.day).select_from(joined)
    return found.where(literal_column(WORDS).match(bindparam("terms")))


def _by_tsvector(
    floor: int | None,
) -> Select[int, str | None, str | None, str]:
    found = _ROWS.where(_own.words.bool_op("@@")(_ASKED))
    return found if floor is None else found.where(_own.article >= floor)


def _by_gin() -> Select[int, str | None, str | None, str]:
    """Return what finds words by their index alone.

    PostgreSQL takes words for independent of each other: by the order of numbers it
    would go through all articles for two that are common and never together.
    """
    found = _by_tsvector(None).cte("found").prefix_with("MATERIALIZED", dialect=_PG)
    return select(found.c.article, found.c.source, found.c.language, found.c.day)


def _floor(connection: Connection, before: int, near: int) -> int | None:
    """Return the number of the last article that is near, None if all are."""
    query = select(_own.article).where(_own.article < before)
    last = query.order_by(_own.article.desc()).offset(near - 1).limit(1)
    return connection.scalar(last)
