"""A store of any release is brought up to date: what it held is kept, and verifies."""

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from newscrawler.policy.model import Stage
from newscrawler.policy.record import canonical, decision_record, statement_record
from newscrawler.storage.article_json import article_record
from newscrawler.storage.database import Kept, open_store
from newscrawler.storage.migrations import _config
from newscrawler.storage.opening import store_url
from newscrawler.storage.schema import REVISION
from newscrawler.storage.sketch_rows import near_duplicates_of
from newscrawler.storage.verification import verify
from tests.storage.ledgers import ROBOTS, SITE, problems
from tests.storage.older import (
    LEDGER,
    SKETCHES,
    TOMBSTONES,
    held_by,
    make_older,
    revisions,
    rows_of,
)
from tests.storage.samples import NO_TRAINING, NOW, article, decision

ACQUIRED = decision("https://gazette.example/", NO_TRAINING, stage=Stage.ACQUIRE)
USED = decision()


def told(column: str, value: object) -> object:
    """Return a value; PostgreSQL gives each of an article's words back once, in quotes."""
    is_words = column == "words"
    return {one.strip("'") for one in str(value).split()} if is_words else value


def old_store(file: Path) -> None:
    """Make a store of the schema before, with a row of each kind."""
    engine = create_engine(f"sqlite:///{file}")
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    engine.dispose()
    statement = canonical(statement_record(NO_TRAINING)).decode()
    key = sha256(statement.encode()).hexdigest()
    with closing(sqlite3.connect(file)) as connection:
        for table, row in (
            ("runs", (1, "news", "{}", "1", NOW, NOW + 9, '{"kept":1}')),
            ("statements", (key, NO_TRAINING.signal, statement)),
            ("policy_documents", (ROBOTS.sha256, ROBOTS.body, None, ROBOTS.url, NOW)),
            (
                "hearings",
                (1, "", ROBOTS.url, NOW, 200, "[]", ROBOTS.sha256, None, None, 0),
            ),
        ):
            marks = ",".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)
        for number, (one, hashes, count) in enumerate(
            ((ACQUIRED, [key], 3), (USED, [], 1)), 1
        ):
            record = decision_record(one) | {"statements": list(hashes)}
            id_ = str(record.pop("id"))
            found = (
                number,
                1,
                id_,
                decision_record(one)["id"],
                one.stage.value,
                one.verdict.value,
                one.deciding[0].signal if one.deciding else None,
                one.source,
                "gazette.example",
                one.url,
                one.decided_at,
                one.decided_at + (count - 1),
                count,
                canonical(record).decode(),
            )
            marks = ",".join("?" * len(found))
            connection.execute(f"INSERT INTO decisions VALUES ({marks})", found)
        text = canonical(article_record(article())).decode()
        kept = (1, sha256(USED.url.encode()).hexdigest(), USED.url, 1, 1, "1")
        values = (*kept, "gazette", 1, 2, NOW, text)
        marks = ",".join("?" * len(values))
        connection.execute(f"INSERT INTO articles VALUES ({marks})", values)
        hashed = sha256(ROBOTS.url.encode()).hexdigest()
        connection.execute("UPDATE hearings SET url_hash = ?", (hashed,))
        connection.commit()


def test_an_older_store_is_chained_as_it_was_found(file: Path) -> None:
    old_store(file)

    with closing(open_store(f"sqlite:///{file}")) as store:
        found = list(store.decisions())
        assert [one.decision for one in found] == [ACQUIRED, USED]
        assert [(one.count, one.last_at) for one in found] == [(3, NOW + 2), (1, NOW)]
        assert list(store.articles()) == [article()]
        heard = store.hearing(ROBOTS.url)
        assert heard is not None
        assert heard.document == ROBOTS
        assert problems(file) == []
        run = store.begin_run("news", {}, "1", NOW)
        store.end_run(run, NOW, json.loads("{}"))

    assert problems(file) == []


@pytest.fixture(params=["sqlite", "postgresql"])
def uri(request: pytest.FixtureRequest, tmp_path: Path, revision: str) -> str:
    """A place for the store of a revision."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'older.db'}"
    server = str(request.getfixturevalue("postgresql"))
    with psycopg.connect(server) as connection:
        connection.execute(f"CREATE SCHEMA r{revision}")
    return f"{server}&options=-csearch_path%3Dr{revision}"


@pytest.mark.parametrize("revision", revisions())
def test_a_store_of_every_revision_keeps_what_it_held(uri: str, revision: str) -> None:
    today = held_by(revision >= LEDGER, revision >= TOMBSTONES)
    engine = create_engine(store_url(uri))
    written = make_older(engine, revision, today.rows)
    engine.dispose()

    with closing(open_store(uri)) as store:
        found = [(one.decision, one.count, one.last_at) for one in store.decisions()]
        assert found == [
            (one.decision, one.count, one.last_at) for one in today.decisions
        ]
        assert list(store.articles()) == today.articles
        with store.reading() as connection:
            assert verify(connection).problems == ()
            after = rows_of(connection)
            newest = MigrationContext.configure(connection).get_current_revision()
        run = store.begin_run("news", {}, "1", NOW + 99)
        url = f"{SITE}/after"
        reprint = article(url, f"{today.articles[0].articleBody} Corrected.")
        assert store.keep(run, decision(url), reprint, url, url) is Kept.STORED
        store.end_run(run, NOW + 100, {})
        with store.reading() as connection:
            assert verify(connection).problems == ()
            alike = near_duplicates_of(connection, range(99))
    assert bool(alike) is (revision >= SKETCHES)
    assert newest == REVISION
    assert sum(map(len, written.values())) > len(found) + len(today.articles)
    for name, rows in written.items() if revision >= LEDGER else ():
        columns = after[name][0].keys() & rows[0].keys() if rows else set[str]()
        held = [{key: told(key, one[key]) for key in columns} for one in rows]
        now = [{key: told(key, one[key]) for key in columns} for one in after[name]]
        assert now == held, name
