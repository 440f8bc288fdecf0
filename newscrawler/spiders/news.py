"""Which pages of the listed sources are new? Feeds, sitemaps and section pages."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.configuration import configuration
from newscrawler.discovery.home import read_home
from newscrawler.discovery.links import article_links
from newscrawler.discovery.sitemap import MAX_BYTES, read_sitemap
from newscrawler.discovery.wanted import (
    read_since,
    wanted_of_feed,
    wanted_of_sitemap,
    wanted_sitemaps,
)
from newscrawler.exchange import trail_to
from newscrawler.extensions import Records
from newscrawler.feed import read_feed
from newscrawler.frontier import MARK
from newscrawler.hops import HopMiddleware
from newscrawler.leaving import leave_feeds
from newscrawler.middlewares import PolicyMiddleware, Refused
from newscrawler.page import Page
from newscrawler.sources import Registry, Source
from newscrawler.spiders.stdin import urls_of_stdin
from newscrawler.storage.frontier_rows import Found, Scope

MAX_SITEMAPS = 200
"""Sitemaps of a source that are read in one crawl: our choice."""


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


class NewsSpider(GatedSpider):
    """Crawls the listed sources.

    ``-a source=ID``: one of them; ``-a since=2026-11-01``: what is not known to be from
    before; ``-a limit=N``: at most N articles of each, the newest of a sitemap first;
    ``-a urls=-``: the listed URLs of stdin, a line each, and no discovery.
    """

    name = "news"
    takes = ("source", "since", "limit", "urls")

    def __init__(
        self,
        source: str | None = None,
        since: str | None = None,
        limit: str | None = None,
        urls: str | None = None,
        **kwargs: str,
    ) -> None:
        super().__init__(**kwargs)
        self._chosen = source
        self._since = read_since(since) if since else None
        self._limit = int(limit) if limit else None
        self._reads_stdin = urls is not None
        is_whole = not (since or limit or urls)
        self.frontier_scope = Scope(source, resumes=is_whole, insists=bool(urls))
        self._asked: Counter[str | None] = Counter()
        self._sitemaps: Counter[str] = Counter()

    @classmethod
    def problem(cls, arguments: Mapping[str, str]) -> str | None:
        """Return what is wrong with the arguments, None if nothing is."""
        urls, limit = arguments.get("urls", "-"), arguments.get("limit", "1")
        if urls != "-":
            return f"-a urls={urls}: write -a urls=- and give the URLs on stdin"
        if not limit.isascii() or not limit.isdigit() or int(limit) < 1:
            return f"-a limit={limit}: write a number from 1 on"
        try:
            read_since(arguments.get("since", "2026-11-01"))
        except ValueError as error:
            return f"-a since={error}"
        return None

    async def start(self) -> AsyncIterator[Request]:
        """Yield the requests that discovery begins with, or the URLs of stdin."""
        registry = configuration(self.crawler).registry
        if registry is None:
            raise RuntimeError("NEWSCRAWLER_SOURCES names no registry")
        if self._reads_stdin:
            async for request in self._of_stdin(registry):
                yield request
            return
        chosen = self._chosen
        sources = [registry.source(chosen)] if chosen else registry.sources
        for source in sources:
            for request in self._listings(source):
                yield request

    async def _of_stdin(self, registry: Registry) -> AsyncIterator[Request]:
        """Yield a request for each URL; the gate refuses those that are not listed."""
        async for url in urls_of_stdin():
            source = registry.for_url(url)
            name = source.id if source is not None else None
            if self._chosen in (None, name):
                for request in self.article_requests([url], name):
                    yield request

    def article_requests(
        self, urls: Iterable[str], source: str | None
    ) -> Iterator[Request]:
        """Return requests for new pages, of each source as many as the limit lets."""
        for request in super().article_requests(urls, source):
            if self._limit is not None and self._asked[source] >= self._limit:
                return
            self._asked[source] += 1
            yield request

    def _listings(self, source: Source) -> Iterator[Request]:
        for url in source.feeds:
            yield self._listing(url, source, self.read_feed)
        for url in source.sitemaps:
            yield self._sitemap(url, source)
        for url in source.sections:
            yield self._listing(url, source, self.read_section)
        if not (source.feeds or source.sitemaps or source.sections):
            yield self._listing(source.home, source, self.read_home)

    def _listing(
        self, url: str, source: Source, callback: object, **more: object
    ) -> Request:
        return self.policy.listing_request(
            url,
            callback=callback,
            errback=self.lose,
            cb_kwargs={"source": source} | more,
        )

    def _sitemap(self, url: str, source: Source, depth: int = 0) -> Request:
        self._sitemaps[source.id] += 1
        request = self._listing(url, source, self.read_sitemap, depth=depth)
        request.meta["download_maxsize"] = MAX_BYTES
        return request

    def read_feed(self, response: Response, source: Source) -> Iterator[Request]:
        """Follow a feed's entries."""
        page = self._followed(response)
        feed = read_feed(page.body, page.url) if page is not None else None
        if feed is not None:
            urls = wanted_of_feed(feed, self._since)
            yield from self.article_requests(urls, source.id)

    def read_sitemap(
        self, response: Response, source: Source, depth: int = 0
    ) -> Iterator[Request]:
        """Follow a sitemap's pages, or an index's sitemaps."""
        page = self._followed(response)
        sitemap = read_sitemap(page.body, page.url) if page is not None else None
        if sitemap is None:
            return
        urls = wanted_of_sitemap(sitemap, self._since)
        yield from self.article_requests(urls, source.id)
        for url in wanted_sitemaps(sitemap, depth, self._since):
            if self._sitemaps[source.id] < MAX_SITEMAPS:
                yield self._sitemap(url, source, depth + 1)

    def read_section(self, response: Response, source: Source) -> Iterator[Request]:
        """Follow a section page's links to articles."""
        page = self._followed(response)
        if page is not None:
            urls = article_links(page, source.domains, self._since)
            yield from self.article_requests(urls, source.id)

    def read_home(self, response: Response, source: Source) -> Iterator[Request]:
        """Follow the feeds that a home page or robots.txt names, and its links."""
        page = self._followed(response)
        if page is None:
            return
        home = read_home(
            page, self.policy.gate.hearings.sitemaps(page.url), source.domains
        )
        for feed in home.feeds:
            yield self._listing(feed.url, source, self.read_feed)
        for sitemap in home.sitemaps:
            yield self._sitemap(sitemap.url, source)
        urls = article_links(page, source.domains, self._since)
        yield from self.article_requests(urls, source.id)

    def _followed(self, response: Response) -> Page | None:
        """Return a page whose links may be followed, None where it forbids that."""
        page = self.policy.page_of(response)
        decision = self.policy.decision_of(page) if page is not None else None
        if decision is None or decision.forbids_links:
            return None
        return page
