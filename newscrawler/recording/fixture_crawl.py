"""What comes of a crawl of fixture sites? Plain values; nobody is asked."""

import asyncio
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from newscrawler.commands.crawl import check, exit_of_failure
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.downloading.slots import hurry
from newscrawler.extensions import Records
from newscrawler.handlers import FIXTURE_HANDLERS, REQUESTS_STAT
from newscrawler.items import Article
from newscrawler.policy import Decision, Verdict
from newscrawler.report.outcome import Outcome, reason
from newscrawler.storage.database import open_store

SITES = "sites"
"""The folder of the sites in a folder of fixtures."""

ALONE: Mapping[str, object] = {
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_HANDLERS": {
        **FIXTURE_HANDLERS,
        **dict.fromkeys(("file", "ftp", "s3", "data")),
    },
    "FEEDS": {},
    "NEWSCRAWLER_BOT_DIRECTORY": "",
    "NEWSCRAWLER_BOT_KEY": "",
    "NEWSCRAWLER_LEDGER_KEY": "",
    "NEWSCRAWLER_LOG_JSON": False,
    "NEWSCRAWLER_METRICS": "",
    "NEWSCRAWLER_WARC": "",
}
"""Settings without which a crawl would ask somebody, wait, or leave something behind."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not kept: "refuse" or "defer", by which signal, in whose words, where.

    A page that was deferred went unheard; its signal is "fault".
    """

    url: str
    verdict: str
    signal: str
    words: str
    where: str


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a crawl left: articles and decisions from its store, items, requested URLs.

    ``invalid``: how many pages that may be kept hold no article.
    """

    articles: tuple[Article, ...]
    decisions: tuple[Decision, ...]
    items: tuple[object, ...]
    requests: tuple[str, ...]
    invalid: int

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Return why pages were not kept, in the order of the decisions."""
        return tuple(
            Refusal(one.url, one.verdict.value, why.signal, why.words, why.where)
            for one in self.decisions
            if one.verdict is not Verdict.ALLOW and (why := reason(one)) is not None
        )

    @property
    def kept(self) -> tuple[str, ...]:
        """Return the URLs of the articles."""
        return tuple(one.url for one in self.articles)


async def crawl_sites(
    spider: type[Spider],
    sites: Path,
    folder: Path,
    settings: Settings,
    arguments: Mapping[str, str],
) -> Crawled:
    """Crawl fixture sites with a spider, by settings, with a store in an empty folder.

    ConfigurationError, FixtureError or StoreError where that cannot be done.
    """
    found = settings.copy()
    store = f"sqlite:///{folder / 'store.db'}"
    places = {"NEWSCRAWLER_FIXTURES": str(sites), "NEWSCRAWLER_STORE": store}
    found.setdict({**ALONE, **places}, "cmdline")
    runner = AsyncCrawlerRunner(found)
    crawler = runner.create_crawler(spider)
    check(crawler, spider.name, dict(arguments))
    hurry(crawler)
    items: list[object] = []

    def take(item: object) -> None:
        items.append(item)

    crawler.signals.connect(take, signals.item_scraped)
    await runner.crawl(crawler, **arguments)
    return _crawled(crawler, store, items)


def _crawled(crawler: Crawler, store: str, items: list[object]) -> Crawled:
    records = crawler.get_extension(Records)
    if records is None or exit_of_failure(crawler) is not None:
        problem = records.problem if records is not None else None
        raise ConfigurationError(problem or "the crawl of the fixtures failed; see log")
    with closing(open_store(store)) as opened:
        decisions = [one.decision for one in opened.decisions()]
        articles = list(opened.articles())
    return Crawled(
        tuple(articles),
        tuple(decisions),
        tuple(items),
        tuple(crawler.stats.get_value(REQUESTS_STAT, [])),
        records.outcomes.total(Outcome.INVALID),
    )


def crawl_alone(
    spider: type[Spider],
    sites: Path,
    folder: Path,
    settings: Settings,
    arguments: Mapping[str, str],
) -> Crawled:
    """Crawl as ``crawl_sites`` does, in a loop of its own, with no reactor."""
    found = settings.copy()
    found.set("TWISTED_REACTOR_ENABLED", value=False, priority="cmdline")
    return asyncio.run(crawl_sites(spider, sites, folder, found, arguments))
