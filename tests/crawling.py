"""Run the real crawler in a test: over fixture sites, with no socket and no reactor."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

import newscrawler.settings
from newscrawler.extensions import Records
from newscrawler.handlers import REQUESTS_STAT
from newscrawler.items import Article
from newscrawler.policy import Decision, Verdict
from newscrawler.storage.database import open_store


@dataclass(frozen=True)
class Crawled:
    """What a crawl left: its crawler, its items, the URLs that were requested."""

    crawler: Crawler
    items: list[object]
    store: str

    @property
    def requests(self) -> list[str]:
        return list(self.crawler.stats.get_value(REQUESTS_STAT, []))

    @property
    def records(self) -> Records:
        records = self.crawler.get_extension(Records)
        assert records is not None
        return records

    def decisions(self, verdict: Verdict | None = None) -> list[Decision]:
        store = open_store(self.store)
        try:
            return [one.decision for one in store.decisions(verdict=verdict)]
        finally:
            store.close()

    def articles(self) -> list[Article]:
        store = open_store(self.store)
        try:
            return list(store.articles())
        finally:
            store.close()


def crawl(
    spider: type[Spider],
    folder: Path,
    settings: Mapping[str, object] | None = None,
    **arguments: object,
) -> Crawled:
    """Run a spider to its end, with the project's settings and a store in a folder."""
    store = f"sqlite:///{folder / 'store.db'}"
    found = Settings()
    found.setmodule(newscrawler.settings, priority="project")
    ours = {"TWISTED_REACTOR_ENABLED": False, "NEWSCRAWLER_STORE": store}
    found.setdict({**ours, "DOWNLOAD_DELAY": 0, **(settings or {})}, "cmdline")
    runner = AsyncCrawlerRunner(found)
    crawler = runner.create_crawler(spider)
    items: list[object] = []

    def take(item: object) -> None:
        items.append(item)

    crawler.signals.connect(take, signals.item_scraped)

    async def run() -> None:
        await runner.crawl(crawler, **arguments)

    asyncio.run(run())
    return Crawled(crawler, items, store)
