"""How is a store opened? Its URI is checked, then its schema; both end as an engine."""

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import OperationalError

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import LRUCache

from newscrawler.storage import (  # noqa: F401  their tables are in METADATA
    catalogue_table,
    lease_table,
)
from newscrawler.storage.errors import ELSEWHERE, StoreError, explained
from newscrawler.storage.prepared import driver_cursor
from newscrawler.storage.schema import METADATA, REVISION

BUSY_TIMEOUT = 10.0
"""Seconds to wait for another writer: our choice. ``?timeout=30`` says otherwise."""

FORMS = "sqlite:///FILE or postgresql://USER@HOST/NAME"

MOST_SHARED, MOST_COMPILED = 16, 500
"""Databases, and statements of each, whose SQL is remembered: our choice, and that of
SQLAlchemy's engines."""

WAL_TRIES = 50
"""How often to ask for the write-ahead log: our choice. Two are rarely needed."""

_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
}
_SECRETS = ("password", "sslpassword")
"""What of a URI's query is secret: PostgreSQL, section 32.1.2."""

_MIGRATION_LOCK = 0x6E657773
"""Any number that no other program uses on the same PostgreSQL: "news" in ASCII."""


def store_url(uri: str) -> URL:
    """Return the parts of a store's URI; StoreError where it names no store."""
    try:
        url = make_url(uri.strip())
        driver = _DRIVERS[url.drivername]
    except (ArgumentError, KeyError, ValueError):
        # not quoted: a URI that cannot be read may hold a password
        raise StoreError(f"NEWSCRAWLER_STORE is no store: write {FORMS}") from None
    if not url.database:
        raise StoreError(f"{place(url)} names no database: write {FORMS}")
    return url.set(drivername=driver)


def place(url: URL) -> str:
    """Return how messages name a store: its file, or its URI without the password."""
    if url.drivername == "sqlite" and url.database:
        return url.database
    return shown_url(url).render_as_string(hide_password=True)


def shown_url(url: URL) -> URL:
    """Return a URL as an engine may show it; it hides no password but its own."""
    return url.difference_update_query(_SECRETS)


def opened(url: URL) -> Engine:
    """Return an engine whose database has the schema of this code."""
    if url.drivername == "sqlite":
        _check_file(Path(url.database or ""))
    engine = _engine(url)
    try:
        with explained(place(url)):
            _prepare(engine, place(url))
    except BaseException:
        engine.dispose()
        raise
    return engine


def stored_schema(uri: str) -> str | None:
    """Return the schema of a store, None where there is no store yet.

    Nothing is made and nothing brought up. StoreError where it cannot be read.
    """
    url = store_url(uri)
    if url.drivername == "sqlite":
        file = Path(url.database or "")
        if not file.exists():
            return None
        _check_file(file)
    engine = _engine(url)
    try:
        with explained(place(url)), engine.connect() as connection:
            found = revision(connection)
            if found is None:
                _check_empty(connection, place(url))
            return found
    finally:
        engine.dispose()


def writing(engine: Engine) -> Engine:
    """Return the engine whose transactions are for writing from their first word.

    A SQLite transaction that read first may find, when it writes, that another has
    written since; no time-out helps there.
    """
    return engine.execution_options(newscrawler_begin="BEGIN IMMEDIATE")


def reading_at_once(engine: Engine) -> Engine:
    """Return the engine whose transactions see the database as of their first word."""
    if engine.dialect.name == "sqlite":
        return engine  # as its transactions do anyway
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _check_file(file: Path) -> None:
    folder = file.parent
    if not folder.is_dir():
        raise StoreError(f"{file}: there is no folder {folder}; make it first")
    if file.is_dir():
        raise StoreError(f"{file}: is a folder; name a file by NEWSCRAWLER_STORE")


def _engine(url: URL) -> Engine:
    """Return an engine with connections of its own.

    Those of one database share what SQLAlchemy made of each statement: a worker opens
    the store for every crawl, and to make it anew was a third of a poll's cost.
    """
    try:
        first = _first_engine(url)
    except ImportError as error:
        raise StoreError(
            f"{place(url)}: its driver is missing; pip install 'psycopg[binary]'"
        ) from error
    except (SQLAlchemyError, TypeError, ValueError) as error:
        raise StoreError(f"{place(url)}: {error}") from error
    shared = first.get_execution_options()
    pool, dialect = first.pool.recreate(), first.dialect
    named = shown_url(url)
    engine = Engine(
        pool, dialect, named, hide_parameters=True, execution_options=shared
    )
    if url.drivername == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@lru_cache(maxsize=MOST_SHARED)
def _first_engine(url: URL) -> Engine:
    """Return what the engines of a database are made from; it never connects."""
    compiled: LRUCache[object, object] = LRUCache(MOST_COMPILED)
    shared = {"compiled_cache": compiled}
    if url.drivername != "sqlite":
        return create_engine(url, pool_pre_ping=True, execution_options=shared)
    timeout = {} if "timeout" in url.query else {"timeout": BUSY_TIMEOUT}
    return create_engine(url, connect_args=timeout, execution_options=shared)


def _set_up_sqlite(connection: SQLiteConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")  # zeros in the place of a row
    # pages, 16 MB, our choice: what is written again and again, as indexes are, is
    # copied into the file once
    connection.execute("PRAGMA wal_autocheckpoint = 4000")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    words = str(options.get("newscrawler_begin", "BEGIN"))
    with driver_cursor(connection, words) as cursor:
        cursor.execute(words)


def _prepare(engine: Engine, where: str) -> None:
    with engine.connect() as connection:
        found = revision(connection)
    if found != REVISION:
        _migrate(engine, where)
    if engine.dialect.name == "sqlite":
        _use_wal(engine)


def _use_wal(engine: Engine) -> None:
    """Let readers and a writer not wait for each other; the file remembers it.

    SQLite does not wait for others when the mode changes, so we do, and try again
    where one was faster. Without it all is right, only slower.
    """
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, SQLiteConnection)
        for _ in range(WAL_TRIES):
            if driver.execute("PRAGMA journal_mode").fetchone() == ("wal",):
                return
            driver.execute("BEGIN EXCLUSIVE")
            driver.execute("COMMIT")
            with suppress(OperationalError):
                driver.execute("PRAGMA journal_mode = WAL")


def revision(connection: Connection) -> str | None:
    """Return which migration a database has, None if it is no store."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _migrate(engine: Engine, where: str) -> None:
    """Bring the schema up in one transaction; who comes second finds it done."""
    # imported here: a store that is up to date, nearly every one, does without it
    from newscrawler.storage.migrations import known_revisions, upgrade  # noqa: PLC0415

    with writing(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(:lock)")
            connection.execute(lock, {"lock": _MIGRATION_LOCK})
        found = revision(connection)
        if found is None:
            _check_empty(connection, where)
        elif found not in known_revisions():
            raise StoreError(
                f"{where}: schema {found} is newer than this newscrawler's {REVISION};"
                " upgrade newscrawler"
            )
        upgrade(connection)


def _check_empty(connection: Connection, where: str) -> None:
    """Refuse to settle among the tables of another program."""
    present = set(inspect(connection).get_table_names())
    if connection.dialect.name != "sqlite":
        present &= set(METADATA.tables)  # a server's database is often shared
    if present:
        raise StoreError(
            f"{where}: holds tables of another program ({min(present)}); {ELSEWHERE}"
        )
