"""Do rows say what their records say, and has none been added or taken away?"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from hashlib import sha256

from sqlalchemy import Connection, select

from newscrawler.storage.chain import Kind, record_of
from newscrawler.storage.chain_check import Chain, Problem
from newscrawler.storage.column_check import COLUMNS, Columns
from newscrawler.storage.decision_rows import REFERENCES, references
from newscrawler.storage.ledger_records import hearing_text, told_of_article
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
from newscrawler.storage.ticking import Tick, still, ticked
from newscrawler.storage.told_rows import (
    MOVED,
    NO_RECORD,
    Seen,
    difference,
    missing,
    with_records,
)

# Tuples, not mappings, and no more than is held to the record: they are many.
_DECISIONS = (
    select(
        *(decisions.c[name] for name in ("number", "run", "sequence", "count")),
        decisions.c.last_at,
        ledger.c.record,
        *(decisions.c[name] for name in COLUMNS),
    )
    .select_from(decisions)
    .outerjoin(
        ledger,
        (ledger.c.run == decisions.c.run) & (ledger.c.sequence == decisions.c.sequence),
    )
    .order_by(decisions.c.number)
)

_OF_RECORD = 6
_TOLD = _OF_RECORD - 1
"""Where in a row of those its record is, and what the record tells begins."""

_ARTICLES = (
    select(
        *(articles.c[name] for name in ("number", "run", "sequence", "url_hash")),
        *(articles.c[name] for name in ("content_hash", "canonical_url", "version")),
        *(articles.c.record, decisions.c.sequence, ledger.c.record),
    )
    .outerjoin(decisions, articles.c.decision == decisions.c.number)
    .outerjoin(
        ledger,
        (ledger.c.run == articles.c.run) & (ledger.c.sequence == articles.c.sequence),
    )
    .order_by(articles.c.number)
)

MOST_EVIDENCE = 50_000
"""Statements in memory at a time: our choice."""


def decision_problems(
    connection: Connection, chains: Mapping[int, Chain], tick: Tick = still
) -> Iterator[Problem]:
    """Yield the decisions whose columns or counts are not what the ledger says."""
    query = select(runs.c.number).where(runs.c.rules == rules_version())
    ours = set(connection.scalars(query))
    evidence: dict[str, str] = {}
    wrong = Columns(evidence).wrong
    seen = Seen(decisions)
    rows = connection.execution_options(yield_per=PAGE).execute(_DECISIONS)
    for some in rows.partitions():
        _learn(connection, evidence, (row[_TOLD] for row in some))
        tick(len(some))
        for row in some:
            number, run, sequence, count, last_at, told = row[:_OF_RECORD]
            if told is None:
                yield Problem(f"decisions row {number}", NO_RECORD)
                continue
            if not seen.is_next(run, sequence):
                yield Problem(f"decisions row {number}", MOVED)
            found = row[_OF_RECORD:]
            column = wrong(told, found, is_ours=run in ours)
            if column is not None:
                yield _changed(run, sequence, column)
            again = chains[run].again.get(sequence)
            if again is None and count == 1 and last_at == found[-1]:
                continue
            last, first = round(last_at * 1000), round(found[-1] * 1000)
            if (count - 1, last) != (again or (0, first)):
                yield _changed(run, sequence, "count")
    yield from missing(connection, chains, Kind.DECISION, seen)


def article_problems(
    connection: Connection,
    chains: Mapping[int, Chain],
    withdrawn: AbstractSet[tuple[int, int]],
    tick: Tick = still,
) -> Iterator[Problem]:
    """Yield the articles that are not those of the ledger.

    ``withdrawn``: the run and place of those whose tombstone is in order.
    """
    seen = Seen(articles)
    rows = connection.execution_options(yield_per=PAGE).execute(_ARTICLES)
    for some in ticked(rows.partitions(), tick):
        for number, run, sequence, key, content, url, *of, told in some:
            if not seen.is_next(run, sequence):
                yield Problem(f"articles row {number}", MOVED)
            said = record_of(Kind.ARTICLE, told_of_article(content, url, *of))
            is_found = key == text_hash(url)
            if told != said or not is_found:
                row = {"number": number, "run": run, "sequence": sequence, "told": told}
                yield from difference(articles, row, said, is_found=is_found)
    yield from missing(connection, chains, Kind.ARTICLE, seen, withdrawn)


def hearing_problems(
    connection: Connection, chains: Mapping[int, Chain], tick: Tick = still
) -> Iterator[Problem]:
    """Yield the answers to requests for policy documents that the ledger has not."""
    seen = Seen(hearings)
    for some in ticked(with_records(connection, hearings, select(hearings)), tick):
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


def _changed(run: int, sequence: int, column: str) -> Problem:
    where = f"run {run}, record {sequence}"
    return Problem(where, f"{column} of its decision was changed")


def _learn(
    connection: Connection, evidence: dict[str, str], told: Iterable[str | None]
) -> None:
    if len(evidence) > MOST_EVIDENCE:
        evidence.clear()
    new: dict[str, str] = {}
    for one in told:
        if one is not None and (referred := _referred(one)) not in new:
            new[referred] = one
    unknown = [one for one in new.values() if not _is_known(one, evidence)]
    evidence |= evidence_of(connection, unknown)


def _referred(record: str) -> str:
    """Return what refers to statements, of a record that is a decision."""
    start = record.find(REFERENCES)
    return record[start : record.find("]", start)]


def _is_known(record: str, evidence: Mapping[str, str]) -> bool:
    try:
        return all(one in evidence for one in references(record)[1])
    except ValueError:
        return True  # no decision: there is nothing to know
