"""How are a crawl's numbers shown? On a port, or in a file: NEWSCRAWLER_METRICS."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from newscrawler.configuring.metrics_setting import NAME, read_metrics
from newscrawler.extensions import Records
from newscrawler.items import Article
from newscrawler.middlewares import PolicyMiddleware
from newscrawler.report.metrics import (
    CRAWLS,
    LAST_KEPT,
    LEDGER,
    PAUSED,
    SINCE_KEPT,
    WAITING,
    Sample,
    added_up,
    source_samples,
    stat_samples,
)
from newscrawler.storage.errors import StoreError
from newscrawler.watching.exposition import Exposition, exposition_at, write_prom

WRITE_EVERY = 15.0
"""Seconds between two versions of the file: Prometheus's usual interval, ours too."""

logger = logging.getLogger(__name__)


class Metrics:
    """Shows a crawl's stats while it goes on, and what they came to."""

    def __init__(self, crawler: Crawler) -> None:
        try:
            target = read_metrics(crawler.settings)
        except ValueError as error:
            raise NotConfigured(str(error)) from None
        if target is None:
            raise NotConfigured
        self._crawler = crawler
        self._target = target
        self._shown: Exposition | None = None
        self._began_at = time.time()
        self._kept_at: float | None = None
        self._is_under_way = True
        self._writing = create_looping_call(self._write)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the metrics of a crawl."""
        metrics = cls(crawler)
        crawler.signals.connect(metrics.opened, signals.spider_opened)
        crawler.signals.connect(metrics.scraped, signals.item_scraped)
        crawler.signals.connect(metrics.stopped, signals.engine_stopped)
        return metrics

    def opened(self, spider: Spider) -> None:  # noqa: ARG002  Scrapy's
        """Begin to show."""
        self._began_at = time.time()
        if isinstance(self._target, Path):
            self._writing.start(WRITE_EVERY, now=True)
            return
        try:
            self._shown = exposition_at(self._target.address, self._target.number)
        except OSError as error:
            where = f"{self._target.address}:{self._target.number}"
            logger.warning("%s: %s: %s; not shown", NAME, where, error.strerror)
            return
        self._shown.begin(self, self.samples)

    def scraped(self, item: object) -> None:
        """Take note of when an article was kept."""
        if isinstance(item, Article):
            self._kept_at = time.time()

    def stopped(self) -> None:
        """Show what it came to: the monitors have spoken."""
        self._is_under_way = False
        if self._writing.running:
            self._writing.stop()
        if isinstance(self._target, Path):
            self._write()
        if self._shown is not None:
            self._shown.end(self)

    def samples(self) -> tuple[Sample, ...]:
        """Return what there is to show now; it may be asked for in any thread."""
        return added_up(self._samples())

    def _samples(self) -> Iterator[Sample]:
        now = time.time()
        yield Sample(CRAWLS, (), float(self._is_under_way))
        yield from stat_samples(dict(self._crawler.stats.get_stats()))
        if self._kept_at is not None:
            yield Sample(LAST_KEPT, (), self._kept_at)
        since = self._kept_at if self._kept_at is not None else self._began_at
        yield Sample(SINCE_KEPT, (), now - since)
        policy = self._crawler.get_downloader_middleware(PolicyMiddleware)
        if policy is not None:
            yield Sample(PAUSED, (), policy.gate.pace.paused(now))
        records = self._crawler.get_extension(Records)
        if records is not None:
            yield from source_samples(records.outcomes)
            yield from _store_samples(records)

    def _write(self) -> None:
        assert isinstance(self._target, Path), "nothing else is written"
        try:
            write_prom(self._target, self.samples())
        except OSError as error:
            logger.warning("%s: %s: %s", NAME, self._target, error.strerror)


def _store_samples(records: Records) -> Iterator[Sample]:
    try:
        found = records.watching.sizes()
    except StoreError as error:
        logger.warning("%s: %s", NAME, error)
        return
    if found is not None:
        yield Sample(LEDGER, (), found[0])
        yield Sample(WAITING, (), found[1])
