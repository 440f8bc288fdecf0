"""When did decisions become records of a ledger? What was there is chained as found."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

FIRST = "0" * 64
APPEND_ONLY = (
    "ledger",
    "checkpoints",
    "statements",
    "statement_lists",
    "policy_documents",
    "hearings",
)


def upgrade() -> None:
    """Make the ledger, fill it with what there is, and let nobody change it."""
    _create_tables()
    _add_columns()
    connection = op.get_bind()
    for run in _rows(connection, "SELECT * FROM runs ORDER BY number"):
        _chain_run(connection, run)
    _chain_hearings(connection)
    op.drop_column("decisions", "record")
    op.drop_index("ix_decisions_run_verdict", "decisions")
    for table in APPEND_ONLY:
        _make_append_only(connection.dialect.name, table)


def _create_tables() -> None:
    serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "statement_lists",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("record", sa.Text, nullable=False),
    )
    op.create_table(
        "ledger",
        sa.Column("run", serial, sa.ForeignKey("runs.number"), primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.create_table(
        "checkpoints",
        sa.Column("number", serial, primary_key=True),
        sa.Column("run", serial, sa.ForeignKey("runs.number"), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.UniqueConstraint("previous"),
    )
    op.create_index(None, "checkpoints", ["run", "size"])


def _add_columns() -> None:
    op.add_column("runs", sa.Column("rules", sa.Text))
    for table in ("decisions", "articles", "hearings"):
        op.add_column(table, _place_column("sequence"))
    op.add_column("hearings", _place_column("run"))


def _place_column(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


class _Chain:
    """The records of a run, one after another."""

    def __init__(self, connection: sa.Connection, run: int) -> None:
        self._connection, self._run = connection, run
        self._sequence, self._hash = 0, FIRST

    def add(self, kind: str, text: str) -> dict[str, int]:
        """Write a record; return where it stands."""
        record = f'{{"{kind}":{text}}}'
        both = self._hash + sha256(record.encode()).hexdigest()
        self._hash = sha256(both.encode()).hexdigest()
        self._sequence += 1
        place = {"run": self._run, "sequence": self._sequence}
        row = {**place, "kind": kind, "record": record, "hash": self._hash}
        words = "INSERT INTO ledger VALUES (:run, :sequence, :kind, :record, :hash)"
        self._connection.execute(sa.text(words), row)
        return place


def _chain_run(connection: sa.Connection, run: sa.RowMapping) -> None:
    chain = _Chain(connection, run["number"])
    told = {
        "number": run["number"],
        "name": run["kind"],
        "config": run["config"],
        "policy_version": run["policy_version"],
        "rules": None,
        "started_at": _time(run["started_at"]),
    }
    chain.add("run", _json(told))
    places = _chain_decisions(connection, chain, run["number"])
    _chain_articles(connection, chain, run["number"], places)
    if run["ended_at"] is not None:
        end = {"ended_at": _time(run["ended_at"]), "summary": run["summary"]}
        chain.add("end", _json(end))


def _chain_decisions(
    connection: sa.Connection, chain: _Chain, run: int
) -> dict[int, int]:
    found = _rows_of(connection, "decisions", run)
    places, again = {}, []
    for row in found:
        place = chain.add("decision", row["record"])
        _place(connection, "decisions", row["number"], place)
        places[row["number"]] = place["sequence"]
        if row["count"] > 1:
            more = [place["sequence"], row["count"] - 1, round(row["last_at"] * 1000)]
            again.append(more)
    if again:
        chain.add("repeats", _json(again))
    return places


def _chain_articles(
    connection: sa.Connection, chain: _Chain, run: int, places: dict[int, int]
) -> None:
    for row in _rows_of(connection, "articles", run):
        told = {
            "url": row["canonical_url"],
            "decision": places[row["decision"]],
            "version": row["version"],
            "content_hash": row["content_hash"],
            "sha256": sha256(row["record"].encode()).hexdigest(),
        }
        place = chain.add("article", _json(told))
        _place(connection, "articles", row["number"], place)


def _chain_hearings(connection: sa.Connection) -> None:
    """Chain what was heard in a run of its own: nobody knows any more in which."""
    found = _rows(connection, "SELECT * FROM hearings ORDER BY number")
    if not found:
        return
    told = {"kind": "upgrade", "config": "{}", "at": found[-1]["fetched_at"]}
    words = (
        "INSERT INTO runs (kind, config, policy_version, started_at)"
        " VALUES (:kind, :config, '', :at) RETURNING number"
    )
    number = connection.scalar(sa.text(words), told)
    chain = _Chain(connection, number)
    begun = {"config": "{}", "name": "upgrade", "number": number, "policy_version": ""}
    chain.add("run", _json({**begun, "rules": None, "started_at": _time(told["at"])}))
    for row in found:
        heard = {
            "url": row["url"],
            "fetched_at": _time(row["fetched_at"]),
            "status": row["status"],
            "headers": sha256(row["headers"].encode()).hexdigest(),
            "sha256": row["sha256"],
            "final_url": row["final_url"],
            "problem": row["problem"],
            "tries": row["tries"],
        }
        place = chain.add("hearing", _json(heard))
        _place(connection, "hearings", row["number"], place)


def _rows_of(
    connection: sa.Connection, table: str, run: int
) -> Sequence[sa.RowMapping]:
    return _rows(
        connection,
        f"SELECT * FROM {table} WHERE run = :run ORDER BY number",  # noqa: S608  names of our own tables
        run=run,
    )


def _rows(
    connection: sa.Connection, query: str, **values: int
) -> Sequence[sa.RowMapping]:
    return connection.execute(sa.text(query), values).mappings().all()


def _place(
    connection: sa.Connection, table: str, number: int, place: dict[str, int]
) -> None:
    words = f"UPDATE {table} SET run = :run, sequence = :sequence WHERE number = :n"  # noqa: S608  names of our own tables
    connection.execute(sa.text(words), {**place, "n": number})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _time(seconds: float) -> str:
    moment = datetime.fromtimestamp(round(seconds, 3), UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _make_append_only(dialect: str, table: str) -> None:
    if dialect == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION newscrawler_append_only() RETURNS trigger"
        " LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE"
        f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION newscrawler_append_only()"
    )
