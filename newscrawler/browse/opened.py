"""How is a store opened by somebody who only looks? Nothing can be written, nor takes long."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from newscrawler.storage.errors import StoreError, explained
from newscrawler.storage.opening import place, revision, shown_url, store_url
from newscrawler.storage.schema import REVISION

SECONDS = 3.0
"""How long one query may take: our choice. The pages are made for a fraction of it."""

STEPS = 20_000
"""Steps of SQLite's machine between two looks at the clock: about a millisecond."""


PLANNED = {
    "default_transaction_read_only": "on",
    "enable_seqscan": "off",
    "jit": "off",
    "work_mem": "64MB",
}
"""PostgreSQL's settings: every page has an index, and takes less than a compiler would;
what an index finds is remembered row by row, not page by page."""


class TooSlowError(StoreError):
    """A question that the database did not answer in time."""


class ReadOnlyStore:
    """A store that is looked into. From any thread; each reading is of one moment."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read as of one moment; TooSlowError where a query takes more than its time."""
        with explained(self._where), self._engine.connect() as connection:
            try:
                yield connection
            except DBAPIError as error:
                if _was_stopped(error):
                    raise TooSlowError(f"{self._where}: {error.orig}") from error
                raise

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def open_to_read(uri: str, seconds: float = SECONDS) -> ReadOnlyStore:
    """Return the store of a URI, which is there and is not changed.

    ``seconds``: how long one query may take.
    StoreError where it is not there, or its schema is not this code's: whoever may
    write brings it up.
    """
    url = store_url(uri)
    found = ReadOnlyStore(_engine(url, seconds), place(url))
    try:
        _check(found, place(url))
    except BaseException:
        found.close()
        raise
    return found


def _check(store: ReadOnlyStore, where: str) -> None:
    with store.reading() as connection:
        found = revision(connection)
    if found == REVISION:
        return
    if found is None:
        raise StoreError(f"{where}: is no store of newscrawler")
    raise StoreError(
        f"{where}: has schema {found}, this newscrawler reads {REVISION};"
        " newscrawler doctor brings an older one up"
    )


def _engine(url: URL, seconds: float) -> Engine:
    if url.drivername == "sqlite":
        return _sqlite(url, seconds)
    given = {**PLANNED, "statement_timeout": round(seconds * 1000)}
    options = " ".join(f"-c {name}={value}" for name, value in given.items())
    try:
        engine = create_engine(
            url, pool_pre_ping=True, connect_args={"options": options}
        )
    except ImportError as error:
        words = "its driver is missing; pip install 'psycopg[binary]'"
        raise StoreError(f"{place(url)}: {words}") from error
    engine.url = shown_url(url)
    return engine.execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )


def _sqlite(url: URL, seconds: float) -> Engine:
    file = Path(place(url))
    if not file.is_file():
        raise StoreError(f"{file}: is not there; a crawl makes it")
    query = {"mode": "ro", "uri": "true"}
    read_only = url.set(database=file.absolute().as_uri(), query=query)
    try:
        engine = create_engine(read_only)
    except SQLAlchemyError as error:
        raise StoreError(f"{file}: {error}") from error
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _clock(seconds))
    return engine


def _set_up(connection: SQLiteConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # as the writers have it: BEGIN is ours
    connection.execute("PRAGMA query_only = ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _clock(seconds: float) -> Callable[..., None]:
    """Return what gives a query its time: SQLite asks now and then whether to go on."""

    def set_clock(connection: Connection, *_: object) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, SQLiteConnection)
        driver.set_progress_handler(_is_late(time.monotonic() + seconds), STEPS)

    return set_clock


def _is_late(end: float) -> Callable[[], bool]:
    return lambda: time.monotonic() > end


def _was_stopped(error: DBAPIError) -> bool:
    return any(one in str(error.orig) for one in ("interrupted", "statement timeout"))
