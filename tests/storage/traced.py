"""See each statement that SQLite is about to run, on connections made from here on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, Pool


@contextmanager
def traced(take: Callable[[str], None]) -> Iterator[None]:
    """Let ``take`` see the statements, with their values in them."""

    def watch(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.set_trace_callback(take)

    event.listen(Pool, "connect", watch)
    try:
        yield
    finally:
        event.remove(Pool, "connect", watch)
