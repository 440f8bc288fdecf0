"""How do the bytes of rows that were deleted leave the database's files?

SQLite overwrites a deleted row (``secure_delete``); what it left elsewhere before, in
free pages and in the write-ahead log, goes when the file is written anew and the log
is cut to nothing. PostgreSQL writes the table anew; its own log, that log's archives
and every backup are the server's, and beyond us. So are a file system's snapshots.
"""

from sqlite3 import Connection as SQLiteConnection

from sqlalchemy import Engine

from newscrawler.storage.errors import StoreError, explained

SQLITE = "SQLite: secure_delete, FTS5 rebuild, VACUUM, wal_checkpoint(TRUNCATE)"
_VACUUM = "VACUUM FULL articles, sketches, sketch_bands, catalogue"
POSTGRESQL = (
    f"PostgreSQL: {_VACUUM}; not its write-ahead log, that log's archives, or backups"
)


def erase(engine: Engine, where: str) -> str:
    """Erase what was deleted, and return how, in words for a certificate.

    StoreError while somebody else still reads it.
    """
    with explained(where):
        if engine.dialect.name == "sqlite":
            _erase_sqlite(engine, where)
            return SQLITE
        anew = engine.execution_options(isolation_level="AUTOCOMMIT")
        with anew.connect() as connection:
            connection.exec_driver_sql(_VACUUM)
        return POSTGRESQL


def _erase_sqlite(engine: Engine, where: str) -> None:
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, SQLiteConnection)
        # its index marks words as gone, and lets them go when parts of it are merged
        driver.execute(
            "INSERT INTO catalogue_words (catalogue_words) VALUES ('rebuild')"
        )
        driver.execute("VACUUM")  # outside of any transaction: nothing has begun one
        busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StoreError(
            f"{where}: another program is reading; purge again when it has ended"
        )
