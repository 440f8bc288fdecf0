"""Where redirects lead is asked like any URL: pages, and robots.txt."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from scrapy import Request

from newscrawler.downloading.exchange import HOPS
from newscrawler.policy import Verdict
from newscrawler.report.outcome import Outcome
from newscrawler.spiders.article import ArticleSpider
from tests.crawling import crawl
from tests.wire.world import CLOSED, OPEN, World, decisions, kept, story


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


HOP_SITE = """\
["/to-private"]
location = "/private/a"
["/to-unlisted"]
location = "https://unlisted.example/a"
["/to-closed"]
location = "https://closed.example/a"
["/to-far"]
location = "ftp://a.example/a"
["/to-intranet"]
location = "http://192.168.0.1/a"
["/reserved"]
location = "/good"
headers = { X-Robots-Tag = "noai" }
["/chained"]
location = "/reserved-too"
["/reserved-too"]
location = "/better"
headers = { X-Robots-Tag = "noai" }
["/also"]
location = "/good-too"
["/as-well"]
location = "/good-too"
"""


@pytest.fixture
def hops(world: World) -> World:
    for host in ("a.example", "closed.example"):
        world.source(host)
    robots = "User-agent: *\nDisallow: /private/\n"
    files = {
        f"{name}.html": story(name) for name in ("good", "better", "good-too", "a")
    }
    private = {"private/a.html": story("Private"), "robots.txt": robots}
    world.site("a.example", {**files, **private}, HOP_SITE)
    for host in ("closed.example", "unlisted.example"):
        world.site(host, {"robots.txt": CLOSED, "a.html": story(host)})
    return world


@pytest.mark.parametrize(
    ("path", "target", "words"),
    [
        ("/to-private", "https://a.example/private/a", "Disallow: /private/"),
        ("/to-unlisted", "https://unlisted.example/a", "is not listed"),
        ("/to-closed", "https://closed.example/a", "Disallow: /"),
        ("/to-intranet", "http://192.168.0.1/a", "is a private address"),
    ],
)
def test_where_a_redirect_leads_is_asked_like_any(
    hops: World, path: str, target: str, words: str
) -> None:
    crawled = hops.articles(f"https://a.example{path}")

    (found,) = decisions(crawled, target)
    assert found.verdict is Verdict.REFUSE
    assert words in found.deciding[0].quote
    assert target not in crawled.requests
    assert not crawled.articles()


def test_a_redirect_to_no_web_address_is_a_recorded_fault(hops: World) -> None:
    crawled = hops.articles("https://a.example/to-far")

    assert [one for one in decisions(crawled, "https://a.example/to-far") if one.faults]
    assert not crawled.crawler.stats.get_value("log_count/ERROR")


@pytest.mark.parametrize("path", ["/reserved", "/chained"])
def test_what_a_redirect_says_on_the_way_counts(hops: World, path: str) -> None:
    strict = hops.articles(f"https://a.example{path}")
    spec = hops.articles(f"https://a.example{path}", NEWSCRAWLER_PROFILE="spec")

    target = spec.requests[-1]
    assert target in ("https://a.example/good", "https://a.example/better")
    assert target not in strict.requests  # it could never be kept
    assert len(strict.records.outcomes.by_source()[0].reasons) == 1
    assert strict.records.outcomes.total(Outcome.REFUSED) == 1
    assert spec.records.outcomes.total(Outcome.KEPT) == 1


def test_a_direct_request_is_not_blamed_for_a_redirect(hops: World) -> None:
    assert kept(hops.articles("https://a.example/good")) == {"https://a.example/good"}


def test_a_second_redirect_to_the_same_page_is_recorded(hops: World) -> None:
    asked = [f"https://a.example{path}" for path in ("/also", "/as-well")]
    crawled = hops.articles(*asked)

    assert kept(crawled) == {"https://a.example/good-too"}
    assert crawled.records.outcomes.total(Outcome.DEFERRED) == 1
    second = [one for url in asked for one in decisions(crawled, url) if one.faults]
    assert "asked for already" in second[0].faults[0].problem


def test_copied_hops_speak_against_a_page_and_never_for_it(hops: World) -> None:
    class Copier(ArticleSpider):
        name = "copier"

        async def start(self) -> AsyncIterator[Request]:
            for trick in ((), object(), "allow"):
                url = "https://a.example/private/a"
                yield Request(url, meta={HOPS: trick}, dont_filter=True)

    crawled = crawl(Copier, hops.folder, hops.settings())

    assert "https://a.example/private/a" not in crawled.requests


LOOPS = """\
["/self"]
location = "/self"
["/left"]
location = "/right"
["/right"]
location = "/left"
"""


def test_an_endless_redirect_ends_with_a_recorded_decision(world: World) -> None:
    chain = "".join(f'["/c{n}"]\nlocation = "/c{n + 1}"\n' for n in range(30))
    world.source("a.example")
    world.site("a.example", {"robots.txt": OPEN}, LOOPS + chain)
    crawled = world.articles(
        *(f"https://a.example/{n}" for n in ("self", "left", "c0"))
    )

    problems = {
        one.url: one.faults[0].problem for one in crawled.decisions() if one.faults
    }
    assert "redirects in a circle" in problems["https://a.example/self"]
    assert "redirects in a circle" in problems["https://a.example/right"]
    assert "max redirections" in problems["https://a.example/c8"]
    assert crawled.records.outcomes.total(Outcome.DEFERRED) == 3
    asked = [url for url in crawled.requests if url[-4:] not in (".txt", "json")]
    assert len(asked) == 1 + 2 + 9


@pytest.mark.parametrize(("count", "is_heard"), [(1, True), (5, True), (6, False)])
def test_robots_txt_is_followed_across_five_hosts(
    world: World,
    count: int,
    is_heard: bool,  # noqa: FBT001
) -> None:
    world.source("h0.example")
    for number in range(count):
        target = f"https://h{number + 1}.example/robots.txt"
        toml = f'["/robots.txt"]\nlocation = "{target}"\n'
        world.site(f"h{number}.example", {"a.html": story("A")}, toml)
    world.site(f"h{count}.example", {"robots.txt": CLOSED})
    crawled = world.articles("https://h0.example/a")

    (found,) = decisions(crawled, "https://h0.example/a")
    assert found.verdict is (Verdict.REFUSE if is_heard else Verdict.DEFER)
    assert len(crawled.requests) == 1 + min(count, 5)
    assert "https://h0.example/a" not in crawled.requests


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("/robots.txt", "more than 5 redirects"),
        ("http://10.0.0.1/robots.txt", "a private address"),
        ("http://[::ffff:127.0.0.1]/robots.txt", "a private address"),
        ("http://localhost:22/", "a private address"),
        ("ftp://a.example/robots.txt", "no web address"),
        ("http://[bad/robots.txt", "ValueError"),
    ],
)
def test_robots_txt_is_not_followed_everywhere(
    world: World, target: str, words: str
) -> None:
    world.source("a.example")
    toml = f'["/robots.txt"]\nlocation = "{target}"\n'
    world.site("a.example", {"a.html": story("A")}, toml)
    crawled = world.articles("https://a.example/a")

    (found,) = decisions(crawled, "https://a.example/a")
    assert found.verdict is Verdict.DEFER
    assert words in found.faults[0].problem
    assert set(crawled.requests) == {"https://a.example/robots.txt"}
