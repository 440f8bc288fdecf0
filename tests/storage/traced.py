"""See each statement that SQLite is about to run, on connections made from here on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, Pool

Connecting = Callable[[sqlite3.Connection, ConnectionPoolEntry], None]


def trace(take: Callable[[str], None]) -> Connecting:
    """Let ``take`` see the statements, with their values in them, from now on."""

    def watch(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.set_trace_callback(take)

    event.listen(Pool, "connect", watch)
    return watch


@contextmanager
def traced(take: Callable[[str], None]) -> Iterator[None]:
    """Let ``take`` see them for a while."""
    watch = trace(take)
    try:
        yield
    finally:
        event.remove(Pool, "connect", watch)
