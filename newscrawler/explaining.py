"""How is one URL judged for a person, with nothing kept? Asked, offline, or as of then."""

import time
from collections.abc import AsyncIterator, Iterator

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.address import host_of
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate
from newscrawler.policy.record import iso_time
from newscrawler.spiders.asking import AskingSpider
from newscrawler.storage.database import Store


class ExplainSpider(AskingSpider):
    """Asks for one page as a crawl would, and keeps the decision alone."""

    name = "explain"

    def __init__(self, url: str, found: list[Decision], **kwargs: str) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._found = found

    async def start(self) -> AsyncIterator[Request]:
        """Yield the one request; its host is named by the operator, for this once."""
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
