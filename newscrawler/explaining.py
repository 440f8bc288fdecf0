"""How is one URL judged for a person, with nothing kept? Asked, offline, or as of then."""

import time
from collections.abc import AsyncIterator, Iterator

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.address import host_of
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate
from newscrawler.policy.lasting import HostStates
from newscrawler.policy.record import iso_time
from newscrawler.policy.site_memory import CHECKED_AGAIN
from newscrawler.remembering import Remembering
from newscrawler.sources import Registry
from newscrawler.spiders.asking import AskingSpider
from newscrawler.storage.database import Store
from newscrawler.storage.visit_rows import Kind, read_visit


class Recalling(Remembering):
    """Knows what the crawls before left in a store, and leaves nothing there itself."""

    def remember(self, hosts: HostStates) -> None:
        """Leave what was learnt of hosts to a crawl."""

    def refused(self, page: Page, decision: Decision, owner: str | None) -> None:
        """Leave what a text was refused for to a crawl."""


class ExplainSpider(AskingSpider):
    """Asks for one page as a crawl would, and keeps the decision alone.

    ``store``: what crawls before knew is known, None for nothing. If it cannot be
    read, the decision is deferred.
    """

    name = "explain"

    def __init__(
        self, url: str, found: list[Decision], store: Store | None, **kwargs: str
    ) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._found = found
        self._store = store

    async def start(self) -> AsyncIterator[Request]:
        """Yield the one request; its host is named by the operator, for this once."""
        self.records.remembering = Recalling(lambda: self._store, str)
        self.policy.gate.listed.name(host_of(self._url), "explain")
        yield Request(self._url, callback=self.take, errback=self.take_refusal)

    def take(self, response: Response) -> Iterator[Page]:
        """Take the decision on a page that was allowed; the page goes nowhere."""
        page = self.policy.page_of(response)
        decision = self.policy.decision_of(page) if page is not None else None
        if decision is not None:
            self._found.append(decision)
        yield from ()

    def take_refusal(self, failure: Failure) -> None:
        """Take the decision that kept the page away."""
        decision = self.refusal_of(self._url, failure)
        if decision is not None:
            self._found.append(decision)


def unread(
    registry: Registry | None, store: Store | None, url: str, now: float
) -> tuple[str, ...]:
    """Return the listings of a URL's source of which no crawl in a store read of late.

    A crawl reads them before it comes to the URL; what they say of the site holds too.
    """
    source = registry.for_url(url) if registry is not None else None
    if source is None:
        return ()
    named = (*source.feeds, *source.sitemaps, *source.sections) or (source.home,)
    others = tuple(one for one in dict.fromkeys(named) if one != url)
    if store is None:
        return others
    with store.reading() as connection:
        visits = {one: read_visit(connection, one, Kind.LISTING) for one in others}
    read = {one: visit.read_at for one, visit in visits.items() if visit is not None}
    return tuple(one for one in others if (read.get(one) or 0) < now - CHECKED_AGAIN)


def unheard(gate: Gate, url: str) -> Decision:
    """Return the decision on a URL of which nothing is known: deferred."""
    now = time.time()
    gate.listed.name(host_of(url), "explain")
    leave_unheard(gate, url, now)
    return gate.before_fetch(url, now)


def leave_unheard(gate: Gate, subject: str | Page, now: float) -> None:
    """Tell the gate of every document it wants that nobody asked for it."""
    while wanted := gate.wants(subject, now):
        for url in wanted:
            gate.learn(Document(url, now, problem="not asked for: offline"), now)


def as_of(gate: Gate, store: Store, url: str, now: float) -> Decision:
    """Return the decision on a URL by the documents that were kept by a time.

    Nobody is asked: what was not known then, or was out of date, is a fault.
    """
    gate.listed.name(host_of(url), "explain")
    told: set[str] = set()
    while wanted := [one for one in gate.wants(url, now) if one not in told]:
        for one in wanted:
            told.add(one)
            known = store.hearing(one, now)
            if known is None:
                problem = f"not in the store on {iso_time(now)}"
                gate.learn(Document(one, now, problem=problem), now)
            else:
                then = known.document.fetched_at
                gate.learn(known.document, then, tries=max(known.tries - 1, 0))
    return gate.before_fetch(url, now)
