"""How does an article come into the catalogue, and out of it?

It waits, from the transaction that keeps it, until there are enough to list at once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import orjson
from sqlalchemy import Connection, bindparam, delete, func, insert, select

from newscrawler.policy.record import Value, iso_time
from newscrawler.storage.catalogue_table import catalogue, fts5_words, unlisted
from newscrawler.storage.catalogue_words import facet_word, words_of
from newscrawler.storage.prepared import Given, Prepared, among, many
from newscrawler.storage.schema import articles

AT_ONCE = 200
"""Articles that are listed in one transaction: our choice, some 40 ms."""

DAYS = (4, 7, 10)
"""Lengths of a year, a month and a day in ISO 8601: each can be asked for."""

_INSERT = Prepared(insert(catalogue).inline())
_INDEX = Prepared(
    insert(fts5_words).values(rowid=bindparam("article"), words=bindparam("words"))
)
_WAIT = Prepared(insert(unlisted).inline())
_COUNT = Prepared(select(func.count()).select_from(unlisted))
_COLUMNS = tuple(articles.c[name] for name in ("number", "source", "kept_at", "record"))
_WAITING = (
    select(*_COLUMNS)
    .join_from(unlisted, articles, articles.c.number == unlisted.c.article)
    .order_by(unlisted.c.article)
)
_NEXT = Prepared(
    # who lists, or withdraws, them meanwhile has locked them
    _WAITING.limit(AT_ONCE).with_for_update(skip_locked=True, key_share=True)
)
_LISTED = Prepared(
    lambda dialect: delete(unlisted).where(among(unlisted.c.article, dialect))
)
_RETIRED = tuple(
    delete(table).where(table.c.article == bindparam("of_number"))
    for table in (catalogue, unlisted)
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}")


@dataclass(frozen=True, slots=True)
class Told:
    """What the catalogue tells of an article; ``words``: the tokens that find it,
    a blank between two.
    """

    article: int
    source: str | None
    language: str | None
    day: str
    words: str


def wait_for_listing(connection: Connection, numbers: Iterable[int]) -> None:
    """Let new articles wait; where there are enough, list them."""
    _WAIT.run(connection, [{"article": one} for one in numbers])
    ((waiting,),) = _COUNT.ask(connection, {})
    if int(str(waiting)) >= AT_ONCE:
        _list_next(connection)


def list_waiting(connection: Connection) -> None:
    """List all that wait."""
    while _list_next(connection):
        pass


def list_articles(
    connection: Connection, new: Iterable[tuple[Given, Mapping[str, Value]]]
) -> None:
    """List current articles, each its row of ``articles`` and its JSON."""
    name = connection.dialect.name
    rows = [_row(name, told_of(row, record)) for row, record in new]
    _INSERT.run(connection, rows)
    if name == "sqlite":
        # not by a trigger: FTS5 would write what it has to its files for each row
        _INDEX.run(connection, rows)


def leave_catalogue(connection: Connection, numbers: Sequence[int]) -> None:
    """List versions no more that are current no more."""
    rows = [{"of_number": one} for one in numbers]
    for retired in _RETIRED if rows else ():
        connection.execute(retired, rows)


def waiting(connection: Connection, before: int) -> Iterator[Told]:
    """Yield the articles that wait, of numbers below one."""
    query = _WAITING.where(unlisted.c.article < before)
    for row in connection.execute(query).mappings():
        yield told_of(dict(row), orjson.loads(row["record"]))


def told_of(row: Given, record: Mapping[str, Value]) -> Told:
    """Return what is told of an article by its row of ``articles`` and its JSON."""
    kept_at, source, number = row["kept_at"], row["source"], row["number"]
    assert isinstance(kept_at, int | float)
    source = None if source is None else str(source)
    language = _language(record.get("inLanguage"))
    day = _day(record.get("datePublished")) or iso_time(kept_at)[:10]
    facets, found = _facets(day, source, language), words_of(record)
    words = f"{facets} {found}" if found else facets
    return Told(int(str(number)), source, language, day, words)


def vector(words: str) -> str:
    """Return tokens as PostgreSQL reads a tsvector: in quotes, with their places.

    >>> vector("language=6964 rice")
    "'language=6964':1 'rice':2"
    """
    return " ".join(f"'{one}':{place}" for place, one in enumerate(words.split(" "), 1))


def _list_next(connection: Connection) -> bool:
    """List some that wait; tell whether there were any."""
    names = tuple(one.name for one in _COLUMNS)
    rows = [dict(zip(names, row, strict=True)) for row in _NEXT.ask(connection, {})]
    list_articles(connection, ((row, orjson.loads(str(row["record"]))) for row in rows))
    if rows:
        numbers = many((row["number"] for row in rows), connection)
        _LISTED.run(connection, [numbers])
    return bool(rows)


def _row(dialect: str, told: Told) -> Given:
    words = vector(told.words) if dialect == "postgresql" else told.words
    return {
        "article": told.article,
        "source": told.source,
        "language": told.language,
        "day": told.day,
        "words": words,
    }


@lru_cache(maxsize=1024)
def _facets(day: str, source: str | None, language: str | None) -> str:
    """Return the tokens of what an article is of: many are of the same."""
    named = [("day", day[:long]) for long in DAYS]
    named += [
        (name, value)
        for name, value in (("source", source), ("language", language))
        if value is not None
    ]
    return " ".join(facet_word(name, value) for name, value in named)


def _language(value: Value) -> str | None:
    found = _LANGUAGE.match(value) if isinstance(value, str) else None
    return None if found is None else found[0].lower()


def _day(value: Value) -> str | None:
    found = _DAY.match(value) if isinstance(value, str) else None
    return None if found is None else found[0]
