"""How does the gate see redirects?"""

import re
from contextlib import suppress
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawler.downloading.documents import redirect_target
from newscrawler.middlewares import PolicyMiddleware

_SENT_OTHERWISE = re.compile(rb"@|//[^/?#]*\.(?::\d*)?\s*(?:[/?#]|$)")
"""A user name and password, perhaps, or a dot behind the host."""


class HopMiddleware:
    """Shows redirects to the policy middleware: it stands below Scrapy's own."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware of a crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Take note of a redirect, and let no password in it come to anybody."""
        _lead_as_sent(request.url, response)
        policy = self._crawler.get_downloader_middleware(PolicyMiddleware)
        if policy is not None:
            policy.passed(request, response)
        return response


def _lead_as_sent(url: str, response: Response) -> None:
    """Let a redirect lead to where it leads as that is requested."""
    if _SENT_OTHERWISE.search(response.headers.get("Location") or b""):
        with suppress(ValueError):  # leads nowhere: the policy middleware says so
            target = redirect_target(url, response)
            if target is not None:
                response.headers["Location"] = target
