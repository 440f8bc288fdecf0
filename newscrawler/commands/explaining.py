"""How is one URL judged for a person, with nothing kept? Asked, offline, or as of then."""

import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.address import host_of
from newscrawler.configuring.configuration import configuration
from newscrawler.crawl.remembering import Remembering
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate
from newscrawler.policy.lasting import HostStates
from newscrawler.policy.record import iso_time
from newscrawler.policy.site_memory import CHECKED_AGAIN
from newscrawler.sources import Source
from newscrawler.spiders.hearing import MOST_FEEDS, HearingSpider
from newscrawler.storage.database import Store
from newscrawler.storage.visit_rows import Kind, read_visit


class Recalling(Remembering):
    """Knows what the crawls before left in a store, and leaves nothing there itself."""

    def remember(self, hosts: HostStates) -> None:
        """Leave what was learnt of hosts to a crawl."""

    def refused(self, page: Page, decision: Decision, owner: str | None) -> None:
        """Leave what a text was refused for to a crawl."""


class ExplainSpider(HearingSpider):
    """Asks for one page as a crawl would, and keeps the decision alone.

    ``store``: what crawls before knew is known, None for nothing. If it cannot be
    read, the decision is deferred. Feeds of the page's source that none of them has read
    of late are asked first; they are added to ``heard``.
    """

    name = "explain"

    def __init__(
        self,
        url: str,
        found: list[Decision],
        store: Store | None,
        heard: list[str],
        **kwargs: str,
    ) -> None:
        super().__init__(**kwargs)
        self._heard = heard
        self._url = url
        self._found = found
        self._store = store

    async def start(self) -> AsyncIterator[Request]:
        """Yield what is asked first; the host is named by the operator, for this once."""
        self.records.remembering = Recalling(lambda: self._store, str)
        self.policy.gate.listed.name(host_of(self._url), "explain")
        registry = configuration(self.crawler).registry
        source = registry.for_url(self._url) if registry is not None else None
        if source is None:
            first = self.ask()
        elif listings_of(source) == (source.home,) and source.home != self._url:
            first = self._ask_home(source)
        else:
            first = self._hear(source.feeds[:MOST_FEEDS])
        for request in first:
            yield request

    def ask(self) -> Iterator[Request]:
        """Ask for the page itself."""
        yield Request(
            self._url, callback=self.take, errback=self.take_refusal, dont_filter=True
        )

    def _ask_home(self, source: Source) -> Iterator[Request]:
        """Ask for the home page, where a source lists nothing: it leads to feeds."""
        if not unread((source.home,), self._store, time.time()):
            yield from self.ask()
            return

        def took(answer: Response | Failure) -> Iterator[Request]:
            failed = isinstance(answer, Failure)
            home = None if isinstance(answer, Failure) else self.policy.page_of(answer)
            if isinstance(answer, Failure):
                self.lose(answer)
            self._heard += [] if failed else [source.home]
            yield from self._hear(() if home is None else self.feeds_of(source, home))

        yield self.policy.listing_request(source.home, callback=took, errback=took)

    def _hear(self, feeds: Sequence[str]) -> Iterator[Request]:
        """Hear feeds, then ask for the page."""
        others = [one for one in feeds if one != self._url]
        asked = unread(others, self._store, time.time())
        self._heard += asked
        yield from self.hear(asked, self.ask)

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


def listings_of(source: Source) -> tuple[str, ...]:
    """Return what a crawl reads before it comes to articles."""
    named = (*source.feeds, *source.sitemaps, *source.sections) or (source.home,)
    return tuple(dict.fromkeys(named))


def unread(listings: Iterable[str], store: Store | None, now: float) -> tuple[str, ...]:
    """Return the listings of which no crawl in a store read of late.

    What they say of their site is remembered so long, and holds of its articles.
    """
    others = tuple(listings)
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
