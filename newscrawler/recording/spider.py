"""What of a listed page may be recorded? What a crawl would keep: the same way there."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings

from newscrawler.downloading.exchange import hops_of
from newscrawler.page import Page
from newscrawler.pipelines import Judged
from newscrawler.policy import Document, Stage, Verdict
from newscrawler.spiders.asking import AskingSpider


@dataclass
class Taken:
    """What came of asking: the page that may be kept, and how it was come by."""

    judged: Judged | None = None
    page: Page | None = None
    hops: tuple[Page, ...] = ()
    documents: tuple[Document, ...] = ()


class RecordSpider(AskingSpider):
    """Asks for one page as a crawl does, and hands on what may be kept."""

    name = "record"

    def __init__(self, url: str, taken: Taken, **kwargs: str) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._taken = taken

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Let the page pass what may still refuse it, and nothing that keeps it."""
        super().update_settings(settings)
        pipelines = {"newscrawler.pipelines.ExtractPipeline": 100}
        settings.set("ITEM_PIPELINES", pipelines, "spider")

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, *args: object, **kwargs: object
    ) -> "RecordSpider":
        """Return the spider of a crawl."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.passed, signals.item_scraped)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Yield the one request."""
        yield Request(self._url, callback=self.take, errback=self.lose)

    def take(self, response: Response) -> list[Page]:
        """Note how the page was come by; the pipeline judges it."""
        page = self.policy.page_of(response)
        if page is None or response.request is None:
            return []
        self._taken.page = page
        self._taken.hops = hops_of(response.request)
        return [page]

    def passed(self, item: object) -> None:
        """Take what the pipeline let through."""
        if not isinstance(item, Judged) or item.page is None:
            return
        is_kept = item.decision.verdict is Verdict.ALLOW
        if is_kept and item.decision.stage is Stage.USE and item.decision.source:
            self._taken.documents = tuple(self.policy.gate.hearings.answered())
            self._taken.judged = item
