"""How does a store read and write? What is told of, and the ledger, or nothing at all."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from newscrawler.storage.erasing import erase
from newscrawler.storage.errors import StoreError, explained
from newscrawler.storage.frontier_rows import Settled, write_settled
from newscrawler.storage.ledger import Batch, Memory
from newscrawler.storage.opening import reading_at_once, writing
from newscrawler.storage.pending import Pending
from newscrawler.storage.url_keys import url_key

T = TypeVar("T")

SETTLED_AT_ONCE = 32
"""URLs that came to something, and wait for one transaction with their decisions: our
choice. Who is killed asks for so many again, beside those in flight."""


class Transactions:
    """The transactions of an open database; ``where`` is how messages name it."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._writer = writing(engine)
        self._snapshots = reading_at_once(engine)
        self._where = where
        self._lock = Lock()
        self._pending = Pending()
        self._memory = Memory()
        self._settling: dict[str, Settled] = {}

    def transact(self, work: Callable[[Batch], T]) -> T:
        """Do what is told in the ledger, in one transaction with what waits."""
        return self._write(work)

    def settle(self, urls: Iterable[str], settled: Settled) -> None:
        """Let URLs that a run took be done, or wait, once what waits is written."""
        with self._lock:
            self._settling |= dict.fromkeys(map(url_key, urls), settled)
            is_due = len(self._settling) >= SETTLED_AT_ONCE
        if is_due:
            self._write(lambda _: None)

    def erase(self) -> str:
        """Let the bytes of deleted rows leave the database's files; return how."""
        with self._lock:
            return erase(self._engine, self._where)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read as of one moment; StoreError where the database cannot be read."""
        with explained(self._where), self._snapshots.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write what is no part of the ledger, in one transaction."""
        with self._lock, explained(self._where), self._writer.begin() as connection:
            yield connection

    def _write(self, work: Callable[[Batch], T], *, everything: bool = False) -> T:
        """Write in one transaction, and once more if another wrote the same before."""
        try:
            with self._transaction(everything=everything) as batch:
                return work(batch)
        except IntegrityError:
            self._memory.clear()
        try:
            with self._transaction(everything=everything, is_sure=False) as batch:
                return work(batch)
        except IntegrityError as error:
            said = str(error.orig).splitlines()[0]
            raise StoreError(f"{self._where}: takes no record: {said}") from error

    @contextmanager
    def _transaction(
        self, *, everything: bool = False, is_sure: bool = True
    ) -> Iterator[Batch]:
        """Write in one transaction, what waits first; it waits on if that fails.

        ``everything``: counts of decisions that were made again do not wait on either.
        """
        with self._lock, explained(self._where):
            with self._writer.begin() as connection:
                batch = Batch(connection, self._memory, is_sure=is_sure)
                again = batch.decide(self._pending.new, self._pending.again)
                if everything or self._pending.may_ride:
                    batch.count_on(again)
                    again = {}
                write_settled(connection, self._settling)
                yield batch
                batch.write()
            batch.remember()
            self._settling = {}
            self._pending.settle(again)
