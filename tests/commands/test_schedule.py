"""What is due is crawled once, by one process, and the exit code fits a monitor."""

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from newscrawler.crawl.due import due_sources
from newscrawler.sources import Source
from newscrawler.storage.database import open_store
from newscrawler.storage.lease_rows import Asking, claim, release
from tests.wire.running import Ran, run
from tests.wire.world import CLOSED, OPEN, World, story

FEED = "<rss version='2.0'><channel><item><link>https://{}/2026/11/02/a</link></item></channel></rss>"


@pytest.fixture
def world(tmp_path: Path) -> World:
    found = World(tmp_path)
    for host in ("a.example", "b.example"):
        found.source(host, f'every = "1 h"\nfeeds = ["https://{host}/feed.xml"]\n')
        files = {"feed.xml": FEED.format(host), "2026/11/02/a.html": story(host)}
        found.site(host, {"robots.txt": OPEN, **files})
    return found


def schedule(world: World, *more: str) -> Ran:
    settings = ("NEWSCRAWLER_FIXTURES=sites", "NEWSCRAWLER_LEASE=1")
    words = [word for one in settings for word in ("-s", one)]
    return run(world.folder, "schedule", "--json", *words, *more)


def crawled(ran: Ran) -> dict[str, int]:
    found = json.loads(ran.out)["sources"]
    return {one["source"]: one["kept"] for one in found}


def test_what_is_due_is_crawled_and_then_not_until_its_time(world: World) -> None:
    first, second = schedule(world), schedule(world)

    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert crawled(first) == {"a-example": 1, "b-example": 1}
    assert crawled(second) == {}
    assert "0 due" in second.err

    with closing(sqlite3.connect(world.folder / "newscrawler.db")) as store, store:
        query = "SELECT next_at FROM leases WHERE name = 'source:a-example'"
        (due,) = store.execute(query).fetchone()
        assert due == pytest.approx(time.time() + 3600, abs=600)
        store.execute("UPDATE leases SET next_at = 1 WHERE name = 'source:a-example'")
    assert crawled(schedule(world)) == {"a-example": 0}


def test_a_second_process_says_so_and_ends_with_0(world: World) -> None:
    with (
        closing(open_store(f"sqlite:///{world.folder / 'newscrawler.db'}")) as store,
        store.writing() as connection,
    ):
        claim(connection, time.time(), Asking("another", 600), "schedule")

    ran = schedule(world)

    assert ran.code == 0
    assert ran.lines == ["schedule: another process is at it already"]
    assert ran.out == ""


def test_a_source_that_another_crawls_is_not_due(world: World) -> None:
    with (
        closing(open_store(f"sqlite:///{world.folder / 'newscrawler.db'}")) as store,
        store.writing() as connection,
    ):
        claim(connection, time.time(), Asking("another", 600), "source:a-example")

    assert crawled(schedule(world)) == {"b-example": 1}


def test_sources_that_all_refuse_are_exit_code_3(world: World) -> None:
    for host in ("a.example", "b.example"):
        world.site(host, {"robots.txt": CLOSED})

    assert schedule(world).code == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("news",), "schedule: takes no arguments, and got 'news'"),
        (("--concurrency", "0"), "schedule: --concurrency 0: write a number from 1 on"),
        (("-s", "NEWSCRAWLER_LEASE=90"), "schedule: NEWSCRAWLER_LEASE: '90' is no"),
        (
            ("--postgres", "sqlite:///x.db"),
            "schedule: x.db: jobs need PostgreSQL; write postgresql://USER@HOST/NAME",
        ),
    ],
)
def test_a_mistake_is_one_line(world: World, words: tuple[str, ...], told: str) -> None:
    ran = schedule(world, *words)

    assert ran.code == 2
    (line,) = ran.lines
    assert line.startswith(told)


def test_who_waits_longest_is_first_and_new_ones_last(tmp_path: Path) -> None:
    now = time.time()
    names = ("new", "late", "later", "early", "held")
    sources = [Source(one, one, f"https://{one}.example/", ()) for one in names]
    with closing(open_store(f"sqlite:///{tmp_path / 'n.db'}")) as store:
        one = Asking("one", 60)
        with store.writing() as connection:
            for name, due in (("late", -10.0), ("later", -5.0), ("early", 99.0)):
                claim(connection, now, one, f"source:{name}")
                release(connection, now, one, {f"source:{name}": due})
            claim(connection, now, one, "source:held")

        assert due_sources(store, sources) == ["late", "later", "new"]
