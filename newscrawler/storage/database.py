"""Where do articles and decisions go? Into one database, SQLite or PostgreSQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Engine, insert, select, update

from newscrawler.items import Article
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Document, Verdict
from newscrawler.policy.record import Value
from newscrawler.storage import counting, reading, schema
from newscrawler.storage.catalogue_rows import list_waiting
from newscrawler.storage.chain import Kind
from newscrawler.storage.checkpoint import Signer
from newscrawler.storage.checkpoint_rows import write_checkpoints
from newscrawler.storage.counting import Tally
from newscrawler.storage.decision_rows import StoredDecision
from newscrawler.storage.errors import StoreError
from newscrawler.storage.hearing_rows import (
    StoredHearing,
    read_hearing,
    write_hearing,
)
from newscrawler.storage.keeping import Named, new_article, write_articles
from newscrawler.storage.ledger import Batch
from newscrawler.storage.ledger_records import end_text, run_text
from newscrawler.storage.new_article import Kept, NewArticle
from newscrawler.storage.opening import opened, place, store_url
from newscrawler.storage.reading import Counts, StoredArticle, StoredDocument
from newscrawler.storage.rules import rules_version
from newscrawler.storage.text import json_text
from newscrawler.storage.transactions import Transactions
from newscrawler.storage.url_keys import url_key

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


def open_store(uri: str, signer: Signer | None = None) -> "Store":
    """Return the store of a URI, made if it is new; StoreError if it cannot be used.

    ``signer``: what signs the checkpoint at a run's end, None for nobody.
    """
    url = store_url(uri)
    return Store(opened(url), place(url), signer)


class Store(Transactions):
    """An open store. Its methods may be called from any thread, and block.

    Recorded decisions wait until there are enough of them, and go into whatever
    transaction is next; a transaction that fails keeps them waiting. What the ledger
    does not take is not written at all.
    """

    def __init__(
        self, engine: Engine, where: str, signer: Signer | None = None
    ) -> None:
        super().__init__(engine, where)
        self._signer = signer
        self._runs: set[int] = set()

    def begin_run(
        self, kind: str, config: Mapping[str, Value], policy_version: str, now: float
    ) -> int:
        """Return the number of a new run."""
        row = {
            "kind": kind,
            "config": json_text(config),
            "policy_version": policy_version,
            "rules": rules_version(),
            "started_at": now,
        }

        def begin(batch: Batch) -> int:
            new = batch.connection.execute(insert(schema.runs), row)
            assert new.inserted_primary_key is not None
            run = int(new.inserted_primary_key[0])
            batch.add(run, Kind.RUN, run_text(row, run))
            return run

        run = self._write(begin)
        self._runs.add(run)
        return run

    def end_run(self, run: int, now: float, summary: Mapping[str, Value]) -> None:
        """Write when a run ended and what came of it, and close its chain."""
        self._check_run(run)
        row = {"ended_at": now, "summary": json_text(summary)}

        def end(batch: Batch) -> None:
            runs = schema.runs
            batch.connection.execute(update(runs).where(runs.c.number == run), row)
            batch.add(run, Kind.END, end_text(row))
            list_waiting(batch.connection)
            batch.write()
            write_checkpoints(batch.connection, self._signer)

        self._write(end, everything=True)

    def record(self, run: int, decision: Decision) -> None:
        """Remember a decision; it is written with the next hundred, or by ``flush``."""
        self._check_run(run)
        with self._lock:
            self._pending.add(run, decision, self._memory.places)
            is_due = self._pending.is_due
        if is_due:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if self._pending or self._settling:
            self._write(lambda _: None, everything=True)

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
        one = self.prepare(run, decision, article, canonical_url, content_hash, also)
        return self.keep_all([one])[0]

    def prepare(
        self,
        run: int,
        decision: Decision,
        article: Article,
        canonical_url: str,
        content_hash: str,
        also: Iterable[str] = (),
    ) -> NewArticle:
        """Return an article for ``keep_all``; ValueError where it may not be kept."""
        self._check_run(run)
        with self._lock:
            evidence = self._pending.entry(run, decision)
        return new_article(
            evidence, decision, article, canonical_url, content_hash, also
        )

    def keep_all(
        self, wanted: Sequence[NewArticle], named: Named | None = None
    ) -> list[Kept]:
        """Write some articles as ``keep`` does one, in one transaction: all or none.

        ``named`` returns those that are new as they are to be stored, by their places
        among those wanted; it is called again where the transaction is.
        """
        if not wanted:
            return []
        return self._write(lambda batch: write_articles(batch, wanted, named))

    def keep_hearing(self, run: int, document: Document, tries: int = 0) -> None:
        """Write what came back for a policy document; its bytes once by their hash.

        ``tries``: failures in a row, this one included.
        """
        self._check_run(run)
        self._write(lambda batch: write_hearing(batch, run, document, tries))

    def hearing(self, url: str, as_of: float | None = None) -> StoredHearing | None:
        """Return what came back last for a document, or last at a time (epoch)."""
        with self.reading() as connection:
            return read_hearing(connection, url, as_of)

    def document(self, sha256: str) -> StoredDocument | None:
        """Return the policy document that statements name by its hash."""
        with self.reading() as connection:
            return reading.document(connection, sha256)

    def seen(self, urls: Iterable[str]) -> set[str]:
        """Return those of the URLs that an article was kept for, in any of their forms."""
        hashes = {url: url_key(url) for url in urls}
        with self.reading() as connection:
            found = reading.seen_hashes(connection, hashes.values())
        return {url for url, key in hashes.items() if key in found}

    def decisions(
        self,
        run: int | None = None,
        verdict: Verdict | None = None,
        source: str | None = None,
        since: float | None = None,
    ) -> Iterator[StoredDecision]:
        """Yield decisions in the order of recording; None stands for any.

        ``since``: those that were made at this time or later, or made again.
        """
        self.flush()

        def read(after: int) -> list[StoredDecision]:
            with self.reading() as connection:
                wanted = run, verdict, source, since
                return reading.decision_page(connection, after, *wanted)

        return reading.in_pages(read)

    def articles(self) -> Iterator[Article]:
        """Yield the current version of each article, in the order of keeping."""

        def read(after: int) -> list[StoredArticle]:
            with self.reading() as connection:
                return reading.article_page(connection, after)

        return (one.article for one in reading.in_pages(read))

    def counts(self) -> Counts:
        """Return how many rows there are of each kind."""
        self.flush()
        with self.reading() as connection:
            return reading.count_rows(connection)

    def summary(self, run: int) -> tuple[Tally, ...]:
        """Return what a run decided: by source, stage, verdict and deciding signal."""
        self.flush()
        with self.reading() as connection:
            return counting.tallies(connection, run)

    def close(self) -> None:
        """Write what waits and let go of the database."""
        try:
            self.flush()
        finally:
            self._engine.dispose()

    def _check_run(self, run: int) -> None:
        """Refuse a run that is not there: its decisions could never be written."""
        if run in self._runs:
            return
        runs = schema.runs
        with self.reading() as connection:
            if connection.scalar(select(runs.c.number).where(runs.c.number == run)):
                self._runs.add(run)
                return
        raise ValueError(f"the store has no run {run}")
