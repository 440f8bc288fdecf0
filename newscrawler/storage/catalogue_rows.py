"""How does an article come into the catalogue, and out of it?"""

import re
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert

from newscrawler.policy.record import Value, iso_time
from newscrawler.storage.catalogue_table import catalogue
from newscrawler.storage.catalogue_words import facet_word, words_of
from newscrawler.storage.prepared import Given, Prepared

DAYS = (4, 7, 10)
"""Lengths of a year, a month and a day in ISO 8601: each can be asked for."""

_INSERT = Prepared(insert(catalogue).inline())
_RETIRED = delete(catalogue).where(catalogue.c.article == bindparam("of_number"))
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}")


def list_articles(
    connection: Connection, new: Iterable[tuple[Given, Mapping[str, Value]]]
) -> None:
    """List current articles, each its row of ``articles`` and its JSON."""
    name = connection.dialect.name
    _INSERT.run(connection, [_row(name, row, record) for row, record in new])


def leave_catalogue(connection: Connection, numbers: Sequence[int]) -> None:
    """List versions no more that are current no more."""
    rows = [{"of_number": one} for one in numbers]
    if rows:
        connection.execute(_RETIRED, rows)


def vector(words: Iterable[str]) -> str:
    """Return tokens as PostgreSQL reads a tsvector: in quotes, with their places.

    >>> vector(["language=6964", "rice"])
    "'language=6964':1 'rice':2"
    """
    return " ".join(f"'{one}':{place}" for place, one in enumerate(words, 1))


def _row(dialect: str, row: Given, record: Mapping[str, Value]) -> Given:
    kept_at, source = row["kept_at"], row["source"]
    assert isinstance(kept_at, int | float)
    found = {
        "source": None if source is None else str(source),
        "language": _language(record.get("inLanguage")),
        "day": _day(record.get("datePublished")) or iso_time(kept_at)[:10],
    }
    words = [*_facets(found), *words_of(record)]
    told = vector(words) if dialect == "postgresql" else " ".join(words)
    return {"article": row["number"], **found, "words": told}


def _facets(row: Mapping[str, str | None]) -> Iterable[str]:
    day = row["day"] or ""
    yield from (facet_word("day", day[:long]) for long in DAYS)
    for name in ("source", "language"):
        value = row[name]
        if value is not None:
            yield facet_word(name, value)


def _language(value: Value) -> str | None:
    found = _LANGUAGE.match(value) if isinstance(value, str) else None
    return None if found is None else found[0].lower()


def _day(value: Value) -> str | None:
    found = _DAY.match(value) if isinstance(value, str) else None
    return None if found is None else found[0]
