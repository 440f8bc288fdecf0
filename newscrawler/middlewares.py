"""How does every request and every response of a crawl pass the gate?

``PolicyMiddleware`` stands in the place of Scrapy's robots middleware and decides
nothing itself: it fetches the documents that the gate wants, asks, records and obeys.
There is no meta key, setting or exception that goes round it.
"""

import asyncio
import logging
import time
from contextlib import suppress
from functools import cached_property
from typing import Self
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadCancelledError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from newscrawler.archives.archived import Archived
from newscrawler.configuring.configuration import configuration
from newscrawler.configuring.withheld import error_words
from newscrawler.crawl.again import Again
from newscrawler.crawl.frontier import MARK
from newscrawler.downloading.documents import DocumentDownloader, redirect_target
from newscrawler.downloading.exchange import (
    HOPS,
    Hops,
    as_a_whole,
    hops_of,
    is_conditional,
    page_of_response,
    sent_form,
    sent_of,
    trail_to,
)
from newscrawler.downloading.pictures import Pictures
from newscrawler.downloading.refused import Refused, Unchanged
from newscrawler.downloading.slots import keep_pace, waiting_requests
from newscrawler.downloading.whole_answer import answer_problem
from newscrawler.extensions import Records
from newscrawler.leasing.leases import NotNowError
from newscrawler.page import Page
from newscrawler.policy import Decision, Gate, Stage, Verdict
from newscrawler.policy.model import Fault
from newscrawler.policy.renewing import NOT_MODIFIED
from newscrawler.storage.warc_records import Sent
from newscrawler.watching.tallying import count_document, count_notices

logger = logging.getLogger(__name__)


class PolicyMiddleware:
    """Lets a request through, and a response back, only with a decision."""

    def __init__(self, crawler: Crawler) -> None:
        found = configuration(crawler)
        self.gate = found.gate()
        self.again = Again(self.gate, lambda: self.records)
        """What was had before is known there, and what comes of asking again."""
        self.asks_anew = False
        """Whether every site is asked again, however fresh what it said last is."""
        self._crawler = crawler
        self._downloader = DocumentDownloader(crawler, self.gate)
        self.pictures = Pictures(self.gate, self._downloader, self.hear)
        self._flights: dict[str, asyncio.Task[None]] = {}
        self._listings: set[str] = set()
        self._pages: WeakKeyDictionary[Response, Page] = WeakKeyDictionary()
        self._trails: WeakKeyDictionary[Page, tuple[str, ...]] = WeakKeyDictionary()
        self._sent: WeakKeyDictionary[Page, Sent] = WeakKeyDictionary()
        self._decisions: WeakKeyDictionary[Page, Decision] = WeakKeyDictionary()
        self.archived = Archived(found, self.gate, self.hear, self._decisions)
        self.let_through: WeakKeyDictionary[Request, str] = WeakKeyDictionary()
        """Requests that may be sent, each with the URL that was asked about."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware of a crawl."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware._downloader.received, signals.bytes_received)
        crawler.signals.connect(middleware.dropped, signals.request_dropped)
        return middleware

    @cached_property
    def records(self) -> Records:
        """Return where decisions are written; without it nothing is let through."""
        records = self._crawler.get_extension(Records)
        if records is None:
            raise IgnoreRequest("no decision can be recorded: EXTENSIONS lacks Records")
        return records

    async def process_request(self, request: Request) -> None:
        """Ask the gate before a request is made."""
        if self._downloader.is_asking(request):
            keep_pace(self._crawler, self.gate, request.url)
            return
        as_a_whole(request)
        stage, trail = self._stage(request), trail_to(request)
        await self.hear(*hops_of(request), request.url)
        if MARK in request.meta and not trail:
            self.records.revisits.begin(request.url)
        self.obey(self.asked(request), trail)
        if not trail:
            request.headers.update(self.again.validators(request.url, stage))
        keep_pace(self._crawler, self.gate, request.url)
        self.let_through[request] = request.url

    def asked(self, request: Request) -> Decision:
        """Return whether a request may be sent, by what is heard now."""
        stage, hops = self._stage(request), hops_of(request)
        return self.gate.before_fetch(request.url, time.time(), stage=stage, hops=hops)

    async def process_response(
        self, request: Request, response: Response
    ) -> Response | Request:
        """Ask the gate before a response is given to anybody."""
        if self._downloader.is_asking(request):
            return response
        problem = answer_problem(request.url, response)
        if problem is not None:
            self.lost(request.url, ResponseDataLossError(problem), trail_to(request))
        page, hops = page_of_response(response), hops_of(request)
        stage, trail = self._stage(request), trail_to(request)
        await self.hear(*hops, page)
        if page.status == NOT_MODIFIED and is_conditional(request):
            return self._renewed(request, page, stage)
        decision = self.records.remembering.judge(self.gate, page, hops, stage)
        count_notices(self._crawler.stats, page, decision)
        self._let_nobody_wait(request)
        self.obey(decision, trail, page)
        self.again.came(page, stage, trail)
        self._pages[response] = page
        self._trails[page] = trail
        self._sent[page] = sent_of(request, response)
        self._decisions[page] = decision
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Record that a page could not be had."""
        if self._downloader.is_asking(request) or isinstance(exception, IgnoreRequest):
            return
        self.lost(request.url, exception, trail_to(request))

    def lost(self, url: str, error: BaseException, trail: tuple[str, ...] = ()) -> None:
        """Record a URL that came to nothing, behind those that were redirected to it."""
        # too large: it will be again, so there is nothing to come back for
        is_final = isinstance(error, DownloadCancelledError)
        problem, now = error_words(error)[:200], time.time()
        found = self.gate.unfetched(url, problem, now, is_final=is_final)
        self.obey(found, trail)

    def _renewed(self, request: Request, page: Page, stage: Stage) -> Request:
        """Decide anew on what was not modified; ask for all of it if nobody can."""
        renewed = self.again.renewable(page, stage)
        if renewed is None:
            return request.replace(dont_filter=True)
        decision = self.again.decided(renewed, page)
        self._let_nobody_wait(request)
        self.obey(decision, (), page)
        self.again.stays(renewed, page, decision)
        raise Unchanged(decision)

    async def hear(self, *subjects: str | Page, gate: Gate | None = None) -> None:
        """Fetch the policy documents that the gate wants, until it wants no more."""
        for subject in subjects:
            url = subject if isinstance(subject, str) else subject.url
            self.records.remembering.recall(self.gate.hosts, url)
            self.records.remembering.bar(self.gate.listed.barred, url)
            while wanted := (gate or self.gate).wants(subject, time.time()):
                await asyncio.gather(*(self._hear_document(url) for url in wanted))

    def recall_anew(self, url: str) -> None:
        """Tell the gate what others have learnt of a URL's host since it was told."""
        self.gate.hosts.ask_again(url)
        self.records.remembering.recall(self.gate.hosts, url)

    def is_asking(self, request: Request) -> bool:
        """Tell whether a request is the gate's own, for a policy document."""
        return self._downloader.is_asking(request)

    def listing_request(self, url: str, **kwargs: object) -> Request:
        """Return a request for a feed, sitemap or section: read for its links alone.

        What comes back is never kept: its page carries no decision on its use.
        """
        request = Request(url, **kwargs)  # type: ignore[arg-type]  # as Request takes
        self._listings.add(sent_form(request.url))
        return request

    def page_of(self, response: Response) -> Page | None:
        """Return the page that was judged of a response, None if none was."""
        return self._pages.get(response)

    def decision_of(self, page: Page) -> Decision | None:
        """Return the decision on a page that this crawl fetched."""
        return self._decisions.get(page)

    def trail_of(self, page: Page) -> tuple[str, ...]:
        """Return the URLs that were redirected to a page, first to last."""
        return self._trails.get(page, ())

    def sent_for(self, page: Page) -> Sent | None:
        """Return the request that this crawl had a page by."""
        return self._sent.get(page)

    def passed(self, request: Request, response: Response) -> None:
        """Take note of a redirect: its headers count for where it leads."""
        if self._downloader.is_asking(request):
            self._downloader.bound_unpacking(request)
            return
        try:
            found = redirect_target(request.url, response)
            target = None if found is None else sent_form(Request(found).url)
        except ValueError as error:
            self.lost(request.url, error, trail_to(request))
            return
        if target is None:
            return
        hops = (*hops_of(request), page_of_response(response))
        gone = self.again.gone(target, hops)
        if gone is not None:
            raise Refused(gone)
        if target in {sent_form(hop.url) for hop in hops}:
            circle = IgnoreRequest(f"redirects in a circle: {target}")
            self.lost(request.url, circle, trail_to(request))
        request.meta[HOPS] = Hops(hops)  # Scrapy hands it on to where it leads
        if sent_form(request.url) in self._listings:
            self._listings.add(target)

    def dropped(self, request: Request) -> None:
        """Record a redirect to what this crawl has asked for already."""
        hops = hops_of(request)
        if hops:
            with suppress(IgnoreRequest):
                same = f"redirects to {request.url}, which was asked for already"
                self.lost(hops[0].url, IgnoreRequest(same), trail_to(request)[1:])

    async def _hear_document(self, url: str) -> None:
        """Fetch a document once, however many requests wait for it."""
        task = self._flights.get(url)
        if task is None:
            task = asyncio.ensure_future(self._learn(url))
            self._flights[url] = task
            task.add_done_callback(lambda _: self._flights.pop(url))
        await asyncio.shield(task)

    async def _learn(self, url: str) -> None:
        """Learn what is still fresh from the store, else from the site."""
        hearings = self.gate.hearings
        known = None if hearings.knows(url) else self.records.last_heard(url)
        if known is not None and known.earlier is not None:
            self.gate.learn(known.earlier, known.earlier.fetched_at)
        if known is not None and not self.asks_anew:
            then = known.document.fetched_at
            self.gate.learn(known.document, then, tries=max(known.tries - 1, 0))
            if hearings.is_fresh(url, time.time()):
                return
        before = known.document if known is not None else None
        tries = known.tries if known is not None and self.asks_anew else None
        try:
            document = await self._downloader.fetch(url, before)
        except NotNowError as error:
            fault = Fault(url, str(error), error.retry_at)
            hearings.postpone(url, time.time(), fault)
            return
        self.gate.learn(document, document.fetched_at, tries=tries)
        count_document(self._crawler.stats, hearings.heard(url))
        self.records.heard(document, hearings.tries(url))

    def _let_nobody_wait(self, request: Request) -> None:
        """Send none of the requests whose host has just asked us to slow down."""
        is_paused = self.gate.pace.fault(request.url, time.time()) is not None
        queue = waiting_requests(self._crawler, request)
        while is_paused and queue:
            waiting, answer = queue.popleft()
            if not self._downloader.is_asking(waiting):
                with suppress(Refused):
                    self.obey(self.asked(waiting), trail_to(waiting))
            why = f"its host asked us to wait: {waiting.url}"
            answer.errback(IgnoreRequest(why))

    def _stage(self, request: Request) -> Stage:
        is_listing = sent_form(request.url) in self._listings
        return Stage.ACQUIRE if is_listing else Stage.USE

    def obey(
        self, decision: Decision, trail: tuple[str, ...], page: Page | None = None
    ) -> None:
        """Record a decision and hold to it; ``page``: the answer, if there was one."""
        self.records.decided(decision, trail)
        if decision.verdict is not Verdict.ALLOW:
            self.records.listings.refused(decision, trail, page)
            self.records.revisits.refused(self.gate, decision, trail, page)
            raise Refused(decision)
