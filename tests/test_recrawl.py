"""Crawled again and again: what is asked for when, and what becomes of what was kept."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Self

import pytest
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler

from newscrawler.listings import READ_EVERY
from newscrawler.policy import Verdict
from newscrawler.policy.site_memory import CHECKED_AGAIN
from newscrawler.report.outcome import Outcome
from newscrawler.report.summary import sentence
from newscrawler.storage.visit_rows import Kind
from newscrawler.storage.warc_reading import read_warc
from tests.recrawling import FEED, ORIGIN, Paper, feed, url_of
from tests.wire.clock import DAY, HOUR, START, Asked, Clock, set_clock
from tests.wire.world import CLOSED, story

BOAT = "/2026/11/02/boat-1"
SEARCH = {"NEWSCRAWLER_PURPOSES": ["search"]}
RESERVED = '[{"location": "/", "tdm-reservation": 1}]'


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return set_clock(monkeypatch)


@pytest.fixture
def paper(tmp_path: Path, clock: Clock) -> Paper:
    found = Paper(tmp_path, clock)
    found.publish("boat-1")
    return found


# listings


def test_nothing_is_asked_for_before_it_is_due(paper: Paper) -> None:
    assert paper.crawl() == ["/feed.xml", BOAT]

    assert paper.after(HOUR - 1) == []
    assert paper.count(Outcome.NOT_DUE) == 1
    assert paper.crawled is not None
    assert sentence(paper.crawled.records.outcomes) == (
        "0 kept, 0 refused, 0 deferred, 1 listing not due yet."
    )
    assert paper.after(1) == ["/feed.xml"]


def test_all_are_asked_for_where_somebody_insists(paper: Paper) -> None:
    paper.crawl()

    assert paper.crawl(ask="all") == ["/feed.xml"]


def test_a_feed_that_sleeps_is_asked_for_less_and_one_that_wakes_more(
    paper: Paper,
) -> None:
    paper.crawl()
    waits = []
    for number in range(6):
        if number == 4:
            paper.publish("boat-1", "boat-2")
        due_at = paper.visit(FEED, Kind.LISTING).due_at
        assert due_at is not None
        waits.append((due_at - paper.clock.now) / HOUR)
        assert "/feed.xml" in paper.after(due_at - paper.clock.now)

    assert waits == pytest.approx([1, 1.5, 2.25, 3.375, 5.0625, 2.53125])


def test_a_feed_is_asked_for_by_its_validators(paper: Paper) -> None:
    paper.answer(
        "/feed.xml", ETag='"f1"', Last_Modified="Fri, 15 Jan 2027 08:00:00 GMT"
    )
    paper.crawl()
    paper.answer("/feed.xml", 304)
    requests = paper.after(HOUR)
    visit = paper.visit(FEED, Kind.LISTING)

    assert requests == ["/feed.xml"]
    assert paper.sent(FEED) == [
        {
            "If-None-Match": '"f1"',
            "If-Modified-Since": "Fri, 15 Jan 2027 08:00:00 GMT",
        }
    ]
    assert (visit.etag, visit.visited_at) == ('"f1"', START + HOUR)
    assert visit.due_at == START + HOUR + 1.5 * HOUR
    assert paper.count(Outcome.REFUSED) == 0


def test_what_a_feed_says_of_its_site_is_never_forgotten_while_it_is_asked(
    paper: Paper,
) -> None:
    """Thirteen hours after it is read it is asked for as a whole, not by validators."""
    rights = "<copyright>The contents of this website may not be used to train artificial intelligence.</copyright>"
    paper.files["feed.xml"] = feed(head=rights)
    paper.answer("/feed.xml", ETag='"f1"')
    paper.crawl()
    assert paper.after(13 * HOUR) == ["/feed.xml"]
    assert paper.sent(FEED) == [{}]
    paper.files["feed.xml"] = feed("boat-1", head=rights)
    paper.answer("/feed.xml", ETag='"f2"')
    paper.says("boat-1", story("Boat"))
    paper.after(12 * HOUR)

    assert paper.kept() == []
    assert 2 * READ_EVERY <= CHECKED_AGAIN


def test_a_feed_is_seen_as_a_whole_every_day(paper: Paper) -> None:
    paper.answer("/feed.xml", ETag='"f1"')
    paper.says("boat-1", story("Boat", "<meta name=robots content=noai>"))
    assert paper.crawl() == ["/feed.xml", BOAT]
    assert paper.count(Outcome.REFUSED) == 1
    paper.says("boat-1", story("Boat"))
    paper.answer("/feed.xml", 304)
    assert paper.after(HOUR) == ["/feed.xml"]

    paper.answer("/feed.xml", ETag='"f1"')
    assert paper.after(DAY) == ["/feed.xml", BOAT]
    assert paper.sent(FEED) == [{}]
    assert paper.kept() == [url_of("boat-1")]


def test_by_other_settings_a_feed_is_seen_as_a_whole(paper: Paper) -> None:
    paper.answer("/feed.xml", ETag='"f1"')
    paper.crawl()

    paper.after(HOUR, SEARCH)

    assert paper.sent(FEED) == [{}]


def test_a_partial_crawl_leaves_the_feed_to_be_seen_as_a_whole(paper: Paper) -> None:
    paper.publish("boat-1", "boat-2")
    paper.answer("/feed.xml", ETag='"f1"')
    paper.crawl(limit="1")
    requests = paper.after(HOUR)

    assert paper.sent(FEED) == [{}]
    assert requests == ["/feed.xml", "/2026/11/02/boat-2"]


def test_what_a_feed_asks_for_is_a_floor_after_304_too(paper: Paper) -> None:
    paper.files["feed.xml"] = feed("boat-1", head="<ttl>720</ttl>")
    paper.answer("/feed.xml", ETag='"f1"')
    paper.crawl()
    assert paper.visit(FEED, Kind.LISTING).due_at == START + 12 * HOUR

    paper.answer("/feed.xml", 304)
    assert "/feed.xml" in paper.after(12 * HOUR)
    assert paper.visit(FEED, Kind.LISTING).due_at == START + 24 * HOUR


@pytest.mark.parametrize(
    ("headers", "head", "due_at"),
    [
        ({"Cache_Control": "max-age=7200"}, "", START + 2 * HOUR),
        ({}, "<skipHours><hour>9</hour><hour>10</hour></skipHours>", START + 3 * HOUR),
        ({}, "<skipDays><day>Friday</day></skipDays>", START + 16 * HOUR),
    ],
)
def test_a_feeds_own_word_is_a_floor(
    paper: Paper, headers: dict[str, str], head: str, due_at: float
) -> None:
    paper.files["feed.xml"] = feed("boat-1", head=head)
    paper.answer("/feed.xml", None, "", **headers)
    paper.crawl()

    assert paper.visit(FEED, Kind.LISTING).due_at == due_at  # START: Friday, 8:00


def test_a_failure_is_no_sleep(paper: Paper) -> None:
    paper.answer("/feed.xml", 500)
    paper.crawl()

    visit = paper.visit(FEED, Kind.LISTING)
    assert (visit.rhythm, visit.due_at) == (None, START + HOUR)


def test_a_304_that_nobody_asked_for_is_no_feed(paper: Paper) -> None:
    paper.answer("/feed.xml", 304)

    assert paper.crawl() == ["/feed.xml"]
    assert paper.count(Outcome.REFUSED) == 1


# articles


def test_an_article_is_asked_for_again_at_ever_greater_ages(paper: Paper) -> None:
    paper.crawl()
    paper.answer("boat-1", 304)
    ages = []
    for _ in range(6):
        due_at = paper.visit(url_of("boat-1"), Kind.ARTICLE).due_at
        assert due_at is not None
        assert BOAT not in paper.after(due_at - paper.clock.now - 1)
        assert paper.after(1).count(BOAT) == 1
        assert paper.sent(url_of("boat-1")) == [{"If-None-Match": '"v1"'}]
        assert paper.count(Outcome.UNCHANGED) == 1
        ages.append((paper.clock.now - START) / HOUR)

    assert ages == [2, 8, 24, 3 * 24, 10 * 24, 30 * 24]
    assert [one.is_current for one in paper.versions("boat-1")] == [True]
    assert [one.verdict for one in paper.decisions("boat-1")].count(Verdict.ALLOW) > 6


def test_validators_that_lie_make_no_version(paper: Paper) -> None:
    paper.crawl()
    paper.answer("boat-1", ETag='"v2"')
    assert BOAT in paper.after(2 * HOUR)

    assert len(paper.versions("boat-1")) == 1
    assert paper.count(Outcome.UNCHANGED) == 1
    assert paper.visit(url_of("boat-1"), Kind.ARTICLE).etag == '"v2"'


def test_other_markup_round_the_same_words_makes_no_version(paper: Paper) -> None:
    paper.crawl()
    paper.says(
        "boat-1", story("Boat boat-1").replace("<body>", "<body><aside></aside>")
    )
    assert BOAT in paper.after(2 * HOUR)

    assert len(paper.versions("boat-1")) == 1


def test_a_changed_article_has_another_version(paper: Paper) -> None:
    paper.crawl()
    paper.says("boat-1", story("Ferry"))
    paper.answer("boat-1", ETag='"v2"')
    assert BOAT in paper.after(2 * HOUR)
    first, second = paper.versions("boat-1")
    assert paper.crawled is not None
    (given,) = paper.crawled.articles()

    assert (first.version, first.is_current) == (1, False)
    assert (second.version, second.is_current) == (2, True)
    assert first.decision != second.decision
    assert given == second.article
    assert given.headline == "Ferry is counted"
    assert paper.count(Outcome.CHANGED) == 1
    assert paper.crawled.items == [given]


def test_what_becomes_another_kept_article_is_current_no_more(paper: Paper) -> None:
    paper.publish("boat-1", "boat-2")
    paper.crawl()
    paper.says("boat-1", story("Boat boat-2"))
    paper.after(2 * HOUR)

    assert paper.kept() == [url_of("boat-2")]


def test_a_new_word_on_use_is_a_version_though_the_text_is_the_same(
    paper: Paper,
) -> None:
    paper.crawl(SEARCH)
    head = "<meta name=robots content=noai>"
    paper.says("boat-1", story("Boat boat-1", head))
    assert BOAT in paper.after(2 * HOUR, SEARCH)
    first, second = paper.versions("boat-1")

    assert first.content_hash == second.content_hash
    assert second.article is not None
    assert second.article.usage is not None
    assert second.article.usage["ai-train"] == "disallowed"


def test_the_headers_of_304_count_for_what_is_kept(paper: Paper) -> None:
    paper.crawl(SEARCH)
    paper.answer("boat-1", 304, X_Robots_Tag="noai")
    assert paper.after(2 * HOUR, SEARCH).count(BOAT) == 1
    first, second = paper.versions("boat-1")
    assert first.article is not None
    assert second.article is not None

    assert second.is_current
    assert second.article.usage != first.article.usage
    assert second.article == replace(
        first.article, usage=second.article.usage, decision=second.decision
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Robots_Tag": "noai"},
        {"TDM_Reservation": "1"},
        {"Content_Signal": "ai-train=no"},
    ],
)
def test_a_304_that_refuses_withdraws(paper: Paper, headers: dict[str, str]) -> None:
    paper.crawl()
    paper.answer("boat-1", 304, **headers)
    paper.after(2 * HOUR)

    assert paper.kept() == []
    assert paper.decisions("boat-1")[-1].verdict is Verdict.REFUSE
    assert paper.count(Outcome.WITHDRAWN) == 1
    assert BOAT not in paper.after(DAY)


def test_a_304_keeps_nothing_that_a_document_refuses_by_now(paper: Paper) -> None:
    paper.crawl()
    paper.answer("boat-1", 304)
    paper.after(2 * HOUR)
    assert paper.kept() == [url_of("boat-1")]

    paper.files[".well-known/tdmrep.json"] = RESERVED
    paper.after(DAY)

    assert paper.kept() == []
    ((_, signal, _),) = paper.tombstones()
    assert signal == "tdmrep"


def test_what_robots_txt_forbids_by_now_is_withdrawn_unasked(paper: Paper) -> None:
    paper.crawl()
    paper.files["robots.txt"] = CLOSED

    assert paper.after(DAY) == []
    assert paper.kept() == []
    assert paper.count(Outcome.WITHDRAWN) == 1


def test_an_unheard_site_withdraws_nothing_and_keeps_nothing_anew(
    paper: Paper,
) -> None:
    paper.crawl()
    paper.answer("/robots.txt", 503)

    assert paper.after(DAY) == []
    assert paper.kept() == [url_of("boat-1")]
    assert paper.tombstones() == []
    assert paper.count(Outcome.DEFERRED) == 2
    assert paper.count(Outcome.UNCHANGED) == 0

    paper.answers.pop("/robots.txt")
    assert BOAT in paper.after(DAY)


def test_a_page_that_refuses_by_now_is_withdrawn(paper: Paper) -> None:
    paper.crawl()
    paper.says("boat-1", story("Boat", "<meta name=robots content=noai>"))
    paper.after(2 * HOUR)

    assert paper.kept() == []
    assert [signal for _, signal, _ in paper.tombstones()] == ["robots-tag"]


def test_what_was_read_by_other_settings_is_asked_for_as_a_whole(paper: Paper) -> None:
    paper.crawl()
    paper.after(2 * HOUR, {"NEWSCRAWLER_PROXY": "2"})

    assert paper.sent(url_of("boat-1")) == [{}]
    assert paper.kept() == [url_of("boat-1")]


def test_a_304_of_something_else_is_asked_for_as_a_whole(paper: Paper) -> None:
    paper.crawl()
    paper.answer("boat-1", 304, ETag='"other"')

    assert paper.after(2 * HOUR).count(BOAT) == 2
    assert paper.sent(url_of("boat-1")) == [{"If-None-Match": '"v1"'}, {}]
    assert paper.decisions("boat-1")[-1].verdict is Verdict.REFUSE
    assert paper.kept() == [url_of("boat-1")]


# the archive


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


# what is gone


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


# where it leads


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
