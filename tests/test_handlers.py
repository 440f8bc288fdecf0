import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotConfigured,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse, JsonResponse, Response, TextResponse, XmlResponse
from scrapy.statscollectors import MemoryStatsCollector

from newscrawler.handlers import REQUESTS_STAT, SETTING, FixtureDownloadHandler

HANDLER = "newscrawler.handlers.FixtureDownloadHandler"

SITE_TOML = """
[site]
headers = { X-Site = "1", Server = "fixture" }
["/robots.txt"]
status = 503
headers = { Retry-After = "5", Server = ["a", "b"] }
["/old"]
location = "/a"
["/query"]
body = "any"
["/query?b=1"]
body = "one"
["https://a.test:8443/query"]
body = "port"
["/latin"]
body = "für"
encoding = "latin-1"
["/late"]
body = ""
delay = 0.01
"""


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    for name, body in {
        "a.test/index.html": "<html>home",
        "a.test/a.html": "<html>a",
        "a.test/b/index.html": "<html>b",
        "a.test/feed.xml": "<rss/>",
        "a.test/ä ö.txt": "letters",
        "a.test/.well-known/tdmrep.json": "[]",
        "a.test/site.toml": SITE_TOML,
        "b.test/index.html": "another host",
        "secret.txt": "secret",
    }.items():
        file = tmp_path / "sites" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(body, "utf-8")
    (tmp_path / "sites/a.test/link.txt").symlink_to("../secret.txt")
    (tmp_path / "sites/a.test/up").symlink_to("..")
    (tmp_path / "sites/a.test/same.txt").symlink_to("feed.xml")
    return tmp_path / "sites"


def handler_of(folder: Path | None) -> FixtureDownloadHandler:
    crawler = Crawler(Spider, {SETTING: str(folder) if folder else None})
    crawler.stats = MemoryStatsCollector(crawler)
    return FixtureDownloadHandler.from_crawler(crawler)


def download(folder: Path, url: str, method: str = "GET") -> Response:
    handler = handler_of(folder)
    return asyncio.run(handler.download_request(Request(url, method=method)))


@pytest.mark.parametrize(
    ("url", "status", "kind", "body"),
    [
        ("https://a.test/", 200, HtmlResponse, "<html>home"),
        ("http://A.test", 200, HtmlResponse, "<html>home"),
        ("https://a.test/a", 200, HtmlResponse, "<html>a"),
        ("https://a.test/a.html?utm=1#top", 200, HtmlResponse, "<html>a"),
        ("https://a.test/b", 200, HtmlResponse, "<html>b"),
        ("https://a.test/b/", 200, HtmlResponse, "<html>b"),
        ("https://a.test/feed.xml", 200, XmlResponse, "<rss/>"),
        ("https://a.test/%C3%A4%20%C3%B6.txt", 200, TextResponse, "letters"),
        ("https://a.test/.well-known/tdmrep.json", 200, JsonResponse, "[]"),
        ("https://a.test/same.txt", 200, TextResponse, "<rss/>"),
        ("https://a.test/old", 301, HtmlResponse, ""),
        ("https://a.test/robots.txt", 503, HtmlResponse, ""),
        ("https://a.test/query", 200, HtmlResponse, "any"),
        ("https://a.test/query?b=2", 200, HtmlResponse, "any"),
        ("https://a.test/query?b=1", 200, HtmlResponse, "one"),
        ("https://a.test:8443/query?b=1", 200, HtmlResponse, "port"),
        ("http://a.test:8443/query", 200, HtmlResponse, "any"),
        ("https://a.test/latin", 200, HtmlResponse, "für"),
        ("https://a.test/none", 404, HtmlResponse, ""),
        ("https://a.test/a/", 404, HtmlResponse, ""),
        ("https://a.test/site.toml", 404, HtmlResponse, ""),
        ("https://a.test/../b.test/index.html", 404, HtmlResponse, ""),
        ("https://a.test/%2e%2e/secret.txt", 404, HtmlResponse, ""),
        ("https://a.test/..%2fsecret.txt", 404, HtmlResponse, ""),
        ("https://a.test/%252e%252e/secret.txt", 404, HtmlResponse, ""),
        ("https://a.test//etc/passwd", 404, HtmlResponse, ""),
        ("https://a.test/a%00.html", 404, HtmlResponse, ""),
        ("https://a.test/link.txt", 404, HtmlResponse, ""),
        ("https://a.test/up/secret.txt", 404, HtmlResponse, ""),
        ("https://a.test/" + "x" * 5000, 404, HtmlResponse, ""),
    ],
)
def test_a_path_is_answered_from_inside_its_site(
    sites: Path, url: str, status: int, kind: type[Response], body: str
) -> None:
    response = download(sites, url)

    assert (response.status, type(response)) == (status, kind)
    assert isinstance(response, TextResponse)
    assert response.text == body


def test_headers_of_a_path_take_the_place_of_the_sites(sites: Path) -> None:
    robots = download(sites, "https://a.test/robots.txt").headers
    moved = download(sites, "https://a.test/old").headers

    assert robots.getlist("Server") == [b"a", b"b"]
    assert (robots["X-Site"], robots["Retry-After"]) == (b"1", b"5")
    assert (moved["Server"], moved["Location"]) == (b"fixture", b"/a")


def test_a_head_request_is_answered_without_a_body(sites: Path) -> None:
    response = download(sites, "https://a.test/a", method="HEAD")

    assert (response.status, response.body) == (200, b"")


def test_an_answer_may_be_late(sites: Path) -> None:
    before = time.monotonic()

    download(sites, "https://a.test/late")

    assert time.monotonic() - before >= 0.01


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        ("dns", CannotResolveHostError),
        ("refused", DownloadConnectionRefusedError),
        ("reset", DownloadFailedError),
        ("timeout", DownloadTimeoutError),
        ("truncated", ResponseDataLossError),
    ],
)
def test_a_failure_is_the_one_that_scrapy_raises(
    sites: Path, failure: str, error: type[Exception]
) -> None:
    (sites / "b.test/site.toml").write_text(f'["/"]\nfailure = "{failure}"')

    with pytest.raises(error, match=rf"^{failure}: https://b\.test/$"):
        download(sites, "https://b.test/")


@pytest.mark.parametrize("url", ["https://c.test/", "https://../", "https://sites/"])
def test_a_host_without_a_folder_does_not_resolve(sites: Path, url: str) -> None:
    with pytest.raises(CannotResolveHostError):
        download(sites, url)


@pytest.mark.parametrize("folder", [None, Path("/nowhere")])
def test_without_a_folder_nothing_is_served(folder: Path | None) -> None:
    with pytest.raises(NotConfigured, match=r"(names|there is) no folder"):
        handler_of(folder)


class FollowingSpider(Spider):
    name = "following"

    async def start(self) -> AsyncIterator[Request]:
        yield Request("https://a.test/old")

    async def parse(self, response: Response) -> None:
        assert response.url == "https://a.test/a"


def test_a_real_crawl_follows_redirects_and_leaves_what_was_asked(sites: Path) -> None:
    runner = AsyncCrawlerRunner(
        {
            "TWISTED_REACTOR_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER},
            SETTING: str(sites),
        }
    )
    crawler = runner.create_crawler(FollowingSpider)

    async def crawl() -> None:
        await runner.crawl(crawler)

    asyncio.run(crawl())

    asked = ["https://a.test/old", "https://a.test/a"]
    assert crawler.stats.get_value(REQUESTS_STAT) == asked
    assert not crawler.stats.get_value("spider_exceptions/count")
