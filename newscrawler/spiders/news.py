"""Which pages of the listed sources are new? Feeds, sitemaps and section pages."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from functools import partial

from scrapy import Request
from scrapy.http import Response

from newscrawler.configuring.configuration import configuration
from newscrawler.discovery.home import read_home
from newscrawler.discovery.links import article_links
from newscrawler.discovery.sitemap import MAX_BYTES, read_sitemap
from newscrawler.discovery.wanted import (
    MAX_DEPTH,
    read_since,
    wanted_of_feed,
    wanted_of_sitemap,
    wanted_sitemaps,
)
from newscrawler.feed import UNSAID, Cadence, bound_crossed, read_feed
from newscrawler.page import Page
from newscrawler.report.outcome import ELSEWHERE, Outcome
from newscrawler.sources import Registry, Source
from newscrawler.spiders.gated import GatedSpider
from newscrawler.spiders.looking import Wanted, look
from newscrawler.spiders.stdin import urls_of_stdin
from newscrawler.storage.frontier_rows import Scope

MAX_SITEMAPS = 200
"""Sitemaps of a source that are read in one crawl: our choice."""


class NewsSpider(GatedSpider):
    """Crawls the listed sources.

    ``-a source=ID``: one of them; ``-a since=2026-11-01``: what is not known to be from
    before; ``-a limit=N``: at most N articles of each, the newest of a sitemap first;
    ``-a urls=-``: the listed URLs of stdin, a line each, and no discovery;
    ``-a ask=all``: feeds, sitemaps and sections too whose time has not come.
    """

    name = "news"
    takes = ("source", "since", "limit", "urls", "ask")

    def __init__(
        self,
        source: str | None = None,
        since: str | None = None,
        limit: str | None = None,
        urls: str | None = None,
        ask: str | None = None,
        **kwargs: str,
    ) -> None:
        super().__init__(**kwargs)
        self._chosen = source
        self._since = read_since(since) if since else None
        self._limit = int(limit) if limit else None
        self._reads_stdin = urls is not None
        self._asks_all = ask is not None
        is_whole = not (since or limit or urls)
        self.frontier_scope = Scope(source, resumes=is_whole, insists=bool(urls))
        self._asked: Counter[str | None] = Counter()
        self._sitemaps: Counter[str] = Counter()

    @classmethod
    def problem(cls, arguments: Mapping[str, str]) -> str | None:
        """Return what is wrong with the arguments, None if nothing is."""
        limit = arguments.get("limit", "1")
        if (urls := arguments.get("urls", "-")) != "-":
            return f"-a urls={urls}: write -a urls=- and give the URLs on stdin"
        if not limit.isascii() or not limit.isdigit() or int(limit) < 1:
            return f"-a limit={limit}: write a number from 1 on"
        if arguments.get("ask", "all") != "all":
            return f"-a ask={arguments['ask']}: write -a ask=all, or leave it out"
        try:
            read_since(arguments.get("since", "2026-11-01"))
        except ValueError as error:
            return f"-a since={error}"
        return None

    async def start(self) -> AsyncIterator[Request]:
        """Yield the requests that discovery begins with, or the URLs of stdin."""
        if (registry := configuration(self.crawler).registry) is None:
            raise RuntimeError("NEWSCRAWLER_SOURCES names no registry")
        if self._reads_stdin:
            async for request in self._of_stdin(registry):
                yield request
            return
        chosen, leases = self._chosen, self.records.leases
        sources = [registry.source(chosen)] if chosen else registry.sources
        for source in sources:
            if not await leases.takes_source(source.id, source.every):
                self.records.waits([source.id], ELSEWHERE)
                continue
            for request in self._listings(source):
                yield request

    async def _of_stdin(self, registry: Registry) -> AsyncIterator[Request]:
        """Yield a request for each URL; the gate refuses those that are not listed."""
        watched = self.records.outcomes.watched
        watched.given = 0
        async for url in urls_of_stdin():
            watched.given += 1
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
            yield from self._listing(url, source, self.read_feed)
        for url in source.sitemaps:
            yield from self._sitemap(url, source)
        for url in source.sections:
            yield from self._listing(url, source, self.read_section)
        if not (source.feeds or source.sitemaps or source.sections):
            yield from self._listing(source.home, source, self.read_home)

    def _listing(
        self, url: str, source: Source, callback: object, **more: object
    ) -> Iterator[Request]:
        """Yield the request for a listing, none if its time has not come."""
        request = self.policy.listing_request(
            url,
            callback=callback,
            errback=self.lose,
            cb_kwargs={"source": source} | more,
        )
        listings = self.records.listings
        if listings.is_due(request.url, source, insists=self._asks_all):
            yield request
        else:
            self.records.outcomes.add(source.id, Outcome.NOT_DUE)

    def _sitemap(self, url: str, source: Source, depth: int = 0) -> Iterator[Request]:
        self._sitemaps[source.id] += 1
        for request in self._listing(url, source, self.read_sitemap, depth=depth):
            request.meta["download_maxsize"] = MAX_BYTES
            yield request

    def read_feed(self, response: Response, source: Source) -> Iterator[Request]:
        """Follow a feed's entries."""
        page = self._followed(response)
        if page is None:
            self._look(source)
            return
        feed = read_feed(page.body, page.url)
        self._cross(page, source, feed.beyond if feed else bound_crossed(page.body))
        if feed is None:
            urls, cadence = self._look(source), UNSAID
        else:
            wanted = partial(wanted_of_feed, feed)
            urls = self._look(source, len(feed.entries), wanted)
            cadence = feed.cadence
        yield from self._articles(page, source, urls, cadence)

    def read_sitemap(
        self, response: Response, source: Source, depth: int = 0
    ) -> Iterator[Request]:
        """Follow a sitemap's pages, or an index's sitemaps."""
        page = self._followed(response)
        if page is None:
            self._look(source)
            return
        sitemap = read_sitemap(page.body, page.url)
        if sitemap is None:
            self._take_down(page, self._look(source))
            return
        self._cross(page, source, sitemap.beyond)
        if sitemap.sitemaps and depth >= MAX_DEPTH:
            self._cross(page, source, f"more than {MAX_DEPTH} indexes above a sitemap")
        wanted = partial(wanted_of_sitemap, sitemap)
        urls = self._look(source, len(sitemap.pages), wanted)
        leads_on = bool(sitemap.sitemaps)
        yield from self._articles(page, source, urls, leads_on=leads_on)
        for url in wanted_sitemaps(sitemap, depth, self._since):
            if self._sitemaps[source.id] >= MAX_SITEMAPS:
                self._cross(page, source, f"more than {MAX_SITEMAPS} sitemaps")
                return
            yield from self._sitemap(url, source, depth + 1)

    def read_section(self, response: Response, source: Source) -> Iterator[Request]:
        """Follow a section page's links to articles."""
        page = self._followed(response)
        if page is None:
            self._look(source)
            return
        wanted = partial(article_links, page, source.domains)
        urls = self._look(source, len(page.links), wanted)
        yield from self._articles(page, source, urls)

    def read_home(self, response: Response, source: Source) -> Iterator[Request]:
        """Follow the feeds that a home page or robots.txt names, and its links."""
        page = self._followed(response)
        if page is None:
            self._look(source)
            return
        home = read_home(
            page, self.policy.gate.hearings.sitemaps(page.url), source.domains
        )
        for feed in home.feeds:
            yield from self._listing(feed.url, source, self.read_feed)
        for sitemap in home.sitemaps:
            yield from self._sitemap(sitemap.url, source)
        wanted = partial(article_links, page, source.domains)
        urls = self._look(source, len(page.links), wanted)
        yield from self._articles(page, source, urls, leads_on=True)

    def _cross(self, page: Page, source: Source, words: str | None) -> None:
        """Take down which bound a listing crosses: a person should see it."""
        if words is not None:
            looked = self.records.outcomes.watched.look(source.id)
            looked.beyond.append(f"{page.url}: {words}")

    def _look(
        self, source: Source, named: int = 0, wanted: Wanted | None = None
    ) -> tuple[str, ...]:
        looked = self.records.outcomes.watched.look(source.id)
        return look(looked, named, wanted, self._since)

    def _articles(
        self,
        page: Page,
        source: Source,
        urls: Sequence[str],
        cadence: Cadence = UNSAID,
        *,
        leads_on: bool = False,
    ) -> Iterator[Request]:
        """Yield requests for what a listing names, and take down that it was read."""
        self._take_down(page, urls, cadence, leads_on=leads_on)
        yield from self.article_requests(urls, source.id)

    def _take_down(
        self,
        page: Page,
        urls: Sequence[str],
        cadence: Cadence = UNSAID,
        *,
        leads_on: bool = False,
    ) -> None:
        self.records.listings.read(
            page,
            self.policy.trail_of(page),
            urls,
            cadence,
            is_whole=self._since is None and self._limit is None,
            leads_on=leads_on,
        )

    def _followed(self, response: Response) -> Page | None:
        """Return a page whose links may be followed, None where it forbids that."""
        page = self.policy.page_of(response)
        decision = self.policy.decision_of(page) if page is not None else None
        if page is None or decision is None:
            return None
        if decision.forbids_links:
            self._take_down(page, ())
            return None
        return page
