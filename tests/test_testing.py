"""The pytest plugin serves whoever asks, and costs nobody else anything."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from scrapy import Request

from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.spiders.article import ArticleSpider
from newscrawler.spiders.news import NewsSpider
from newscrawler.testing import Crawl, recorded_pages
from tests.wire.world import OPEN, World, story

PAGE = "https://paper.test/news/2026/boats-12345.html"
NEAR = "https://closed.test/news/2026/ships-12345.html"


@pytest.fixture
def world(tmp_path: Path) -> World:
    found = World(tmp_path)
    link = f"<a href='{PAGE}'>All of the boats were counted again on Monday</a>"
    files = {"robots.txt": OPEN, "index.html": link, PAGE[19:]: story("Boat")}
    found.site("paper.test", files)
    found.site("closed.test", {"robots.txt": "User-agent: *\nDisallow: /"})
    for host in ("paper.test", "closed.test"):
        found.source(host)
    return found


def settings(world: World) -> dict[str, object]:
    return {"NEWSCRAWLER_SOURCES": str(world.folder / "sources")}


def test_a_crawl_gives_plain_values(world: World, crawled: Crawl) -> None:
    found = crawled(ArticleSpider, world.folder, settings(world), url=f"{PAGE} {NEAR}")

    (article,) = found.articles
    (refused,) = found.refusals
    assert (article.url, article.headline) == (PAGE, "Boat is counted")
    assert found.kept == (PAGE,)
    assert (refused.verdict, refused.signal) == ("refuse", "robots-rules")
    assert refused.words.endswith("Disallow: /")
    assert NEAR not in found.requests
    assert {one.url for one in found.decisions} >= {PAGE}


def test_each_crawl_begins_anew(world: World, crawled: Crawl) -> None:
    given = (NewsSpider, world.folder, settings(world))

    assert crawled(*given).kept == crawled(*given).kept == (PAGE,)


def test_a_spider_of_ones_own_is_gated_too(world: World, crawled: Crawl) -> None:
    class Mine(ArticleSpider):
        name = "mine"

        async def start(self) -> AsyncIterator[Request]:
            for url in (PAGE, NEAR, "https://elsewhere.test/a"):
                yield self.article_request(url)

    found = crawled(Mine, world.folder, settings(world))

    assert found.kept == (PAGE,)
    assert len(found.refusals) == 2


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("NEWSCRAWLER_SOURCES", "nowhere", "nowhere"),
        ("ROBOTSTXT_OBEY", False, "ROBOTSTXT_OBEY: False has no place here"),
        ("NEWSCRAWLER_PURPOSES", ["serch"], "'serch' is no purpose"),
    ],
)
def test_settings_that_no_crawl_begins_with_are_an_error(
    world: World, crawled: Crawl, name: str, value: object, words: str
) -> None:
    given = settings(world) | {name: value}

    with pytest.raises(ConfigurationError, match=words):
        crawled(ArticleSpider, world.folder, given, url=PAGE)


def test_settings_cannot_lead_to_a_network(world: World, crawled: Crawl) -> None:
    other = {"DOWNLOAD_HANDLERS": {}, "NEWSCRAWLER_FIXTURES": ""}
    given = settings(world) | other

    assert crawled(ArticleSpider, world.folder, given, url=PAGE).kept == (PAGE,)


def test_no_recorded_pages_are_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="no recorded page"):
        recorded_pages(tmp_path)


UNRELATED = """
import sys

def test_nothing_is_imported():
    heavy = {"scrapy", "twisted", "sqlalchemy", "lxml", "newscrawler.recording"}
    assert "newscrawler.testing" in sys.modules
    assert not heavy & set(sys.modules)
"""


def test_who_does_not_use_it_pays_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(UNRELATED, "utf-8")
    words = ("-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider")
    done = subprocess.run(
        (sys.executable, *words),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_pages_are_found_by_path_with_their_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        told = json.dumps({"url": f"https://paper.test/{name}"})
        (tmp_path / name / "recorded.json").write_text(told, "utf-8")
    found = recorded_pages(tmp_path)

    assert list(map(str, found)) == ["a", "b"]
    assert found[0].url == "https://paper.test/a"
