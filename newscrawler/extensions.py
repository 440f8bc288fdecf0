"""What is written down of a crawl: each decision, each kept article, the summary."""

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from rich.console import Console
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem, IgnoreRequest

from newscrawler import __version__
from newscrawler.address import canonical_form
from newscrawler.archives.archiving import Archiving, Keepable
from newscrawler.article import content_hash, own_canonical
from newscrawler.configuring.configuration import configuration
from newscrawler.crawl.frontier import Frontier
from newscrawler.crawl.group_commit import GroupCommit
from newscrawler.crawl.leaving import leave_feeds
from newscrawler.crawl.listings import Listings
from newscrawler.crawl.remembering import Remembering
from newscrawler.crawl.revisiting import Revisits
from newscrawler.crawl.run_config import run_config
from newscrawler.crawl.standing import Known
from newscrawler.crawl.starting import start_problem
from newscrawler.crawl.store_failing import ending_crawl
from newscrawler.items import Article
from newscrawler.leasing.leases import Leases
from newscrawler.page import Page
from newscrawler.policy import Decision, Document
from newscrawler.policy.record import Value
from newscrawler.report.outcome import (
    NOT_YET,
    Outcome,
    Outcomes,
    Reason,
    outcomes_record,
    reason,
)
from newscrawler.storage.checkpoint import read_signer
from newscrawler.storage.database import (
    Kept,
    Store,
    StoredHearing,
    StoreError,
    open_store,
)
from newscrawler.storage.warc_records import Sent
from newscrawler.watching.crawl_progress import CrawlProgress
from newscrawler.watching.json_logs import is_json, log_decision
from newscrawler.watching.watching import Watching

logger = logging.getLogger(__name__)

REMEMBERED = 65_536
"""Known URLs of which we remember that they are counted: our choice."""

_OUTCOMES = {
    Kept.STORED: Outcome.KEPT,
    Kept.CHANGED: Outcome.CHANGED,
    Kept.WITHDRAWN: Outcome.REFUSED,
}
"""What an article that came to the store came to; any other was there already."""


class Records:
    """Writes to the store and counts; what cannot be written down is not done.

    Without NEWSCRAWLER_STORE it counts alone, and no article can be kept.

    ``problem`` is the one line that says why a crawl had to stop, None if it had not.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.outcomes = Outcomes()
        self.problem: str | None = None
        self._crawler = crawler
        self._store: Store | None = None
        self.remembering = Remembering(lambda: self._store, self._failed)
        self.frontier = Frontier(lambda: self._store, lambda: self._run, self._failed)
        self.listings = Listings(lambda: self._store, self._failed)
        self.revisits = Revisits(
            lambda: self._store, lambda: self._run, self._failed, self.count
        )
        self.archiving = Archiving(self._failed)
        lasts = lambda: configuration(crawler).lease  # noqa: E731  settings come late
        self.leases = Leases(lasts, lambda: self._store, self._failed)
        self.watching = Watching(
            crawler, self.outcomes, lambda: self._store, lambda: self._run
        )
        self._group = GroupCommit(self._keep_all)
        self._run = 0
        self._is_open = False
        self._is_whole = False
        self._ending: asyncio.Future[None] | None = None
        self._known: set[str] = set()
        self._console = Console(stderr=True, highlight=False)
        self._progress = CrawlProgress(self._console, self.outcomes, self._waiting)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the records of a crawl."""
        records = cls(crawler)
        crawler.signals.connect(records.opened, signals.spider_opened)
        crawler.signals.connect(records.closed, signals.spider_closed)
        return records

    def opened(self, spider: Spider) -> None:
        """Open the store; a crawl whose store cannot be used does not start."""
        problem = start_problem(self._crawler)
        if problem is not None:
            raise self._stopped(problem)
        found = configuration(self._crawler)
        try:
            if found.store is not None:
                config = run_config(found)
                self._begin(found.store, spider.name, config)
                self.archiving.open(found)
                self.listings.read_by(config)
        except StoreError as error:
            raise self._stopped(str(error)) from None
        self._is_open = True
        if not is_json(self._crawler.settings):
            self._progress.start()

    def _begin(self, uri: str, kind: str, config: Mapping[str, Value]) -> None:
        """Open the store and begin a run; a store that takes none is not ours to end."""
        key = self._crawler.settings["NEWSCRAWLER_LEDGER_KEY"]
        store = open_store(uri, read_signer(key))
        try:
            self._run = store.begin_run(kind, config, __version__, time.time())
        except StoreError:
            store.close()
            raise
        self._store = store

    def closed(self, spider: Spider, reason: str) -> None:
        """Write what waits and the summary, and show it."""
        if self.problem is not None and not self._is_open:
            # Scrapy's own sign of a crawl that could not begin: exit code 1
            self._crawler.spider = None
        self._progress.stop()
        self._group.flush()
        self._is_whole = reason == "finished" and self.problem is None
        self.outcomes.is_interrupted = reason == "shutdown" and self.problem is None
        if reason == "finished" and self.problem is None:
            self.listings.flush()
        if self._is_open:
            self.watching.look(spider)
        if self._store is not None:
            self._close(self._store)
        self.archiving.close()
        if self._is_open and getattr(spider, "shows_summary", False):
            self.watching.show(self._console)

    def _close(self, store: Store) -> None:
        try:
            self.leases.end(is_whole=self._is_whole)
            store.end_run(self._run, time.time(), outcomes_record(self.outcomes))
            store.close()
        except StoreError as error:
            self._stopped(str(error))

    @property
    def store(self) -> Store | None:
        """Return the open store, None without one."""
        return self._store

    @property
    def was_open(self) -> bool:
        """Tell whether the crawl began, whatever came after."""
        return self._is_open

    def decided(self, decision: Decision, trail: Sequence[str] = ()) -> None:
        """Write a decision down; what does not allow is an outcome of its URL.

        ``trail``: the URLs that were redirected to it.
        """
        self._write(decision)
        self.frontier.decided(decision, trail)
        stats = self._crawler.stats
        stats.inc_value(f"newscrawler/verdict/{decision.verdict.value}")
        why = reason(decision)
        if why is not None:
            stats.inc_value(f"newscrawler/signal/{why.signal}")
            self.outcomes.add(decision.source, why.outcome, why)
        log_decision(logger, decision, why)

    def judged_picture(self, decision: Decision) -> None:
        """Write down whether an article keeps a picture; no outcome of a page's URL."""
        self._write(decision)
        name = f"newscrawler/picture/{decision.verdict.value}"
        self._crawler.stats.inc_value(name)

    def heard(self, document: Document, tries: int) -> None:
        """Keep what came back for a policy document, in the bytes received."""
        if self._store is not None:
            with ending_crawl(self._failed):
                self._store.keep_hearing(self._run, document, tries)

    def last_heard(self, url: str) -> StoredHearing | None:
        """Return what came back last for a policy document, in an earlier crawl too."""
        with ending_crawl(self._failed):
            found = self._store.hearing(url) if self._store is not None else None
        is_sure = found is not None and found.document.fetched_at <= time.time()
        return found if is_sure else None  # some clock was wrong: how old is it?

    async def keep(
        self,
        article: Article,
        decision: Decision,
        also: Iterable[str] = (),
        page: Page | None = None,
        sent: Sent | None = None,
        known: Known | None = None,
    ) -> tuple[Kept, Article]:
        """Store an article with the decision that lets us, in one transaction.

        ``also``: the URLs that were redirected to it; ``page``: what to archive;
        ``known``: what it was before, if it was asked for again.
        """
        if self._store is None:
            raise DropItem("NEWSCRAWLER_STORE names no database to keep it in")
        address = canonical_form(own_canonical(article))
        digest = content_hash(article)
        store, run = self._store, self._run
        try:
            new = store.prepare(run, decision, article, address, digest, also)
            new = self.revisits.prepared(new, decision, page, known)
            found = await self._group.keep(Keepable(new, decision, page, sent))
        except StoreError as error:
            raise DropItem(self._failed(error)) from None
        is_same = known is not None and found[0] is Kept.SAME_URL
        otherwise = Outcome.UNCHANGED if is_same else Outcome.DUPLICATE
        self.count(decision, _OUTCOMES.get(found[0], otherwise))
        return found

    def _keep_all(self, wanted: Sequence[Keepable]) -> list[tuple[Kept, Article]]:
        assert self._store is not None, "who waits has seen it"
        return self.archiving.keep_all(self._store, wanted)

    def count(self, decision: Decision, outcome: Outcome) -> None:
        """Count what came of a URL that was allowed."""
        self._crawler.stats.inc_value(f"newscrawler/outcome/{outcome.value}")
        self.outcomes.add(decision.source, outcome)

    def waits(self, sources: Iterable[str | None], why: Reason = NOT_YET) -> None:
        """Count what is not to be asked for yet, each by its source: URLs, or all."""
        for source in sources:
            self.outcomes.add(source, Outcome.DEFERRED, why)

    def known(self, urls: Iterable[str], source: str | None) -> set[str]:
        """Return those of the URLs whose article is kept already, and count them.

        All of them if nobody can tell: the crawl is at its end.
        """
        asked = set(urls)
        try:
            found = self._store.seen(asked) if self._store is not None else set[str]()
        except StoreError as error:
            self._failed(error)
            return asked
        for _ in found - self._known:
            self.outcomes.add(source, Outcome.KNOWN)
        self._known |= found
        if len(self._known) > REMEMBERED:
            self._known.clear()
        return found

    def _write(self, decision: Decision) -> None:
        if not self._is_open:
            raise IgnoreRequest("the records are not open: nothing is done unrecorded")
        if self._store is not None:
            with ending_crawl(self._failed):
                self._store.record(self._run, decision)

    def _failed(self, error: StoreError) -> str:
        """End the crawl: without a record nothing is fetched and nothing kept."""
        if self.problem is None:
            self.problem = str(error)
            logger.error("%s", error)
            self._ending = asyncio.ensure_future(self._crawler.stop_async())
        return str(error)

    def _stopped(self, problem: str) -> CloseSpider:
        if self.problem is None:
            self.problem = problem
            logger.error("%s", problem)
        leave_feeds(self._crawler)
        return CloseSpider("newscrawler_cannot_run")

    def _waiting(self) -> int:
        sizes = self.watching.sizes()
        return 0 if sizes is None else sizes[1]
