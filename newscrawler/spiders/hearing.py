"""What do a site's feeds say of it? Heard before a page is judged, as by a crawl."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.discovery.home import read_home
from newscrawler.page import Page
from newscrawler.sources import Source
from newscrawler.spiders.asking import AskingSpider

MOST_FEEDS = 12
"""Feeds of a site that are asked for to judge one page: our choice. Each takes its turn."""


class HearingSpider(AskingSpider):
    """Asks for feeds through the gate, which learns what they say of their site."""

    def hear(
        self, feeds: Iterable[str], then: Callable[[], Iterator[Request]]
    ) -> Iterator[Request]:
        """Yield a request for each feed; ``then`` says what is done when all are heard.

        One that cannot be had says nothing, as to a crawl.
        """
        left = list(dict.fromkeys(feeds))
        if not left:
            yield from then()

        def heard(url: str, answer: Response | Failure) -> Iterator[Request]:
            if isinstance(answer, Failure):
                self.lose(answer)
            left.remove(url)
            if not left:
                yield from then()

        for url in tuple(left):
            took = partial(heard, url)
            yield self.policy.listing_request(
                url, callback=took, errback=took, dont_filter=True
            )

    def feeds_of(self, source: Source, home: Page) -> tuple[str, ...]:
        """Return the feeds that are listed, else those that the home page leads to."""
        if source.feeds or source.sitemaps or source.sections:
            return source.feeds[:MOST_FEEDS]
        decision = self.policy.decision_of(home)
        if decision is None or decision.forbids_links:
            return ()
        found = read_home(home, domains=source.domains).feeds
        return tuple(one.url for one in found[:MOST_FEEDS])
