"""Articles asked for again: what is a version, what is withdrawn, what was not read?"""

from dataclasses import replace

import pytest

from newscrawler.policy import Verdict
from newscrawler.report.outcome import Outcome
from newscrawler.storage.visit_rows import Kind
from tests.recrawling import Paper, url_of
from tests.wire.clock import DAY, HOUR, START
from tests.wire.world import CLOSED, story

BOAT = "/2026/11/02/boat-1"
SEARCH = {"NEWSCRAWLER_PURPOSES": ["search"]}
RESERVED = '[{"location": "/", "tdm-reservation": 1}]'


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


TRAINING = {"NEWSCRAWLER_PURPOSES": ["ai-train"]}
NO_TRAINING = {"X_Robots_Tag": "noai"}
NOTHING = {"X_Robots_Tag": "noai, noindex"}


@pytest.mark.parametrize("status", [None, 304])
@pytest.mark.parametrize("headers", [NO_TRAINING, NOTHING])
def test_a_crawl_for_another_use_withdraws_for_the_use_it_was_kept_for_alone(
    paper: Paper, headers: dict[str, str], status: int | None
) -> None:
    paper.crawl(SEARCH)
    paper.answer("boat-1", status, **headers)
    assert BOAT in paper.after(2 * HOUR, TRAINING)

    is_kept = headers is NO_TRAINING
    assert paper.kept() == ([url_of("boat-1")] if is_kept else [])


def test_a_crawl_for_another_use_that_may_not_ask_takes_nothing_away(
    paper: Paper,
) -> None:
    paper.crawl(SEARCH)
    paper.files["robots.txt"] = "User-agent: *\nContent-Signal: ai-train=no\nAllow: /\n"
    assert BOAT not in paper.after(DAY + HOUR, TRAINING)
    assert paper.decisions("boat-1")[-1].verdict is Verdict.REFUSE
    assert paper.kept() == [url_of("boat-1")]

    paper.files["robots.txt"] = (
        "User-agent: *\nContent-Signal: search=no, ai-train=no\nAllow: /\n"
    )
    paper.after(2 * DAY, TRAINING)

    assert paper.kept() == []


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
