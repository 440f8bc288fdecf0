"""How does a Scrapy project get the gate? ``ADDONS = {PolicyAddon: 300}``.

The add-on puts the policy middleware in the place of Scrapy's robots middleware. Where
a setting would weaken it, or says nonsense, the crawl does not start: one line says why.
"""

from contextlib import suppress
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from newscrawler.configuring.configuration import ConfigurationError, configuration
from newscrawler.configuring.weakening import (
    DOWNLOADER,
    FIRST,
    FIXED,
    PLACES,
    PROJECT,
    StartCheck,
    weakenings,
)
from newscrawler.downloading.identity import chosen_user_agent, full_user_agent
from newscrawler.downloading.resolver import bound_answers
from newscrawler.handlers import FIXTURE_HANDLERS
from newscrawler.middlewares import PolicyMiddleware
from newscrawler.tuning.allocating import give_back
from newscrawler.tuning.collecting import collect_seldom
from newscrawler.tuning.idle_parts import leave_out_idle
from newscrawler.watching.json_logs import install
from newscrawler.watching.metrics import Metrics
from newscrawler.watching.safe_log import PlaceLogFormatter, make_safe

RETRIED = [500, 502, 504, 522, 524]
"""Statuses that Scrapy retries; 403, 408, 425, 429 and 503 are the gate's pace."""

OURS = {
    **{name: value for name, (value, _) in FIXED.items()},
    "RETRY_HTTP_CODES": RETRIED,
    "DOWNLOAD_DELAY_JITTER": 0,  # a pace is the least time between two requests
    "LOG_FORMATTER": PlaceLogFormatter,  # Scrapy's own logs whole items
    "RETRY_GIVE_UP_LOG_LEVEL": "INFO",  # a site's failure is a deferral, not our error
}


class PolicyAddon(StartCheck):
    """Gives a project the gate, the record of its decisions, and safe settings.

    ``problem`` is the one line that says why a crawl may not start, None if it may.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.problem: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the add-on of a crawl."""
        return cls(crawler)

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Name the resolver, whose the log is, and how memory and garbage are dealt with:
        they are the process's.
        """
        resolver = "newscrawler.downloading.resolver.PublicAddressResolver"
        settings.set("TWISTED_DNS_RESOLVER", resolver, "addon")
        collect_seldom()
        give_back()
        with suppress(ValueError, OSError):  # told in one line before the crawl begins
            install(settings)

    def update_settings(self, settings: BaseSettings) -> None:
        """Put the gate in, and set what it needs at the add-on's priority."""
        leave_out_idle(settings, off=FIXED)
        make_safe(settings)
        self.problem = next(weakenings(settings), None)
        chosen = chosen_user_agent(settings, PROJECT)
        settings.set("USER_AGENT", full_user_agent(settings, chosen), "cmdline")
        # who may not start is built as safely as if nothing had been asked for
        priority = "addon" if self.problem is None else "cmdline"
        for name, value in OURS.items():
            settings.set(name, value, priority)
        settings.set("DOWNLOADER", DOWNLOADER, priority)
        for name, places in PLACES.items():
            for path, place in places.items():
                part = load_object(path)
                settings.set_in_component_priority_dict(name, part, place)
        if settings["NEWSCRAWLER_FIXTURES"]:
            settings.set("DOWNLOAD_HANDLERS", FIXTURE_HANDLERS, "cmdline")
            settings.set("DOWNLOAD_DELAY", 0, "project")  # no server is asked
        bound_answers(settings)
        settings.setdefault_in_component_priority_dict("EXTENSIONS", Metrics, 500)
        self._bar(settings)

    def last_problem(self) -> str | None:
        """Return why a crawl may not start, by what the settings came to in the end.

        Add-ons after this one have set theirs since.
        """
        found = self._crawler.settings
        return self.problem or next(weakenings(found, least=0), None)

    def _bar(self, settings: BaseSettings) -> None:
        """Put a bar in the gate's place where the gate cannot be built."""
        try:
            configuration(self._crawler)
        except ConfigurationError as error:
            self.problem = self.problem or str(error)
            name = "DOWNLOADER_MIDDLEWARES"
            settings.set_in_component_priority_dict(name, PolicyMiddleware, None)
            settings.set_in_component_priority_dict(name, BarredMiddleware, FIRST)


class BarredMiddleware:
    """Lets nothing through: there is no gate that could decide."""

    def process_request(self, request: Request) -> None:
        """Refuse a request."""
        raise IgnoreRequest(f"no gate, so nothing is asked for: {request.url}")
