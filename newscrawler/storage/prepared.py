"""How is the same statement run again and again? Put together once for each database.

What SQLAlchemy does for each run, and for each value of it, costs more than what SQLite
does. So the driver is handed text and values, those of text columns mended as ever.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import TypeAlias

import orjson
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Dialect,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

from newscrawler.storage.column_types import SoundText
from newscrawler.storage.text import storable

Given: TypeAlias = Mapping[str, object]
Handed: TypeAlias = "tuple[object, ...] | dict[str, object]"
Form: TypeAlias = "tuple[str, Callable[[Given], Handed]]"

MANY = "many"
"""The parameter that ``among`` asks for."""


class Prepared:
    """A statement, or what returns it for a database's name; values go by name."""

    def __init__(
        self, statement: ClauseElement | Callable[[str], ClauseElement]
    ) -> None:
        self._statement = statement
        self._forms: dict[tuple[str, tuple[str, ...]], Form] = {}

    def run(self, connection: Connection, rows: Sequence[Given]) -> None:
        """Run it for each row, all in one call; each has the names of the first."""
        if rows:
            text, handed = self._form(connection.dialect, tuple(rows[0]))
            with driver_cursor(connection, text) as cursor:
                values = list(map(handed, rows))
                cursor.executemany(text, values)  # type: ignore[arg-type]  # all of one kind

    def ask(self, connection: Connection, given: Given) -> Sequence[tuple[object, ...]]:
        """Return the rows that it selects."""
        text, handed = self._form(connection.dialect, tuple(given))
        with driver_cursor(connection, text) as cursor:
            cursor.execute(text, handed(given))
            found: Sequence[tuple[object, ...]] = cursor.fetchall()
        return found

    def _form(self, dialect: Dialect, names: tuple[str, ...]) -> Form:
        found = self._forms.get((dialect.name, names))
        if found is None:
            statement = self._statement
            if not isinstance(statement, ClauseElement):
                statement = statement(dialect.name)
            compiled = statement.compile(dialect=dialect, column_keys=list(names))
            assert isinstance(compiled, SQLCompiler)
            found = compiled.string, _handing(compiled, dialect)
            self._forms[dialect.name, names] = found
        return found


@contextmanager
def driver_cursor(connection: Connection, text: str) -> Iterator[DBAPICursor]:
    """Lend the driver's cursor; what it raises is told as SQLAlchemy does."""
    dialect = connection.dialect
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except dialect.loaded_dbapi.Error as error:
        failed = dialect.loaded_dbapi.Error
        raise DBAPIError.instance(text, None, error, failed) from error
    finally:
        cursor.close()


def among(
    column: ColumnElement[object], dialect: str, name: str = MANY
) -> ColumnElement[bool]:
    """Return that a column is one of ``many`` values: one parameter, however many."""
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(column.type)))
    values = func.json_each(bindparam(name)).table_valued("value")
    return column.in_(select(values.c.value))


def many(
    values: Iterable[object], connection: Connection, name: str = MANY
) -> dict[str, object]:
    """Return the parameter for ``among``: texts or numbers."""
    found = list(values)
    is_array = connection.dialect.name == "postgresql"
    return {name: found if is_array else orjson.dumps(found).decode()}


def _handing(compiled: SQLCompiler, dialect: Dialect) -> Callable[[Given], Handed]:
    """Return what makes of a row by name what the driver takes."""
    names = tuple(compiled.positiontup or compiled.binds)
    in_order = itemgetter(*names) if len(names) > 1 else _one_by_one(names)
    fixed = {
        name: bind.value for name, bind in compiled.binds.items() if not bind.required
    }
    processors = [_processor(compiled, name, dialect) for name in names]
    mending = [(at, of) for at, of in enumerate(processors) if of is not None]

    def handed(given: Given) -> Handed:
        row = {**fixed, **given} if fixed else given
        found: tuple[object, ...] = in_order(row)
        if compiled.positional and not mending:
            return found
        values = list(found)
        for at, process in mending:
            values[at] = process(values[at])
        if compiled.positional:
            return tuple(values)
        return dict(zip(names, values, strict=True))

    return handed


def _one_by_one(names: Sequence[str]) -> Callable[[Given], tuple[object, ...]]:
    return lambda row: tuple(row[name] for name in names)


def _processor(
    compiled: SQLCompiler, name: str, dialect: Dialect
) -> Callable[[object], object] | None:
    kind = compiled.binds[name].type
    if isinstance(kind, SoundText):
        return _sound  # as it does itself, at once
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _sound(value: object) -> object:
    return storable(value) if isinstance(value, str) else value
