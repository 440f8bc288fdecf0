"""Crawls that share a store share each host's turn, its pace and what it asks of us."""

import asyncio
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.http import Response
from scrapy.settings import Settings

import newscrawler.settings
from newscrawler.extensions import Records
from newscrawler.handlers import FIXTURE_HANDLERS, FixtureDownloadHandler
from newscrawler.leasing.held_lease import LEAST_GAP
from newscrawler.policy import Verdict
from newscrawler.report.outcome import ELSEWHERE, Outcome
from newscrawler.spiders.article import ArticleSpider
from newscrawler.spiders.news import NewsSpider
from newscrawler.storage.database import open_store
from newscrawler.storage.lease_rows import Asking, claim
from tests.storage.samples import rows
from tests.wire.world import OPEN, World, story

HOST, DELAY, LEASE = "a.example", 0.05, 1.0
Log = list[tuple[str, float, float]]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    """When each request began and ended, by the loop's clock."""
    found: Log = []

    class Logged(FixtureDownloadHandler):
        async def download_request(self, request: Request) -> Response:
            clock = asyncio.get_running_loop().time
            began = clock()
            try:
                return await super().download_request(request)
            finally:
                found.append((request.url, began, clock()))

    monkeypatch.setitem(FIXTURE_HANDLERS, "https", Logged)
    return found


@pytest.fixture
def world(tmp_path: Path) -> World:
    found = World(tmp_path)
    found.source(HOST)
    return found


def together(
    world: World,
    crawls: Sequence[tuple[type[Spider], Mapping[str, str]]],
    **more: object,
) -> list[Records]:
    """Run crawls at once in one process, over one store."""
    settings = Settings()
    settings.setmodule(newscrawler.settings, priority="project")
    ours = {
        "TWISTED_REACTOR_ENABLED": False,
        "NEWSCRAWLER_STORE": f"sqlite:///{world.folder / 'store.db'}",
        "NEWSCRAWLER_LEASE": LEASE,
        "DOWNLOAD_DELAY": DELAY,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    }
    settings.setdict({**world.settings(), **ours, **more}, "cmdline")
    crawlers: list[Crawler] = []

    async def run() -> None:
        runner = AsyncCrawlerRunner(settings)
        for spider, arguments in crawls:
            crawlers.append(runner.create_crawler(spider))
            runner.crawl(crawlers[-1], **arguments)
        await runner.join()

    asyncio.run(run())
    found = [one.get_extension(Records) for one in crawlers]
    return [one for one in found if one is not None]


def serve(world: World, many: int, toml: str = "") -> list[str]:
    names = [f"p{number}" for number in range(many)]
    files = {f"{name}.html": story(f"Boat {name}") for name in names}
    slow = "".join(f'["/{name}"]\ndelay = 0.02\n' for name in names)
    world.site(HOST, {"robots.txt": OPEN, **files}, slow + toml)
    return [f"https://{HOST}/{name}" for name in names]


def test_no_two_crawls_talk_to_a_host_at_once_nor_faster_than_one(
    world: World, log: Log
) -> None:
    urls = serve(world, 12)
    parts = [" ".join(urls[at::3]) for at in range(3)]

    crawls = [(ArticleSpider, {"url": part}) for part in parts]
    found = together(world, crawls, NEWSCRAWLER_LEASE=5 * LEASE)

    assert all(one.outcomes.total(Outcome.KEPT) for one in found), "each had its turn"
    times = sorted((began, ended) for _, began, ended in log)
    for (began, ended), (next_began, _) in pairwise(times):
        assert next_began >= ended, "two requests at once"
        assert next_began - began >= LEAST_GAP * DELAY


def test_what_one_crawl_is_asked_to_wait_for_the_next_one_waits_for(
    world: World, log: Log
) -> None:
    urls = serve(
        world, 2, '["/busy"]\nstatus = 429\nheaders = { Retry-After = "600" }\n'
    )
    busy = f"https://{HOST}/busy"

    crawls = [(ArticleSpider, {"url": one}) for one in (busy, *urls)]
    found = together(world, crawls)

    asked = [url for url, _, _ in log]
    assert busy in asked
    after = asked[asked.index(busy) + 1 :]
    assert after == []
    assert sum(one.outcomes.total(Outcome.DEFERRED) for one in found) >= 1


def test_what_is_under_way_when_a_lease_is_lost_is_broken_off(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (url,) = serve(world, 1, '["/slow"]\ndelay = 600\n')
    slow, store = f"https://{HOST}/slow", world.folder / "store.db"

    class Stolen(FixtureDownloadHandler):
        async def download_request(self, request: Request) -> Response:
            if request.url == slow:  # as if this process had slept through its lease
                with closing(sqlite3.connect(store)) as other, other:
                    other.execute("UPDATE leases SET owner = 'another'")
            return await super().download_request(request)

    monkeypatch.setitem(FIXTURE_HANDLERS, "https", Stolen)

    (found,) = together(world, [(ArticleSpider, {"url": f"{url} {slow}"})])

    assert found.outcomes.total(Outcome.DEFERRED) == 1
    with closing(open_store(f"sqlite:///{store}")) as opened:
        (last,) = [one.decision for one in opened.decisions(verdict=Verdict.DEFER)]
    assert last.url == slow
    assert "its lease was lost" in last.faults[0].problem


def hold(world: World, name: str, lasts: float) -> None:
    uri = f"sqlite:///{world.folder / 'store.db'}"
    with closing(open_store(uri)) as store, store.writing() as connection:
        assert (
            claim(connection, time.time(), Asking("elsewhere", lasts), name) is not None
        )


def test_nothing_is_asked_of_a_host_that_another_machine_talks_to(
    world: World, log: Log
) -> None:
    urls = serve(world, 3)
    hold(world, f"host:{HOST}", 600)

    (found,) = together(world, [(ArticleSpider, {"url": " ".join(urls)})])

    assert log == []
    assert found.outcomes.total(Outcome.DEFERRED) >= 1
    waiting = "SELECT url FROM frontier WHERE due_at IS NOT NULL"
    assert {one for (one,) in rows(world.folder / "store.db", waiting)} == set(urls)
    with closing(open_store(f"sqlite:///{world.folder / 'store.db'}")) as store:
        assert {one.decision.verdict for one in store.decisions()} == {Verdict.DEFER}
        assert store.hearing(f"https://{HOST}/robots.txt") is None, "nobody was asked"


def test_a_source_that_another_crawl_is_at_is_left_to_it(
    world: World, log: Log
) -> None:
    serve(world, 1)
    hold(world, "source:a-example", 600)

    (found,) = together(world, [(NewsSpider, {})], NEWSCRAWLER_LEASE=0.5)

    assert log == []
    (one,) = found.outcomes.by_source()
    assert one.reasons == ((ELSEWHERE, 1),)
