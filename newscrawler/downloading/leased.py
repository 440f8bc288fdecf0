"""How does every request hold its host's lease? In the downloader, where all pass.

Articles and feeds, policy documents, pictures and redirect hops: whoever asks for them,
and by whatever handler they are had.
"""

import time
from functools import partial

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.core.downloader.handlers import DownloadHandlers
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response

from newscrawler.address import host_of
from newscrawler.configuring.configuration import configuration
from newscrawler.downloading.sending import look_again, sending_problem
from newscrawler.downloading.slots import downloader_of, follow_latency
from newscrawler.leasing.held_lease import loop_now
from newscrawler.leasing.leases import NotNowError
from newscrawler.middlewares import PolicyMiddleware


class LeasedHandlers(DownloadHandlers):
    """Scrapy's download handlers, each request in its host's turn."""

    def __init__(self, crawler: Crawler, handlers: DownloadHandlers) -> None:
        self._crawler = crawler
        self._all = handlers

    async def download_request_async(self, request: Request) -> Response:
        """Return the answer, had while the lease of the request's host was held.

        DownloadCancelledError for what is not sent as it is.
        """
        policy = self._crawler.get_downloader_middleware(PolicyMiddleware)
        assert policy is not None, "a crawl without the gate does not start"
        problem = sending_problem(policy, request, self._crawler.settings)
        if problem is not None:
            raise DownloadCancelledError(f"not sent: {problem}")
        downloader = downloader_of(self._crawler)
        slot = downloader.slots.get(downloader.get_slot_key(request))
        delay = slot.delay if slot is not None else 0.0
        check = partial(_check_host, policy, request.url)
        async with policy.records.leases.turn(host_of(request.url), delay, check):
            look_again(policy, request)
            bot_auth = configuration(self._crawler).bot_auth
            if bot_auth is not None:
                bot_auth.sign(request)
            began = loop_now()
            try:
                return await self._all.download_request_async(request)
            finally:
                follow_latency(self._crawler, request, loop_now() - began)


def _check_host(policy: PolicyMiddleware, url: str) -> None:
    """Raise NotNowError if others have learnt that a host is to be left alone."""
    policy.recall_anew(url)
    fault = policy.gate.pace.fault(url, time.time())
    if fault is not None and fault.retry_at is not None:
        raise NotNowError(fault.problem, fault.retry_at)


class LeasedDownloader(Downloader):
    """Scrapy's downloader, with those handlers."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.handlers = LeasedHandlers(crawler, self.handlers)
