"""A crawl that is killed at any moment goes on: no URL is lost, few are asked twice."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy import signals
from scrapy.http import Response

from newscrawler.report.outcome import NOT_YET, Outcome
from newscrawler.spiders.news import NewsSpider
from newscrawler.storage.transactions import SETTLED_AT_ONCE
from tests.crawling import crawl
from tests.dying import doomed
from tests.storage.ledgers import problems
from tests.storage.samples import rows
from tests.wire.world import OPEN, World, kept, story

MOMENTS = 5
"""Random moments at which the crawl is killed: our choice."""

LEASE = 2
"""Seconds for which the hosts of who was killed are his: our choice."""

EACH, CONCURRENT = 24, 4
HOSTS = ("a.example", "b.example")
REFUSED, MOVED = 3, 5
FEED = "<rss version='2.0'><channel><title>News</title>{}</channel></rss>"
FETCHED = "newscrawler_fetched"


def page(host: str, number: int) -> str:
    return f"https://{host}/2026/11/02/story-{number}"


def set_up(folder: Path) -> World:
    """Two hosts with a feed each: articles, some refused, some behind redirects."""
    world = World(folder)
    for host in HOSTS:
        world.source(host, f'feeds = ["https://{host}/feed.xml"]\n')
        files, toml = {"robots.txt": OPEN}, ""
        for number in range(EACH):
            name = f"2026/11/02/story-{number}"
            head = (
                '<meta name="robots" content="noai">' if number % 4 == REFUSED else ""
            )
            files[f"{name}.html"] = story(f"Boat {number} of {host}", head)
            if number % 8 == MOVED:
                toml += f'["/{name}"]\nstatus = 302\nlocation = "/moved/{number}"\n'
                files[f"moved/{number}.html"] = files.pop(f"{name}.html")
        world.site(host, {**files, "feed.xml": feed(host, EACH)}, toml)
    return world


def feed(host: str, many: int) -> str:
    items = (f"<item><link>{page(host, one)}</link></item>" for one in range(many))
    return FEED.format("".join(items))


def name_in_feed(world: World, host: str, many: int) -> None:
    file = world.folder / "sites" / host / "feed.xml"
    file.write_text(feed(host, many), "utf-8")


def child(folder: Path, last: int) -> subprocess.CompletedProcess[str]:
    words = (sys.executable, "-m", "tests.crawl.test_frontier", str(folder), str(last))
    return subprocess.run(words, capture_output=True, text=True, check=False)


def articles_of(urls: list[str]) -> set[str]:
    return {one for one in urls if "/story-" in one or "/moved/" in one}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, set[str]]:
    """Return how many acts a crawl takes that nobody kills, and what it keeps."""
    folder = tmp_path_factory.mktemp("whole")
    world = set_up(folder)
    ran = child(folder, 0)
    assert ran.returncode == 0, ran.stderr
    after = world.news()
    assert not [url for url in kept(after) if url in after.requests]
    return int(ran.stdout), kept(after)


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_whoever_is_killed_loses_nothing_and_asks_for_little_again(
    tmp_path: Path, whole: tuple[int, set[str]], moment: int
) -> None:
    statements, all_kept = whole
    last = random.Random(moment).randrange(statements // 4, statements)
    world = set_up(tmp_path)
    killed = child(tmp_path, last)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    store = tmp_path / "store.db"
    found = {str(one[0]) for one in rows(store, "SELECT url FROM frontier")}
    before = {str(one[0]) for one in rows(store, "SELECT url FROM urls")}
    fetched = (tmp_path / FETCHED).read_text("utf-8").splitlines()
    assert problems(store) == []
    for host in HOSTS:  # what a feed named is not named for ever
        name_in_feed(world, host, 0)

    second = world.news(NEWSCRAWLER_LEASE=LEASE)

    again = articles_of(fetched) & articles_of(second.requests)
    assert not before & set(second.requests), "what is kept is not asked for"
    assert len(again) <= SETTLED_AT_ONCE + 2 * CONCURRENT + 32
    decided = {one.url for one in second.decisions()}
    kept_now = {str(one[0]) for one in rows(store, "SELECT url FROM urls")}
    assert found <= decided | kept_now
    waiting = "SELECT url FROM frontier WHERE due_at IS NOT NULL"
    assert rows(store, waiting) == []
    for host in HOSTS:
        name_in_feed(world, host, EACH)
    assert kept(world.news()) == all_kept
    assert problems(store) == []


def test_a_refused_url_is_asked_for_again_and_a_kept_one_is_not(
    tmp_path: Path,
) -> None:
    world = set_up(tmp_path)
    first, second = world.news(), world.news()

    refused = {page(host, n) for host in HOSTS for n in range(REFUSED, EACH, 4)}
    assert articles_of(second.requests) == refused
    assert kept(first) == kept(second)


def test_a_deferred_url_waits_for_its_time_and_the_summary_says_so(
    tmp_path: Path,
) -> None:
    world = World(tmp_path)
    world.source("a.example", 'feeds = ["https://a.example/feed.xml"]\n')
    files = {"robots.txt": OPEN, "feed.xml": feed("a.example", 1)}
    at = "2026/11/02/story-0"
    broken = f'["/{at}"]\nfailure = "reset"\n'
    world.site("a.example", {**files, f"{at}.html": story("Boat")}, broken)
    first, second = world.news(), world.news()

    assert first.records.outcomes.total(Outcome.DEFERRED) == 1
    assert page("a.example", 0) in first.requests
    assert page("a.example", 0) not in second.requests
    (source,) = second.records.outcomes.by_source()
    assert source.reasons == ((NOT_YET, 1),)


def test_a_limited_crawl_leaves_what_another_left(tmp_path: Path) -> None:
    world = set_up(tmp_path)
    crawl(NewsSpider, tmp_path, world.settings(), limit="2", ask="all")
    for host in HOSTS:
        name_in_feed(world, host, 0)
    left = f"UPDATE frontier SET due_at = 0 WHERE url = '{page(HOSTS[0], 0)}'"
    with sqlite3.connect(tmp_path / "store.db") as connection:
        connection.execute(left)

    limited = crawl(NewsSpider, tmp_path, world.settings(), limit="2", ask="all")
    plain = world.news()

    assert articles_of(limited.requests) == set()
    assert articles_of(plain.requests) == {page(HOSTS[0], 0)}


def _main(folder: str, last: str) -> None:
    fate = doomed(int(last))

    class Watched(NewsSpider):
        """Writes down what was fetched, however it ends."""

        def require_gate(self) -> None:
            self.crawler.signals.connect(self.fetched, signals.response_received)
            super().require_gate()

        def fetched(self, response: Response) -> None:
            with (Path(folder) / FETCHED).open("a", encoding="utf-8") as file:
                file.write(f"{response.url}\n")

    world = World.__new__(World)
    world.folder = Path(folder)
    settings = world.settings(
        CONCURRENT_REQUESTS=CONCURRENT,
        CONCURRENT_REQUESTS_PER_DOMAIN=1,
        NEWSCRAWLER_LEASE=LEASE,
    )
    crawl(Watched, world.folder, settings)
    sys.stdout.write(json.dumps(fate.count))


if __name__ == "__main__":
    _main(*sys.argv[1:])
