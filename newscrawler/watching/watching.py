"""Who looks at a crawl while it goes on, and says at its end what a person should see?"""

import logging
import time
from collections.abc import Callable, Iterable

from rich.console import Console
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from sqlalchemy import Connection

from newscrawler.configuring.configuration import configuration
from newscrawler.items import Article
from newscrawler.policy.record import iso_time
from newscrawler.report.monitors import Ending, PastSource, findings
from newscrawler.report.nothing import why_nothing
from newscrawler.report.outcome import Outcomes, outcomes_record
from newscrawler.report.past import Summary, past_coverage, read_summary
from newscrawler.report.summary import print_summary
from newscrawler.storage.database import Store, StoreError
from newscrawler.storage.frontier_rows import count_waiting
from newscrawler.storage.ledger import stored_head
from newscrawler.storage.past_runs import (
    Unclosed,
    hole,
    last_runs,
    summaries,
    unclosed,
    visited,
)
from newscrawler.terminal.talk import is_quiet
from newscrawler.watching.json_logs import is_json, log_summary

HOUR, DAY = 60 * 60.0, 24 * 60 * 60.0
"""A run that has been still for an hour is not under way; that one was killed is told
for a day, or by the run that comes next: our choice."""

logger = logging.getLogger(__name__)


class Watching:
    """Counts what kept articles cover, and asks the monitors when a crawl ends.

    ``store`` gives the open one, None if there is none; ``run`` its run.
    """

    def __init__(
        self,
        crawler: Crawler,
        outcomes: Outcomes,
        store: Callable[[], Store | None],
        run: Callable[[], int],
    ) -> None:
        self._crawler = crawler
        self._outcomes = outcomes
        self._store = store
        self._run = run
        self._sizes: tuple[int, int] | None = None
        crawler.signals.connect(self.scraped, signals.item_scraped)

    def scraped(self, item: object) -> None:
        """Count a kept article for its source."""
        registry = configuration(self._crawler).registry
        if not isinstance(item, Article) or registry is None:
            return
        source = registry.for_url(item.url)
        if source is not None:
            self._outcomes.watched.keep(source.id, item)

    def sizes(self) -> tuple[int, int] | None:
        """Return how many records the run has, and how many URLs wait in the store.

        None without a store. In any thread; StoreError where it cannot be read.
        """
        store = self._store()
        if store is None or self._sizes is not None:
            return self._sizes
        with store.reading() as connection:
            records = stored_head(connection, self._run()).sequence
            return records, count_waiting(connection)

    def look(self, spider: Spider) -> None:
        """Ask the monitors, before the run is closed: it records what they find."""
        if not getattr(spider, "shows_summary", False):
            return
        watched = self._outcomes.watched
        try:
            watched.findings = findings(self._ending())
            self._sizes = self.sizes()
        except StoreError as error:
            logger.warning("the monitors cannot read the store: %s", error)
        watched.nothing = why_nothing(self._outcomes)
        for one in watched.findings:
            self._crawler.stats.inc_value(f"newscrawler/monitor/{one.monitor}")
            logger.info("%s", one)

    def show(self, console: Console) -> None:
        """Show the summary to a person, or write it into a log that a machine reads."""
        if is_json(self._crawler.settings):
            log_summary(outcomes_record(self._outcomes))
        else:
            print_summary(self._outcomes, console, is_quiet=is_quiet())

    def _ending(self) -> Ending:
        now, store, run = time.time(), self._store(), self._run()
        registry = configuration(self._crawler).registry
        sources = registry.sources if registry is not None else ()
        every = {one.id: one.every for one in sources}
        if store is None:
            return Ending(self._outcomes, now, every=every)
        store.flush()
        with store.reading() as connection:
            before = last_runs(connection, run, 1)
            gaps = (hole(connection, one) for one in (*before, run))
            still = _still(unclosed(connection, run), now, before)
            past = pasts(connection, run, self._names())
            found = tuple(one for one in gaps if one is not None)
            return Ending(self._outcomes, now, past, every, found, still)

    def _names(self) -> set[str]:
        watched = self._outcomes.watched
        rows = {row.source for row in self._outcomes.by_source()}
        return rows | watched.looked.keys() | watched.coverage.keys()


def pasts(
    connection: Connection, run: int, sources: Iterable[str]
) -> dict[str, PastSource]:
    """Return what sources were before a run."""
    read: dict[int, Summary] = {}
    found: dict[str, PastSource] = {}
    for source in sorted(sources):
        past = visited(connection, source, run)
        unread = summaries(connection, set(past.runs) - read.keys())
        read |= {number: read_summary(text) for number, text in unread.items()}
        some = (read[number] for number in past.runs if number in read)
        found[source] = PastSource(past_coverage(some, source), past.kept_at)
    return found


def _still(runs: Iterable[Unclosed], now: float, before: list[int]) -> list[str]:
    """Return the runs that were killed, as far as anybody can tell."""
    return [
        f"run {one.run} was not closed: nothing came of it after {iso_time(one.last_at)}"
        for one in runs
        if now - one.last_at > HOUR
        and (now - one.last_at < DAY + HOUR or one.run in before)
    ]
