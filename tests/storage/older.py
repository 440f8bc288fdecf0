"""A store as an older release left it: today's rows, in the schema of then."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, Table, insert, inspect, text

from newscrawler.items import Article
from newscrawler.policy.model import Stage
from newscrawler.storage.database import Store, StoredDecision, open_store
from newscrawler.storage.migrations import _config
from newscrawler.storage.purging import erase_withdrawn
from newscrawler.storage.schema import METADATA
from newscrawler.storage.visit_rows import Kind, Visit
from newscrawler.storage.withdrawing import held_articles, withdraw
from tests.storage.ledgers import ROBOTS, SITE
from tests.storage.samples import NO_TRAINING, NOW, article, decision

LEDGER, TOMBSTONES = "0003", "0007"
"""The revisions since which there is a ledger, and it tells of tombstones as today."""

SKETCHES = "0010"
"""The revision since which articles that are nearly the same are known."""

Rows = Mapping[str, Sequence[Mapping[str, object]]]


def long_text(name: str) -> str:
    """Return a text that is long enough to be compared, and like that of no other name."""
    return " ".join(f"{name} {word}" for word in range(60))


def revisions() -> list[str]:
    """Return all schemas, the oldest first."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return sorted(one.revision for one in scripts)


@dataclass(frozen=True)
class Held:
    """What a store of today holds."""

    decisions: list[StoredDecision]
    articles: list[Article]
    rows: Rows


@cache
def held_by(has_ledger: bool, has_tombstones: bool) -> Held:  # noqa: FBT001  of a release
    """Return what a store holds that a release could have written."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "today.db"
        _fill(file, has_ledger=has_ledger, has_tombstones=has_tombstones)
        with closing(open_store(f"sqlite:///{file}")) as store:
            decided, kept = list(store.decisions()), list(store.articles())
            with store.reading() as connection:
                return Held(decided, kept, rows_of(connection))


def _fill(file: Path, *, has_ledger: bool, has_tombstones: bool) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store:
        for number in range(2):
            run = store.begin_run("news", {"purposes": ["search"]}, "1", NOW)
            if has_ledger:  # before, nobody knew in which run it was heard
                store.keep_hearing(run, ROBOTS)
            for page in range(3):
                at = NOW + page
                asked = decision(f"{SITE}/{page}", stage=Stage.ACQUIRE, at=at)
                store.record(run, asked)
                refused = decision(f"{SITE}/{page}", NO_TRAINING, at=at)
                store.record(run, refused)
            for name in ("kept", "withdrawn"):
                url = f"{SITE}/{name}/{number}"
                page_of = article(url, long_text(f"{name} {number}"))
                new = store.prepare(run, decision(url), page_of, url, url)
                visit = Visit(url, Kind.ARTICLE, "gazette", NOW, NOW, NOW)
                store.keep_all([replace(new, visit=visit)])
            if has_tombstones:
                _withdraw(store, run)
            store.end_run(run, NOW + 9, {"kept": 2})


def _withdraw(store: Store, run: int) -> None:
    for held in list(held_articles(store)):
        if "/withdrawn/" in held.url:
            refusing = decision(held.url, NO_TRAINING, at=NOW + 1)
            withdraw(store, run, held.number, refusing)
    erase_withdrawn(store, run, NOW + 2, lambda _found: None)


def rows_of(connection: Connection) -> dict[str, list[dict[str, object]]]:
    """Return all rows of our tables that are there."""
    there = set(inspect(connection).get_table_names())
    return {
        table.name: [
            dict(row)
            for row in connection.execute(
                text(f"SELECT * FROM {table.name}")
            ).mappings()
        ]
        for table in METADATA.sorted_tables
        if table.name in there
    }


def make_older(engine: Engine, revision: str, rows: Rows) -> Rows:
    """Write what the schema of a revision has room for; return what that was."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        known = MetaData()
        known.reflect(connection)
        written: dict[str, list[dict[str, object]]] = {}
        for name, found in rows.items():
            if name in known.tables:
                table = known.tables[name]
                written[name] = [
                    _fitting(table, one) for one in _told(name, found, rows)
                ]
                if written[name]:
                    connection.execute(insert(table), written[name])
                    _count_on(connection, table)
        return written


def _fitting(table: Table, row: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if key in table.columns}


def _told(
    name: str, found: Sequence[Mapping[str, object]], rows: Rows
) -> Iterator[Mapping[str, object]]:
    """Yield rows; of a decision with the record that stood in it before the ledger.

    Of a sketch with the parts that it is found by, which stood in it.
    """
    records = {(one["run"], one["sequence"]): one["record"] for one in rows["ledger"]}
    for row in found:
        if name == "decisions":
            record = str(records[row["run"], row["sequence"]])
            yield {**row, "record": record.removeprefix('{"decision":')[:-1]}
        elif name == "sketches":
            mine = (
                one for one in rows["sketch_bands"] if one["article"] == row["article"]
            )
            yield {**row, **{f"band_{at}": one["band"] for at, one in enumerate(mine)}}
        else:
            yield row


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL give out the numbers that come after those that were given."""
    if connection.dialect.name == "postgresql" and "number" in table.columns:
        words = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'number'), max(number)) FROM {table.name}"
        connection.execute(text(words))
