"""What is done for every page is looked up by an index, however much there is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newscrawler.policy.model import Document
from newscrawler.storage.database import open_store
from newscrawler.storage.frontier_rows import Found, Scope, Settled, take, write_found
from newscrawler.storage.hearing_rows import hearings_of
from newscrawler.storage.withdrawing import held_articles, withdraw
from tests.storage.samples import NO_TRAINING, NOW, article, decision
from tests.storage.traced import traced

SITE = "https://gazette.example"
GROWING = (
    "articles",
    "urls",
    "decisions",
    "ledger",
    "statements",
    "frontier",
    "sketches",
    "sketch_bands",
)


def told(url: str) -> str:
    return " ".join(f"{url} {number}" for number in range(99))


def crawl(file: Path) -> list[str]:
    """Do what a crawl does of a few pages; return the statements."""
    seen: list[str] = []
    with traced(seen.append), closing(open_store(f"sqlite:///{file}")) as store:
        run = store.begin_run("news", {}, "1", NOW)
        store.keep_hearing(run, Document(f"{SITE}/robots.txt", NOW, 404))
        pages = [f"{SITE}/{number}" for number in range(3)]
        seen.clear()
        found = [Found(url, "gazette") for url in pages]
        store.transact(lambda batch: write_found(batch.connection, run, found, NOW))
        scope = Scope()
        store.transact(
            lambda batch: take(batch.connection, run, scope, "gazette.example", 9, NOW)
        )
        store.seen(pages)
        kept = [
            store.prepare(run, decision(url), article(url, told(url)), url, url)
            for url in pages
        ]
        store.record(run, decision(f"{SITE}/refused", NO_TRAINING))
        store.keep_all(kept)
        store.settle(pages, Settled(run))
        store.flush()
        held = next(held_articles(store))
        withdraw(store, run, held.number, decision(held.url, NO_TRAINING))
    return seen


@pytest.mark.parametrize("table", GROWING)
def test_no_statement_of_a_page_reads_a_whole_table(tmp_path: Path, table: str) -> None:
    file = tmp_path / "n.db"
    said = [one for one in crawl(file) if not one.startswith(("BEGIN", "COMMIT", "--"))]

    assert any(f" {table}" in one for one in said), "a crawl asks it"
    with closing(sqlite3.connect(file)) as connection:
        for one in said:
            plan = connection.execute(f"EXPLAIN QUERY PLAN {one}").fetchall()
            steps = [str(step[3]) for step in plan]
            assert f"SCAN {table}" not in steps, one


def test_the_answers_of_a_host_are_looked_up(tmp_path: Path) -> None:
    seen: list[str] = []
    other = "https://gazette.example.org"
    with (
        traced(seen.append),
        closing(open_store(f"sqlite:///{tmp_path / 'n.db'}")) as store,
    ):
        run = store.begin_run("news", {}, "1", NOW)
        for at in range(3):
            for site in (SITE, "http://gazette.example:8080", other):
                store.keep_hearing(run, Document(f"{site}/robots.txt", NOW + at, 404))
                store.keep_hearing(run, Document(f"{site}/ai.txt", NOW + at, 404))
        store.flush()
        seen.clear()
        with store.reading() as connection:
            found = hearings_of(connection, "gazette.example")
            none = hearings_of(connection, "gazette")
            (asked, _) = [one for one in seen if "WITH RECURSIVE" in one]
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").fetchall()

    assert none == []
    assert len(found) == 12
    assert not any(one.document.url.startswith(other) for one in found)
    times = [one.document.fetched_at for one in found]
    assert times == sorted(times)
    assert not any("SCAN hearings" in str(step[3]) for step in plan), plan
