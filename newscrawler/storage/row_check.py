"""Do rows say what their records say, and has none been added or taken away?"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, select

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
    policy_documents,
    runs,
    statement_lists,
    statements,
)
from newscrawler.storage.text import text_hash
from newscrawler.storage.told_rows import (
    Seen,
    difference,
    missing,
    row_name,
    with_records,
)

MOST_EVIDENCE = 50_000
"""Statements in memory at a time: our choice."""


def decision_problems(
    connection: Connection, chains: Mapping[int, Chain]
) -> Iterator[Problem]:
    """Yield the decisions whose columns or counts are not what the ledger says."""
    query = select(runs.c.number).where(runs.c.rules == rules_version())
    ours = set(connection.scalars(query))
    evidence: dict[str, str] = {}
    columns = Columns(evidence)
    seen = Seen(decisions)
    for some in with_records(connection, decisions, select(decisions)):
        _learn(connection, evidence, some)
        for row in some:
            run, sequence = row["run"], row["sequence"]
            where = f"run {run}, record {sequence}"
            told = row["told"]
            if told is None:
                yield Problem(row_name(decisions, row), "inserted: it has no record")
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
    yield from missing(connection, chains, Kind.DECISION, seen)


def article_problems(
    connection: Connection,
    chains: Mapping[int, Chain],
    withdrawn: AbstractSet[tuple[int, int]],
) -> Iterator[Problem]:
    """Yield the articles that are not those of the ledger.

    ``withdrawn``: the run and place of those whose tombstone is in order.
    """
    place = decisions.c.sequence.label("place")
    query = select(articles, place).outerjoin(
        decisions, articles.c.decision == decisions.c.number
    )
    seen = Seen(articles)
    for some in with_records(connection, articles, query):
        for row in some:
            yield from seen.take(row)
            told = record_of(Kind.ARTICLE, article_text(row, row["place"]))
            is_found = row["url_hash"] == text_hash(row["canonical_url"])
            yield from difference(articles, row, told, is_found=is_found)
    yield from missing(connection, chains, Kind.ARTICLE, seen, withdrawn)


def hearing_problems(
    connection: Connection, chains: Mapping[int, Chain]
) -> Iterator[Problem]:
    """Yield the answers to requests for policy documents that the ledger has not."""
    seen = Seen(hearings)
    for some in with_records(connection, hearings, select(hearings)):
        for row in some:
            yield from seen.take(row)
            told = record_of(Kind.HEARING, hearing_text(row))
            is_found = row["url_hash"] == text_hash(row["url"])
            yield from difference(hearings, row, told, is_found=is_found)
    yield from missing(connection, chains, Kind.HEARING, seen)


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
