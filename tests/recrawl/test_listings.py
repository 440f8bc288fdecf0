"""Feeds crawled again and again: which are asked for when, and as a whole?"""

import pytest

from newscrawler.crawl.listings import READ_EVERY
from newscrawler.policy.site_memory import CHECKED_AGAIN
from newscrawler.report.outcome import Outcome
from newscrawler.report.summary import sentence
from newscrawler.storage.visit_rows import Kind
from tests.recrawling import FEED, Paper, feed, url_of
from tests.wire.clock import DAY, HOUR, START
from tests.wire.world import story

BOAT = "/2026/11/02/boat-1"
SEARCH = {"NEWSCRAWLER_PURPOSES": ["search"]}


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
