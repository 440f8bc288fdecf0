"""The edge's clock, set by hand; and what a crawl asked for, with the headers."""

from typing import Self

import pytest
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler

from newscrawler import extensions, middlewares
from newscrawler.crawl import (
    again,
    frontier,
    listings,
    remembering,
    revisiting,
    standing,
)
from newscrawler.downloading import documents, exchange, leased, slots
from newscrawler.watching import watching

START = 1_800_000_000.0
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0


class Clock:
    """Stands in the place of the module ``time`` where the edge reads the clock."""

    def __init__(self) -> None:
        self.now = START

    def time(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


def set_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Give the edge a clock that stands still until it is told to go on."""
    clock = Clock()
    for module in (
        *(again, documents, exchange, extensions, frontier, leased),
        *(listings, middlewares, remembering, revisiting, slots, standing, watching),
    ):
        monkeypatch.setattr(module, "time", clock)
    return clock


class Asked:
    """A Scrapy extension: the requests that reached the downloader."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        asked = cls()
        crawler.signals.connect(asked.note, signals.request_reached_downloader)
        return asked

    def note(self, request: Request, spider: Spider) -> None:  # noqa: ARG002
        self.requests.append(request)

    def conditions(self, url: str) -> list[dict[str, str]]:
        """Return the validators that went with each request for a URL."""
        names = ("If-None-Match", "If-Modified-Since")
        return [
            {
                name: value.decode()
                for name in names
                if (value := request.headers.get(name)) is not None
            }
            for request in self.requests
            if request.url == url
        ]
