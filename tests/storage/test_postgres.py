"""On PostgreSQL the same store, the same ledger, and triggers that hold it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from newscrawler.policy.model import Stage
from newscrawler.storage.catalogue_rows import list_waiting
from newscrawler.storage.catalogue_table import catalogue, unlisted
from newscrawler.storage.counting import By, Chosen, Count, counts
from newscrawler.storage.database import Kept, Store, open_store
from newscrawler.storage.purging import erase_withdrawn
from newscrawler.storage.schema import METADATA, articles
from newscrawler.storage.schema import urls as urls_table
from newscrawler.storage.superseding import Replaced
from newscrawler.storage.verification import verify
from newscrawler.storage.version_rows import standing_at, versions_of
from newscrawler.storage.visit_rows import Kind, Visit, has_unknown, revive
from newscrawler.storage.withdrawing import held_articles, withdraw
from tests.storage.ledgers import ROBOTS
from tests.storage.samples import NO_TRAINING, NOW, article, decision
from tests.storage.schemas import differences

SITE = "https://gazette.example"


@pytest.fixture(scope="module")
def uri(postgresql: str) -> str:
    return postgresql


@pytest.fixture
def store(uri: str) -> Iterator[Store]:
    with closing(open_store(uri)) as found:
        yield found


def fill(store: Store, name: str) -> int:
    run = store.begin_run("news", {"name": name}, "1", NOW)
    store.keep_hearing(run, ROBOTS)
    for page in range(250):
        url = f"{SITE}/{name}/{page}"
        at = NOW + page
        store.record(run, decision(url, NO_TRAINING, stage=Stage.ACQUIRE, at=at))
        store.record(run, decision(url, NO_TRAINING, at=at))
    url = f"{SITE}/{name}/\x00kept"
    assert store.keep(run, decision(url), article(url), url, name) is Kept.STORED
    store.end_run(run, NOW, {"kept": 1})
    return run


def test_what_two_writers_wrote_at_once_is_whole(store: Store, uri: str) -> None:
    with closing(open_store(uri)) as other, ThreadPoolExecutor(2) as threads:
        runs = list(threads.map(fill, (store, other), ("one", "other")))

    with store.reading() as connection:
        found = verify(connection)
        by_day = counts(connection, [By.DAY], Chosen(runs[0]))
        assert differences(connection) == []
    assert by_day == (Count(("2023-11-14",), 501),)
    assert found.problems == ()
    assert found.checkpoints >= len(runs)
    times = [one.count for one in store.decisions(runs[0])]
    assert sorted(times) == [1] * 251 + [250]
    assert {one.decision for one in store.decisions(runs[0])} >= {
        decision(f"{SITE}/one/{page}", NO_TRAINING, at=NOW + page)
        for page in range(250)
    }


def test_two_stores_that_write_to_one_run_keep_one_chain(
    store: Store, uri: str
) -> None:
    run = store.begin_run("news", {}, "1", NOW)
    with closing(open_store(uri)) as other:
        for page in range(6):
            writer = (store, other)[page % 2]
            writer.record(run, decision(f"{SITE}/x/{page}"))
            writer.flush()
    store.end_run(run, NOW, {})

    with store.reading() as connection:
        assert verify(connection).problems == ()
    assert len(list(store.decisions(run))) == 6


@pytest.mark.parametrize(
    "table", ["ledger", "checkpoints", "statements", "hearings", "policy_documents"]
)
@pytest.mark.parametrize(
    "act", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET {} = {}"]
)
def test_the_database_itself_refuses_to_change_the_ledger(
    store: Store, table: str, act: str
) -> None:
    fill(store, f"{table} {act}")
    column = METADATA.tables[table].columns.keys()[0]
    words = act.format(table, column, column)

    with (
        store._engine.connect() as connection,
        pytest.raises(DBAPIError, match=r"is append-only"),
    ):
        connection.execute(text(words))


def test_what_is_changed_without_the_triggers_is_found(store: Store) -> None:
    run = fill(store, "tampered")
    words = (
        "ALTER TABLE ledger DISABLE TRIGGER USER",
        (
            "UPDATE ledger SET record = replace(record, 'refuse', 'allow')"
            f" WHERE run = {run} AND sequence = 4"
        ),
    )
    with store._engine.connect() as connection:
        for one in words:
            connection.execute(text(one))
        found = [str(one) for one in verify(connection).problems]
        connection.rollback()

    assert any(one.startswith(f"run {run}, record 4: changed") for one in found)


def test_what_is_withdrawn_is_erased_and_its_tombstone_stays(
    store: Store, uri: str
) -> None:
    words = "The walrus of Lanternmouth reads"
    run = store.begin_run("news", {}, "1", NOW)
    for page in range(3):
        url = f"{SITE}/withdrawn/{page}"
        kept = article(url, f"{words} {page}.")
        store.keep(run, decision(url), kept, url, f"withdrawn {page}")
    held = [one for one in held_articles(store) if "/withdrawn/" in one.url]
    for one in held[:2]:
        withdraw(store, run, one.number, decision(one.url, NO_TRAINING, at=NOW + 1))

    erased = erase_withdrawn(store, run, NOW + 2, lambda *_: None)

    assert [one.url for one in erased] == [one.url for one in held[:2]]
    url = held[0].url
    with closing(open_store(uri)) as other:
        again = other.keep(run, decision(url), article(url), url, "again")
    assert again is Kept.WITHDRAWN
    with store.reading() as connection:
        assert verify(connection).problems == ()
    with store._engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = connection.scalar(text("SELECT current_setting('data_directory')"))
        place = connection.scalar(text("SELECT pg_relation_filepath('articles')"))
        content = Path(str(folder), str(place)).read_bytes()
    assert [f"{words} {page}.".encode() in content for page in range(3)] == [
        False,
        False,
        True,
    ]
    with (
        store._engine.connect() as connection,
        pytest.raises(DBAPIError, match=r"is append-only"),
    ):
        connection.execute(text("DELETE FROM tombstones"))


def test_an_article_has_versions_and_comes_due(store: Store) -> None:
    url = f"{SITE}/versions"
    run = store.begin_run("news", {}, "1", NOW)
    one = store.prepare(run, decision(url), article(url), url, "first")
    visit = Visit(url, Kind.ARTICLE, "gazette", NOW, NOW, NOW)
    assert store.keep_all([replace(one, visit=visit)]) == [Kept.STORED]
    with store.reading() as connection:
        standing = standing_at(connection, url)
    assert standing is not None
    two = store.prepare(run, decision(url, at=NOW + 1), article(url), url, "second")
    again = replace(two, replaces=Replaced(standing.number), visit=visit)
    assert store.keep_all([again]) == [Kept.CHANGED]

    with store.writing() as connection:
        revive(connection, run + 1, None, NOW)
        assert has_unknown(connection, [f"{url}/other"])
        waiting = "SELECT due_at FROM frontier WHERE url = %(url)s"
        assert connection.exec_driver_sql(waiting, {"url": url}).all() == [(0.0,)]
        kept = [one.is_current for one in versions_of(connection, url)]
        assert kept == [False, True]
        number = standing_at(connection, url)
    assert number is not None
    refusing = decision(url, NO_TRAINING, at=NOW + 2)
    assert withdraw(store, run, number.number, refusing)
    with store.reading() as connection:
        assert [one.article for one in versions_of(connection, url)] == [None, None]
        assert verify(connection).problems == ()


def test_who_lists_articles_waits_for_nobody_who_withdraws_one(
    store: Store, uri: str
) -> None:
    run = store.begin_run("news", {}, "1", NOW)
    urls = [f"{SITE}/listed/{one}" for one in ("a", "b")]
    for url in urls:
        store.keep(run, decision(url), article(url), url, url)
    with store.reading() as connection:
        found = [standing_at(connection, url) for url in urls]
    going, stays = (one.number for one in found if one is not None)

    with closing(open_store(uri)) as other, store.writing() as withdrawing:
        withdrawing.execute(delete(urls_table).where(urls_table.c.article == going))
        withdrawing.execute(delete(articles).where(articles.c.number == going))
        with other.writing() as listing:
            listing.execute(text("SET LOCAL lock_timeout = '2s'"))
            list_waiting(listing)
            left = listing.scalars(select(unlisted.c.article)).all()
            listed = listing.scalars(select(catalogue.c.article)).all()

    assert (left, going in listed, stays in listed) == ([going], False, True)
    with store.reading() as connection:
        assert connection.scalars(select(unlisted.c.article)).all() == []
