"""Do rows say what their records say, and has none been added or taken away?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, Select, Table, func, select

from newscrawler.policy.record import iso_time
from newscrawler.storage.chain import Kind, record_of
from newscrawler.storage.chain_check import Chain, Problem
from newscrawler.storage.column_check import Columns, Found
from newscrawler.storage.decision_rows import references
from newscrawler.storage.ledger_records import article_text, hearing_text
from newscrawler.storage.reading import PAGE, evidence_of
from newscrawler.storage.rules import rules_version
from newscrawler.storage.schema import (
    articles,
    decisions,
    hearings,
    ledger,
    policy_documents,
    runs,
    statement_lists,
    statements,
)
from newscrawler.storage.text import text_hash

MOST_EVIDENCE = 50_000
"""Statements in memory at a time: our choice."""


class _Seen:
    """How many rows of each run were there: each once, in the order of its chain."""

    def __init__(self, table: Table) -> None:
        self.counts: Counter[int] = Counter()
        self._table = table
        self._last: dict[int, int] = {}

    def take(self, row: RowMapping) -> Iterator[Problem]:
        """Count a row; yield where it is out of its order, or there twice."""
        run, sequence = row["run"], row["sequence"]
        if sequence <= self._last.get(run, 0):
            yield Problem(_row_name(self._table, row), "moved, or there twice")
        self.counts[run] += 1
        self._last[run] = sequence


def decision_problems(
    connection: Connection, chains: Mapping[int, Chain]
) -> Iterator[Problem]:
    """Yield the decisions whose columns or counts are not what the ledger says."""
    query = select(runs.c.number).where(runs.c.rules == rules_version())
    ours = set(connection.scalars(query))
    evidence: dict[str, str] = {}
    columns = Columns(evidence)
    seen = _Seen(decisions)
    for some in _with_records(connection, decisions, select(decisions)):
        _learn(connection, evidence, some)
        for row in some:
            run, sequence = row["run"], row["sequence"]
            where = f"run {run}, record {sequence}"
            told = row["told"]
            if told is None:
                yield Problem(_row_name(decisions, row), "inserted: it has no record")
                continue
            yield from seen.take(row)
            wrong = columns.wrong(told, _found(row), is_ours=run in ours)
            if wrong is not None:
                yield Problem(where, f"{wrong} of its decision was changed")
            again = chains[run].again.get(
                sequence, (0, round(row["decided_at"] * 1000))
            )
            if (row["count"] - 1, round(row["last_at"] * 1000)) != again:
                yield Problem(where, "count of its decision was changed")
    yield from _missing(connection, chains, decisions, Kind.DECISION, seen.counts)


def article_problems(
    connection: Connection, chains: Mapping[int, Chain]
) -> Iterator[Problem]:
    """Yield the articles that are not those of the ledger."""
    place = decisions.c.sequence.label("place")
    query = select(articles, place).outerjoin(
        decisions, articles.c.decision == decisions.c.number
    )
    seen = _Seen(articles)
    for some in _with_records(connection, articles, query):
        for row in some:
            yield from seen.take(row)
            told = record_of(Kind.ARTICLE, article_text(row, row["place"]))
            is_found = row["url_hash"] == text_hash(row["canonical_url"])
            yield from _difference(articles, row, told, is_found=is_found)
    yield from _missing(connection, chains, articles, Kind.ARTICLE, seen.counts)


def hearing_problems(
    connection: Connection, chains: Mapping[int, Chain]
) -> Iterator[Problem]:
    """Yield the answers to requests for policy documents that the ledger has not."""
    seen = _Seen(hearings)
    for some in _with_records(connection, hearings, select(hearings)):
        for row in some:
            yield from seen.take(row)
            told = record_of(Kind.HEARING, hearing_text(row))
            is_found = row["url_hash"] == text_hash(row["url"])
            yield from _difference(hearings, row, told, is_found=is_found)
    yield from _missing(connection, chains, hearings, Kind.HEARING, seen.counts)


def evidence_problems(connection: Connection) -> Iterator[Problem]:
    """Yield the statements, and lists of them, that are not what their hash says."""
    for table in (statements, statement_lists):
        query = select(table.c.sha256, table.c.record)
        for row in connection.execution_options(yield_per=PAGE).execute(query):
            if sha256(row.record.encode()).hexdigest() != row.sha256:
                yield Problem(f"{table.name} {row.sha256}", "changed")


def document_problems(connection: Connection) -> Iterator[Problem]:
    """Yield the policy documents that are not the bytes that were received."""
    kept = select(policy_documents.c.sha256, policy_documents.c.body)
    for row in connection.execution_options(yield_per=1).execute(kept):
        if sha256(bytes(row.body)).hexdigest() != row.sha256:
            yield Problem(f"policy document {row.sha256}", "changed")
    gone = (
        select(hearings.c.sha256)
        .outerjoin(policy_documents, hearings.c.sha256 == policy_documents.c.sha256)
        .where(hearings.c.sha256.is_not(None), policy_documents.c.sha256.is_(None))
    )
    for sha in connection.scalars(gone.distinct()):
        yield Problem(f"policy document {sha}", "removed")


def _with_records(
    connection: Connection, table: Table, query: Select[tuple[object, ...]]
) -> Iterator[Sequence[RowMapping]]:
    """Yield rows in the order of writing, ``told`` being their record in the ledger."""
    place = (ledger.c.run == table.c.run) & (ledger.c.sequence == table.c.sequence)
    found = query.add_columns(ledger.c.record.label("told")).outerjoin(ledger, place)
    ordered = found.order_by(table.c.number)
    rows = connection.execution_options(yield_per=PAGE).execute(ordered)
    yield from rows.mappings().partitions()


def _learn(
    connection: Connection, evidence: dict[str, str], rows: Sequence[RowMapping]
) -> None:
    if len(evidence) > MOST_EVIDENCE:
        evidence.clear()
    told = (row["told"] for row in rows if row["told"] is not None)
    new = [one for one in told if not _is_known(one, evidence)]
    evidence |= evidence_of(connection, new)


def _is_known(record: str, evidence: Mapping[str, str]) -> bool:
    try:
        return all(one in evidence for one in references(record)[1])
    except ValueError:
        return True  # no decision: there is nothing to know


def _found(row: RowMapping) -> Found:
    return Found(
        row["id"],
        row["stage"],
        row["verdict"],
        row["deciding"],
        row["source"],
        row["host"],
        row["url"],
        iso_time(row["decided_at"]),
    )


def _difference(
    table: Table, row: RowMapping, told: str, *, is_found: bool
) -> Iterator[Problem]:
    where = _row_name(table, row)
    if row["told"] is None:
        yield Problem(where, "inserted: it has no record")
    elif row["told"] != told or not is_found:
        place = f"run {row['run']}, record {row['sequence']}"
        yield Problem(where, f"changed: it is not what {place} says")


def _missing(
    connection: Connection,
    chains: Mapping[int, Chain],
    table: Table,
    kind: Kind,
    seen: Mapping[int, int],
) -> Iterator[Problem]:
    """Yield the records whose row is gone, looked for where the numbers differ."""
    for run, chain in chains.items():
        if chain.told.get(kind.value, 0) == seen.get(run, 0):
            continue
        place = (table.c.run == ledger.c.run) & (table.c.sequence == ledger.c.sequence)
        query = (
            select(ledger.c.sequence, func.count(table.c.sequence))
            .outerjoin(table, place)
            .where(ledger.c.run == run, ledger.c.kind == kind.value)
            .group_by(ledger.c.sequence)
            .having(func.count(table.c.sequence) != 1)
        )
        for sequence, found in connection.execute(query):
            what = "was removed" if found == 0 else f"is there {found} times"
            name = kind.value
            yield Problem(f"run {run}, record {sequence}", f"the {name} {what}")


def _row_name(table: Table, row: RowMapping) -> str:
    return f"{table.name} row {row['number']}"
