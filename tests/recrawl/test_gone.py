"""What is archived twice, what is gone, and what leads elsewhere by now?"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Self

import pytest
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler

from newscrawler.report.outcome import Outcome
from newscrawler.storage.warc_reading import read_warc
from tests.recrawling import ORIGIN, Paper, url_of
from tests.wire.clock import DAY, HOUR, Asked, Clock
from tests.wire.world import story

BOAT = "/2026/11/02/boat-1"


def test_versions_are_archived_and_what_is_the_same_is_a_revisit(
    paper: Paper, tmp_path: Path
) -> None:
    warc = tmp_path / "warc"
    archived = {"NEWSCRAWLER_WARC": str(warc)}
    paper.crawl(archived)
    paper.answer("boat-1", ETag='"v2"')
    paper.after(2 * HOUR, archived)
    paper.says("boat-1", story("Ferry"))
    paper.after(6 * HOUR, archived)
    files = sorted(warc.glob("*.warc.gz"), key=lambda file: file.stat().st_mtime_ns)
    kinds = [[one.kind for one in read_warc(file)][1] for file in files]
    first, second = paper.versions("boat-1")
    assert first.article is not None
    assert second.article is not None

    assert kinds == ["response", "revisit", "response"]
    places = [one.article.metadata.warc for one in (first, second) if one.article]
    assert [str(one).partition("#")[0] for one in places] == [
        files[0].name,
        files[2].name,
    ]


class Forgetful:
    """A Scrapy extension: the evidence is of other rules while an answer is awaited."""

    store: Path

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        found = cls()
        crawler.signals.connect(found.forget, signals.request_reached_downloader)
        return found

    def forget(self, request: Request, spider: Spider) -> None:  # noqa: ARG002
        if request.url != url_of("boat-1"):
            return
        is_first = b"If-None-Match" in request.headers
        rules = "'older'" if is_first else "(SELECT rules FROM runs WHERE number = 2)"
        with closing(sqlite3.connect(self.store)) as connection:
            connection.execute(f"UPDATE runs SET rules = {rules} WHERE number = 1")
            connection.commit()


def test_a_304_whose_evidence_is_gone_is_asked_for_as_a_whole(paper: Paper) -> None:
    paper.crawl()
    paper.answer("boat-1", 304)
    Forgetful.store = paper.store
    asked = paper.after(2 * HOUR, {"EXTENSIONS": {Asked: 1, Forgetful: 2}})

    assert asked.count(BOAT) == 2
    assert paper.sent(url_of("boat-1")) == [{"If-None-Match": '"v1"'}, {}]
    assert paper.count(Outcome.UNCHANGED) == 0
    assert paper.kept() == [url_of("boat-1")]


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_withdrawn(paper: Paper, status: int) -> None:
    paper.crawl()
    paper.answer("boat-1", status)
    assert BOAT in paper.after(2 * HOUR)
    if status == 404:
        assert paper.kept() == [url_of("boat-1")]
        assert BOAT not in paper.after(DAY - 1)
        assert BOAT in paper.after(1)

    assert paper.kept() == []
    assert paper.count(Outcome.WITHDRAWN) == 1
    ((_, signal, reason),) = paper.tombstones()
    assert signal == "gone"
    assert str(status) in str(reason)
    paper.answers.clear()
    assert BOAT not in paper.after(DAY)


def test_a_redirect_to_the_home_page_is_a_404(paper: Paper) -> None:
    paper.crawl()
    paper.answer("boat-1", 302, "location = '/'")
    for wait in (2 * HOUR, DAY):
        assert paper.kept() == [url_of("boat-1")]
        asked = paper.after(wait)
        assert BOAT in asked
        assert "/" not in asked

    assert paper.kept() == []
    assert [signal for _, signal, _ in paper.tombstones()] == ["gone"]


@pytest.mark.parametrize("status", [401, 403, 500, 502, 503, 429])
def test_a_failure_or_a_closed_door_withdraws_nothing(
    paper: Paper, status: int
) -> None:
    paper.crawl()
    paper.answer("boat-1", status, X_Robots_Tag="noai")
    for _ in range(4):
        paper.after(3 * DAY)

    assert paper.kept() == [url_of("boat-1")]
    assert paper.tombstones() == []


@pytest.mark.parametrize("failure", ["timeout", "reset", "dns"])
def test_no_answer_withdraws_nothing(paper: Paper, failure: str) -> None:
    paper.crawl()
    paper.answer("boat-1", more=f"failure = '{failure}'")
    for _ in range(4):
        assert BOAT in paper.after(3 * DAY)

    assert paper.kept() == [url_of("boat-1")]


def test_what_is_unavailable_for_legal_reasons_is_withdrawn(paper: Paper) -> None:
    paper.crawl()
    paper.answer("boat-1", 451)
    paper.after(2 * HOUR)

    assert paper.kept() == []


def test_what_came_back_in_between_is_not_gone(paper: Paper) -> None:
    paper.crawl()
    for status in (404, None, 404):
        paper.answer("boat-1", status)
        paper.after(3 * DAY)

    assert paper.kept() == [url_of("boat-1")]


def test_another_slug_is_another_version(tmp_path: Path, clock: Clock) -> None:
    paper = Paper(tmp_path, clock)
    paper.publish("boat-sails-48213377")
    paper.crawl()
    paper.says("boat-sank-48213377", story("Wreck"))
    paper.answer("boat-sails-48213377", 301, "location = 'boat-sank-48213377'")
    paper.after(2 * HOUR)

    assert paper.kept() == [url_of("boat-sank-48213377")]
    assert [one.version for one in paper.versions("boat-sails-48213377")] == [1, 2]
    assert paper.after(6 * HOUR).count("/2026/11/02/boat-sank-48213377") == 1


def test_what_leads_to_another_article_stays_as_it_is(paper: Paper) -> None:
    paper.crawl()
    paper.says("ferry", story("Ferry"))
    paper.answer("boat-1", 301, "location = 'ferry'")
    paper.after(2 * HOUR)

    assert set(paper.kept()) == {url_of("boat-1"), url_of("ferry")}
    assert len(paper.versions("boat-1")) == 1
    assert BOAT in paper.after(6 * HOUR)


def test_a_page_without_an_article_leaves_the_one_that_is_kept(paper: Paper) -> None:
    paper.crawl()
    paper.says("boat-1", "<html lang=en><title>Sorry</title><p>Not here.")
    paper.after(2 * HOUR)
    assert paper.kept() == [url_of("boat-1")]

    paper.answer("boat-1", ETag='"v1"')
    paper.after(6 * HOUR)
    assert paper.sent(url_of("boat-1")) == [{}]


def test_the_feeds_of_a_home_page_have_their_own_time(
    tmp_path: Path, clock: Clock
) -> None:
    paper = Paper(tmp_path, clock)
    paper.world.source("a.example")
    paper.publish("boat-1")
    link = "<link rel=alternate type=application/rss+xml href=/feed.xml>"
    paper.files["index.html"] = f"<title>News</title>{link}"
    paper.answer("/", ETag='"h1"')
    assert paper.crawl() == ["/", "/feed.xml", BOAT]

    assert paper.after(HOUR) == ["/", "/feed.xml"]
    assert paper.sent(f"{ORIGIN}/") == [{}]
    assert paper.after(HOUR) == ["/", BOAT]
    assert paper.count(Outcome.NOT_DUE) == 1
