"""How requests and responses pass the gate: over small sites, without a socket."""

import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from scrapy import Request, signals
from scrapy.http import Response

from newscrawler.downloading.slots import keep_pace
from newscrawler.middlewares import PolicyMiddleware
from newscrawler.policy import Document, Stage, Verdict
from newscrawler.policy.hearing import DAY
from newscrawler.report.outcome import Outcome
from newscrawler.spiders.article import ArticleSpider
from tests.crawling import crawl
from tests.wire.world import CLOSED, OPEN, World, decisions, kept, story


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_fifty_first_requests_wait_for_one_robots_txt_and_none_leaks(
    world: World,
) -> None:
    world.source("a.example")
    files = {"robots.txt": CLOSED, **{f"{n}.html": story("One") for n in range(50)}}
    world.site("a.example", files, '["/robots.txt"]\ndelay = 1\n')
    crawled = world.articles(*(f"https://a.example/{n}" for n in range(50)))

    assert crawled.requests == ["https://a.example/robots.txt"]
    assert crawled.records.outcomes.total(Outcome.REFUSED) == 50
    assert not crawled.items


@pytest.mark.parametrize(
    "answer", ["status = 503", 'failure = "timeout"', 'failure = "reset"']
)
def test_nor_where_nobody_hears_robots_txt(world: World, answer: str) -> None:
    world.source("a.example")
    files = {f"{n}.html": story("One") for n in range(50)}
    world.site("a.example", files, f'["/robots.txt"]\ndelay = 0.3\n{answer}\n')
    crawled = world.articles(*(f"https://a.example/{n}" for n in range(50)))

    assert crawled.requests == ["https://a.example/robots.txt"]
    assert crawled.records.outcomes.total(Outcome.DEFERRED) == 50


def test_hosts_are_heard_side_by_side(world: World) -> None:
    for host, robots in (("a.example", CLOSED), ("b.example", OPEN)):
        world.source(host)
        world.site(
            host,
            {"robots.txt": robots, "1.html": story(host), "2.html": story("2" + host)},
            '["/robots.txt"]\ndelay = 0.3\n',
        )
    crawled = world.articles(
        *(f"https://{host}.example/{n}" for host in "ab" for n in (1, 2))
    )

    assert sorted(crawled.requests[:2]) == [
        "https://a.example/robots.txt",
        "https://b.example/robots.txt",
    ]
    assert kept(crawled) == {"https://b.example/1", "https://b.example/2"}
    assert not [url for url in crawled.requests[2:] if "a.example" in url]


RSS = (
    '<rss version="2.0"><channel><title>A</title>'
    "<item><title>B</title><link>https://a.example/2026/11/02/b-is-counted</link></item>"
    "<item><title>C</title><link>http://[bad/</link></item>"
    "<item><title>D</title><link>javascript:alert(1)</link></item>"
    "</channel></rss>"
)


def test_a_redirected_feed_is_still_read_for_its_links_alone(world: World) -> None:
    robots = "User-agent: GPTBot\nDisallow: /feed.xml\n"
    world.source("a.example", 'feeds = ["http://a.example/feed.xml"]\n')
    toml = '["http://a.example/feed.xml"]\nlocation = "https://a.example/feed.xml"\n'
    files = {"robots.txt": robots, "feed.xml": RSS}
    page = {"2026/11/02/b-is-counted.html": story("B")}
    world.site("a.example", {**files, **page}, toml)
    crawled = world.news(NEWSCRAWLER_PURPOSES=["ai-train"])

    assert kept(crawled) == {"https://a.example/2026/11/02/b-is-counted"}
    assert "https://a.example/feed.xml" in crawled.requests
    assert not crawled.crawler.stats.get_value("log_count/ERROR")


@pytest.mark.parametrize(
    ("robots", "more", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 0.02\n", "", 0.02),
        ("User-agent: *\nCrawl-delay: 0.02\n", "delay = 0.03\n", 0.03),
        (OPEN, "delay = 0.01\n", 0.01),
        ("User-agent: *\nCrawl-delay: soon\n", "", None),
    ],
)
def test_the_slot_is_as_slow_as_the_site_or_its_source_asks(
    world: World, robots: str, more: str, delay: float | None
) -> None:
    world.source("a.example", more)
    world.site("a.example", {"robots.txt": robots, "a.html": story("A")})
    crawled = world.articles("https://a.example/a")

    assert crawled.crawler.engine is not None
    downloader = crawled.crawler.engine.downloader
    slot = downloader.per_slot_settings.get("a.example", {})
    assert slot.get("delay") == delay
    assert slot.get("jitter") == (None if delay is None else 0)
    if delay is not None:
        found = downloader.slots["a.example"]  # a busy loop is a slow answer too
        assert found.delay >= delay
        assert found.download_delay() == found.delay


def test_a_host_that_answers_slowly_is_asked_more_slowly(world: World) -> None:
    world.source("a.example", "delay = 0.01\n")
    files = {"robots.txt": OPEN, "a.html": story("A")}
    world.site("a.example", files, '["/a"]\ndelay = 0.3\n')
    crawled = world.articles("https://a.example/a")

    assert crawled.crawler.engine is not None
    slot = crawled.crawler.engine.downloader.slots["a.example"]
    assert slot.delay >= 0.15

    policy = crawled.crawler.get_downloader_middleware(PolicyMiddleware)
    assert policy is not None
    keep_pace(crawled.crawler, policy.gate, "https://a.example/b")
    assert slot.delay >= 0.15  # what is asked next does not undo it


SECTION = (
    '<html><body><a href="/2026/11/02/b-is-counted">B is counted</a></body></html>'
)


@pytest.mark.parametrize(
    ("section", "toml", "is_followed"),
    [
        (SECTION, "", True),
        (f"<meta name=robots content=nofollow>{SECTION}", "", False),
        (SECTION, '["/s/"]\nheaders = { X-Robots-Tag = "nofollow" }\n', False),
        (SECTION.replace("<a ", "<a rel=nofollow "), "", False),
    ],
)
def test_links_of_a_section_are_followed_unless_it_forbids(
    world: World,
    section: str,
    toml: str,
    is_followed: bool,  # noqa: FBT001
) -> None:
    world.source("a.example", 'sections = ["https://a.example/s/"]\n')
    files = {"robots.txt": OPEN, "s/index.html": section}
    page = {"2026/11/02/b-is-counted.html": story("B")}
    world.site("a.example", {**files, **page}, toml)

    assert bool(kept(world.news())) is is_followed


class Breaking(ArticleSpider):
    """Has somebody else break the store when the first page arrives."""

    name = "breaking"
    script = ""
    store: Path
    held: sqlite3.Connection | None = None

    async def start(self) -> AsyncIterator[Request]:
        self.crawler.signals.connect(self.break_it, signals.response_received)
        async for one in super().start():
            yield one

    def break_it(self, response: Response) -> None:
        if self.held is None and response.url.endswith("/3"):
            self.held = sqlite3.connect(self.store, isolation_level=None)
            for line in self.script.split(";"):
                self.held.execute(line)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("BEGIN IMMEDIATE", "database is locked; another program is writing"),
        ("PRAGMA foreign_keys=OFF;DROP TABLE articles", "no such table"),
        ("DROP TABLE decisions", "no such table"),
    ],
)
def test_a_store_that_fails_ends_the_crawl_and_nothing_is_kept_unrecorded(
    world: World, script: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Breaking):
        pass

    Broken.script, Broken.store = script, world.folder / "store.db"
    world.source("a.example", "delay = 0.001\n")
    files = {f"{n}.html": story(f"Number {n}") for n in range(40)}
    world.site("a.example", {"robots.txt": OPEN, **files})
    urls = " ".join(f"https://a.example/{n}" for n in range(40))
    settings = world.settings(
        NEWSCRAWLER_STORE=f"sqlite:///{Broken.store}?timeout=0.05",
        CONCURRENT_REQUESTS=1,
    )
    crawled = crawl(Broken, world.folder, settings, url=urls)

    assert words in (crawled.records.problem or "")
    errors = [one for one in caplog.records if one.levelname == "ERROR"]
    assert len(errors) == 1
    assert errors[0].exc_info is None
    assert len(crawled.requests) < 20
    assert crawled.records.outcomes.total(Outcome.KEPT) == len(crawled.items)


def test_robots_txt_is_asked_for_again_after_a_day(world: World) -> None:
    class Late(ArticleSpider):
        name = "late"

        async def start(self) -> AsyncIterator[Request]:
            url = "https://a.example/robots.txt"
            yesterday = time.time() - DAY - 1
            heard = Document(url, yesterday, 200, (), OPEN.encode())
            self.policy.gate.learn(heard, yesterday)
            async for one in super().start():
                yield one

    world.source("a.example")
    world.site("a.example", {"robots.txt": CLOSED, "a.html": story("A")})
    crawled = crawl(Late, world.folder, world.settings(), url="https://a.example/a")

    assert crawled.requests == ["https://a.example/robots.txt"]
    (found,) = decisions(crawled, "https://a.example/a")
    assert (found.stage, found.verdict) == (Stage.ACQUIRE, Verdict.REFUSE)
