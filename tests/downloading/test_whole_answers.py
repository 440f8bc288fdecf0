"""What is judged is the whole page, from the site itself, and every judgement lasts."""

import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from scrapy import Request, Spider
from scrapy.http import Response

from newscrawler.policy import Gate, Listing, Permission, Purpose, Stage, Verdict
from newscrawler.policy.permission import same_party
from newscrawler.spiders.fixtures import FixturesSpider, fixtures_folder
from newscrawler.storage.database import open_store
from tests.crawling import crawl
from tests.policy.asked import NOW, REFUSE, page, silent_site

OPEN = "https://harbour-gazette.example/business/2026/11/rope-works-takes-on-six-apprentices"
ROBOTS = "https://harbour-gazette.example/robots.txt"


class OnePage(FixturesSpider):
    name = "one"
    headers: ClassVar[dict[str, str]] = {}
    meta: ClassVar[dict[str, object]] = {}

    async def start(self) -> AsyncIterator[Request]:
        yield Request(OPEN, headers=self.headers, meta=dict(self.meta))

    def parse(self, response: Response) -> Iterator[object]:
        yield self.policy.page_of(response)


class Broken:
    """What came off the wire broke off, and Scrapy was told not to mind."""

    of = OPEN

    def process_response(self, request: Request, response: Response) -> Response:
        return (
            response.replace(flags=["dataloss"]) if request.url == self.of else response
        )


class BrokenRobots(Broken):
    of = ROBOTS


@pytest.mark.parametrize("middleware", [Broken, BrokenRobots])
def test_what_broke_off_is_not_taken_for_whole(
    tmp_path: Path, middleware: type[Broken]
) -> None:
    crawled = crawl(OnePage, tmp_path, {"DOWNLOADER_MIDDLEWARES": {middleware: 990}})

    assert not crawled.articles()
    assert crawled.decisions(Verdict.DEFER)
    assert (OPEN in crawled.requests) is (middleware is Broken)


class Sent:
    """Keeps what headers and meta a request has where it leaves."""

    seen: ClassVar[dict[str, dict[str, object]]] = {}

    def process_request(self, request: Request) -> None:
        names = {name.decode().lower() for name in request.headers}
        self.seen[request.url] = {"headers": names, **request.meta}


def test_a_spider_cannot_ask_for_a_part_or_in_another_hosts_turn(
    tmp_path: Path,
) -> None:
    class Partly(OnePage):
        headers: ClassVar[dict[str, str]] = {"Range": "bytes=0-9", "If-None-Match": "x"}
        meta: ClassVar[dict[str, object]] = {"download_slot": "nobody"}

    crawl(Partly, tmp_path, {"DOWNLOADER_MIDDLEWARES": {Sent: 900}})

    sent = Sent.seen[OPEN]
    assert isinstance(sent["headers"], set)
    assert not {"range", "if-none-match"} & sent["headers"]
    assert sent.get("download_slot") != "nobody"


def test_a_proxy_does_not_answer_in_the_sites_place(tmp_path: Path) -> None:
    class Proxied(OnePage):
        meta: ClassVar[dict[str, object]] = {"proxy": "http://elsewhere.test:8080"}

    crawled = crawl(Proxied, tmp_path)

    assert OPEN not in crawled.requests
    assert not crawled.articles()
    assert any("proxy" in one.faults[0].problem for one in crawled.decisions(REFUSE))


class Foreign(Spider):
    """Somebody's own spider, which exports what it likes."""

    name = "foreign"

    async def start(self) -> AsyncIterator[Request]:
        yield Request(OPEN)

    def parse(self, response: Response) -> Iterator[object]:
        yield {"body": response.text}


def test_every_decision_on_a_use_is_recorded_whoever_asked(tmp_path: Path) -> None:
    folder = fixtures_folder()
    settings = {
        "NEWSCRAWLER_FIXTURES": str(folder / "sites"),
        "NEWSCRAWLER_SOURCES": str(folder / "sources"),
        "ITEM_PIPELINES": {},
    }
    crawled = crawl(Foreign, tmp_path, settings)

    assert len(crawled.items) == 1
    uses = [one for one in crawled.decisions() if one.stage is Stage.USE]
    assert [(one.url, one.verdict) for one in uses] == [(OPEN, Verdict.ALLOW)]


def test_an_articles_decision_is_counted_once(tmp_path: Path) -> None:
    crawled = crawl(OnePage, tmp_path)

    store = open_store(crawled.store)
    (kept,) = [one for one in store.decisions() if one.decision.stage is Stage.USE]
    store.close()
    assert kept.count == 1


def test_an_answer_from_the_future_is_asked_for_again(tmp_path: Path) -> None:
    crawled = crawl(OnePage, tmp_path)
    store = open_store(crawled.store)
    heard = store.hearing(ROBOTS)
    assert heard is not None
    run = store.begin_run("news", {}, "1", 0.0)
    store.keep_hearing(run, replace(heard.document, fetched_at=time.time() + 1e6))
    store.close()

    class Again(OnePage):
        async def start(self) -> AsyncIterator[Request]:
            yield Request(f"{OPEN}?again")

    assert ROBOTS in crawl(Again, tmp_path).requests


def test_who_permits_the_last_page_does_not_permit_the_redirect() -> None:
    wire = "https://wire.example/1"
    permission = Permission(
        "p",
        "Gazette",
        ("gazette.example/*",),
        frozenset(Purpose),
        date(2026, 1, 1),
        date(2027, 1, 1),
    )
    listings = [
        Listing("g", ("gazette.example",), permissions=(permission,)),
        Listing("w", ("wire.example",)),
    ]
    found = Gate(sources=listings)
    for site in ("https://gazette.example", "https://wire.example"):
        for url in (f"{site}/robots.txt",):
            found.learn(replace(silent_site(site)[0], url=url), NOW)
        while wanted := found.wants(f"{site}/1", NOW):
            for url in wanted:
                found.learn(replace(silent_site(site)[1], url=url), NOW)
    hop = page(url=wire, headers=(("x-robots-tag", "noai"),), status=302)
    last = page(
        "<meta name=tdm-reservation content=0><p>News.", "https://gazette.example/1"
    )

    assert found.after_fetch(last, NOW).verdict is Verdict.ALLOW
    assert found.after_fetch(last, NOW, hops=(hop,)).verdict is REFUSE


@pytest.mark.parametrize(
    ("one", "other"),
    [("Times", "Times of India"), ("A", "A News"), ("Express", "Express Newspapers")],
)
def test_a_name_that_begins_anothers_is_not_that_party(one: str, other: str) -> None:
    assert not same_party(one, other)
    assert not same_party(other, one)
