"""What is asked for next? Listings from memory, articles from the store's frontier.

A spider's request for an article is written down as plain data and made anew when its
host's turn comes, so that a crawl may be killed at any moment; whatever comes out of
here passes the gate like every request.
"""

from collections import Counter
from collections.abc import Callable

from scrapy import Request, Spider
from scrapy.core.scheduler import Scheduler
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred

from newscrawler.address import host_of
from newscrawler.crawl.frontier import MARK, Frontier, Taken, hosts_of
from newscrawler.discovery.turns import Turns
from newscrawler.downloading.exchange import trail_to
from newscrawler.downloading.slots import downloader_of
from newscrawler.extensions import Records
from newscrawler.spiders.gated import GatedSpider
from newscrawler.storage.frontier_rows import Found, Scope

AT_ONCE = 500
"""URLs that are written down at once, at most: our choice."""


class FrontierScheduler(Scheduler):
    """Scrapy's scheduler, but for requests for articles, where there is a store."""

    def open(self, spider: Spider) -> "Deferred[None] | None":
        """Begin with what earlier crawls left, once the store is open."""
        self._turns = Turns()
        self._found: list[Found] = []
        self._scope = (
            spider.frontier_scope if isinstance(spider, GatedSpider) else Scope()
        )
        self._has_resumed = False
        return super().open(spider)

    def close(self, reason: str) -> "Deferred[None] | None":
        """Write down what was found last."""
        self._write_found()
        return super().close(reason)

    def has_pending_requests(self) -> bool:
        """Tell whether anything may wait."""
        return bool(self._found or len(self._turns)) or super().has_pending_requests()

    def enqueue_request(self, request: Request) -> bool:
        """Write down an article's URL; False for what this crawl has asked for."""
        mark = request.meta.get(MARK)
        frontier = self._frontier()
        if frontier is None or not isinstance(mark, Found | Taken):
            return super().enqueue_request(request)
        if isinstance(mark, Found):
            self._found.append(mark)
            if len(self._found) >= AT_ONCE:
                self._write_found()
            return True
        trail = trail_to(request)
        if not request.dont_filter and not frontier.claims(request.url, trail):
            return False
        self._mqpush(request)
        return True

    def next_request(self) -> Request | None:
        """Return a request whose host has nothing under way, None if there is none."""
        found = super().next_request()
        frontier = self._frontier()
        if found is not None or frontier is None:
            return found
        if not self._has_resumed:
            self._has_resumed = True
            self._turns.add(frontier.hosts(self._scope))
        self._write_found()
        url = self._next_url(frontier)
        return None if url is None else self._request(url)

    def _next_url(self, frontier: Frontier) -> str | None:
        is_busy = self._busy()
        while (host := self._turns.next_host(is_busy)) is not None:
            if self._is_elsewhere(host):
                self._turns.leave(host)
                continue
            url = self._turns.url_of(host)
            if url is not None:
                return url
            share = self._turns.share
            self._turns.fill(host, frontier.take(self._scope, host, share))
        return None

    def _is_elsewhere(self, host: str) -> bool:
        """Tell whether another crawl talks to a host: what waits there is left to it."""
        records = self._crawler().get_extension(Records)
        return records is not None and records.leases.is_elsewhere(host)

    def _busy(self) -> Callable[[str], bool]:
        """Return what tells whether a host has as many requests as it may have."""
        crawler = self._crawler()
        most = max(1, crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        active = Counter(host_of(one.url) for one in downloader_of(crawler).active)
        return lambda host: active[host] >= most

    def _request(self, url: str) -> Request:
        assert isinstance(self.spider, GatedSpider), "nobody else marks requests"
        request = self.spider.article_request(url)
        request.meta[MARK] = Taken.TAKEN
        return request

    def _write_found(self) -> None:
        frontier = self._frontier()
        if frontier is None or not self._found:
            return
        found, self._found = self._found, []
        records = self._crawler().get_extension(Records)
        later = frontier.found(found, insists=self._scope.insists)
        if records is not None:
            records.waits(later)
        self._turns.add(hosts_of(found))

    def _frontier(self) -> Frontier | None:
        records = self._crawler().get_extension(Records)
        return (
            records.frontier
            if records is not None and records.frontier.is_open
            else None
        )

    def _crawler(self) -> Crawler:
        assert self.crawler is not None, "built from a crawler"
        return self.crawler
