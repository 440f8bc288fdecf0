"""The whole crawler over the fixture sites comes to what fixtures/expected.toml says."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newscrawler.items import Article
from newscrawler.policy import Decision, Stage, Verdict
from newscrawler.report.outcome import Outcome, reason
from newscrawler.spiders.fixtures import FixturesSpider, fixtures_folder
from tests.crawling import Crawled, crawl


@dataclass(frozen=True)
class Case:
    purposes: str
    url: str
    verdict: str
    signal: str | None = None
    quote: str | None = None
    document: str | None = None
    permission: str | None = None
    same_as: str | None = None
    redirected_from: str | None = None


EXPECTED = tomllib.loads((fixtures_folder() / "expected.toml").read_text("utf-8"))
CASES = [Case(name, **one) for name in ("default", "search") for one in EXPECTED[name]]
PURPOSES = {"default": [], "search": ["search"]}


@dataclass(frozen=True)
class Result:
    crawled: Crawled
    kept: dict[str, Article]
    decisions: dict[str, list[Decision]]

    def of(self, url: str) -> list[Decision]:
        """Return a URL's decisions; equal ones of a host before a request are one."""
        host = urlsplit(url).netloc
        return [
            one
            for known, found in self.decisions.items()
            for one in found
            if known == url
            or (one.stage is Stage.ACQUIRE and urlsplit(known).netloc == host)
        ]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    return {
        name: result(tmp_path_factory.mktemp(name), purposes)
        for name, purposes in PURPOSES.items()
    }


def result(folder: Path, purposes: list[str]) -> Result:
    crawled = crawl(FixturesSpider, folder, {"NEWSCRAWLER_PURPOSES": purposes})
    decisions: dict[str, list[Decision]] = {}
    for one in crawled.decisions():
        decisions.setdefault(one.url, []).append(one)
    return Result(crawled, {one.url: one for one in crawled.articles()}, decisions)


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.purposes} {urlsplit(case.url).path}"
)
def test_every_page_comes_to_what_its_publisher_says(
    results: dict[str, Result], case: Case
) -> None:
    found = results[case.purposes]
    decisions = found.of(case.url)

    if case.verdict in ("allow", "duplicate"):
        same = {case.url, case.same_as} | {
            one.url for one in CASES if one.same_as == case.url
        }
        assert len([url for url in same if url in found.kept]) == 1
    else:
        assert case.url not in found.kept
    if case.verdict == "not-fetched":
        assert case.url not in found.crawled.requests
    if case.verdict in ("refuse", "defer"):
        assert any(says(one, case) for one in decisions), decisions
    elif case.quote is not None:
        assert any(heard(one, case) for one in decisions), decisions
    if case.permission is not None:
        assert found.kept[case.url].permission == case.permission


def says(decision: Decision, case: Case) -> bool:
    why = reason(decision)
    if why is None or decision.verdict.value != case.verdict:
        return False
    if decision.verdict is Verdict.DEFER:
        is_there = (case.document or "") in why.where
        return is_there and (case.quote or "") in why.words
    return any(
        one.signal == case.signal
        and (case.quote or "") in one.quote
        and case.document in (None, one.document)
        for one in decision.deciding
    )


def heard(decision: Decision, case: Case) -> bool:
    """Tell whether a page was kept with words on record that do not bind it."""
    return decision.url == case.url and any(
        (case.quote or "") in one.quote for one in decision.statements
    )


def test_nothing_else_is_kept(results: dict[str, Result]) -> None:
    for name, found in results.items():
        known = {
            one.url
            for one in CASES
            if one.verdict in ("allow", "duplicate")
            and (one.purposes == name or name == "search")
        }
        assert set(found.kept) <= known


def test_closed_and_silent_hosts_are_asked_for_robots_txt_alone(
    results: dict[str, Result],
) -> None:
    for found in results.values():
        asked = found.crawled.requests
        for host in EXPECTED["requests"]["robots_only"]:
            paths = {
                urlsplit(url).path for url in asked if urlsplit(url).netloc == host
            }
            assert paths == {"/robots.txt"}
        for host in EXPECTED["requests"]["never"]:
            assert not [url for url in asked if urlsplit(url).netloc == host]


def test_every_host_is_asked_for_robots_txt_first_and_once(
    results: dict[str, Result],
) -> None:
    asked = results["default"].crawled.requests
    for host in {urlsplit(url).netloc for url in asked}:
        paths = [urlsplit(url).path for url in asked if urlsplit(url).netloc == host]
        assert paths[0] == "/robots.txt"
        assert paths.count("/robots.txt") == 1


def test_every_kept_article_has_its_decision_and_usage(
    results: dict[str, Result],
) -> None:
    found = results["search"]
    ids = {one.decision for one in found.kept.values()}

    assert len(ids) == len(found.kept)
    for article in found.kept.values():
        assert article.usage is not None
        (kept,) = [
            one
            for one in found.decisions[article.url]
            if one.verdict is Verdict.ALLOW and one.stage.value == "use"
        ]
        assert {key.value: value.value for key, value in kept.usage.items()} == dict(
            article.usage
        )


def test_kept_for_search_alone_still_tells_what_is_disallowed(
    results: dict[str, Result],
) -> None:
    (article,) = [
        one for one in results["search"].kept.values() if "signal-tribune" in one.url
    ][:1]

    assert article.usage is not None
    assert article.usage["ai-train"] == "disallowed"
    assert article.usage["search"] == "allowed"


def test_a_second_crawl_stores_nothing_twice(tmp_path: Path) -> None:
    first = crawl(FixturesSpider, tmp_path)
    second = crawl(FixturesSpider, tmp_path, ask="all")

    outcomes = second.records.outcomes
    assert second.articles() == first.articles()
    assert outcomes.total(Outcome.KEPT) == 0
    assert outcomes.total(Outcome.KNOWN) >= len(first.articles())
    assert not [
        url for url in second.requests if url in {one.url for one in first.articles()}
    ]


def test_scrapy_feeds_get_the_kept_articles(tmp_path: Path) -> None:
    feed = tmp_path / "items.jsonl"
    crawled = crawl(
        FixturesSpider, tmp_path, {"FEEDS": {str(feed): {"format": "jsonlines"}}}
    )

    rows = [json.loads(line) for line in feed.read_text("utf-8").splitlines()]
    assert {row["url"] for row in rows} == {one.url for one in crawled.articles()}
    assert all(row["decision"] and row["usage"] for row in rows)


def items(result: Result) -> Iterator[object]:
    yield from result.crawled.items


def test_the_pipelines_give_articles_and_nothing_else(
    results: dict[str, Result],
) -> None:
    for found in results.values():
        assert all(isinstance(one, Article) for one in items(found))
        assert not found.crawled.crawler.stats.get_value("log_count/ERROR")
