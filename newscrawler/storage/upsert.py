"""How is a row written that may be there already? One spelling for both databases."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeAlias

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from newscrawler.storage.prepared import Prepared

Row: TypeAlias = Mapping[str, str | bytes | float | None]
Insert: TypeAlias = sqlite.Insert | postgresql.Insert


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write the rows whose key is not there yet, in the order of their keys.

    In order, so that two writers on PostgreSQL never wait for each other in a ring.
    """
    if rows:
        (key,) = table.primary_key.columns.keys()
        ordered = sorted(rows, key=lambda row: str(row[key]))
        _new_insert(table).run(connection, ordered)


def insert_for(connection: Connection, table: Table) -> Insert:
    """Return an insert that can say what to do with a row that is there."""
    return insert_of(connection.dialect.name, table)


def insert_of(dialect: str, table: Table) -> Insert:
    """Return the same by the name of a database."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table)


@cache
def _new_insert(table: Table) -> Prepared:
    return Prepared(lambda dialect: insert_of(dialect, table).on_conflict_do_nothing())
