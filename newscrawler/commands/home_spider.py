"""What does a site's home page say of it? Asked once, through the gate, nothing kept."""

import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from scrapy import Request
from scrapy.crawler import CrawlerProcessBase
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawler.address import host_of
from newscrawler.commands.exits import Exit
from newscrawler.configuring.configuration import (
    ConfigurationError,
    network_problem,
    read_configuration,
)
from newscrawler.configuring.weakening import settings_problem
from newscrawler.downloading.exchange import hops_of
from newscrawler.downloading.fixture_site import FixtureError, read_sites
from newscrawler.page import Page
from newscrawler.policy import Decision, Verdict
from newscrawler.report.outcome import reason, shown
from newscrawler.spiders.asking import AskingSpider
from newscrawler.spiders.fixtures import FixturesSpider, fixtures_folder
from newscrawler.terminal.talk import say


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
        if listed.listing(host_of(self._url)) is None:
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
            hops = hops_of(response.request) if response.request is not None else ()
            self._answered.use = gate.after_fetch(page, time.time(), hops=hops)
        yield from ()

    def take_refusal(self, failure: Failure) -> None:
        """Take the decision that kept the page away."""
        self._answered.decision = self.refusal_of(self._url, failure)


def ask(
    url: str, settings: BaseSettings, process: CrawlerProcessBase, sources: str = ""
) -> Answered:
    """Return what came of asking a page as a crawl would; nothing is kept.

    ``sources``: the registry that lists it, "" for none: its host is named for once.
    """
    sites = fixtures_folder() / "sites"
    if not settings["NEWSCRAWLER_FIXTURES"] and (sites / host_of(url)).is_dir():
        say("sources: answered from the fixture sites")
        FixturesSpider.update_settings(settings)
    settings.set("NEWSCRAWLER_STORE", "", "cmdline")
    settings.set("NEWSCRAWLER_SOURCES", sources, "cmdline")
    try:
        found = read_configuration(settings)
        problem = settings_problem(settings) or network_problem(found, settings)
        if problem is not None:
            raise ConfigurationError(problem)
        if found.fixtures is not None:
            read_sites(found.fixtures)
    except FixtureError as error:
        raise ConfigurationError(str(error)) from None
    answered = Answered()
    process.crawl(HomeSpider, url=url, answered=answered)
    process.start()
    return answered


def refused(url: str, decision: Decision | None) -> Exit:
    """Say why a page did not come, and return the exit code."""
    why = reason(decision) if decision is not None else None
    if decision is None or why is None:
        sys.stderr.write("sources: no decision came of it; see the log\n")
        return Exit.INTERNAL
    where = f" [{why.where}]" if why.where else ""
    words = f"sources: {why.outcome.value} by {why.signal}: {why.words}{where}"
    sys.stderr.write(shown(words) + "\n")
    if host_of(decision.url) != host_of(url):
        line = f"sources: it leads to another host; name that: {decision.url}"
        sys.stderr.write(shown(line) + "\n")
    return Exit.DEFERRED if decision.verdict is Verdict.DEFER else Exit.REFUSED
