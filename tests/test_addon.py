"""Which settings of a project does the add-on refuse, and which leave it alone?"""

from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import pytest
from scrapy import Request, Spider
from scrapy.http import Response

from newscrawler.policy import Verdict
from newscrawler.spiders.fixtures import fixtures_folder
from tests.crawling import Crawled, crawl

OPEN = "https://harbour-gazette.example/business/2026/11/rope-works-takes-on-six-apprentices"


class Plain(Spider):
    """Somebody's spider; ``headers`` are what it sends."""

    name = "plain"
    headers: ClassVar[dict[str, str]] = {}

    async def start(self) -> AsyncIterator[Request]:
        yield Request(OPEN, headers=self.headers)

    def parse(self, response: Response) -> Iterator[object]:
        yield {"url": response.url}


def plain(
    folder: Path, settings: Mapping[str, object], spider: type[Spider] = Plain
) -> Crawled:
    fixtures = {"NEWSCRAWLER_FIXTURES": str(fixtures_folder() / "sites")}
    none = {"NEWSCRAWLER_SOURCES": "", "ITEM_PIPELINES": {}}
    return crawl(spider, folder, {**fixtures, **none, **settings})


SCRAPYS = "scrapy.downloadermiddlewares"
OURS = "newscrawler"
WEAKENING: list[tuple[str, object]] = [
    ("ROBOTSTXT_OBEY", False),
    ("DOWNLOAD_VERIFY_CERTIFICATES", False),
    ("METAREFRESH_ENABLED", True),
    ("HTTPCACHE_ENABLED", True),
    ("REMOTE_CONTROL_ENABLED", True),
    ("TELNETCONSOLE_ENABLED", True),
    ("TELNETCONSOLE_ENABLED", "perhaps"),
    ("RETRY_HTTP_CODES", [500, 429]),
    ("ROBOTSTXT_USER_AGENT", "Googlebot"),
    ("USER_AGENT", "Mozilla/5.0 (compatible; newscrawler)"),
    ("DEFAULT_REQUEST_HEADERS", {"user-agent": "Googlebot"}),
    ("TWISTED_DNS_RESOLVER", "scrapy.resolver.CachingHostnameResolver"),
    ("DNS_RESOLVER", "scrapy.resolver.CachingHostnameResolver"),
    ("DOWNLOADER", "tests.test_addon.OtherDownloader"),
    ("EXTENSIONS", {f"{OURS}.extensions.Records": None}),
    *(
        ("DOWNLOADER_MIDDLEWARES", {name: place})
        for name, place in (
            (f"{OURS}.middlewares.PolicyMiddleware", None),
            (f"{OURS}.middlewares.PolicyMiddleware", 580),
            (f"{OURS}.middlewares.PolicyMiddleware", 900),
            (f"{OURS}.downloading.hops.HopMiddleware", None),
            (f"{OURS}.downloading.decoding.WholeCompressionMiddleware", None),
            (f"{SCRAPYS}.httpcompression.HttpCompressionMiddleware", 590),
            (f"{SCRAPYS}.robotstxt.RobotsTxtMiddleware", 100),
            (f"{SCRAPYS}.redirect.RedirectMiddleware", 650),
            (f"{SCRAPYS}.redirect.RedirectMiddleware", 700),
        )
    ),
]


def test_scrapys_own_memory_of_a_crawl_is_refused(tmp_path: Path) -> None:
    crawled = plain(tmp_path, {"JOBDIR": str(tmp_path / "job")})

    assert (crawled.records.problem or "").startswith("JOBDIR: ")
    assert not crawled.requests


class OtherDownloader:
    """Does not ask the middlewares."""


@pytest.mark.parametrize(("name", "value"), WEAKENING, ids=str)
@pytest.mark.filterwarnings("ignore:The DNS_RESOLVER setting is deprecated")
def test_a_setting_that_would_weaken_the_gate_is_named_and_nothing_is_asked(
    tmp_path: Path, name: str, value: object
) -> None:
    crawled = plain(tmp_path, {name: value})

    problem = crawled.records.problem
    assert problem is not None
    assert problem.startswith(f"{name}: ")
    assert "\n" not in problem
    assert not crawled.requests
    assert crawled.crawler.stats.get_value("finish_reason") == "newscrawler_cannot_run"
    assert crawled.crawler.spider is None, "Scrapy's exit code is not 0"


@pytest.mark.parametrize(
    "settings",
    [
        {"HTTPERROR_ALLOW_ALL": True},
        {"ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": "0"},
        {"METAREFRESH_ENABLED": "False", "DOWNLOAD_VERIFY_CERTIFICATES": "1"},
        {"RETRY_HTTP_CODES": [500, 502], "RETRY_TIMES": 1},
        {"USER_AGENT": "NewsCrawler/9 (desk)"},
        {
            "TWISTED_DNS_RESOLVER": "newscrawler.downloading.resolver.PublicAddressResolver"
        },
        {
            "DOWNLOADER_MIDDLEWARES": {
                f"{OURS}.middlewares.PolicyMiddleware": 100,
                f"{SCRAPYS}.robotstxt.RobotsTxtMiddleware": None,
                f"{SCRAPYS}.redirect.RedirectMiddleware": 610,
                f"{SCRAPYS}.retry.RetryMiddleware": None,
            }
        },
        {"EXTENSIONS": {"scrapy.extensions.telnet.TelnetConsole": None}},
    ],
    ids=str,
)
def test_other_settings_are_the_projects_own(
    tmp_path: Path, settings: dict[str, object]
) -> None:
    crawled = plain(tmp_path, settings)

    assert crawled.records.problem is None
    assert crawled.items == [{"url": OPEN}]


class LaterAddon:
    """Undoes what the add-on before it did."""

    def update_settings(self, settings: object) -> None:
        settings.set("METAREFRESH_ENABLED", True, "cmdline")  # type: ignore[attr-defined]  # Scrapy's


def test_an_add_on_that_comes_later_does_not_weaken_it(tmp_path: Path) -> None:
    both = {"newscrawler.addon.PolicyAddon": 300, LaterAddon: 400}
    crawled = plain(tmp_path, {"ADDONS": both})

    assert not crawled.requests
    assert str(crawled.records.problem).startswith("METAREFRESH_ENABLED: True")


def test_the_contact_completes_a_user_agent(tmp_path: Path) -> None:
    contact = {"NEWSCRAWLER_CONTACT": "bots@desk.test"}
    ours = plain(tmp_path, contact)
    own = plain(tmp_path, {**contact, "USER_AGENT": "newscrawler/9"})

    assert ours.crawler.settings["USER_AGENT"].endswith(" (+bots@desk.test)")
    assert own.crawler.settings["USER_AGENT"] == "newscrawler/9 (+bots@desk.test)"


class Pretender(Plain):
    """Says that it is a browser."""

    headers: ClassVar[dict[str, str]] = {"User-Agent": "Mozilla/5.0 Firefox/150"}


class Rotating:
    """A middleware that puts on another name for every request."""

    def process_request(self, request: Request) -> None:
        request.headers["User-Agent"] = "Mozilla/5.0 Chrome/150"


@pytest.mark.parametrize(
    ("spider", "middlewares"), [(Pretender, {}), (Plain, {Rotating: 501})]
)
def test_nobody_asks_under_another_name(
    tmp_path: Path, spider: type[Spider], middlewares: dict[object, int]
) -> None:
    crawled = plain(tmp_path, {"DOWNLOADER_MIDDLEWARES": middlewares}, spider)

    assert OPEN not in crawled.requests
    assert not crawled.items
    assert crawled.decisions()[-1].verdict is not Verdict.ALLOW
