"""There is no way round the gate: DESIGN law 2, each way a test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response

from newscrawler.items import Article
from newscrawler.page import Page
from newscrawler.spiders.fixtures import FixturesSpider, fixtures_folder
from tests.crawling import Crawled, crawl

CLOSED = (
    "https://closed-courier.example/stories/lighthouse-keeper-retires-after-forty-years"
)
OPEN = "https://harbour-gazette.example/business/2026/11/rope-works-takes-on-six-apprentices"


class Trickster(FixturesSpider):
    """Asks for a closed page as it is told, and yields whatever it gets."""

    name = "trickster"
    url = CLOSED
    meta: ClassVar[dict[str, object]] = {}

    async def start(self) -> AsyncIterator[Request]:
        yield Request(
            self.url, meta=dict(self.meta), callback=self.take, dont_filter=True
        )

    def take(self, response: Response) -> Iterator[object]:
        self.crawler.stats.inc_value("trick/got")
        yield {"body": response.text}
        yield Page(response.body, response.url)
        page = self.policy.page_of(response)
        if page is not None:
            yield page


def nothing_was_got(crawled: Crawled, url: str = CLOSED) -> bool:
    return (
        url not in crawled.requests
        and not crawled.items
        and not crawled.articles()
        and not crawled.crawler.stats.get_value("trick/got")
    )


METAS: list[dict[str, object]] = [
    {"dont_obey_robotstxt": True},
    {"allow_offsite": True},
    {"handle_httpstatus_all": True},
    {"dont_redirect": True, "dont_retry": True, "dont_cache": True},
    {"download_maxsize": 8 * 1024 * 1024, "handle_httpstatus_all": True},
    {"redirect_urls": ["https://closed-courier.example/robots.txt"]},
    {"is_start_request": True, "playwright": True},
    {"verbatim_url": True},
    {"newscrawler": True, "newscrawler_page": object(), "policy": "allow"},
]


@pytest.mark.parametrize("meta", METAS, ids=",".join)
def test_no_meta_key_goes_round(tmp_path: Path, meta: dict[str, object]) -> None:
    class Trick(Trickster):
        pass

    Trick.meta = meta

    assert nothing_was_got(crawl(Trick, tmp_path))


SETTINGS: list[dict[str, object]] = [
    {"ROBOTSTXT_OBEY": False},
    {"ROBOTSTXT_PARSER": "scrapy.robotstxt.PythonRobotParser"},
    {"ROBOTSTXT_USER_AGENT": "Googlebot", "USER_AGENT": "Mozilla/5.0"},
    {"HTTPERROR_ALLOW_ALL": True},
    {"NEWSCRAWLER_WHEN_SILENT": "allow", "NEWSCRAWLER_PROFILE": "spec"},
    {"NEWSCRAWLER_PURPOSES": ["search"]},
    {"DOWNLOADER_MIDDLEWARES": {}},
    {"DOWNLOADER_MIDDLEWARES": {"newscrawler.middlewares.PolicyMiddleware": None}},
    {"DOWNLOADER_MIDDLEWARES": {"newscrawler.downloading.hops.HopMiddleware": None}},
    {"DOWNLOADER_MIDDLEWARES_BASE": {}},
    {"EXTENSIONS": {"newscrawler.extensions.Records": None}},
    {"ADDONS": {}},
    {"ADDONS": {"newscrawler.addon.PolicyAddon": None}},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_no_setting_goes_round(tmp_path: Path, settings: dict[str, object]) -> None:
    assert nothing_was_got(crawl(Trickster, tmp_path, settings))


def test_without_the_gate_a_crawl_does_not_start(tmp_path: Path) -> None:
    crawled = crawl(FixturesSpider, tmp_path, {"ADDONS": {}})

    assert crawled.requests == []
    assert crawled.crawler.stats.get_value("finish_reason") == "newscrawler_cannot_run"


class EarlyAnswer:
    """A middleware before the gate that answers in the place of the network."""

    def process_request(self, request: Request) -> Response | None:
        if request.url != CLOSED:
            return None
        body = b"<h1>Taken</h1><p>" + b"From a cache of somebody's. " * 40
        return HtmlResponse(request.url, body=body, encoding="utf-8")


@pytest.mark.parametrize("order", [1, 950])
def test_an_answer_from_elsewhere_is_judged_like_any(
    tmp_path: Path, order: int
) -> None:
    crawled = crawl(
        Trickster, tmp_path, {"DOWNLOADER_MIDDLEWARES": {EarlyAnswer: order}}
    )

    assert nothing_was_got(crawled)


ADDRESS_ONLY = {"Content-Type": "text/html"}


class Rendered:
    """A middleware that has pages rendered elsewhere, as those for browsers do."""

    url = CLOSED
    headers: ClassVar[dict[str, str]] = {}

    def process_request(self, request: Request) -> Response | None:
        if request.url not in (OPEN, CLOSED):
            return None
        body = b"<h1>Taken</h1><p>" + b"From a browser of somebody's. " * 40
        return HtmlResponse(self.url, body=body, encoding="utf-8", headers=self.headers)


@pytest.mark.parametrize("order", [1, 950])
@pytest.mark.parametrize(
    ("asked", "answered", "headers"),
    [
        (CLOSED, OPEN, ADDRESS_ONLY),  # a redirect that nobody saw
        (OPEN, f"{OPEN}?page=2", ADDRESS_ONLY),
        (OPEN, OPEN, {}),  # what its headers reserve is not known
    ],
)
def test_what_was_rendered_elsewhere_is_no_answer(
    tmp_path: Path, order: int, asked: str, answered: str, headers: dict[str, str]
) -> None:
    class Trick(Trickster):
        url = asked

    class Elsewhere(Rendered):
        pass

    Elsewhere.url, Elsewhere.headers = answered, headers

    crawled = crawl(Trick, tmp_path, {"DOWNLOADER_MIDDLEWARES": {Elsewhere: order}})

    assert nothing_was_got(crawled, asked)


class OtherBody:
    """A middleware after the gate that puts another response in the judged one's place."""

    def process_response(self, request: Request, response: Response) -> Response:
        if request.url.endswith(".txt"):
            return response
        return response.replace(body=b"<h1>Other</h1><p>" + b"Words. " * 200)


def test_a_response_put_in_the_judged_ones_place_is_not_kept(tmp_path: Path) -> None:
    class Trick(Trickster):
        url = OPEN

    crawled = crawl(Trick, tmp_path, {"DOWNLOADER_MIDDLEWARES": {OtherBody: 1}})

    assert not crawled.items
    assert not crawled.articles()


class SelfMade(FixturesSpider):
    """Yields what it never fetched."""

    name = "selfmade"

    async def start(self) -> AsyncIterator[object]:  # type: ignore[override]
        body = b"<h1>Made up</h1><p>" + b"Words that nobody published. " * 40
        yield Page(body, OPEN)
        yield Article(url=OPEN, headline="Made up", articleBody="Words. " * 100)
        yield {"url": OPEN, "headline": "Made up", "decision": "0" * 64}


def test_an_item_without_a_decision_is_dropped(tmp_path: Path) -> None:
    crawled = crawl(SelfMade, tmp_path)

    assert crawled.crawler.stats.get_value("item_dropped_count") == 3
    assert not crawled.items
    assert not crawled.articles()


@pytest.mark.parametrize(
    "pipelines",
    [
        {"newscrawler.pipelines.StorePipeline": 800},
        {
            "newscrawler.pipelines.ValidatePipeline": 500,
            "newscrawler.pipelines.StorePipeline": 800,
        },
    ],
    ids=len,
)
def test_without_the_first_pipeline_nothing_is_stored(
    tmp_path: Path, pipelines: dict[str, int]
) -> None:
    crawled = crawl(FixturesSpider, tmp_path, {"ITEM_PIPELINES": pipelines})

    assert not crawled.articles()


class Listing(FixturesSpider):
    """Asks for an article as if it were a section page, and yields it."""

    name = "listing"

    async def start(self) -> AsyncIterator[Request]:
        yield self.policy.listing_request(OPEN, callback=self.take)

    def take(self, response: Response) -> Iterator[object]:
        yield self.policy.page_of(response)


def test_what_is_read_for_its_links_is_never_kept(tmp_path: Path) -> None:
    crawled = crawl(Listing, tmp_path)

    assert OPEN in crawled.requests
    assert not crawled.items
    assert not crawled.articles()


class Copier(FixturesSpider):
    """Copies the gate's own request for robots.txt, with all that hangs on it."""

    name = "copier"

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, *args: object, **kwargs: object
    ) -> "Copier":
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.copied = []
        crawler.signals.connect(spider.copy, signals.request_reached_downloader)
        return spider

    copied: list[Request]

    def copy(self, request: Request) -> None:
        if request.url.endswith("/robots.txt"):
            self.copied.append(request.replace(url=CLOSED, callback=self.take))

    async def start(self) -> AsyncIterator[Request]:
        await self.policy.hear(CLOSED)
        assert self.copied, "robots.txt was asked for"
        for request in self.copied:
            yield request

    def take(self, response: Response) -> Iterator[object]:
        self.crawler.stats.inc_value("trick/got")
        yield self.policy.page_of(response)


def test_a_copy_of_the_gates_own_request_is_asked_like_any(tmp_path: Path) -> None:
    assert nothing_was_got(crawl(Copier, tmp_path))


class Engine(FixturesSpider):
    """Goes to the engine itself."""

    name = "engine"

    async def start(self) -> AsyncIterator[Request]:
        assert self.crawler.engine is not None
        with pytest.raises(IgnoreRequest):
            await self.crawler.engine.download_async(Request(CLOSED))
        for item in tuple[Request, ...]():
            yield item


def test_the_engines_own_download_is_asked_like_any(tmp_path: Path) -> None:
    assert nothing_was_got(crawl(Engine, tmp_path))


OTHER_SCHEMES = [
    "data:text/html,<h1>Hello</h1>",
    "file:///etc/hostname",
    "s3://bucket/key",
    "ftp://harbour-gazette.example/a",
]


@pytest.mark.parametrize("url", OTHER_SCHEMES)
def test_no_other_scheme_goes_round(tmp_path: Path, url: str) -> None:
    class Trick(Trickster):
        pass

    Trick.url = url

    assert nothing_was_got(crawl(Trick, tmp_path), url)


class Plain(Spider):
    """A spider of somebody else's, with the gate by the add-on alone."""

    name = "plain"

    async def start(self) -> AsyncIterator[Request]:
        yield Request(CLOSED)

    def parse(self, response: Response) -> Iterator[object]:
        self.crawler.stats.inc_value("trick/got")
        yield {"body": response.text}


def test_a_foreign_spider_is_asked_like_ours(tmp_path: Path) -> None:
    folder = fixtures_folder()
    settings = {
        "NEWSCRAWLER_FIXTURES": str(folder / "sites"),
        "NEWSCRAWLER_SOURCES": str(folder / "sources"),
        "ITEM_PIPELINES": {},
    }
    crawled = crawl(Plain, tmp_path, settings)

    assert nothing_was_got(crawled)
