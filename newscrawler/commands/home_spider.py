"""What does a site's home page say of it? Asked once, through the gate, nothing kept."""

import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.address import host_of
from newscrawler.page import Page
from newscrawler.policy import Decision
from newscrawler.spiders.asking import AskingSpider


@dataclass
class Answered:
    """What came of asking: the page, or the decision that kept it away.

    ``use`` is the decision on keeping such a page, for a person to know beforehand.
    """

    page: Page | None = None
    sitemaps: tuple[str, ...] = ()
    decision: Decision | None = None
    use: Decision | None = None


class HomeSpider(AskingSpider):
    """Hears one site's policy documents and one page, read for its links alone."""

    name = "home"

    def __init__(self, url: str, answered: Answered, **kwargs: str) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._answered = answered

    async def start(self) -> AsyncIterator[Request]:
        """Yield the one request; its host is named by the operator, for this once."""
        listed = self.policy.gate.listed
        listed.is_used = True  # no registry yet: this host, none that it redirects to
        listed.name(host_of(self._url), "sources add")
        yield self.policy.listing_request(
            self._url, callback=self.take, errback=self.take_refusal
        )

    def take(self, response: Response) -> Iterator[Page]:
        """Take the page and the sitemaps of its robots.txt; it goes nowhere else."""
        page = self.policy.page_of(response)
        if page is not None:
            gate = self.policy.gate
            self._answered.page = page
            self._answered.decision = self.policy.decision_of(page)
            self._answered.sitemaps = gate.hearings.sitemaps(page.url)
            self._answered.use = gate.after_fetch(page, time.time())
        yield from ()

    def take_refusal(self, failure: Failure) -> None:
        """Take the decision that kept the page away."""
        self._answered.decision = self.refusal_of(self._url, failure)
