"""Monitors over the real crawler: what a source was, and what it is when it breaks."""

import json
from pathlib import Path

import pytest

from newscrawler.watching import watching
from tests.crawling import Crawled
from tests.storage.ledgers import problems, tamper
from tests.wire.clock import DAY, HOUR, START, set_clock
from tests.wire.running import Ran, run
from tests.wire.world import CLOSED, OPEN, World, story

FEED = 'feeds = ["https://paper.test/feed.xml"]\n'
BYLINE = '<meta name="author" content="Maren Holt">'
NOW = ("-s", "NEWSCRAWLER_FIXTURES=sites", "-s", "RETRY_ENABLED=0")


def feed(*paths: str) -> str:
    items = "".join(
        f"<item><link>https://paper.test/{one}</link></item>" for one in paths
    )
    return f"<rss version='2.0'><channel><title>Paper</title>{items}</channel></rss>"


def publish(world: World, first: int, many: int, page: str | None = None) -> None:
    """Let the feed name so many articles, of which only these numbers are new."""
    names = [f"boat-{number}.html" for number in range(first, first + many)]
    pages = {
        name: (page or story(f"Boat {name}", BYLINE)).replace("NAME", name)
        for name in names
    }
    world.site("paper.test", {"robots.txt": OPEN, "feed.xml": feed(*names), **pages})


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.source("paper.test", FEED)
    publish(world, 10_000, 25)
    return world


def found(crawled: Crawled) -> list[str]:
    return [str(one) for one in crawled.records.outcomes.watched.findings]


def command(world: World) -> Ran:
    store = f"NEWSCRAWLER_STORE=sqlite:///{world.folder / 'store.db'}"
    insists = ("-a", "ask=all")
    return run(world.folder, "crawl", "news", *insists, "--json", *NOW, "-s", store)


def test_a_crawl_that_is_as_ever_is_quiet(world: World) -> None:
    first = world.news()
    publish(world, 20_000, 8)

    assert found(first) == []
    assert found(world.news()) == []


def test_a_lost_byline_is_an_error_of_the_crawl(world: World) -> None:
    world.news()
    publish(world, 20_000, 8, story("Boat NAME"))
    ran = command(world)
    findings = json.loads(ran.out)["findings"]

    assert ran.code == 6, ran.err
    (one,) = [one for one in findings if one["words"].startswith("authors: ")]
    assert one["words"] == "authors: in 0 of 8 articles, before in 96%"
    assert (one["monitor"], one["level"]) == ("coverage-fell", "error")
    assert one["source"] == "paper-test"
    assert "error: coverage-fell: paper-test: authors: in 0 of 8" in ran.err
    assert ran.lines[-1] == "8 kept, 0 refused, 0 deferred."


def test_pages_that_hold_no_article_any_more_are_an_error(world: World) -> None:
    world.news()
    publish(world, 20_000, 8, "<html lang=en><title>NAME</title><p>Soon.</p></html>")
    crawled = world.news()

    (words,) = found(crawled)
    assert words.startswith("error: parser-broke: paper-test: 8 of 8 pages hold no")
    stats = crawled.crawler.stats
    assert stats.get_value("newscrawler/monitor/parser-broke") == 1


def test_a_source_that_refuses_all_is_told_and_the_exit_code_stays(
    world: World,
) -> None:
    world.news()
    publish(world, 20_000, 3)
    (world.folder / "sites" / "paper.test" / "robots.txt").write_text(CLOSED, "utf-8")
    tamper(world.folder / "store.db", "DELETE FROM hearings")  # else it is fresh yet
    ran = command(world)

    assert ran.code == 3, ran.err
    assert "error: all-refused: all 1 URLs were refused" in ran.err


def test_listings_that_name_nothing_any_more_are_an_error(world: World) -> None:
    world.news()
    publish(world, 20_000, 0)
    ran = command(world)

    assert ran.code == 6, ran.err
    assert "error: no-items: paper-test: 1 listing named no article" in ran.err
    assert "nothing was kept: empty: 1 feed, sitemap or section" in ran.err


def test_a_hole_in_the_ledger_is_broken_evidence(world: World) -> None:
    world.news()
    assert not problems(world.folder / "store.db")
    tamper(world.folder / "store.db", "DELETE FROM ledger WHERE sequence = 5")
    publish(world, 20_000, 3)
    ran = command(world)

    assert ran.code == 5, ran.err
    assert "broken: ledger-gap: run 1: " in ran.err


def test_a_run_that_was_killed_is_told_by_the_next_but_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = set_clock(monkeypatch)
    monkeypatch.setattr(watching, "time", clock)
    world.news()
    forget_end = "UPDATE runs SET ended_at = NULL, summary = NULL"
    tamper(world.folder / "store.db", forget_end)
    soon = found(world.news())
    clock.wait(2 * HOUR)
    later = found(world.news())
    clock.wait(2 * DAY)

    assert soon == []
    (words,) = later
    assert words.startswith("warning: ledger-gap: run 1 was not closed")
    assert found(world.news()) == [
        one for one in found(world.news()) if "ledger-gap" not in one
    ]


def test_a_source_that_gives_nothing_new_is_silent_in_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = set_clock(monkeypatch)
    monkeypatch.setattr(watching, "time", clock)
    world.news()
    clock.wait(23 * HOUR)
    before = found(world.news())
    clock.wait(3 * HOUR)

    assert before == []
    assert found(world.news()) == [
        "warning: silent: paper-test: nothing new for 26 hours, asked every 60 minutes"
    ]
    assert clock.now > START


def test_a_store_that_is_lost_midway_ends_the_crawl_as_before(world: World) -> None:
    (world.folder / "store.db").write_bytes(b"This is a letter, no database. " * 40)
    ran = command(world)

    assert ran.code == 2
    assert len(ran.lines) == 1
