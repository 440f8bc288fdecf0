"""What of a crawl's frontier is in the store, and who ends the crawl where it fails?"""

import time
from collections.abc import Callable, Sequence
from enum import Enum
from typing import TypeVar

from newscrawler.address import host_of
from newscrawler.policy import Decision, Verdict
from newscrawler.storage.database import Store, StoreError
from newscrawler.storage.frontier_rows import (
    Found,
    Scope,
    Settled,
    claim,
    hosts_waiting,
    take,
    write_found,
)
from newscrawler.storage.ledger import Batch
from newscrawler.storage.visit_rows import revive

T = TypeVar("T")

MARK = "newscrawler_frontier"
"""The meta key of requests for articles. Who copies it has it written down."""


class Taken(Enum):
    """The mark of a request that came out of the frontier."""

    TAKEN = "taken"


class Frontier:
    """Reads and writes it; without a store there is none.

    ``store`` gives the open one, None if there is none; ``run`` its run; ``failed``
    ends the crawl and returns why.
    """

    def __init__(
        self,
        store: Callable[[], Store | None],
        run: Callable[[], int],
        failed: Callable[[StoreError], str],
    ) -> None:
        self._store = store
        self._run = run
        self._failed = failed

    @property
    def is_open(self) -> bool:
        """Tell whether there is a store."""
        return self._store() is not None

    def found(self, urls: Sequence[Found], *, insists: bool) -> list[str | None]:
        """Write URLs down; return the sources of those that are to be asked for later."""
        run, now = self._run(), time.time()
        return self._transact(
            lambda store: store.transact(
                lambda batch: write_found(
                    batch.connection, run, urls, now, insists=insists
                )
            ),
            [],
        )

    def hosts(self, scope: Scope) -> list[str]:
        """Return the hosts of URLs that earlier crawls left and this one resumes.

        Among them those of articles that are to be asked for again by now.
        """
        run, now = self._run(), time.time()
        if not scope.resumes:
            return []

        def read(batch: Batch) -> list[str]:
            revive(batch.connection, run, scope.source, now)
            return hosts_waiting(batch.connection, run, scope.source, now)

        return self._transact(lambda store: store.transact(read), [])

    def take(self, scope: Scope, host: str, many: int) -> list[str]:
        """Take at most so many URLs of a host."""
        run, now = self._run(), time.time()
        return self._transact(
            lambda store: store.transact(
                lambda batch: take(batch.connection, run, scope, host, many, now)
            ),
            [],
        )

    def claims(self, url: str, trail: Sequence[str]) -> bool:
        """Take what a redirect leads to; False if this crawl has asked for it already.

        ``trail``: what led there.
        """
        run, now = self._run(), time.time()
        return self._transact(
            lambda store: store.transact(
                lambda batch: claim(batch.connection, run, url, trail, now)
            ),
            False,
        )

    def decided(self, decision: Decision, trail: Sequence[str] = ()) -> None:
        """Settle a URL that is not allowed, with what led there: it is done, or waits.

        The decision must be recorded: both are written at once.
        """
        if decision.verdict is Verdict.DEFER:
            self._settle(decision.url, trail, decision.retry_at or time.time())
        elif decision.verdict is Verdict.REFUSE:
            self._settle(decision.url, trail, None)

    def ended(self, url: str, trail: Sequence[str] = ()) -> None:
        """Settle a URL that was allowed and is no article."""
        self._settle(url, trail, None)

    def _settle(self, url: str, trail: Sequence[str], due_at: float | None) -> None:
        settled = Settled(self._run(), due_at)
        self._transact(lambda store: store.settle((url, *trail), settled), None)

    def _transact(self, work: Callable[[Store], T], otherwise: T) -> T:
        store = self._store()
        if store is None:
            return otherwise
        try:
            return work(store)
        except StoreError as error:
            self._failed(error)
            return otherwise


def hosts_of(urls: Sequence[Found]) -> set[str]:
    """Return whose URLs these are."""
    return {host_of(one.url) for one in urls}
