"""How does the gate see redirects, and that a request says who asks?"""

from contextlib import suppress
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response

from newscrawler.documents import redirect_target
from newscrawler.exchange import trail_to
from newscrawler.identity import is_named, token_of
from newscrawler.middlewares import PolicyMiddleware


class HopMiddleware:
    """Shows redirects to the policy middleware: it stands below Scrapy's own.

    What comes by under another name than ours, by a spider's or middleware's doing,
    is not sent: robots.txt was read for our product token.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware of a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse a request that does not say who asks, or asks somebody else."""
        problem = self._disguise(request)
        if problem is not None:
            policy = self._crawler.get_downloader_middleware(PolicyMiddleware)
            if policy is not None and not policy.is_asking(request):
                cancelled = DownloadCancelledError(problem)
                policy.lost(request.url, cancelled, trail_to(request))
            raise IgnoreRequest(problem)

    def _disguise(self, request: Request) -> str | None:
        sent = (request.headers.get("User-Agent") or b"").decode("latin-1")
        token = token_of(self._crawler.settings)
        if not is_named(sent, token):
            return f"User-Agent {sent[:80]!r} does not begin with {token!r}"
        if request.meta.get("proxy"):
            return "a proxy would answer in the site's place"
        return None

    def process_response(self, request: Request, response: Response) -> Response:
        """Take note of a redirect, and let no password in it come to anybody."""
        _hide_credentials(request.url, response)
        policy = self._crawler.get_downloader_middleware(PolicyMiddleware)
        if policy is not None:
            policy.passed(request, response)
        return response


def _hide_credentials(url: str, response: Response) -> None:
    """Let a redirect lead to where it leads without a user name and password."""
    if b"@" in (response.headers.get("Location") or b""):
        with suppress(ValueError):  # leads nowhere: the policy middleware says so
            target = redirect_target(url, response)
            if target is not None:
                response.headers["Location"] = target
