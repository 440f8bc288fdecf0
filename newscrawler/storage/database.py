"""Where do articles and decisions go? Into one database, SQLite or PostgreSQL."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from newscrawler.items import Article
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Document, Verdict
from newscrawler.policy.record import Value
from newscrawler.storage import reading, schema
from newscrawler.storage.decision_rows import StoredDecision
from newscrawler.storage.errors import StoreError, explained
from newscrawler.storage.hearing_rows import (
    StoredHearing,
    read_hearing,
    write_hearing,
)
from newscrawler.storage.keeping import Kept, new_article, url_form, write_article
from newscrawler.storage.opening import opened, place, store_url, writing
from newscrawler.storage.pending import Pending
from newscrawler.storage.reading import Counts, StoredArticle, StoredDocument, Tally
from newscrawler.storage.text import json_text, text_hash
from newscrawler.storage.upsert import insert_counted, insert_new

__all__ = [
    "Counts",
    "Kept",
    "Store",
    "StoreError",
    "StoredDecision",
    "StoredDocument",
    "StoredHearing",
    "Tally",
    "open_store",
]


def open_store(uri: str) -> "Store":
    """Return the store of a URI, made if it is new; StoreError if it cannot be used."""
    url = store_url(uri)
    return Store(opened(url), place(url))


class Store:
    """An open store. Its methods may be called from any thread, and block.

    Recorded decisions wait until there are enough of them, and go into whatever
    transaction is next; a transaction that fails keeps them waiting.
    """

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._writer = writing(engine)
        self._where = where
        self._lock = Lock()
        self._pending = Pending()
        self._runs: set[int] = set()

    def begin_run(
        self, kind: str, config: Mapping[str, Value], policy_version: str, now: float
    ) -> int:
        """Return the number of a new run."""
        values = {
            "kind": kind,
            "config": json_text(config),
            "policy_version": policy_version,
            "started_at": now,
        }
        with self._transaction() as connection:
            key = connection.execute(insert(schema.runs), values).inserted_primary_key
        assert key is not None
        self._runs.add(key[0])
        return int(key[0])

    def end_run(self, run: int, now: float, summary: Mapping[str, Value]) -> None:
        """Write when a run ended and what came of it, after all that it recorded."""
        self._check_run(run)
        values = {"ended_at": now, "summary": json_text(summary)}
        with self._transaction() as connection:
            runs = schema.runs
            connection.execute(update(runs).where(runs.c.number == run), values)

    def record(self, run: int, decision: Decision, now: float) -> None:
        """Remember a decision; it is written with the next hundred, or by ``flush``."""
        self._check_run(run)
        with self._lock:
            self._pending.add(run, decision, now)
            is_due = self._pending.is_due
        if is_due:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if self._pending:
            with self._transaction():
                pass

    def keep(
        self,
        run: int,
        decision: Decision,
        article: Article,
        canonical_url: str,
        content_hash: str,
        also: Iterable[str] = (),
    ) -> Kept:
        """Write an article, the decision that lets us and its URLs in one transaction.

        ``also``: further URLs that led to it. Of an article that is there already,
        only the URLs are written.
        """
        self._check_run(run)
        new = new_article(run, decision, article, canonical_url, content_hash, also)
        try:
            with self._transaction() as connection:
                return write_article(connection, new)
        except IntegrityError:
            # on PostgreSQL another may have kept it between our look and our word
            with self._transaction() as connection:
                return write_article(connection, new)

    def keep_hearing(self, document: Document, tries: int = 0) -> None:
        """Write what came back for a policy document; its bytes once by their hash.

        ``tries``: failures in a row, this one included.
        """
        with self._transaction() as connection:
            write_hearing(connection, document, tries)

    def hearing(self, url: str, as_of: float | None = None) -> StoredHearing | None:
        """Return what came back last for a document, or last at a time (epoch)."""
        with self._reading() as connection:
            return read_hearing(connection, url, as_of)

    def document(self, sha256: str) -> StoredDocument | None:
        """Return the policy document that statements name by its hash."""
        with self._reading() as connection:
            return reading.document(connection, sha256)

    def is_seen(self, url: str) -> bool:
        """Tell whether an article was kept for a URL, in any of its forms."""
        return bool(self.seen((url,)))

    def seen(self, urls: Iterable[str]) -> set[str]:
        """Return those of the URLs that an article was kept for."""
        hashes = {url: text_hash(url_form(url)) for url in urls}
        with self._reading() as connection:
            found = reading.seen_hashes(connection, hashes.values())
        return {url for url, key in hashes.items() if key in found}

    def decisions(
        self,
        run: int | None = None,
        verdict: Verdict | None = None,
        source: str | None = None,
    ) -> Iterator[StoredDecision]:
        """Yield decisions in the order of recording; None stands for any."""
        self.flush()

        def read(after: int) -> list[StoredDecision]:
            with self._reading() as connection:
                return reading.decision_page(connection, after, run, verdict, source)

        return reading.in_pages(read)

    def articles(self) -> Iterator[Article]:
        """Yield the current version of each article, in the order of keeping."""

        def read(after: int) -> list[StoredArticle]:
            with self._reading() as connection:
                return reading.article_page(connection, after)

        return (one.article for one in reading.in_pages(read))

    def counts(self) -> Counts:
        """Return how many rows there are of each kind."""
        self.flush()
        with self._reading() as connection:
            return reading.count_rows(connection)

    def summary(self, run: int) -> tuple[Tally, ...]:
        """Return what a run decided: by source, stage, verdict and deciding signal."""
        self.flush()
        with self._reading() as connection:
            return reading.tallies(connection, run)

    def close(self) -> None:
        """Write what waits and let go of the database."""
        try:
            self.flush()
        finally:
            self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Write in one transaction, what waits first; it waits on if that fails."""
        with self._lock, explained(self._where):
            with self._writer.begin() as connection:
                insert_new(
                    connection, schema.statements, self._pending.statement_rows()
                )
                insert_counted(
                    connection, schema.decisions, self._pending.decision_rows()
                )
                yield connection
            self._pending.clear()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self._where), self._engine.connect() as connection:
            yield connection

    def _check_run(self, run: int) -> None:
        """Refuse a run that is not there: its decisions could never be written."""
        if run in self._runs:
            return
        runs = schema.runs
        with self._reading() as connection:
            if connection.scalar(select(runs.c.number).where(runs.c.number == run)):
                self._runs.add(run)
                return
        raise ValueError(f"the store has no run {run}")
