"""What goes out is what passed the gate: no middleware behind it changes that."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import ClassVar

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError

from newscrawler.downloading.slots import downloader_of
from newscrawler.policy import Verdict
from tests.crawling import crawl
from tests.test_ways_round import CLOSED, OPEN, Trickster, nothing_was_got

LATE = 900
"""Behind the gate, and behind where redirects pass."""


class OtherName:
    """A middleware that asks under a browser's name."""

    def process_request(self, request: Request) -> None:
        request.headers["User-Agent"] = "Mozilla/5.0"


class ByProxy:
    """A middleware that lets somebody else ask."""

    def process_request(self, request: Request) -> None:
        request.meta["proxy"] = "http://proxy.example:3128"


class OtherUrl:
    """A middleware that asks for another page than was asked about."""

    def process_request(self, request: Request) -> None:
        if request.url == OPEN:
            request._set_url(CLOSED)


class OtherHost:
    """A middleware that asks another site at the same address."""

    def process_request(self, request: Request) -> None:
        request.headers["Host"] = "closed-courier.example"


class Open(Trickster):
    """Asks for a page that is open to all."""

    url = OPEN


@pytest.mark.parametrize("middleware", [OtherName, ByProxy, OtherUrl, OtherHost])
def test_a_middleware_behind_the_gate_changes_nothing(
    tmp_path: Path, middleware: type
) -> None:
    late = {"DOWNLOADER_MIDDLEWARES": {middleware: LATE}}

    crawled = crawl(Open, tmp_path, late)

    assert nothing_was_got(crawled, OPEN)
    assert nothing_was_got(crawled, CLOSED)


class NamesHost(Open):
    """Asks by the address of one site for a page of another."""

    headers: ClassVar[dict[str, str]] = {"Host": "closed-courier.example"}

    async def start(self) -> AsyncIterator[Request]:
        yield Request(OPEN, headers=self.headers, callback=self.take)


def test_another_host_is_not_asked_at_the_address_of_this(tmp_path: Path) -> None:
    crawled = crawl(NamesHost, tmp_path)

    assert nothing_was_got(crawled, OPEN)
    (refused,) = crawled.decisions(Verdict.REFUSE)
    assert "'closed-courier.example' is not the host" in refused.faults[0].problem


@pytest.mark.parametrize("host", ["Harbour-Gazette.example", "harbour-gazette.example:443"])  # fmt: skip
def test_its_own_host_may_be_named(tmp_path: Path, host: str) -> None:
    class Named(NamesHost):
        headers: ClassVar[dict[str, str]] = {"Host": host}

    assert crawl(Named, tmp_path).crawler.stats.get_value("trick/got")


class ByHandlers(Open):
    """Goes to the download handlers itself, behind all middlewares."""

    async def start(self) -> AsyncIterator[Request]:
        handlers = downloader_of(self.crawler).handlers
        request = Request(OPEN, headers={"User-Agent": "newscrawler/1.0"})
        with pytest.raises(DownloadCancelledError, match="did not pass the gate"):
            await handlers.download_request_async(request)
        for item in tuple[Request, ...]():
            yield item


def test_the_handlers_send_what_passed_the_gate_alone(tmp_path: Path) -> None:
    crawled = crawl(ByHandlers, tmp_path)

    assert nothing_was_got(crawled, OPEN)
    assert not crawled.crawler.stats.get_value("log_count/ERROR")
