"""How does Scrapy download from fixture sites, without a socket?"""

import logging
from collections.abc import Mapping
from pathlib import Path

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotConfigured,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.utils.asyncio import sleep

from newscrawler.address import host_of
from newscrawler.downloading.fixture_site import (
    Answer,
    Failure,
    FixtureError,
    answer,
    read_sites,
)

SETTING = "NEWSCRAWLER_FIXTURES"
REQUESTS_STAT = "newscrawler/fixture/requests"
"""The URLs that were asked for, in order: a list."""

EXCEPTIONS: Mapping[Failure, type[Exception]] = {
    Failure.DNS: CannotResolveHostError,
    Failure.REFUSED: DownloadConnectionRefusedError,
    Failure.RESET: DownloadFailedError,
    Failure.TIMEOUT: DownloadTimeoutError,
    Failure.TRUNCATED: ResponseDataLossError,
}
"""What Scrapy's own handlers raise."""

logger = logging.getLogger(__name__)


class FixtureDownloadHandler(BaseDownloadHandler):
    """Serves ``http(s)://<host>/…`` from the folder in NEWSCRAWLER_FIXTURES."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        folder = crawler.settings[SETTING]
        if not folder:
            raise NotConfigured(f"{SETTING} names no folder")
        try:
            self._sites = read_sites(Path(folder))
        except FixtureError as error:
            logger.error("%s", error)  # noqa: TRY400  one line, no traceback
            raise NotConfigured(str(error)) from error

    async def download_request(self, request: Request) -> Response:
        """Return the site's answer, or raise what Scrapy raises for a failure."""
        asked = self.crawler.stats.get_value(REQUESTS_STAT, [])
        self.crawler.stats.set_value(REQUESTS_STAT, [*asked, request.url])
        site = self._sites.get(host_of(request.url))
        if site is None:
            logger.debug("No fixture site for %s", request.url)
            raise CannotResolveHostError(f"no fixture site for {request.url}")
        found = answer(site, request.url)
        logger.debug("%s: %s", request.url, found.failure or found.status)
        await sleep(found.delay)
        if found.failure:
            raise EXCEPTIONS[found.failure](f"{found.failure.value}: {request.url}")
        return _response(request, found)


def _response(request: Request, found: Answer) -> Response:
    body = b"" if request.method == "HEAD" else found.body
    headers = Headers()
    for name, value in found.headers:
        headers.appendlist(name, value)
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    return kind(
        request.url,
        status=found.status,
        headers=headers,
        body=body,
        protocol="HTTP/1.1",
    )


FIXTURE_HANDLERS = dict.fromkeys(("http", "https"), FixtureDownloadHandler)
"""The setting DOWNLOAD_HANDLERS of a crawl that has no network."""
