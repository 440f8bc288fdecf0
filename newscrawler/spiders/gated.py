"""Which pages come out of a spider? Those that the gate lets through, and no others."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.crawl.frontier import MARK
from newscrawler.crawl.leaving import leave_feeds
from newscrawler.downloading.exchange import trail_to
from newscrawler.downloading.hops import HopMiddleware
from newscrawler.downloading.refused import Refused
from newscrawler.extensions import Records
from newscrawler.middlewares import PolicyMiddleware
from newscrawler.page import Page
from newscrawler.storage.frontier_rows import Found, Scope


class GatedSpider(Spider):
    """A spider that yields the pages which the gate lets through, and nothing else."""

    shows_summary = True
    takes: ClassVar[tuple[str, ...]] = ()
    """The arguments (``-a NAME=VALUE``) that the spider knows."""
    frontier_scope = Scope(insists=True)
    """Which URLs of the frontier are asked for: those that somebody named now."""

    @classmethod
    def problem(cls, arguments: Mapping[str, str]) -> str | None:  # noqa: ARG003
        """Return what is wrong with the arguments, None if nothing is."""
        return None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: object, **kwargs: object) -> Self:
        """Return the spider of a crawl."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.require_gate, signals.spider_opened)
        return spider

    def require_gate(self) -> None:
        """End a crawl before its first request if the gate is not in its way."""
        lacking = missing_parts(self.crawler)
        if lacking:
            self.logger.error("%s", lacking)
            leave_feeds(self.crawler)
            raise CloseSpider("newscrawler_cannot_run")

    def __dir__(self) -> Iterable[str]:
        """Return the attributes without those that need the gate.

        Scrapy's feeds read all, in a crawl that cannot start too.
        """
        return [one for one in super().__dir__() if one not in ("policy", "records")]

    @property
    def policy(self) -> PolicyMiddleware:
        """Return the gate's middleware; a crawl without it does not start."""
        policy = self.crawler.get_downloader_middleware(PolicyMiddleware)
        if policy is None:
            raise RuntimeError("PolicyMiddleware is not in the middleware chain")
        return policy

    @property
    def records(self) -> Records:
        """Return where outcomes are written down."""
        records = self.crawler.get_extension(Records)
        if records is None:
            raise RuntimeError("Records is not among the extensions")
        return records

    def article_requests(
        self, urls: Iterable[str], source: str | None
    ) -> Iterator[Request]:
        """Return requests for the pages that no earlier crawl has kept."""
        found = tuple(dict.fromkeys(urls))
        known = self.records.known(found, source)
        for url in found:
            if url not in known:
                request = self.article_request(url)
                request.meta[MARK] = Found(request.url, source)
                yield request

    def article_request(self, url: str) -> Request:
        """Return the request for a page that may be an article."""
        return Request(url, callback=self.read_article, errback=self.lose)

    def read_article(self, response: Response) -> Iterator[Page]:
        """Return the page that the gate judged; it is extracted elsewhere."""
        page = self.policy.page_of(response)
        if page is not None:
            yield page

    def lose(self, failure: Failure) -> None:
        """Record a request that came to nothing and was not the gate's doing."""
        if isinstance(failure.value, Refused):
            return
        request = getattr(failure, "request", None)
        if isinstance(request, Request) and failure.value is not None:
            with suppress(IgnoreRequest):
                self.policy.lost(request.url, failure.value, trail_to(request))


def missing_parts(crawler: Crawler) -> str | None:
    """Return which part a built crawler lacks to decide and to record, if any."""
    parts = {
        "DOWNLOADER_MIDDLEWARES": (PolicyMiddleware, HopMiddleware),
        "EXTENSIONS": (Records,),
    }
    found = {
        PolicyMiddleware: crawler.get_downloader_middleware(PolicyMiddleware),
        HopMiddleware: crawler.get_downloader_middleware(HopMiddleware),
        Records: crawler.get_extension(Records),
    }
    for setting, needed in parts.items():
        for part in needed:
            if found[part] is None:
                return (
                    f"{setting}: {part.__name__} is not in the crawl, and without it "
                    "nothing is fetched; keep newscrawler.addon.PolicyAddon in ADDONS"
                )
    return None
